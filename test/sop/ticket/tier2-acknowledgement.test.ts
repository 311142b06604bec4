import { describe, expect, test } from 'vitest';
import { system } from '../../../src/sop/actor.ts';
import { findCauseOrApproach } from '../../../src/sop/cause-or-approach.ts';
import { findResolutionPromise } from '../../../src/sop/promise.ts';
import { acknowledgementText } from '../../../src/sop/ticket/acknowledgement-text.ts';
import { explainTicket } from '../../../src/sop/ticket/explain.ts';
import { nextStep, stepWords } from '../../../src/sop/ticket/next-step.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import { nextDueAt, obligations } from '../../../src/sop/ticket/obligations.ts';
import { apply, note, played } from './journey.ts';
import {
  acknowledge,
  acknowledged,
  ana,
  type Case,
  classified,
  classify,
  composed,
  decide,
  fold,
  having,
  lena,
  minute,
  monday,
  past9,
  person,
  refusalOf,
  taken,
  tess,
} from './support.ts';
import { rows } from './tables.ts';

const theo = person('UTHEO', 'tier2');
const escalate = { type: 'escalate', trigger: 'ESC-5', reason: 'It needs a change.' } as const;
const confirmSent = { type: 'confirmAcknowledgementSent' } as const;

const write = {
  ...acknowledge,
  of: 'tier2Acknowledgement',
  text: 'Hello, your ticket is now with our second team. You will hear from them within 30 minutes.',
} as const;

/** Escalated by its owner at 09:06. */
function pending(given: Case = acknowledged()): Case {
  return having(given, 6, ana, escalate);
}

/** Accepted by Tess at `minutes` after 09:00. */
function accepted(given: Case = pending(), minutes = 10): Case {
  const escalation = given.state.escalation?.seq ?? 0;
  return having(given, minutes, tess, { type: 'acceptEscalation', escalation, read: true });
}

function written(given: Case = accepted()): Case {
  return having(given, 12, tess, write);
}

function sent(given: Case = written(), minutes = 13): Case {
  return having(given, minutes, tess, confirmSent);
}

/** The first one was on its way by the customer's channel when tier 2 accepted. */
const firstSending = () => accepted(pending(composed('webhook')));

describe('T2-3 the message', () => {
  rows([
    ['T2-3 is written by the owner at tier 2', accepted, 12, tess, write, ['acknowledgementComposed']],
    [
      'T2-3 not before tier 2 accepted: the first one is what is owed',
      () => pending(classified()),
      8,
      ana,
      write,
      { clause: 'T1-4', reason: /changed tier/, nextStep: { step: 'acknowledge', ticket: 7 } },
    ],
    [
      'T2-3 a form opened for the first one is stale once tier 2 accepted',
      accepted,
      12,
      tess,
      acknowledge,
      { clause: 'T2-3', reason: /owes the customer the tier 2 acknowledgement/ },
    ],
    [
      'T1-1 another agent of tier 2 does not write it',
      accepted,
      12,
      theo,
      write,
      { clause: 'T1-1', reason: /belongs to <@UTESS>/ },
    ],
    [
      'AU-3 tier 1 does not write it',
      accepted,
      12,
      ana,
      write,
      { clause: 'AU-3', action: 'ticket.acknowledgeTier2', reason: /Tier 2 Support/ },
    ],
    [
      'T2-3 not while the first one is on its way',
      firstSending,
      12,
      tess,
      write,
      { clause: 'T1-4', reason: /still on its way/ },
    ],
    [
      'T2-3 not a second time',
      written,
      13,
      tess,
      write,
      { clause: 'T2-3', reason: /tier 2 acknowledgement of T-7 is already written/ },
    ],
    [
      'T2-3 a cause is refused with its words',
      accepted,
      12,
      tess,
      { ...write, text: 'It was caused by us. We will restart the server.' },
      { clause: 'T2-3', whoMay: { kind: 'nobody' }, reason: /“caused by”, “restart”/ },
    ],
    [
      'T1-4 a resolution time is refused with its words',
      accepted,
      12,
      tess,
      { ...write, text: 'It will be fixed by noon.' },
      { clause: 'T1-4', action: 'promise.resolutionTime', reason: /“will be fixed by noon”/ },
    ],
    [
      'T2-3 a lead may promise a time, but names no cause either',
      () => accepted(having(pending(), 8, ana, note)),
      12,
      lena,
      { ...write, text: 'This is due to a bug.' },
      { clause: 'T1-1', reason: /belongs to/ },
    ],
    [
      'T2-3 classified anew while it was open',
      () => having(accepted(), 11, tess, { ...classify, symptom: 'signed-out-repeatedly' }),
      12,
      tess,
      write,
      { clause: 'T2-3', reason: /classified anew/ },
    ],
  ]);

  test.each(['P1', 'P2', 'P3', 'P4'] as const)(
    'T2-3 the template of %s is taken as it is filled in, with its own window',
    (priority) => {
      const given = accepted(pending(having(taken(), 2, ana, { ...classify, priority })));
      const made = given.state.classification;
      if (!made) throw new Error('it was classified');
      const now = new Date(monday + 12 * minute);
      const text = acknowledgementText(given.pack, given.state, made, 'tier2Acknowledgement', now);
      expect(text).toContain('second team');
      expect(findCauseOrApproach(text, [given.state.title])).toEqual([]);
      expect(findResolutionPromise(text, [given.state.title])).toEqual([]);
      expect(decide(given, 12, tess, { ...write, text, preparedFor: made.at }).kind).toBe('accepted');
    },
  );
});

describe('T2-3 its clock', () => {
  test('T2-3 starts when tier 2 accepts, by the targets of the priority', () => {
    expect(pending().state.clocks.tier2Response).toBeNull();
    expect(accepted().state.clocks.tier2Response).toMatchObject({
      startedAt: past9(10),
      atRiskAt: past9(30),
      dueAt: past9(40),
    });
  });

  test('T2-3 stops when the customer has it, not when it is written', () => {
    expect(written().state.clocks.tier2Response).toMatchObject({ stoppedAt: null });
    expect(sent().state.clocks.tier2Response).toMatchObject({ stoppedAt: past9(13), outcome: 'met' });
  });

  test.each([
    [39, 'met'],
    [40, 'met'],
    [41, 'missed'],
  ] as const)('T2-3 confirmed at 09:%i it is %s', (minutes, outcome) => {
    expect(sent(written(), minutes).state.clocks.tier2Response?.outcome).toBe(outcome);
  });

  test.each([
    [29, []],
    [30, ['clockAtRisk']],
    [39, ['clockAtRisk']],
    [40, ['clockBreached']],
  ] as const)('T2-3 at 09:%i the clock says %j', (minutes, types) => {
    const given = accepted();
    const decision = decide(given, minutes, system, { type: 'clockStruck' });
    if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
    const told = decision.events.filter(
      (event) =>
        (event.type === 'clockAtRisk' || event.type === 'clockBreached') &&
        event.payload.clock === 'tier2Response',
    );
    expect(told.map(({ type }) => type)).toEqual(types);
  });

  test('T2-3 is measured anew when the priority is corrected', () => {
    const given = accepted(pending(classified()));
    const again = having(given, 15, tess, { ...classify, priority: 'P1' });
    expect(again.state.clocks.tier2Response).toMatchObject({ startedAt: past9(10), dueAt: past9(25) });
    expect(again.state.clocks.response).toMatchObject({ startedAt: past9(1), dueAt: past9(16) });
  });

  test('T2-3 ends unmet when it goes on to the lead, where none is owed', () => {
    const given = having(accepted(), 20, tess, { type: 'escalate', trigger: 'ESL-4', reason: 'a vendor' });
    expect(given.state.clocks.tier2Response).toMatchObject({ stoppedAt: past9(20), outcome: null });
    expect(
      obligations(given.state, given.pack).some(
        (one) => one.kind === 'breach' && one.clock === 'tier2Response',
      ),
    ).toBe(false);
    expect(nextStep(given.state, given.pack)).not.toBe('acknowledge');
  });

  test('T2-3 is explained', () => {
    const given = accepted();
    const { clocks } = explainTicket(given.state, given.events, new Date(monday + 12 * minute), {
      pack: given.pack,
      hash: 'hash',
    });
    expect(clocks.map(({ words }) => words)).toContainEqual(
      expect.stringMatching(/^Tier 2 response clock: running, due at/),
    );
  });
});

describe('T2-3 the first one and the second', () => {
  test('T2-3 where the first was never sent, tier 2’s stops both clocks', () => {
    const given = sent(written(accepted(pending(classified()))));
    expect(given.state.acknowledgement).toBeNull();
    expect(given.state.clocks.response).toMatchObject({ stoppedAt: past9(13), outcome: 'met' });
    expect(given.state.clocks.tier2Response).toMatchObject({ stoppedAt: past9(13), outcome: 'met' });
    expect(nextStep(given.state, given.pack)).toBe('pullDiagnostics');
  });

  test('T2-3 a first one that waited to be sent gives way, and says so in place', () => {
    const before = accepted(pending(composed('hand')));
    expect(before.state.acknowledgement?.status).toBe('byHand');
    const after = written(before);
    expect(after.state.acknowledgement).toBeNull();
    const event = after.events.at(-1);
    if (!event) throw new Error('it was written');
    expect(noticesOfTicketEvent(event, before.state).map(({ kind }) => kind)).toEqual([
      'acknowledgementReplaced',
      'acknowledgementByHand',
      'card',
    ]);
  });

  test('T2-3 the first one can still be confirmed before tier 2’s is written', () => {
    const given = having(accepted(pending(composed('hand'))), 11, tess, {
      type: 'confirmAcknowledgementSent',
    });
    expect(given.state.acknowledgement?.status).toBe('sent');
    expect(given.state.clocks.response?.stoppedAt).toBe(past9(11));
    expect(given.state.clocks.tier2Response?.stoppedAt).toBeNull();
    expect(nextStep(given.state, given.pack)).toBe('acknowledge');
  });

  test('T2-3 the button of the first message does not confirm the second', () => {
    const given = written(accepted(pending(composed('hand'))));
    const first = given.events.find(({ type }) => type === 'acknowledgementComposed')?.seq ?? 0;
    const refusal = refusalOf(
      decide(given, 13, tess, { type: 'confirmAcknowledgementSent', composed: first }),
    );
    expect(refusal).toMatchObject({
      clause: 'T2-3',
      reason: 'Nothing of T-7 is waiting to be sent by hand.',
    });
  });

  test('T2-3 a late answer about the first message is none about the second', () => {
    const given = having(
      having(firstSending(), 11, system, { type: 'acknowledgementOutcome', failure: null }),
      12,
      tess,
      { ...write, customerChannel: 'webhook' },
    );
    const first = given.events.find(({ type }) => type === 'acknowledgementComposed')?.seq ?? 0;
    expect(
      decide(given, 13, system, { type: 'acknowledgementOutcome', composed: first, failure: null }),
    ).toEqual({ kind: 'accepted', events: [] });
  });

  test('T2-3 what the channel does not take is sent by hand', () => {
    const given = having(accepted(), 12, tess, { ...write, customerChannel: 'webhook' });
    const failed = having(given, 13, system, { type: 'acknowledgementOutcome', failure: 'http 410' });
    expect(failed.state.tier2Acknowledgement?.status).toBe('byHand');
    expect(failed.events.at(-1)).toMatchObject({ clause: 'T2-3', type: 'acknowledgementUndeliverable' });
    expect(sent(failed, 14).state.tier2Acknowledgement?.status).toBe('sent');
  });
});

describe('T2-3 comes first at tier 2', () => {
  test.each([
    ['accepted', accepted, 'acknowledge'],
    ['accepted, the first one on its way', firstSending, 'awaitCustomerChannel'],
    ['written', written, 'confirmSent'],
    ['sent', sent, 'pullDiagnostics'],
  ] as const)('T2-3 %s: what is next', (_, given, step) => {
    const { state, pack } = given();
    expect(nextStep(state, pack)).toBe(step);
    const clause = given === firstSending ? 'T1-4' : step === 'pullDiagnostics' ? 'T2-4' : 'T2-3';
    expect(stepWords(state, pack)?.clause).toBe(clause);
  });

  rows([
    [
      'T2-3 fixes wait for it',
      accepted,
      12,
      tess,
      apply('SF-1'),
      {
        clause: 'T2-3',
        reason: /has not been sent the tier 2 acknowledgement/,
        nextStep: { step: 'acknowledge', ticket: 7 },
      },
    ],
    ['T2-3 fixes go on once it is written', written, 13, tess, apply('SF-1'), ['fixStarted']],
    [
      'T2-3 waiting waits for it',
      accepted,
      12,
      tess,
      { type: 'startWait', on: 'the customer' },
      { clause: 'T2-3', reason: /tier 2 acknowledgement/ },
    ],
  ]);

  test('T2-3 one that is not confirmed is reminded of once', () => {
    const given = written();
    const at = past9(12 + given.pack.limits.reminder / minute);
    expect(obligations(given.state, given.pack)).toContainEqual(
      expect.objectContaining({ kind: 'acknowledgementReminder', of: 'tier2Acknowledgement', at }),
    );
    const told = having(given, 12 + given.pack.limits.reminder / minute, system, { type: 'clockStruck' });
    expect(told.events.filter(({ type }) => type === 'reminded').at(-1)).toMatchObject({
      clause: 'T2-3',
      payload: { of: 'tier2Acknowledgement' },
    });
    expect(told.state.tier2Acknowledgement?.remindedAt).toBe(at);
  });

  test('T2-3 the record folds back to the ticket', () => {
    const given = played(sent(), [14, tess, apply('SF-1')]);
    expect(fold(given.events)).toEqual(given.state);
    expect(nextDueAt(fold(given.events), given.pack)).toEqual(nextDueAt(given.state, given.pack));
  });
});

describe('T2-3 a priority that a lead changes meanwhile', () => {
  const raise = {
    type: 'overridePriority',
    priority: 'P1',
    criterion: 'wider-impact',
    impact: '400 users cannot invoice.',
    displaced: [],
  } as const;

  test('LD-2 the message that waits to be sent by hand is void, and shown so where it stands', () => {
    const before = written();
    const after = having(before, 13, lena, raise);
    expect(after.state.tier2Acknowledgement).toBeNull();
    const overridden = after.events[before.events.length];
    expect(overridden && noticesOfTicketEvent(overridden, before.state)).toContainEqual(
      expect.objectContaining({
        kind: 'acknowledgementByHand',
        surface: `acknowledgement:${before.state.tier2Acknowledgement?.composedSeq}`,
      }),
    );
    expect(refusalOf(decide(after, 14, tess, confirmSent)).reason).toMatch(/Nothing of T-7 is waiting/);
  });

  test('LD-2 one that the customer’s channel did not take is written anew, not sent by hand', () => {
    const sending = having(accepted(), 12, tess, { ...write, customerChannel: 'webhook' });
    const raised = having(sending, 13, lena, raise);
    expect(raised.state.tier2Acknowledgement?.status).toBe('sending');
    const failed = having(raised, 14, system, { type: 'acknowledgementOutcome', failure: 'http 410' });
    expect(failed.state.tier2Acknowledgement).toBeNull();
  });
});
