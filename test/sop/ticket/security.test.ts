import { describe, expect, test } from 'vitest';
import { type Actor, system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { decideOpen, type TicketCommand } from '../../../src/sop/ticket/decide.ts';
import { evolveTicket } from '../../../src/sop/ticket/evolve.ts';
import { explainTicket } from '../../../src/sop/ticket/explain.ts';
import { nextStep } from '../../../src/sop/ticket/next-step.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import { obligations } from '../../../src/sop/ticket/obligations.ts';
import { mayRead } from '../../../src/sop/ticket/security/access.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { close, note, persists, requestOf, solved, theo } from './journey.ts';
import {
  acknowledge,
  acknowledged,
  ana,
  append,
  ben,
  bot,
  type Case,
  classified,
  classify,
  composed,
  contextAt,
  decide,
  draft,
  eventsOf,
  fold,
  guest,
  having,
  lena,
  lou,
  max,
  monday,
  offered,
  offerToBen,
  opened,
  otto,
  past9,
  queued,
  record,
  refusalOf,
  stranger,
  take,
  taken,
  tess,
  typesOf,
  waiting,
} from './support.ts';

const secret = 'the password list was on the screen';
const report: TicketCommand = { type: 'reportSecurity', note: secret };
const handOver: TicketCommand = { type: 'handOverSecurity', reference: 'SIR-2026-17' };

/** At tier 2, accepted by Tess at 09:06. */
function atTier2(): Case {
  const sent = having(acknowledged(), 5, ana, { type: 'escalate', trigger: 'ESC-4', reason: 'more data' });
  const escalation = sent.state.escalation?.seq ?? 0;
  return having(sent, 6, tess, { type: 'acceptEscalation', escalation, read: true });
}
/** Tier 2's message to the customer is written, and has not reached them. */
function answering(customerChannel: 'webhook' | 'hand'): Case {
  const given = atTier2();
  const preparedFor = given.state.classification?.at ?? '';
  const written = { ...acknowledge, of: 'tier2Acknowledgement', preparedFor, customerChannel } as const;
  return having(given, 7, tess, written);
}
function escalatedTo2(): Case {
  return having(acknowledged(), 5, ana, { type: 'escalate', trigger: 'ESC-4', reason: 'more data' });
}
function atLead(): Case {
  const sent = having(atTier2(), 7, tess, { type: 'escalate', trigger: 'ESL-2', reason: 'no cause' });
  const escalation = sent.state.escalation?.seq ?? 0;
  return having(sent, 8, lena, { type: 'acceptEscalation', escalation, read: true });
}
/** Reported by Ana at 09:30 while it was hers. */
function reported(given: Case = acknowledged(), by: Actor = ana): Case {
  return having(given, 30, by, report);
}
function handedOver(): Case {
  return having(reported(), 40, lena, handOver);
}

const everyState: readonly (readonly [string, () => Case])[] = [
  ['queued', queued],
  ['taken', taken],
  ['classified', classified],
  ['with a message to be sent by hand', () => composed('hand')],
  ['with a message on its way', () => composed('webhook')],
  ['acknowledged', acknowledged],
  ['waiting', waiting],
  ['with a transfer offered', offered],
  ['escalated to tier 2 and not accepted', escalatedTo2],
  ['at tier 2', atTier2],
  ['at the lead', atLead],
  ['solved', solved],
];

describe.each(everyState)('SEC-1 a ticket that is %s', (_, given) => {
  test.each([ana, ben, tess, lena, max])(
    'SEC-1 goes to the Team Lead at once when $role reports it',
    (by) => {
      const before = given();
      expect(typesOf(decide(before, 30, by, report))).toEqual(['securityReported', 'escalated']);
      const { state } = having(before, 30, by, report);
      expect(state).toMatchObject({
        tier: 'lead',
        transfer: null,
        confirmation: null,
        p1: null,
        owner: before.state.owner,
        security: { reportedBy: by.id, handedOver: null },
        escalation: { trigger: 'SEC-1', to: 'lead', accepted: null, by: by.id },
      });
      expect(nextStep(state, defaultPack)).toBe('handOver');
    },
  );
});

test.each([otto, guest, stranger, bot])('SEC-1 nobody off the roster reports anything', (by) => {
  expect(refusalOf(decide(taken(), 30, by, report)).clause).toBe('AU-1');
});

const closedOnes: readonly (readonly [string, () => Case])[] = [
  ['closed', () => having(solved(), 11, ana, close)],
  ['redirected out of the queue', () => having(queued(), 11, lena, redirect)],
];

describe.each(closedOnes)('SEC-1 a ticket that was %s', (_, given) => {
  // Half a year later: whoever closed it, and whatever keeps others from reopening it.
  test.each([ana, ben, tess, lena])('SEC-1 is opened again by the report of $role, for the leads', (by) => {
    const late = 60 * 24 * 180;
    expect(typesOf(decide(given(), late, by, report))).toEqual(['securityReported', 'reopened', 'escalated']);
    const { state } = having(given(), late, by, report);
    expect(state).toMatchObject({
      tier: 'lead',
      closure: null,
      security: { reportedBy: by.id },
      escalation: { trigger: 'SEC-1', accepted: null },
    });
    expect(state.status).not.toBe('closed');
    expect(having({ ...given(), state }, late + 1, lena, handOver).state.closure?.resolutionCode).toBe(
      'redirected',
    );
  });

  test('SEC-1 by the intake endpoint, too', () => {
    expect(having(given(), 30, system, report).state).toMatchObject({ closure: null, tier: 'lead' });
  });

  test('SEC-3 once it was handed over, it was reported already', () => {
    const over = having(having(given(), 30, ben, report), 40, lena, handOver);
    expect(refusalOf(decide(over, 41, lena, report)).clause).toBe('SEC-1');
  });
});
const redirect: TicketCommand = { type: 'redirect', code: 'refund-authorization', note: 'finance decides' };

test('SEC-1 a critical one starts no protocol that would tell of it', () => {
  const critical = having(taken(), 2, ana, { ...classify, priority: 'P1' });
  expect(typesOf(decide(critical, 30, ana, report))).toEqual(['securityReported', 'escalated']);
  const underWay = { ...critical, state: { ...critical.state, p1: protocol } };
  expect(having(underWay, 30, ana, report).state.p1).toBeNull();
});
const protocol: TicketState['p1'] = {
  seq: 2,
  since: past9(2),
  countedFrom: past9(2),
  updatedAt: null,
  overdueSince: null,
  prompted: false,
  closingAskedAt: null,
};

test('SEC-1 an authorization that was asked for or granted is void', () => {
  const one = {
    seq: 2,
    person: ana.id,
    action: 'fix.applyExtended',
    tier: 'tier1',
    answeredBy: tess.id,
    usedSeq: null,
    expiresAt: past9(90),
  } as const;
  const given = acknowledged();
  const authorizations = (['requested', 'granted', 'used', 'declined'] as const).map((status) => ({
    ...one,
    status,
  }));
  const { state } = reported({ ...given, state: { ...given.state, authorizations } });
  expect(state.authorizations.map(({ status }) => status)).toEqual([
    'expired',
    'expired',
    'used',
    'declined',
  ]);
});

test.each([
  ['a person', ben, ben.id],
  ['the intake endpoint', system, null],
] as const)('SEC-1 opened as a security matter by %s it never waits in the queue’s reach', (_, by, id) => {
  const context = contextAt({ pack: defaultPack }, monday, by);
  const source = by === system ? 'intake' : 'command';
  const decision = decideOpen({ ...draft, source, security: true }, context);
  expect(typesOf(decision)).toEqual(['opened', 'securityReported', 'escalated']);
  const state = fold(record(eventsOf(decision), 0, context));
  expect(state).toMatchObject({ tier: 'lead', status: 'queued', security: { reportedBy: id } });
  expect(state).not.toHaveProperty('type');
});

/** All that can be asked of a ticket by a person; what it is asked with matters not. */
const commands: readonly TicketCommand[] = [
  take,
  classify,
  acknowledge,
  { type: 'confirmAcknowledgementSent' },
  offerToBen,
  { type: 'acceptTransfer' },
  { type: 'declineTransfer', reason: null },
  note,
  { type: 'linkAccount', account: 'ACME-2' },
  { type: 'startWait', on: 'the customer' },
  { type: 'endWait' },
  { type: 'applyFix', fix: 'SF-1', repeatReason: null },
  { type: 'stateNoTransaction', fix: 'SF-7', account: 'ACME-1', repeatReason: null },
  { type: 'setFixAside', fix: 'SF-1', reason: 'none' },
  persists,
  requestOf('EF-5'),
  { type: 'confirmFix', request: 20, requesterRole: 'tier2' },
  { type: 'declineFix', request: 20, reason: 'no' },
  { type: 'requestDiagnostics', tool: true },
  { type: 'recordDiagnostics', generatedAt: past9(1), links: [] },
  { type: 'recordFinding', point: 'auth-scope', text: 'x' },
  { type: 'recordCause', kind: 'proximate', text: 'x' },
  close,
  { type: 'reopen', reason: 'x' },
  { type: 'escalate', trigger: 'ESC-4', reason: 'x' },
  { type: 'acceptEscalation', escalation: 6, read: true },
  report,
  handOver,
  { type: 'prepareForm', form: 'classify' },
  { type: 'prepareForm', form: 'handOver' },
  { type: 'prepareForm', form: 'reportSecurity' },
  { type: 'prepareForm', form: { form: 'applyFix', fix: null } },
];
const below: readonly (readonly [string, Actor])[] = [
  ['the former owner and reporter', ana],
  ['another agent', ben],
  ['tier 2', tess],
  ['another of tier 2', theo],
];

describe.each(below)('SEC-2 from the report on, for %s', (_, by) => {
  test.each(commands.map((command) => [nameOf(command), command] as const))('%s is refused', (_, command) => {
    for (const given of [reported(), reported(queued()), reported(atTier2(), theo), handedOver()]) {
      const refusal = refusalOf(decide(given, 41, by, command));
      expect(refusal).toMatchObject({ clause: 'SEC-2', whoMay: { kind: 'role', atLeast: 'lead' } });
      expect(refusal.reason).toBe('T-7 is restricted. The Team Leads have it.');
      expect(append(given, monday, by, { kind: 'refused', refusal }).state).toEqual(given.state);
    }
  });
});

function nameOf(command: TicketCommand): string {
  if (command.type !== 'prepareForm') return command.type;
  return `the form ${typeof command.form === 'string' ? command.form : command.form.form}`;
}

test('SEC-2 somebody who lost the roster learns nothing, reporter or not', () => {
  for (const by of [{ ...ana, role: null }, otto, guest, stranger, bot]) {
    expect(mayRead(reported().state, by)).toBe(false);
    expect(refusalOf(decide(reported(), 41, by, note)).clause).toBe('AU-1');
    expect(refusalOf(decide(reported(), 41, by, { type: 'read' })).clause).toBe('AU-1');
  }
});

test.each([
  ['the reporter', ana, true],
  ['another agent', ben, false],
  ['tier 2', tess, false],
  ['a lead', lena, true],
  ['another lead', lou, true],
  ['the manager', max, true],
  ['the system', system, false],
] as const)('SEC-2 may %s read it: %s %s', (_, by, may) => {
  expect(mayRead(reported().state, by)).toBe(may);
  expect(mayRead(handedOver().state, by)).toBe(may);
  expect(mayRead(acknowledged().state, by)).toBe(true);
  if (by !== system)
    expect(decide(reported(), 41, by, { type: 'read' }).kind).toBe(may ? 'accepted' : 'refused');
});

test('SEC-2 the owner at that time may not read it when somebody else reported it', () => {
  expect(mayRead(reported(acknowledged(), ben).state, ana)).toBe(false);
});

describe('SEC-2 a lead', () => {
  test('accepts it, writes on it, passes it to the manager, hands it over', () => {
    const given = reported();
    const escalation = given.state.escalation?.seq ?? 0;
    const accepted = having(given, 31, lena, { type: 'acceptEscalation', escalation, read: true });
    expect(accepted.state).toMatchObject({ owner: lena.id, tier: 'lead', watch: { lead: lena.id } });
    expect(typesOf(decide(accepted, 32, lena, note))).toEqual(['noteAdded']);
    expect(having(accepted, 33, lena, { type: 'escalate', trigger: 'LD-4', reason: 'x' }).state.tier).toBe(
      'manager',
    );
    expect(typesOf(decide(accepted, 34, lou, handOver))).toEqual(['securityHandedOver', 'redirected']);
  });

  test('accepts one from the queue, which is open from then on', () => {
    const given = reported(queued(), ben);
    const escalation = given.state.escalation?.seq ?? 0;
    const { state } = having(given, 31, lena, { type: 'acceptEscalation', escalation, read: true });
    expect(state).toMatchObject({ owner: lena.id, status: 'open' });
  });

  test.each(
    [
      take,
      acknowledge,
      { type: 'confirmAcknowledgementSent' } as const,
      { type: 'requestDiagnostics', tool: true } as const,
      classify,
      close,
      { type: 'linkAccount', account: 'ACME-2' } as const,
      offerToBen,
      requestOf('EF-5'),
    ].map((command) => [command.type, command] as const),
  )('SEC-3 does not %s: that is not worked on here, and nothing is sent', (_, command) => {
    for (const by of [lena, max]) {
      const refusal = refusalOf(decide(reported(), 31, by, command));
      expect(refusal).toMatchObject({ clause: 'SEC-3', nextStep: { step: 'handOver', ticket: 7 } });
    }
  });
});

describe('SEC-3 handing over', () => {
  test.each(everyState)(
    'SEC-3 closes a ticket that was %s as redirected, and leaves it restricted',
    (_, given) => {
      const { state } = having(reported(given()), 40, lena, handOver);
      expect(state).toMatchObject({
        status: 'closed',
        owner: lena.id,
        closure: { resolutionCode: 'redirected', at: past9(40) },
        security: { handedOver: 'SIR-2026-17' },
      });
      expect(obligations(state, defaultPack)).toEqual([]);
      expect(state.escalation?.accepted?.by).toBe(lena.id);
    },
  );

  test('SEC-3 is for what was reported, once, and open', () => {
    expect(refusalOf(decide(acknowledged(), 40, lena, handOver)).clause).toBe('SEC-3');
    expect(refusalOf(decide(handedOver(), 41, lena, handOver)).clause).toBe('T1-9');
  });

  test('SEC-3 only a lead reopens it, and it stays restricted', () => {
    const reopen: TicketCommand = { type: 'reopen', reason: 'sent back to us' };
    for (const by of [ana, ben, tess])
      expect(refusalOf(decide(handedOver(), 41, by, reopen)).clause).toBe('SEC-2');
    const { state } = having(handedOver(), 41, lou, reopen);
    expect(state).toMatchObject({ status: 'open', owner: lena.id, tier: 'lead' });
    expect(mayRead(state, ben)).toBe(false);
  });
});

test('SEC-2 of a restricted ticket nothing is owed but that a lead accepts it', () => {
  for (const [, given] of [...everyState, ...closedOnes]) {
    const { state } = reported(given());
    expect(
      obligations(state, defaultPack).map((one) => (one.kind === 'chapter' ? one.name : one.kind)),
    ).toEqual(['acceptanceReminder']);
  }
});

test.each([
  [composed('webhook'), 'acknowledgement', true, ['outgoingStopped']],
  [composed('webhook'), 'acknowledgement', false, ['outgoingStopped']],
  [answering('webhook'), 'tier2Acknowledgement', true, ['outgoingStopped']],
  [acknowledged(), 'acknowledgement', false, []],
  [acknowledged(), 'tier2Acknowledgement', false, []],
  [acknowledged(), 'diagnostics', false, []],
] as const)('SEC-2 what had not left is on record as stopped (%#)', (given, of, tried, then) => {
  const after = reported(given);
  expect(typesOf(decide(after, 31, system, { type: 'stopOutgoing', of, tried }))).toEqual(then);
  const { state } = having(after, 31, system, { type: 'stopOutgoing', of, tried });
  expect(state.acknowledgement?.status).not.toBe('sending');
  expect(state.tier2Acknowledgement?.status).not.toBe('sending');
});

test('SEC-2 what waited to be sent by hand is not to be sent any more', () => {
  expect(reported(composed('hand')).state.acknowledgement).toBeNull();
  expect(answering('hand').state.tier2Acknowledgement?.status).toBe('byHand');
  expect(reported(answering('hand')).state.tier2Acknowledgement).toBeNull();
});

test('SEC-2 a message that had left all the same is on record as sent', () => {
  const after = reported(composed('webhook'));
  const outcome: TicketCommand = { type: 'acknowledgementOutcome', failure: null };
  expect(having(after, 31, system, outcome).state.acknowledgement?.status).toBe('sent');
});

describe('SEC-2 what is told of a restricted ticket', () => {
  const confirmation = {
    seq: 5,
    fix: 'EF-5',
    repeatReason: null,
    requestedBy: tess.id,
    requestedAt: past9(20),
    expiresAt: past9(90),
  };
  const asked = (): Case => {
    const given = atTier2();
    return { ...given, state: { ...given.state, confirmation } };
  };

  test.each([...everyState, ['waiting for a second agent', asked] as const])(
    'SEC-2 %s: the card and one line say that it is restricted, the rest is taken back, and leads hear in person',
    (_, given) => {
      const before = given();
      const told = toldOf(before, reported(before));
      expect(told.map(({ kind, destination }) => [kind, destination])).toEqual([
        ['card', { to: 'channel', role: 'tickets' }],
        ['takeBack', { to: 'wherePosted' }],
        ['securityRestricted', { to: 'thread' }],
        ['securityCall', { to: 'role', role: 'lead' }],
        ['card', { to: 'channel', role: 'tickets' }],
        ['securityCall', { to: 'role', role: 'lead' }],
      ]);
    },
  );

  test('SEC-2 whatever happens then, only the card and those who may read it hear of it', () => {
    const before = reported();
    const escalation = before.state.escalation?.seq ?? 0;
    const steps: readonly [number, Actor, TicketCommand][] = [
      [41, system, { type: 'clockStruck' }],
      [61, system, { type: 'clockStruck' }],
      [62, max, { type: 'acceptEscalation', escalation, read: true }],
      [63, max, note],
      [64, max, handOver],
      [65, lena, { type: 'reopen', reason: 'x' }],
    ];
    const after = steps.reduce((now, [at, by, command]) => having(now, at, by, command), before);
    const told = toldOf(before, after);
    expect(told.length).toBeGreaterThan(8);
    for (const { kind, destination } of told.filter((one) => one.kind !== 'card')) {
      expect(destination, kind).toMatchObject({ to: 'role' });
      expect(['lead', 'manager'], kind).toContain((destination as { role?: string }).role);
    }
  });

  /** What the events of the second that the first lacks are told as. */
  function toldOf(before: Case, after: Case) {
    let state = before.state;
    return after.events.slice(before.events.length).flatMap((event) => {
      const told = noticesOfTicketEvent(event, state);
      state = evolveTicket(state, event);
      return told;
    });
  }
});

test('SEC-2 attempts are kept without a word of the ticket', () => {
  const given = opened(
    { title: 'Leaky', description: secret, customerAccount: 'ACME-99' },
    defaultPack,
    monday,
  );
  const after = reported(given, ben);
  const kept = commands.flatMap((command) => {
    const decision = decide(after, 31, tess, command);
    return append(after, monday, tess, decision).events.slice(after.events.length);
  });
  expect(kept).toHaveLength(commands.length);
  for (const word of [secret, 'Leaky', 'ACME-99']) expect(JSON.stringify(kept)).not.toContain(word);
});

test('SEC-1 why tells its readers who reported it and what was seen', () => {
  const { state, events, pack } = handedOver();
  const { history, next } = explainTicket(state, events, new Date(monday), { pack, hash: 'hash' });
  const words = history.map((one) => `${one.clause} ${one.words}`).join('\n');
  expect(words).toContain(`SEC-1 <@UANA> reported it as a suspected security matter: `);
  expect(words).toContain('SEC-3 <@ULENA> handed it over under SEC-PCD-001');
  expect(next).toBeNull();
  expect(explainTicket(reported().state, events, new Date(monday), { pack, hash: 'hash' }).next?.clause).toBe(
    'SEC-3',
  );
});
