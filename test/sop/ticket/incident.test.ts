import { describe, expect, test } from 'vitest';
import { system } from '../../../src/sop/actor.ts';
import { acceptance } from './journey.ts';
import {
  ana,
  ben,
  type Case,
  classify,
  decide,
  having,
  lena,
  max,
  queued,
  refusalOf,
  taken,
  tess,
  typesOf,
} from './support.ts';

const link = { type: 'linkIncident', incident: 3, declared: false, because: 'ESC-6' } as const;
const account = (name: string) => ({ type: 'linkAccount', account: name }) as const;
const escalate = { type: 'escalate', trigger: 'ESC-4', reason: 'needs more than the profile' } as const;

function classified(): Case {
  return having(taken(), 2, ana, classify);
}

/** Escalated, and nobody has accepted it yet. */
function escalated(given = classified()): Case {
  return having(given, 3, ana, escalate);
}

function atTier2(given = classified()): Case {
  const waiting = escalated(given);
  return having(waiting, 4, tess, acceptance(waiting));
}

describe('a ticket of a pattern', () => {
  test('ESC-6 at tier 1 it is linked and escalated, with the trigger as the clause', () => {
    const decision = decide(classified(), 5, system, link);
    expect(typesOf(decision)).toEqual(['incidentLinked', 'escalated']);
    const { state } = having(classified(), 5, system, link);
    expect(state).toMatchObject({ incident: 3, tier: 'tier2', owner: 'UANA' });
    expect(state.escalation).toMatchObject({ trigger: 'ESC-6', by: null });
  });

  test('ESC-6 linked a second time nothing happens: a crash in between repeats harmlessly', () => {
    expect(decide(having(classified(), 5, system, link), 6, system, link)).toEqual({
      kind: 'accepted',
      events: [],
    });
  });

  test.each<[string, () => Case]>([
    ['at tier 2 already', atTier2],
    ['closed', () => closedCase()],
  ])('ESC-6 %s: linked, and not escalated again', (_, given) => {
    expect(typesOf(decide(given(), 5, system, link))).toEqual(['incidentLinked']);
  });

  test('ESL-3 linked by its accounts it is not escalated by ESC-6', () => {
    expect(typesOf(decide(classified(), 5, system, { ...link, because: 'ESL-3' }))).toEqual([
      'incidentLinked',
    ]);
  });

  test.each(['ESC-6', 'ESL-3'] as const)('%s the record rests on what brought it there', (because) => {
    const linked = having(classified(), 5, system, { ...link, because });
    const event = linked.events.find(({ type }) => type === 'incidentLinked');
    expect(event).toMatchObject({ clause: because, payload: { incident: 3, because } });
  });

  test.each<['declared' | 'updated' | 'closed' | 'dismissed', number | null]>([
    ['declared', 3],
    ['updated', 3],
    ['closed', 3],
    ['dismissed', null],
  ])('AU-5 %s: it belongs to it afterwards, or to none', (news, incident) => {
    const linked = having(classified(), 5, system, link);
    const told = { type: 'tellIncidentNews', incident: 3, news, words: 'Looked into.' } as const;
    expect(having(linked, 6, system, told).state.incident).toBe(incident);
    // What an earlier one still owed says nothing of the later one.
    expect(having(linked, 6, system, { ...told, incident: 2 }).state.incident).toBe(3);
  });

  test('ESC-6 taken out of a draft, an escalation already made stays', () => {
    const linked = having(classified(), 5, system, link);
    const { state } = having(linked, 6, system, { type: 'unlinkIncident', incident: 3 });
    expect(state).toMatchObject({ incident: null, tier: 'tier2' });
    expect(state.escalation?.trigger).toBe('ESC-6');
  });

  test('ESC-6 what an earlier incident still owed does not undo a later link', () => {
    const linked = having(classified(), 5, system, { ...link, incident: 4 });
    expect(decide(linked, 6, system, { type: 'unlinkIncident', incident: 3 })).toEqual({
      kind: 'accepted',
      events: [],
    });
  });

  test('T2-7 being linked leaves the ticket as it is for a second agent', () => {
    const before = having(atTier2(), 4, system, { ...link, because: 'ESL-3' });
    expect(before.state.version).toBe(atTier2().state.version);
  });
});

describe('a second account', () => {
  test('ESL-3 at tier 2 it goes to the lead by itself', () => {
    const decision = decide(atTier2(), 5, tess, account('BETA'));
    expect(typesOf(decision)).toEqual(['accountLinked', 'escalated']);
    const { state } = having(atTier2(), 5, tess, account('BETA'));
    expect(state).toMatchObject({ tier: 'lead', linkedAccounts: ['BETA'] });
    expect(state.escalation).toMatchObject({ trigger: 'ESL-3', by: null });
  });

  test('ESL-3 at tier 1 it is recorded, and linked again at tier 2 it is confirmed', () => {
    const recorded = having(classified(), 3, ben, account('BETA'));
    expect(recorded.state.tier).toBe('tier1');
    expect(refusalOf(decide(recorded, 4, ben, account('beta'))).clause).toBe('ESL-3');
    const confirmed = having(atTier2(recorded), 5, tess, account('beta'));
    expect(confirmed.state).toMatchObject({ tier: 'lead', linkedAccounts: ['BETA'] });
    expect(refusalOf(decide(confirmed, 6, tess, account('beta'))).reason).toContain(
      'already names that account',
    );
  });

  test('ESL-3 before tier 2 has accepted the ticket it is only recorded', () => {
    expect(typesOf(decide(escalated(), 4, ana, account('BETA')))).toEqual(['accountLinked']);
  });

  test('ESL-3 with the lead already it is recorded and stays there', () => {
    const given = having(atTier2(), 5, tess, account('BETA'));
    expect(typesOf(decide(given, 6, lena, account('GAMMA')))).toEqual(['accountLinked']);
  });
});

describe('the executives', () => {
  const toExecutives = { type: 'escalateToExecutives', reason: 'a contract is at stake' } as const;

  test('AU-5 the manager takes a ticket to them, with a reason', () => {
    expect(typesOf(decide(classified(), 5, max, toExecutives))).toEqual(['executiveEscalated']);
  });

  test.each([ana, tess, lena])('AU-5 nobody below does', (actor) => {
    expect(refusalOf(decide(classified(), 5, actor, toExecutives))).toMatchObject({
      clause: 'AU-5',
      whoMay: { kind: 'role', atLeast: 'manager' },
    });
  });

  test('SEC-3 nothing of a security matter goes to a channel by it', () => {
    const given = classified();
    const security = { reportedBy: 'UANA', at: '2026-03-02T08:00:00.000Z', handedOver: null };
    const restricted = { ...given, state: { ...given.state, security } };
    expect(refusalOf(decide(restricted, 5, max, toExecutives)).clause).toBe('SEC-3');
  });

  test('T1-9 a closed ticket is not taken to them', () => {
    expect(refusalOf(decide(closedCase(), 5, max, toExecutives)).clause).toBe('T1-9');
  });
});

function closedCase(): Case {
  const given = queued();
  const closure = { resolutionCode: 'fixed', at: '2026-03-02T08:00:00.000Z', redirect: null };
  return { ...given, state: { ...given.state, status: 'closed', closure } };
}
