import { describe, expect, test } from 'vitest';
import { type Actor, system } from '../../../src/sop/actor.ts';
import type { Refusal } from '../../../src/sop/decision.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { decideOpen, type TicketCommand } from '../../../src/sop/ticket/decide.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import {
  acknowledge,
  acknowledged,
  ana,
  ben,
  bot,
  type Case,
  classified,
  classify,
  composed,
  contextAt,
  decide,
  draft,
  guest,
  having,
  lena,
  lou,
  max,
  monday,
  offered,
  offerToBen,
  otto,
  past9,
  queued,
  refusalOf,
  stranger,
  take,
  taken,
  tess,
  typesOf,
  waiting,
} from './support.ts';

type Accepts = {
  name: string;
  given: () => Case;
  minutes?: number;
  actor: Actor;
  command: TicketCommand;
  events: readonly string[];
  /** The first event's payload, as far as it is named. */
  payload?: Record<string, unknown>;
  /** The ticket afterwards, as far as it is named. */
  state?: Partial<TicketState>;
};

type Refuses = {
  name: string;
  given: () => Case;
  minutes?: number;
  actor: Actor;
  command: TicketCommand;
  clause: Refusal['clause'];
  action: Refusal['action'];
  whoMay: Refusal['whoMay'];
  nextStep: Refusal['nextStep'];
  reason: RegExp;
};

function accepts(rows: readonly Accepts[]): void {
  test.each(rows)('$name', ({ given, minutes = 10, actor, command, events, payload, state }) => {
    const decision = decide(given(), minutes, actor, command);
    expect(typesOf(decision)).toEqual(events);
    if (payload && decision.kind === 'accepted') expect(decision.events[0]?.payload).toMatchObject(payload);
    if (state) expect(having(given(), minutes, actor, command).state).toMatchObject(state);
  });
}

function refuses(rows: readonly Refuses[]): void {
  test.each(rows)('$name', (row) => {
    const { clause, action, whoMay, nextStep } = row;
    const refusal = refusalOf(decide(row.given(), row.minutes ?? 10, row.actor, row.command));
    expect(refusal).toMatchObject({ clause, action, whoMay, nextStep });
    expect(refusal.reason).toMatch(row.reason);
  });
}

const show = { step: 'show', ticket: 7 } as const;
const deskRole = { kind: 'role', atLeast: 'tier1' } as const;
const leadRole = { kind: 'role', atLeast: 'lead' } as const;
const nobody = { kind: 'nobody' } as const;
const onlyAna = { kind: 'people', ids: ['UANA'] } as const;
const onlyBen = { kind: 'people', ids: ['UBEN'] } as const;
const closed = (given: Case): Case => ({ ...given, state: { ...given.state, status: 'closed' } });

describe('opening', () => {
  const at = (actor: Actor) => contextAt({ pack: defaultPack }, monday, actor);

  test('SC-1 somebody on the desk opens a ticket, and no clock runs before it is taken', () => {
    const decision = decideOpen(draft, at(ana));
    expect(decision).toMatchObject({
      kind: 'accepted',
      events: [
        {
          type: 'opened',
          clause: 'SC-1',
          payload: { number: 7, clocks: { response: null, resolution: null } },
        },
      ],
    });
    expect(queued().state).toMatchObject({ status: 'queued', owner: null, receivedAt: null, version: 1 });
  });

  test.each([
    ['P1', '2026-03-02T08:15:00.000Z', '2026-03-02T08:10:00.000Z'],
    ['P2', '2026-03-02T08:30:00.000Z', '2026-03-02T08:20:00.000Z'],
    // Four working hours from 09:00, with a break from 12:30 to 13:15.
    ['P3', '2026-03-02T12:45:00.000Z', '2026-03-02T11:00:00.000Z'],
    ['P4', '2026-03-02T16:45:00.000Z', '2026-03-02T14:45:00.000Z'],
    [null, '2026-03-02T12:45:00.000Z', '2026-03-02T11:00:00.000Z'],
  ] as const)(
    'T1-1 a pack whose response clock starts at arrival starts it then: %s',
    (reportedPriority, dueAt, atRiskAt) => {
      const pack = {
        ...defaultPack,
        clocks: { ...defaultPack.clocks, responseStartsAt: 'arrival' as const },
      };
      const decision = decideOpen({ ...draft, reportedPriority }, { ...at(ana), pack });
      expect(decision).toMatchObject({
        events: [
          { payload: { clocks: { response: { startedAt: past9(0), dueAt, atRiskAt }, resolution: null } } },
        ],
      });
    },
  );

  test('SC-1 what intake accepted comes in as the system; nothing else does', () => {
    expect(decideOpen({ ...draft, source: 'intake' }, at(system)).kind).toBe('accepted');
    for (const source of ['command', 'shortcut', 'message'] as const)
      expect(decideOpen({ ...draft, source }, at(system))).toMatchObject({
        kind: 'refused',
        refusal: { clause: 'AU-2', action: 'ticket.open' },
      });
  });

  test.each([otto, guest, stranger, bot])('AU-1 $standing opens nothing, also not by intake', (actor) => {
    for (const source of ['command', 'intake'] as const)
      expect(decideOpen({ ...draft, source }, at(actor))).toMatchObject({
        kind: 'refused',
        refusal: { clause: 'AU-1', action: 'ticket.open', whoMay: deskRole },
      });
  });
});

describe('who may do nothing', () => {
  const commands: readonly (readonly [TicketCommand, Refusal['action'], () => Case])[] = [
    [take, 'ticket.take', queued],
    [{ ...take, queueHead: 3, reason: 'because' }, 'ticket.takeOutOfOrder', queued],
    [classify, 'ticket.classify', taken],
    [acknowledge, 'ticket.acknowledge', classified],
    [{ type: 'confirmAcknowledgementSent' }, 'ticket.acknowledge', () => composed('hand')],
    [offerToBen, 'ticket.transfer', taken],
    [{ type: 'acceptTransfer' }, 'ticket.acceptTransfer', offered],
    [{ type: 'declineTransfer', reason: null }, 'ticket.acceptTransfer', offered],
    [{ type: 'addNote', text: 'n' }, 'ticket.note', taken],
    [{ type: 'linkAccount', account: 'B' }, 'ticket.link', taken],
    [{ type: 'startWait', on: 'x' }, 'ticket.wait', acknowledged],
    [{ type: 'endWait' }, 'ticket.resume', waiting],
    [{ type: 'prepareForm', form: 'classify' }, 'ticket.classify', taken],
    [{ type: 'prepareForm', form: 'acknowledge' }, 'ticket.acknowledge', classified],
  ];
  const cast: readonly Actor[] = [otto, guest, stranger, bot];
  test.each(
    commands.flatMap(([command, action, given]) => cast.map((actor) => ({ command, action, given, actor }))),
  )('AU-1 $actor.standing: $command.type', ({ command, action, given, actor }) => {
    expect(refusalOf(decide(given(), 10, actor, command))).toMatchObject({
      clause: 'AU-1',
      action,
      whoMay: deskRole,
    });
  });

  test.each(commands.map(([command, action, given]) => ({ command, action, given })))(
    'AU-1 whoever has left the roster may not even $command.type a ticket that is still theirs',
    ({ command, given }) => {
      const { state } = given();
      for (const id of [state.owner, state.transfer?.to, state.transfer?.offeredBy]) {
        if (!id) continue;
        const gone: Actor = { kind: 'person', id, role: null, standing: 'member' };
        expect(refusalOf(decide(given(), 10, gone, command)).clause).toBe('AU-1');
      }
    },
  );

  test.each(commands.map(([command, action, given]) => ({ command, action, given })))(
    'AU-2 the system may not $command.type',
    ({ command, action, given }) => {
      expect(refusalOf(decide(given(), 10, system, command))).toMatchObject({ clause: 'AU-2', action });
    },
  );
});

describe('taking', () => {
  accepts([
    {
      name: 'T1-1 the head of the queue: the receipt is logged, and both clocks start',
      given: queued,
      actor: ana,
      command: take,
      events: ['received'],
      payload: {
        clocks: {
          response: { startedAt: past9(10), atRiskAt: past9(30), dueAt: past9(40) },
          resolution: { startedAt: past9(10), atRiskAt: past9(370), dueAt: past9(490) },
        },
      },
      state: { status: 'open', owner: 'UANA', receivedAt: past9(10), version: 2 },
    },
    {
      name: 'T1-1 the only one left, when it is no longer known which comes first',
      given: queued,
      actor: ana,
      command: { ...take, queueHead: null },
      events: ['received'],
    },
    {
      name: 'T1-1 another one instead, with a reason: a deviation is recorded',
      given: queued,
      actor: tess,
      command: { ...take, queueHead: 3, reason: 'same customer as T-6' },
      events: ['received', 'takenOutOfOrder'],
      state: { owner: 'UTESS' },
    },
  ]);

  test('T1-1 a response clock that started at arrival is not started again', () => {
    const pack = { ...defaultPack, clocks: { ...defaultPack.clocks, responseStartsAt: 'arrival' as const } };
    const given = { ...queued(), pack };
    const started = having(
      { ...given, state: { ...given.state, clocks: { ...taken().state.clocks, resolution: null } } },
      30,
      ben,
      take,
    );
    expect(started.state.clocks.response).toEqual(taken().state.clocks.response);
    expect(started.state.clocks.resolution?.startedAt).toBe(past9(30));
  });

  refuses([
    {
      name: 'T1-1 another one without a reason',
      given: queued,
      actor: ana,
      command: { ...take, queueHead: 3 },
      clause: 'T1-1',
      action: 'ticket.takeOutOfOrder',
      whoMay: deskRole,
      nextStep: { step: 'takeNext' },
      reason: /^T-3 comes first: .*Taking T-7 instead needs a reason\.$/,
    },
    {
      name: 'T1-1 an empty reason is none',
      given: queued,
      actor: ana,
      command: { ...take, queueHead: 3, reason: '' },
      clause: 'T1-1',
      action: 'ticket.takeOutOfOrder',
      whoMay: deskRole,
      nextStep: { step: 'takeNext' },
      reason: /needs a reason/,
    },
    {
      name: 'T1-1 one that somebody else has',
      given: taken,
      actor: ben,
      command: { ...take, queueHead: 8 },
      clause: 'T1-1',
      action: 'ticket.takeOutOfOrder',
      whoMay: onlyAna,
      nextStep: { step: 'takeNext' },
      reason: /^T-7 has been taken by <@UANA>/,
    },
    {
      name: 'T1-1 one that is one’s own already',
      given: taken,
      actor: ana,
      command: { ...take, queueHead: null },
      clause: 'T1-1',
      action: 'ticket.take',
      whoMay: onlyAna,
      nextStep: show,
      reason: /^T-7 is already yours\.$/,
    },
    {
      name: 'T1-9 a closed one',
      given: () => closed(queued()),
      actor: ana,
      command: take,
      clause: 'T1-9',
      action: 'ticket.take',
      whoMay: nobody,
      nextStep: show,
      reason: /^T-7 is closed\.$/,
    },
  ]);
});

describe('classifying', () => {
  accepts([
    {
      name: 'T1-3 category and priority, under the matrix in force; the clocks are measured anew from their start',
      given: taken,
      actor: ana,
      command: { ...classify, priority: 'P1' },
      events: ['classified'],
      payload: {
        category: 'AUTH',
        priority: 'P1',
        matrixVersion: defaultPack.matrix.version,
        readWhole: true,
        clocks: {
          response: { startedAt: past9(1), dueAt: past9(16) },
          resolution: { startedAt: past9(1), dueAt: past9(241) },
        },
      },
      state: {
        classification: {
          category: 'AUTH',
          symptom: 'cannot-sign-in',
          priority: 'P1',
          matrixVersion: defaultPack.matrix.version,
          by: 'UANA',
          at: past9(10),
        },
      },
    },
    {
      name: 'ESC-3 OTHER goes to tier 2 by itself',
      given: taken,
      actor: ana,
      command: {
        ...classify,
        category: 'OTHER',
        symptom: defaultPack.matrix.categories.find(({ code }) => code === 'OTHER')?.symptoms[0]?.code ?? '',
      },
      events: ['classified', 'escalated'],
      state: { tier: 'tier2' },
    },
    {
      name: 'T1-3 a slip is corrected until the customer was told a time',
      given: classified,
      actor: ana,
      command: { ...classify, priority: 'P3' },
      events: ['classified'],
    },
    {
      name: 'T1-3 the category may be corrected later, too: no clock that stopped is touched',
      given: acknowledged,
      actor: ana,
      command: { ...classify, category: 'PERF', symptom: 'slow-pages' },
      events: ['classified'],
      payload: { clocks: { response: null } },
    },
  ]);

  test('ESC-3 from then on the category is found by the receiving tier', () => {
    const symptom =
      defaultPack.matrix.categories.find(({ code }) => code === 'OTHER')?.symptoms[0]?.code ?? '';
    const other = having(taken(), 2, ana, { ...classify, category: 'OTHER', symptom });
    expect(refusalOf(decide(other, 3, ana, classify))).toMatchObject({
      clause: 'ESC-3',
      whoMay: { kind: 'role', atLeast: 'tier2' },
    });
    const accepted = having(other, 4, tess, {
      type: 'acceptEscalation',
      escalation: other.state.escalation?.seq ?? 0,
      read: true,
    });
    expect(typesOf(decide(accepted, 5, tess, classify))).toEqual(['classified']);
  });

  refuses([
    {
      name: 'T1-2 without having read it whole',
      given: taken,
      actor: ana,
      command: { ...classify, readWhole: false },
      clause: 'T1-2',
      action: 'ticket.classify',
      whoMay: onlyAna,
      nextStep: { step: 'classify', ticket: 7 },
      reason: /whole description and every attachment/,
    },
    {
      name: 'T1-3 with another category’s symptom',
      given: taken,
      actor: ana,
      command: { ...classify, category: 'PERF' },
      clause: 'T1-3',
      action: 'ticket.classify',
      whoMay: onlyAna,
      nextStep: { step: 'classify', ticket: 7 },
      reason: /does not belong to PERF in matrix version/,
    },
    {
      name: 'T1-3 the same again, before the acknowledgement',
      given: classified,
      actor: ana,
      command: classify,
      clause: 'T1-3',
      action: 'ticket.classify',
      whoMay: onlyAna,
      nextStep: { step: 'acknowledge', ticket: 7 },
      reason: /already classified as AUTH, P2/,
    },
    {
      name: 'T1-3 the same again, after it',
      given: acknowledged,
      actor: ana,
      command: classify,
      clause: 'T1-3',
      action: 'ticket.classify',
      whoMay: onlyAna,
      nextStep: null,
      reason: /already classified/,
    },
    {
      name: 'LD-2 another priority once the customer was told one',
      given: acknowledged,
      actor: ana,
      command: { ...classify, priority: 'P1' },
      clause: 'LD-2',
      action: 'ticket.classify',
      whoMay: leadRole,
      nextStep: show,
      reason: /acknowledged as P2/,
    },
    {
      name: 'T1-1 somebody else’s ticket, also for a lead',
      given: taken,
      actor: lena,
      command: classify,
      clause: 'T1-1',
      action: 'ticket.classify',
      whoMay: onlyAna,
      nextStep: show,
      reason: /belongs to <@UANA>/,
    },
    {
      name: 'T1-1 nobody’s ticket',
      given: queued,
      actor: ana,
      command: classify,
      clause: 'T1-1',
      action: 'ticket.classify',
      whoMay: deskRole,
      nextStep: { step: 'take', ticket: 7 },
      reason: /Nobody has taken T-7 yet/,
    },
    {
      name: 'T1-9 a closed ticket',
      given: () => closed(classified()),
      actor: ana,
      command: classify,
      clause: 'T1-9',
      action: 'ticket.classify',
      whoMay: nobody,
      nextStep: show,
      reason: /closed/,
    },
    {
      name: 'T1-1 the form is not even opened for somebody else',
      given: taken,
      actor: ben,
      command: { type: 'prepareForm', form: 'classify' },
      clause: 'T1-1',
      action: 'ticket.classify',
      whoMay: onlyAna,
      nextStep: show,
      reason: /belongs to <@UANA>/,
    },
  ]);

  accepts([
    {
      name: 'T1-3 the owner’s form is opened, and nothing has happened yet',
      given: taken,
      actor: ana,
      command: { type: 'prepareForm', form: 'classify' },
      events: [],
    },
  ]);
});

describe('acknowledging', () => {
  const promising = { ...acknowledge, text: 'Hello, this will be fixed by 5 pm today.' };
  accepts([
    {
      name: 'T1-4 by hand: the clock runs on until it is confirmed',
      given: classified,
      actor: ana,
      command: acknowledge,
      events: ['acknowledgementComposed'],
      payload: { via: 'hand', responseBy: past9(40), promises: [] },
      state: {
        acknowledgement: {
          status: 'byHand',
          composedBy: 'UANA',
          composedAt: past9(10),
          composedSeq: 4,
          sentAt: null,
          remindedAt: null,
        },
      },
    },
    {
      name: 'T1-4 by the customer’s channel',
      given: classified,
      actor: ana,
      command: { ...acknowledge, customerChannel: 'webhook' },
      events: ['acknowledgementComposed'],
    },
    {
      name: 'T1-4 confirmed: the response clock stops',
      given: () => composed('hand'),
      actor: ana,
      command: { type: 'confirmAcknowledgementSent' },
      events: ['acknowledgementSent'],
      payload: { via: 'hand' },
    },
    {
      name: 'T1-4 taken by the customer’s channel',
      given: () => composed('webhook'),
      actor: system,
      command: { type: 'acknowledgementOutcome', failure: null },
      events: ['acknowledgementSent'],
      payload: { via: 'webhook' },
    },
    {
      name: 'T1-4 turned down by the customer’s channel: it goes by hand',
      given: () => composed('webhook'),
      actor: system,
      command: { type: 'acknowledgementOutcome', failure: 'http 410' },
      events: ['acknowledgementUndeliverable'],
      payload: { reason: 'http 410' },
    },
    ...(['hand', 'webhook'] as const).map((via) => ({
      name: `T1-4 a late answer changes nothing (${via})`,
      given: () =>
        via === 'hand'
          ? composed('hand')
          : having(composed('webhook'), 4, system, { type: 'acknowledgementOutcome', failure: null }),
      actor: system,
      command: { type: 'acknowledgementOutcome', failure: 'http 500' } as const,
      events: [],
    })),
  ]);

  test('T1-4 a lead who owns the ticket may promise a time, and the record says so', () => {
    const given = having(having(queued(), 1, lena, take), 2, lena, classify);
    const decision = decide(given, 3, lena, { ...promising });
    expect(decision).toMatchObject({
      kind: 'accepted',
      events: [{ payload: { promises: [expect.any(String)] } }],
    });
  });

  test.each([
    [30, 'met'],
    [31, 'met'],
    [31 + 1 / 60_000, 'missed'],
  ])('T1-4 confirmed %f minutes after nine, with half an hour from 09:01: %s', (minutes, outcome) => {
    const { response } = having(composed('hand'), minutes, ana, { type: 'confirmAcknowledgementSent' }).state
      .clocks;
    expect(response).toMatchObject({ outcome, stoppedAt: past9(minutes) });
  });

  test('T1-4 a clock that was told missed at its very instant is not met in that instant', () => {
    const struck = having(composed('hand'), 31, system, { type: 'clockStruck' });
    expect(struck.state.clocks.response?.breachTold).toBe(true);
    const { response } = having(struck, 31, ana, { type: 'confirmAcknowledgementSent' }).state.clocks;
    expect(response?.outcome).toBe('missed');
  });

  const mine = { action: 'ticket.acknowledge', clause: 'T1-4', whoMay: onlyAna } as const;
  refuses([
    {
      name: 'T1-3 before classification',
      given: taken,
      actor: ana,
      command: acknowledge,
      action: 'ticket.acknowledge',
      clause: 'T1-3',
      whoMay: onlyAna,
      nextStep: { step: 'classify', ticket: 7 },
      reason: /no category and priority yet/,
    },
    {
      name: 'T1-4 written for an earlier classification',
      given: () => having(classified(), 3, ana, { ...classify, priority: 'P3' }),
      actor: ana,
      command: acknowledge,
      ...mine,
      nextStep: { step: 'acknowledge', ticket: 7 },
      reason: /classified anew/,
    },
    {
      name: 'T1-4 a promise of a resolution time',
      given: classified,
      actor: ana,
      command: promising,
      action: 'promise.resolutionTime',
      clause: 'T1-4',
      whoMay: leadRole,
      nextStep: { step: 'acknowledge', ticket: 7 },
      reason: /promise of a resolution time: “.+”/,
    },
    ...(
      [
        ['already sent', acknowledged, /already has the acknowledgement/],
        ['already on its way', () => composed('webhook'), /already on its way/],
        ['already written', () => composed('hand'), /already written/],
      ] as const
    ).flatMap(([name, given, reason]) =>
      [acknowledge, { type: 'prepareForm', form: 'acknowledge' } as const].map((command) => ({
        name: `T1-4 ${name}: ${command.type}`,
        given,
        actor: ana,
        command,
        ...mine,
        nextStep: show,
        reason,
      })),
    ),
    {
      name: 'T1-1 somebody else’s ticket',
      given: classified,
      actor: max,
      command: acknowledge,
      action: 'ticket.acknowledge',
      clause: 'T1-1',
      whoMay: onlyAna,
      nextStep: show,
      reason: /belongs to <@UANA>/,
    },
    ...(
      [
        ['nothing was written', classified],
        ['it is on its way', () => composed('webhook')],
        ['it was confirmed', acknowledged],
      ] as const
    ).map(([name, given]) => ({
      name: `T1-4 nothing to confirm: ${name}`,
      given,
      actor: ana,
      command: { type: 'confirmAcknowledgementSent' } as const,
      ...mine,
      nextStep: show,
      reason: /Nothing of T-7 is waiting to be sent by hand/,
    })),
  ]);
});

describe('transferring', () => {
  const to = (id: string, role: 'tier1' | 'tier2' | 'lead' | null, reason: string | null = null) =>
    ({ type: 'offerTransfer', to: id, receiverRole: role, reason }) as const;
  const decline = { type: 'declineTransfer', reason: 'busy' } as const;
  const accept = { type: 'acceptTransfer' } as const;

  accepts([
    {
      name: 'T1-1 an offer changes nothing about the owner',
      given: taken,
      actor: ana,
      command: offerToBen,
      events: ['transferOffered'],
      state: {
        owner: 'UANA',
        transfer: { seq: 3, to: 'UBEN', offeredBy: 'UANA', offeredAt: past9(10), remindedAt: null },
      },
    },
    {
      name: 'T1-1 the receiver accepts',
      given: offered,
      actor: ben,
      command: accept,
      events: ['transferred'],
      payload: { from: 'UANA', to: 'UBEN' },
      state: { owner: 'UBEN', transfer: null },
    },
    {
      name: 'T1-1 the receiver declines',
      given: offered,
      actor: ben,
      command: decline,
      events: ['transferDeclined'],
      payload: { reason: 'busy' },
      state: { owner: 'UANA', transfer: null },
    },
    {
      name: 'T1-1 the owner withdraws',
      given: offered,
      actor: ana,
      command: decline,
      events: ['transferWithdrawn'],
      state: { owner: 'UANA', transfer: null },
    },
    {
      name: 'AU-4 a lead withdraws an offer between two who are absent',
      given: offered,
      actor: lena,
      command: decline,
      events: ['transferWithdrawn'],
      state: { owner: 'UANA', transfer: null },
    },
    {
      name: 'AU-4 a lead offers somebody else’s ticket, with a reason',
      given: taken,
      actor: lena,
      command: to('UBEN', 'tier1', 'Ana is ill'),
      events: ['transferOffered'],
      state: {
        owner: 'UANA',
        transfer: { seq: 3, to: 'UBEN', offeredBy: 'ULENA', offeredAt: past9(10), remindedAt: null },
      },
    },
    {
      name: 'AU-4 a lead steps in personally',
      given: taken,
      actor: lena,
      command: to('ULENA', 'lead', 'Ana is ill'),
      events: ['transferred'],
      payload: { from: 'UANA', to: 'ULENA', reason: 'Ana is ill' },
      state: { owner: 'ULENA' },
    },
  ]);

  const mine = { action: 'ticket.transfer', clause: 'T1-1', nextStep: show } as const;
  const answer = { action: 'ticket.acceptTransfer', clause: 'T1-1', nextStep: show } as const;
  refuses([
    {
      name: 'T1-1 somebody else’s ticket',
      given: taken,
      actor: ben,
      command: to('UBEN', 'tier1', 'mine now'),
      ...mine,
      whoMay: onlyAna,
      reason: /belongs to <@UANA>/,
    },
    {
      name: 'T1-1 a queued ticket, also by a lead',
      given: queued,
      actor: lena,
      command: to('UBEN', 'tier1', 'r'),
      ...mine,
      nextStep: { step: 'take', ticket: 7 },
      whoMay: deskRole,
      reason: /Nobody has taken/,
    },
    {
      name: 'T1-1 to its owner',
      given: taken,
      actor: ana,
      command: to('UANA', 'tier1'),
      ...mine,
      whoMay: onlyAna,
      reason: /already belongs to <@UANA>/,
    },
    {
      name: 'T1-1 a second offer while one is open',
      given: offered,
      actor: ana,
      command: to('UTESS', 'tier2'),
      ...mine,
      whoMay: onlyBen,
      reason: /already offered to <@UBEN>/,
    },
    {
      name: 'T1-1 to somebody not on the roster',
      given: taken,
      actor: ana,
      command: to('UOTTO', null),
      ...mine,
      whoMay: deskRole,
      reason: /<@UOTTO> cannot take over T-7: .*Tier 1 Support or above/,
    },
    {
      name: 'T1-1 a tier 2 ticket to tier 1',
      given: () => ({ ...taken(), state: { ...taken().state, tier: 'tier2' } }),
      actor: ana,
      command: offerToBen,
      ...mine,
      whoMay: { kind: 'role', atLeast: 'tier2' },
      reason: /Tier 2 Support or above/,
    },
    {
      name: 'AU-4 a lead without a reason',
      given: taken,
      actor: lena,
      command: to('UBEN', 'tier1'),
      ...mine,
      whoMay: leadRole,
      reason: /needs a reason/,
    },
    {
      name: 'T1-9 a closed ticket',
      given: () => closed(taken()),
      actor: ana,
      command: offerToBen,
      ...mine,
      clause: 'T1-9',
      whoMay: nobody,
      reason: /closed/,
    },
    ...[accept, decline].flatMap((command) => [
      {
        name: `T1-1 ${command.type} by a third person`,
        given: offered,
        actor: tess,
        command,
        ...answer,
        whoMay: onlyBen,
        reason: /offered to <@UBEN>, who answers/,
      },
      {
        name: `T1-1 ${command.type} when nothing is offered any more`,
        given: taken,
        actor: ben,
        command,
        ...answer,
        whoMay: nobody,
        reason: /No transfer of T-7 is open/,
      },
    ]),
    {
      name: 'T1-1 the offerer does not accept for the receiver, nor does a lead',
      given: offered,
      actor: lou,
      command: accept,
      ...answer,
      whoMay: onlyBen,
      reason: /offered to <@UBEN>/,
    },
  ]);
});

describe('keeping the record', () => {
  accepts([
    ...[queued, taken, () => closed(acknowledged())].map((given, index) => ({
      name: `SC-1 anybody on the desk adds a note, whatever the ticket’s state (${index})`,
      given,
      actor: ben,
      command: { type: 'addNote', text: 'seen before' } as const,
      events: ['noteAdded'],
      payload: { text: 'seen before' },
    })),
    {
      name: 'ESL-3 a further account is linked',
      given: taken,
      actor: ben,
      command: { type: 'linkAccount', account: 'BETA' },
      events: ['accountLinked'],
      state: { linkedAccounts: ['BETA'] },
    },
  ]);
  const link = { action: 'ticket.link', whoMay: nobody, nextStep: show } as const;
  refuses([
    {
      name: 'ESL-3 the ticket’s own account again',
      given: taken,
      actor: ben,
      command: { type: 'linkAccount', account: 'ACME-1' },
      clause: 'ESL-3',
      ...link,
      reason: /already names that account/,
    },
    {
      name: 'ESL-3 a linked account again',
      given: () => having(taken(), 2, ben, { type: 'linkAccount', account: 'BETA' }),
      actor: ana,
      command: { type: 'linkAccount', account: 'BETA' },
      clause: 'ESL-3',
      ...link,
      reason: /already names that account/,
    },
    {
      name: 'T1-9 a closed ticket',
      given: () => closed(taken()),
      actor: ben,
      command: { type: 'linkAccount', account: 'BETA' },
      clause: 'T1-9',
      ...link,
      reason: /closed/,
    },
  ]);
});

describe('waiting', () => {
  const wait = { type: 'startWait', on: 'the customer' } as const;
  accepts([
    {
      name: 'HO-2 the resolution clock pauses',
      given: acknowledged,
      actor: ana,
      command: wait,
      events: ['waitStarted'],
      state: { status: 'waiting', waiting: { on: 'the customer', since: past9(10) } },
    },
    {
      name: 'HO-2 and runs again, later by what it waited',
      given: waiting,
      minutes: 65,
      actor: ana,
      command: { type: 'endWait' },
      events: ['waitEnded'],
      // Eight hours from 09:01, and the hour it waited.
      payload: { resolution: { startedAt: past9(1), dueAt: past9(541), atRiskAt: past9(421) } },
      state: { status: 'open', waiting: null },
    },
  ]);
  const act = { action: 'ticket.wait', whoMay: onlyAna } as const;
  refuses([
    {
      name: 'T1-3 before classification',
      given: taken,
      actor: ana,
      command: wait,
      ...act,
      clause: 'T1-3',
      nextStep: { step: 'classify', ticket: 7 },
      reason: /no category/,
    },
    {
      name: 'T1-4 before the acknowledgement',
      given: classified,
      actor: ana,
      command: wait,
      ...act,
      clause: 'T1-4',
      nextStep: { step: 'acknowledge', ticket: 7 },
      reason: /has not been sent an acknowledgement/,
    },
    {
      name: 'HO-2 twice',
      given: waiting,
      actor: ana,
      command: wait,
      ...act,
      clause: 'HO-2',
      nextStep: { step: 'resume', ticket: 7 },
      reason: /already waiting/,
    },
    {
      name: 'T1-1 somebody else’s',
      given: acknowledged,
      actor: lena,
      command: wait,
      ...act,
      clause: 'T1-1',
      nextStep: show,
      reason: /belongs to <@UANA>/,
    },
    {
      name: 'T1-1 resuming somebody else’s',
      given: waiting,
      actor: ben,
      command: { type: 'endWait' },
      action: 'ticket.resume',
      whoMay: onlyAna,
      clause: 'T1-1',
      nextStep: show,
      reason: /belongs to <@UANA>/,
    },
    {
      name: 'HO-2 resuming what does not wait',
      given: acknowledged,
      actor: ana,
      command: { type: 'endWait' },
      action: 'ticket.resume',
      whoMay: onlyAna,
      clause: 'HO-2',
      nextStep: show,
      reason: /not waiting for anything/,
    },
    {
      name: 'T1-9 a closed ticket',
      given: () => closed(acknowledged()),
      actor: ana,
      command: wait,
      action: 'ticket.wait',
      whoMay: nobody,
      clause: 'T1-9',
      nextStep: show,
      reason: /closed/,
    },
  ]);
});
