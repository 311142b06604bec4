import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Actor, system } from '../../../src/sop/actor.ts';
import { checkPack } from '../../../src/sop/pack/check-pack.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { PriorityCode } from '../../../src/sop/pack/schema.ts';
import { decideTicket, type TicketCommand } from '../../../src/sop/ticket/decide.ts';
import type { TicketEvent } from '../../../src/sop/ticket/events.ts';
import { explainTicket } from '../../../src/sop/ticket/explain.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import { nextDueAt } from '../../../src/sop/ticket/obligations.ts';
import { activeWatch } from '../../../src/sop/ticket/oversight/watch.ts';
import { workingPriority } from '../../../src/sop/ticket/state.ts';
import { asked } from './journey.ts';
import {
  acknowledge,
  acknowledged,
  ana,
  append,
  type Case,
  classified,
  classify,
  composed,
  contextAt,
  decide,
  fold,
  having,
  inForce,
  lena,
  lou,
  max,
  minute,
  monday,
  past9,
  queued,
  refusalOf,
  taken,
  tess,
  typesOf,
  unhurried,
  waiting,
} from './support.ts';

const ms = 1 / 60_000;
const strike = { type: 'clockStruck' } as const;

type Override = Extract<TicketCommand, { type: 'overridePriority' }>;
const raise: Override = {
  type: 'overridePriority',
  priority: 'P1',
  criterion: 'wider-impact',
  impact: '400 users cannot invoice.',
  displaced: [3, 5],
};
const lower: Override = {
  type: 'overridePriority',
  priority: 'P3',
  criterion: 'workaround',
  impact: null,
  displaced: [],
};

/** The types of what the clock does at an instant, of clocks and of a lead's oversight. */
function struckAt(given: Case, minutes: number): readonly string[] {
  return typesOf(decide(given, minutes, system, strike)).filter((type) => /^(?:p1|check|clock)/.test(type));
}

/** What is told of the last events of a case, from the one at `from` on. */
function noticesFrom(given: Case, from: number) {
  return given.events.slice(from).flatMap((event, index) => {
    const before = fold(given.events.slice(0, from + index));
    return noticesOfTicketEvent(event, before);
  });
}

/** Notices as `kind to where`. */
function toldBy(before: Case, after: Case): readonly string[] {
  return noticesFrom(after, before.events.length)
    .filter(({ kind }) => !/^(?:card|reminder|escalation.*|activeWorkWarned)$/.test(kind))
    .map(({ kind, destination: to }) => {
      const where = 'role' in to ? to.role : 'id' in to ? to.id : to.to;
      return `${kind} to ${where}`;
    });
}

function escalatedBy(given: Case, minutes: number, actor: Actor, trigger: 'ESC-4' | 'ESL-5' | 'LD-4'): Case {
  return having(given, minutes, actor, { type: 'escalate', trigger, reason: 'beyond us' });
}

function acceptedBy(given: Case, minutes: number, actor: Actor): Case {
  const escalation = given.state.escalation?.seq ?? 0;
  return having(given, minutes, actor, { type: 'acceptEscalation', escalation, read: true });
}

/** Accepted by Tess at 09:07, escalated to a lead at 09:08. */
function atLead(priority: PriorityCode = 'P2'): Case {
  const sent = having(
    having(having(taken(), 2, ana, { ...classify, priority }), 3, ana, acknowledge),
    4,
    ana,
    { type: 'confirmAcknowledgementSent' },
  );
  return escalatedBy(acceptedBy(escalatedBy(sent, 6, ana, 'ESC-4'), 7, tess), 8, tess, 'ESL-5');
}

/** Lena accepted it at 09:10. */
function watched(priority: PriorityCode = 'P2'): Case {
  return acceptedBy(atLead(priority), 10, lena);
}

describe('overriding a priority', () => {
  test('LD-2 a lead raises it on a criterion, with the impact, and what it displaces is on record', () => {
    const given = acknowledged();
    const after = having(given, 10, lena, raise);
    const event = after.events.at(-2);
    expect(event).toMatchObject({
      type: 'priorityOverridden',
      clause: 'LD-2',
      actor: lena.id,
      payload: { from: 'P2', to: 'P1', criterion: 'wider-impact', displaced: [3, 5] },
    });
    expect(workingPriority(after.state, after.pack)).toBe('P1');
  });

  test.each<[string, Actor, Partial<Override>, string]>([
    ['tier 1 may not', ana, {}, 'AU-4'],
    ['tier 2 may not', tess, {}, 'AU-4'],
    ['the same priority is none', lena, { priority: 'P2' }, 'LD-2'],
    ['a criterion that is not of the pack', lena, { criterion: 'customer-pressure' }, 'LD-2'],
    ['a criterion of the other direction', lena, { criterion: 'workaround' }, 'LD-2'],
    ['downward on one that only counts upward', lena, { priority: 'P4' }, 'LD-2'],
    ['upward without an impact', lena, { impact: null }, 'LD-2'],
    ['upward with an empty one', lena, { impact: '' }, 'LD-2'],
    ['with pressure for an impact', lena, { impact: 'The customer insists, they are very angry.' }, 'LD-2'],
    ['pressure downward, too', lena, { ...lower, impact: 'Not an important customer' }, 'LD-2'],
  ])('LD-2 %s', (_, actor, change, clause) => {
    expect(refusalOf(decide(acknowledged(), 10, actor, { ...raise, ...change }))).toMatchObject({
      action: 'priority.override',
      clause,
    });
  });

  test.each<[string, Actor]>([
    ['a lead', lena],
    ['the manager', max],
  ])('AU-4 %s may, at any tier and in the queue', (_, actor) => {
    for (const given of [queued(), taken(), acknowledged(), waiting(), watched()])
      expect(decide(given, 12, actor, raise).kind).toBe('accepted');
  });

  test('LD-2 a closed ticket keeps its priority', () => {
    const closed = { ...acknowledged() };
    const given = { ...closed, state: { ...closed.state, status: 'closed' as const } };
    expect(refusalOf(decide(given, 12, lena, raise)).clause).toBe('T1-9');
  });

  test('LD-2 it stands over a later classification', () => {
    const raised = having(classified(), 3, lena, raise);
    const again = having(raised, 4, ana, { ...classify, priority: 'P4' });
    expect(workingPriority(again.state, again.pack)).toBe('P1');
    expect(again.state.clocks.resolution?.dueAt).toBe(past9(241));
    expect(again.state.p1).not.toBeNull();
  });

  test('LD-2 one override takes the place of another', () => {
    const raised = having(acknowledged(), 10, lena, raise);
    const lowered = having(raised, 20, lou, lower);
    expect(workingPriority(lowered.state, lowered.pack)).toBe('P3');
    expect(lowered.state.p1).toBeNull();
  });

  test('T1-4 a message of the old priority that was not sent yet is not to be sent', () => {
    const written = composed('hand');
    const raised = having(written, 5, lena, raise);
    expect(raised.state.acknowledgement).toBeNull();
    expect(toldBy(written, raised)).toContain('acknowledgementByHand to thread');
    const open = having(classified(), 5, lena, raise);
    expect(refusalOf(decide(open, 6, ana, acknowledge)).clause).toBe('T1-4');
    expect(decide(open, 6, ana, { ...acknowledge, preparedFor: past9(5) }).kind).toBe('accepted');
  });

  test('T2-7 the confirmation of a second agent that is pending is void, and shown so', () => {
    const given = asked();
    const raised = having(given, 22, lena, raise);
    expect(raised.state.confirmation).toBeNull();
    expect(toldBy(given, raised)).toContain('confirmation to thread');
    expect(toldBy(given, raised)).toContain('confirmationAnswered to thread');
    const request = given.state.confirmation?.seq ?? 0;
    expect(
      refusalOf(decide(raised, 23, lou, { type: 'confirmFix', request, requesterRole: 'tier2' })).clause,
    ).toBe('T2-7');
    // What is merely told of P1 leaves a new one open.
    const anew = having(raised, 24, tess, {
      type: 'requestConfirmation',
      fix: 'EF-5',
      repeatReason: null,
    });
    const updated = having(anew, 25, lena, { type: 'sendP1Update', text: 'Being worked on.' });
    expect(updated.state.confirmation).toEqual(anew.state.confirmation);
  });

  test('LD-3 the owner and the managers are told in person, the stakeholders in their channel', () => {
    const given = acknowledged();
    expect(toldBy(given, having(given, 10, lena, raise))).toEqual([
      'priorityOverridden to thread',
      `priorityOverridden to ${ana.id}`,
      'p1Started to thread',
      'p1StartedForManagers to manager',
      'p1StartedForStakeholders to stakeholders',
    ]);
    expect(toldBy(given, having(given, 10, lena, lower))).toEqual([
      'priorityOverridden to thread',
      `priorityOverridden to ${ana.id}`,
    ]);
    expect(toldBy(queued(), having(queued(), 10, lena, lower))).toEqual(['priorityOverridden to thread']);
    const own = watched();
    expect(toldBy(own, having(own, 12, lena, lower))).toEqual(['priorityOverridden to thread']);
  });

  test('SEC-2 of a security matter no channel hears, and the managers do', () => {
    const given = acknowledged();
    const security = { reportedBy: ana.id, at: past9(5), handedOver: null };
    const secret = { ...given, state: { ...given.state, security } };
    const decision = decide(secret, 10, lena, raise);
    expect(typesOf(decision)).toEqual(['priorityOverridden']);
    const event = append(secret, monday + 10 * minute, lena, decision).events.at(-1);
    expect(event && noticesOfTicketEvent(event, secret.state)).toContainEqual(
      expect.objectContaining({ kind: 'priorityOverridden', destination: { to: 'role', role: 'manager' } }),
    );
  });
});

describe('the clocks of another priority', () => {
  test('LD-3 every running clock is measured from its start, earlier pauses kept', () => {
    // Paused from 09:05 to 09:35.
    const resumed = having(waiting(), 35, ana, { type: 'endWait' });
    expect(resumed.state.clocks.resolution?.dueAt).toBe(past9(481 + 30));
    const raised = having(resumed, 40, lena, raise);
    expect(raised.state.clocks.resolution).toMatchObject({
      dueAt: past9(241 + 30),
      atRiskAt: past9(181 + 30),
    });
    const lowered = having(raised, 45, lena, { ...lower, priority: 'P2' });
    expect(lowered.state.clocks.resolution?.dueAt).toBe(past9(481 + 30));
  });

  test('LD-3 a stopped clock is history', () => {
    const given = acknowledged();
    const raised = having(given, 10, lena, raise);
    expect(raised.state.clocks.response).toEqual(given.state.clocks.response);
  });

  test('LD-3 a paused one is recomputed, and its pause counts when it ends', () => {
    const raised = having(waiting(), 300, lena, raise);
    const resumed = having(raised, 305, ana, { type: 'endWait' });
    expect(resumed.state.clocks.resolution?.dueAt).toBe(past9(241 + 300));
  });

  test.each<[string, number]>([
    ['told', 31],
    ['not told yet', 31 + ms],
  ])('LD-3 a missed one stays missed when there is more time (%s)', (name, at) => {
    const given = name === 'told' ? having(classified(), 31, system, strike) : classified();
    const calm = having(given, at, lena, lower);
    expect(calm.state.clocks.response).toMatchObject({ dueAt: past9(31), overriddenAt: null });
    const after = having(calm, at + 1, system, strike);
    expect(after.state.clocks.response?.breachTold).toBe(true);
    const sent = having(having(after, 40, ana, { ...acknowledge, preparedFor: past9(at) }), 41, ana, {
      type: 'confirmAcknowledgementSent',
    });
    expect(sent.state.clocks.response?.outcome).toBe('missed');
  });

  test('LD-3 upward, what has passed is told as missed at once', () => {
    const raised = having(classified(), 20, lena, raise);
    expect(raised.state.clocks.response?.dueAt).toBe(past9(16));
    expect(struckAt(raised, 20)).toEqual(['clockBreached']);
  });
});

describe('setting a clock', () => {
  const vendorsTime: Extract<TicketCommand, { type: 'overrideSla' }> = {
    type: 'overrideSla',
    clock: 'resolution',
    dueAt: past9(0),
    reason: 'Agreed with the vendor.',
  };
  const due = (minutes: number, clock: 'response' | 'resolution' = 'resolution') => ({
    ...vendorsTime,
    clock,
    dueAt: past9(minutes),
  });

  test('AU-4 a lead sets when it is due; the warning keeps its distance', () => {
    const given = acknowledged();
    const set = having(given, 10, lena, due(600));
    expect(set.state.clocks.resolution).toMatchObject({
      dueAt: past9(600),
      atRiskAt: past9(480),
      overriddenAt: past9(10),
    });
    expect(toldBy(given, set)).toEqual(['slaOverridden to thread']);
    expect(struckAt(set, 480 - ms)).toEqual([]);
    expect(struckAt(set, 480)).toEqual(['clockAtRisk']);
  });

  test.each<[string, () => Case, Actor, ReturnType<typeof due>, string]>([
    ['tier 2 may not', acknowledged, tess, due(600), 'AU-4'],
    ['one that stopped', acknowledged, lena, due(600, 'response'), 'AU-4'],
    [
      'one that was missed',
      () => having(classified(), 31, system, strike),
      lena,
      due(600, 'response'),
      'AU-4',
    ],
    ['one that does not run yet', queued, lena, due(600), 'AU-4'],
    ['a time that has passed', acknowledged, lena, due(40), 'AU-4'],
    ['no reason', acknowledged, lena, { ...due(600), reason: ' ' }, 'AU-4'],
  ])('AU-4 refused: %s', (_, given, actor, command, clause) => {
    expect(refusalOf(decide(given(), 40, actor, command))).toMatchObject({ action: 'sla.override', clause });
  });

  test('AU-4 why says that a lead set it, and names tier 2’s clock as people do', () => {
    const given = acceptedBy(escalatedBy(acknowledged(), 6, ana, 'ESC-4'), 7, tess);
    const clock = 'tier2Response';
    const set = having(given, 10, lena, {
      type: 'overrideSla',
      clock,
      dueAt: past9(50),
      reason: 'They come back at ten.',
    });
    const explained = explainTicket(set.state, set.events, new Date(past9(11)), inForce(set));
    expect(explained.clocks.map(({ words }) => words)).toEqual([
      expect.stringMatching(/^Response clock: met/),
      expect.stringMatching(/^Tier 2 response clock: running.* A lead set it at Mon 2 Mar, 09:10 .*AU-4/),
      expect.not.stringContaining('A lead set it'),
    ]);
    expect(explained.history.at(-1)?.words).toMatch(/set the tier 2 response clock to be due/);
    const late = having(set, 51, system, strike);
    const again = { type: 'overrideSla', clock, dueAt: past9(90), reason: 'Later.' } as const;
    expect(refusalOf(decide(late, 52, lena, again)).reason).toMatch(/^The tier 2 response clock of T-7/);
  });

  test('AU-4 a pause that ends moves it by the time that passed since', () => {
    const set = having(waiting(), 20, lena, due(120));
    const resumed = having(set, 50, ana, { type: 'endWait' });
    expect(resumed.state.clocks.resolution?.dueAt).toBe(past9(150));
    const again = having(having(resumed, 60, ana, { type: 'startWait', on: 'them' }), 70, ana, {
      type: 'endWait',
    });
    expect(again.state.clocks.resolution?.dueAt).toBe(past9(160));
  });

  test('AU-4 it stands over a classification, and an override of the priority takes its place', () => {
    const set = having(classified(), 5, lena, due(200, 'response'));
    const again = having(set, 6, ana, { ...classify, priority: 'P1' });
    expect(again.state.clocks.response?.dueAt).toBe(past9(200));
    const lowered = having(again, 7, lena, lower);
    expect(lowered.state.clocks.response).toMatchObject({ dueAt: past9(286), overriddenAt: null });
  });
});

describe('the P1 Communication Protocol', () => {
  const running = () => having(acknowledged(), 10, lena, raise);
  const update = { type: 'sendP1Update', text: 'The cause is found.' } as const;
  const note = { type: 'writeClosingNote', note: 'Solved by a restart.' } as const;

  test.each<[string, number, readonly string[]]>([
    ['nothing a millisecond before the prompt', 35 - ms, []],
    ['a prompt five minutes before it is due', 35, ['p1UpdatePrompted']],
    ['only the prompt a millisecond before it is due (29:59)', 40 - ms, ['p1UpdatePrompted']],
    ['a miss at 30:00, without a prompt before', 40, ['p1UpdateMissed']],
    ['one miss after an hour of downtime', 40 + 65, ['p1UpdateMissed']],
  ])('LD-3 %s', (_, at, events) => {
    expect(struckAt(running(), at)).toEqual(events);
  });

  test('LD-3 from an update on the next is owed', () => {
    const sent = having(having(unhurried(running()), 35, system, strike), 38, lena, update);
    expect(sent.state.p1).toMatchObject({ updatedAt: past9(38), overdueSince: null, prompted: false });
    expect(struckAt(sent, 63 - ms)).toEqual([]);
    expect(struckAt(sent, 63)).toEqual(['p1UpdatePrompted']);
    expect(struckAt(sent, 68)).toEqual(['p1UpdateMissed']);
  });

  test('LD-3 a missed one stays shown until an update is sent, and the next is missed half an hour later', () => {
    const missed = having(unhurried(running()), 40, system, strike);
    expect(missed.state.p1?.overdueSince).toBe(past9(40));
    const again = having(missed, 70, system, strike);
    expect(again.events.at(-1)).toMatchObject({ type: 'p1UpdateMissed', payload: { dueAt: past9(70) } });
    expect(again.state.p1?.overdueSince).toBe(past9(40));
    expect(having(again, 71, max, update).state.p1?.overdueSince).toBeNull();
  });

  test('LD-3 prompts and misses go to the thread and the leads, an update to the stakeholders', () => {
    const given = unhurried(running());
    const prompted = having(given, 35, system, strike);
    expect(toldBy(given, prompted)).toEqual(['p1UpdateOwed to thread', 'p1UpdateOwed to leads']);
    expect(toldBy(prompted, having(prompted, 36, lena, update))).toEqual([
      'p1UpdatedForStakeholders to stakeholders',
      'p1Updated to thread',
    ]);
  });

  test.each<[string, () => Case, Actor, TicketCommand, string]>([
    ['tier 2 sends no update', running, tess, update, 'AU-4'],
    ['no update where none runs', acknowledged, lena, update, 'LD-3'],
    ['no closing note before it is closed', running, lena, note, 'LD-3'],
    ['no closing note where none runs', acknowledged, lena, note, 'LD-3'],
  ])('LD-3 refused: %s', (_, given, actor, command, clause) => {
    expect(refusalOf(decide(given(), 15, actor, command)).clause).toBe(clause);
  });

  /** Redirected at 09:50, where a ticket closes without a fix. */
  function closed(given: Case, at = 50): Case {
    const redirected = {
      type: 'redirected',
      clause: 'SC-2',
      payload: { code: 'refund', document: 'FIN-POL-004', note: '' },
    } as const satisfies TicketEvent;
    return append(given, monday + at * minute, ana, { kind: 'accepted', events: [redirected] });
  }

  test('LD-3 once closed its closing note is owed, reminded of until it is written, and ends it', () => {
    const given = closed(running());
    expect(nextDueAt(given.state, given.pack)).toBe(past9(50));
    const owed = having(given, 50, system, strike);
    expect(owed.events.at(-1)?.type).toBe('p1ClosingOwed');
    expect(toldBy(given, owed)).toEqual(['p1ClosingOwed to thread', 'p1ClosingOwed to leads']);
    expect(struckAt(owed, 60 - ms)).toEqual([]);
    expect(struckAt(owed, 60)).toEqual(['p1ClosingOwed']);
    expect(struckAt(owed, 600)).toEqual(['p1ClosingOwed']);
    expect(refusalOf(decide(owed, 61, lena, update)).clause).toBe('T1-9');
    const ended = having(owed, 62, lena, note);
    expect(ended.state.p1).toBeNull();
    expect(nextDueAt(ended.state, ended.pack)).toBeNull();
    expect(toldBy(owed, ended)).toEqual(['p1EndedForStakeholders to stakeholders', 'p1Ended to thread']);
  });

  test('LD-3 reopened before the closing note, updates are owed again, from then', () => {
    const reopened = having(having(closed(running()), 50, system, strike), 100, ana, {
      type: 'reopen',
      reason: 'it came back',
    });
    expect(struckAt(reopened, 125 - ms)).toEqual([]);
    expect(struckAt(reopened, 125)).toEqual(['p1UpdatePrompted']);
  });

  test('LD-3 it stops by itself on a downgrade, and the stakeholders are told', () => {
    const given = running();
    const calm = having(given, 20, lena, lower);
    expect(calm.state.p1).toBeNull();
    expect(toldBy(given, calm)).toContain('p1EndedForStakeholders to stakeholders');
    expect(struckAt(calm, 60)).toEqual([]);
  });

  test('LD-3 a P1 that is escalated to a lead starts it, once; reclassifying as P1 does not', () => {
    const lead = atLead('P1');
    expect(lead.state.p1?.since).toBe(past9(8));
    expect(lead.events.filter(({ type }) => type === 'p1Started')).toHaveLength(1);
    const again = having(having(classified(), 3, ana, { ...classify, priority: 'P1' }), 4, lena, lower);
    expect(again.events.some(({ type }) => type === 'p1Started')).toBe(false);
    expect(typesOf(decide(watched(), 12, lena, raise))).toContain('p1Started');
  });

  test('LD-3 a P1 that comes to a lead because tier 2 did not accept it starts it as well', () => {
    const waiting = (priority: PriorityCode) => {
      const given = having(taken(), 2, ana, { ...classify, priority });
      return having(escalatedBy(given, 3, ana, 'ESC-4'), 13, system, strike);
    };
    const late = unhurried(waiting('P1'));
    expect(typesOf(decide(late, 23, system, strike))).toEqual(
      expect.arrayContaining(['escalationPassedOn', 'p1Started']),
    );
    const there = having(late, 23, system, strike);
    expect(there.state).toMatchObject({ tier: 'lead', p1: { since: past9(23) } });
    expect(toldBy(late, there)).toContain('p1StartedForManagers to manager');
    const onward = having(having(there, 33, system, strike), 43, system, strike);
    expect(onward.state.tier).toBe('manager');
    expect(onward.events.filter(({ type }) => type === 'p1Started')).toHaveLength(1);
    expect(having(waiting('P2'), 23, system, strike).state).toMatchObject({ tier: 'lead', p1: null });
  });

  test('LD-3 a classification below P1 ends it where no override stands over it', () => {
    const p1 = having(taken(), 2, ana, { ...classify, priority: 'P1' });
    const lead = acceptedBy(
      escalatedBy(acceptedBy(escalatedBy(p1, 3, ana, 'ESC-4'), 4, tess), 5, tess, 'ESL-5'),
      6,
      lena,
    );
    expect(lead.state.p1).not.toBeNull();
    const calm = having(lead, 7, lena, { ...classify, priority: 'P3' });
    expect(calm.events.at(-1)).toMatchObject({ type: 'p1Ended', payload: { cause: 'downgraded' } });
  });

  test('SEC-2 the report of a security matter ends it, and the stakeholders hear nothing', () => {
    const given = running();
    const reported = append(given, monday + 15 * minute, ana, {
      kind: 'accepted',
      events: [{ type: 'securityReported', clause: 'SEC-1', payload: { note: null } }],
    });
    expect(reported.state.p1).toBeNull();
    expect(toldBy(given, reported).join()).not.toContain('stakeholders');
    expect(struckAt(reported, 60)).toEqual([]);
    expect(refusalOf(decide(reported, 16, lena, update)).clause).toMatch(/^SEC-/);
  });
});

describe('a lead who looks in', () => {
  const checkIn = { type: 'checkIn', words: 'The vendor has answered.' } as const;

  test.each<[string, number, readonly string[]]>([
    ['nothing at 14:59', 25 - ms, []],
    ['a prompt at 15:00', 25, ['checkPrompted']],
    ['one prompt, late, after an hour of downtime', 85, ['checkPrompted']],
  ])('LD-4 %s', (_, at, events) => {
    expect(struckAt(watched(), at)).toEqual(events);
  });

  test('LD-4 the second is owed at 30:00, whenever the first was answered', () => {
    const prompted = having(watched(), 25, system, strike);
    for (const given of [prompted, having(prompted, 27, lena, checkIn)]) {
      expect(struckAt(given, 40 - ms)).toEqual([]);
      expect(struckAt(given, 40)).toEqual(['checkPrompted']);
    }
  });

  test('LD-4 a prompt not answered by the next one is missed; after two the managers are told, once a series', () => {
    let now = watched();
    const told: (readonly string[])[] = [];
    const missed: number[] = [];
    for (const at of [25, 40, 55, 70]) {
      const next = having(now, at, system, strike);
      told.push(toldBy(now, next));
      missed.push(next.state.watch?.missed ?? -1);
      now = next;
    }
    expect(missed).toEqual([0, 1, 2, 3]);
    const prompt = `checkPrompt to ${lena.id}`;
    expect(told).toEqual([[prompt], [prompt], [prompt, 'checksMissed to manager'], [prompt]]);
    const checked = having(now, 71, lena, checkIn);
    expect(checked.state.watch).toMatchObject({ missed: 0, missedInAll: 3, checkedAt: past9(71) });
    expect(toldBy(now, checked)).toEqual(['checkedIn to thread']);
    let anew = having(checked, 85, system, strike);
    expect(anew.state.watch?.missed).toBe(0);
    anew = having(having(anew, 100, system, strike), 115, system, strike);
    expect(anew.state.watch).toMatchObject({ missed: 2, missedInAll: 5 });
  });

  test('LD-4 what was never asked is not missed', () => {
    const late = having(watched(), 85, system, strike);
    expect(late.state.watch).toMatchObject({ missed: 0, promptedAt: past9(85) });
    expect(struckAt(late, 100 - ms)).toEqual([]);
  });

  test.each<[string, () => Case, Actor, string]>([
    ['tier 2 does not look in', watched, tess, 'AU-4'],
    ['another lead does not', watched, lou, 'LD-4'],
    ['nor where nobody watches', acknowledged, lena, 'LD-4'],
  ])('LD-4 refused: %s', (_, given, actor, clause) => {
    expect(refusalOf(decide(given(), 12, actor, checkIn)).clause).toBe(clause);
  });

  const offer = (to: typeof lou | typeof max) =>
    ({ type: 'offerTransfer', to: to.id, receiverRole: to.role, reason: 'end of day' }) as const;

  test('LD-4 from lead to lead the watch passes on, counted anew', () => {
    const prompted = having(having(watched(), 25, system, strike), 40, system, strike);
    const passed = having(having(prompted, 41, lena, offer(lou)), 42, lou, { type: 'acceptTransfer' });
    expect(passed.state.watch).toEqual({
      lead: lou.id,
      since: past9(42),
      promptedAt: null,
      checkedAt: null,
      missed: 0,
      missedInAll: 0,
    });
  });

  test('LD-4 a lead who takes over what nobody accepted looks in from then on', () => {
    const stepIn = { ...offer(lou), to: lena.id, receiverRole: 'lead' } as const;
    expect(decide(atLead(), 9, lena, stepIn)).toMatchObject({ refusal: { clause: 'ESL-5' } });
    const taking = acceptedBy(atLead(), 9, lena);
    expect(taking.state).toMatchObject({ owner: lena.id, watch: { lead: lena.id, since: past9(9) } });
  });

  test('LD-4 a lead who steps in for the other looks in from then on', () => {
    const taking = having(watched(), 12, lou, offer(lou));
    expect(taking.state).toMatchObject({ owner: lou.id, watch: { lead: lou.id, since: past9(12) } });
  });

  test('LD-4 it ends when it is handed to the manager, or escalated once more', () => {
    const given = watched();
    const handed = having(having(given, 12, lena, offer(max)), 13, max, { type: 'acceptTransfer' });
    expect(handed.state.watch).toBeNull();
    expect(escalatedBy(given, 12, lena, 'LD-4').state.watch).toBeNull();
  });

  test.each(['resolved', 'closed'] as const)('LD-4 nobody is prompted of a %s ticket', (status) => {
    const given = watched();
    const over = { ...given, state: { ...given.state, status } };
    expect(activeWatch(over.state)).toBeNull();
    expect(struckAt({ ...over }, 600).includes('checkPrompted')).toBe(false);
  });
});

describe('the pack', () => {
  const withCriteria = (priorityCriteria: typeof defaultPack.priorityCriteria) =>
    checkPack({ ...defaultPack, priorityCriteria }).map(({ message }) => message);

  test('LD-2 criteria that rest on pressure, repeat, or leave a direction out are found', () => {
    const up = { code: 'data-at-risk', words: 'Data is being lost', direction: 'up' } as const;
    const down = { code: 'workaround', words: 'A workaround keeps it going', direction: 'down' } as const;
    const vip = { code: 'standing', words: 'VIP customer', direction: 'up' } as const;
    const coded = { code: 'customer-pressure', words: 'See the policy on these', direction: 'up' } as const;
    expect(withCriteria([up, down])).toEqual([]);
    expect(withCriteria([up, down, vip, coded])).toEqual([
      expect.stringContaining('LD-2'),
      expect.stringContaining('LD-2'),
    ]);
    expect(withCriteria([up, up])).toEqual([
      'criterion data-at-risk is listed twice',
      expect.stringContaining('counts down'),
    ]);
  });

  test('LD-3 the warning of an update is shorter than the time it warns of', () => {
    const limits = { ...defaultPack.limits, p1UpdateWarning: defaultPack.limits.p1Update };
    expect(checkPack({ ...defaultPack, limits })).toHaveLength(1);
  });
});

/** Whatever is done, and however late the clock: what the record says is what is. */
test('LD-3 the protocol runs exactly while the record says so, and only what is P1 has one', () => {
  const commands: readonly (readonly [Actor, TicketCommand])[] = [
    [lena, raise],
    [lena, lower],
    [lou, { ...lower, priority: 'P2' }],
    [lena, { type: 'sendP1Update', text: 'Being worked on.' }],
    [lena, { type: 'writeClosingNote', note: 'Solved.' }],
    [lena, { type: 'checkIn', words: 'Fine.' }],
    [ana, { ...classify, priority: 'P1' }],
    [ana, { ...classify, priority: 'P4' }],
    [ana, { type: 'escalate', trigger: 'ESC-4', reason: 'beyond us' }],
    [tess, { type: 'escalate', trigger: 'ESL-5', reason: 'beyond us' }],
    [lena, { type: 'escalate', trigger: 'LD-4', reason: 'beyond us' }],
    [tess, { type: 'acceptEscalation', escalation: 0, read: true }],
    [lena, { type: 'acceptEscalation', escalation: 0, read: true }],
    [ana, { type: 'startWait', on: 'them' }],
    [ana, { type: 'endWait' }],
    [system, strike],
    [system, strike],
  ];
  const step = fc.tuple(fc.integer({ min: 0, max: 90 }), fc.constantFrom(...commands));
  fc.assert(
    fc.property(
      fc.constantFrom(queued, taken, classified, acknowledged),
      fc.array(step, { maxLength: 25 }),
      (start, steps) => {
        let now = start();
        let at = 10;
        for (const [wait, [actor, given]] of steps) {
          at += wait;
          const command =
            given.type === 'acceptEscalation'
              ? { ...given, escalation: now.state.escalation?.seq ?? 0 }
              : given;
          const instantMs = monday + at * minute;
          now = append(
            now,
            instantMs,
            actor,
            decideTicket(command, now.state, contextAt(now, instantMs, actor)),
          );
          const last = now.events.findLast(({ type }) => type === 'p1Started' || type === 'p1Ended');
          expect(now.state.p1 !== null).toBe(last?.type === 'p1Started');
          if (now.state.p1) expect(workingPriority(now.state, now.pack)).toBe('P1');
          // An override to P1 always has one.
          if (now.state.priorityOverride?.priority === 'P1') expect(now.state.p1).not.toBeNull();
          if (now.state.watch) expect(['lead', 'manager']).toContain(now.state.tier);
          expect(fold(now.events)).toEqual(now.state);
        }
      },
    ),
    { numRuns: 300 },
  );
});
