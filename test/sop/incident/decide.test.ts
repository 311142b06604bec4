import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/sop/actor.ts';
import { type IncidentStep, stepsFrom } from '../../../src/sop/incident/decide.ts';
import { noticesOfIncidentEvent } from '../../../src/sop/incident/notices.ts';
import { incidentDueAt } from '../../../src/sop/incident/obligations.ts';
import { affectedAccounts, firstSeen, type IncidentStatus } from '../../../src/sop/incident/state.ts';
import { incidentNext, incidentWords } from '../../../src/sop/incident/words.ts';
import { ana, guest, lena, max, otto, past9, tess } from '../ticket/support.ts';
import { decide, drafted, having, held, type IncidentCase } from './support.ts';

const step = (name: IncidentStep) => ({ type: 'step', step: name, words: 'looked into' }) as const;

const given: Record<IncidentStatus, () => IncidentCase> = {
  draft: drafted,
  reviewed: () => having(drafted(), 25, lena, step('review')),
  declared: () => having(given.reviewed(), 26, max, step('declare')),
  dismissed: () => having(given.reviewed(), 26, max, step('dismiss')),
  closed: () => having(given.declared(), 30, max, step('close')),
  merged: () => having(drafted(), 30, { kind: 'system' }, { type: 'merge', into: 2 }),
};

function refusalOf(of: IncidentCase, actor: Actor, name: IncidentStep) {
  const decision = decide(of, 40, actor, step(name));
  if (decision.kind !== 'refused') throw new Error('it was accepted');
  return decision.refusal;
}

describe('who may', () => {
  test.each<[IncidentStep, IncidentStatus, readonly Actor[], string, 'lead' | 'manager']>([
    ['review', 'draft', [ana, tess], 'AU-4', 'lead'],
    ['declare', 'reviewed', [ana, tess, lena], 'AU-5', 'manager'],
    ['dismiss', 'reviewed', [ana, tess, lena], 'AU-5', 'manager'],
    ['update', 'declared', [ana, tess], 'AU-4', 'lead'],
    ['close', 'declared', [ana, tess, lena], 'AU-5', 'manager'],
    ['executive', 'declared', [ana, tess, lena], 'AU-5', 'manager'],
  ])('AU-5 %s is refused to who may not, and says who may', (name, status, actors, clause, atLeast) => {
    for (const actor of actors) {
      expect(refusalOf(given[status](), actor, name)).toMatchObject({
        clause,
        whoMay: { kind: 'role', atLeast },
        nextStep: { step: 'incident', incident: 4 },
      });
    }
    expect(decide(given[status](), 40, max, step(name)).kind).toBe('accepted');
  });

  test.each([otto, guest, { kind: 'system' } as const])('AU-1 without a role nothing is done', (actor) => {
    for (const name of ['review', 'declare', 'update'] as const)
      expect(decide(drafted(), 40, actor, step(name)).kind).toBe('refused');
  });

  test('AU-5 a no is said before anything is written, and again when it is', () => {
    expect(decide(given.reviewed(), 40, lena, { type: 'prepare', step: 'declare' }).kind).toBe('refused');
    expect(decide(given.reviewed(), 40, max, { type: 'prepare', step: 'declare' })).toEqual({
      kind: 'accepted',
      events: [],
    });
  });
});

describe('the order of the steps', () => {
  test.each<[IncidentStatus, readonly IncidentStep[]]>([
    ['draft', ['review']],
    ['reviewed', ['declare', 'dismiss', 'executive']],
    ['declared', ['update', 'close', 'executive']],
    ['dismissed', []],
    ['closed', []],
    ['merged', []],
  ])('ESL-3 a %s one is open to %j and nothing else', (status, steps) => {
    expect(stepsFrom(status)).toEqual(steps);
    for (const name of ['review', 'declare', 'dismiss', 'update', 'close', 'executive'] as const)
      expect(decide(given[status](), 40, max, step(name)).kind).toBe(
        steps.includes(name) ? 'accepted' : 'refused',
      );
  });

  test('ESL-3 a draft is reviewed first', () => {
    expect(refusalOf(drafted(), max, 'declare')).toMatchObject({
      clause: 'ESL-3',
      reason: 'INC-4 is a draft: a Team Lead reviews it before anything is made of it.',
      whoMay: { kind: 'role', atLeast: 'lead' },
    });
  });

  test.each<[IncidentStatus, IncidentStep, string]>([
    ['reviewed', 'review', 'INC-4 was reviewed already, by <@ULENA>.'],
    ['reviewed', 'close', 'INC-4 is not declared yet: that comes first.'],
    ['declared', 'declare', 'INC-4 is declared already.'],
    ['dismissed', 'declare', 'INC-4 was dismissed.'],
    ['closed', 'update', 'INC-4 is closed.'],
    ['merged', 'review', 'INC-4 went on in INC-2.'],
  ])('AU-5 %s: %s is refused with the reason', (status, name, reason) => {
    expect(refusalOf(given[status](), max, name).reason).toBe(reason);
  });

  test('AU-5 every state says what comes next, or that nothing does', () => {
    const next = Object.values(given).map((of) => incidentNext(of().state)?.clause ?? null);
    expect(next).toEqual(['ESL-3', 'AU-5', 'AU-5', null, null, null]);
  });
});

describe('what it owes its tickets', () => {
  test('ESC-6 a draft owes each its link, from the moment it was made', () => {
    const { state } = drafted();
    expect(state.owed).toEqual([1, 2, 3].map((ticket) => ({ kind: 'link', ticket, since: past9(20) })));
    expect(incidentDueAt(state)).toBe(past9(20));
  });

  test('ESC-6 what is written is struck off, one at a time', () => {
    let now = drafted();
    for (const ticket of [2, 1, 3]) now = having(now, 21, { kind: 'system' }, { type: 'noteTold', ticket });
    expect(now.state.owed).toEqual([]);
    expect(incidentDueAt(now.state)).toBeNull();
    expect(now.state.version).toBe(1);
  });

  test.each<[IncidentStatus, IncidentStep]>([
    ['reviewed', 'declare'],
    ['reviewed', 'dismiss'],
    ['declared', 'update'],
    ['declared', 'close'],
  ])('AU-5 from %s, %s is owed to every ticket, as one event', (status, name) => {
    const before = given[status]();
    const after = having(before, 40, max, step(name));
    expect(after.events).toHaveLength(before.events.length + 1);
    expect(after.state.owed.slice(before.state.owed.length)).toEqual(
      [1, 2, 3].map((ticket) => ({
        kind: 'news',
        ticket,
        since: past9(40),
        seq: after.events.length,
      })),
    );
  });

  test('ESC-6 a ticket that joins again is not linked twice', () => {
    const tickets = [held(3, 20), held(5, 30)];
    const { state } = having(drafted(), 30, { kind: 'system' }, { type: 'join', trigger: 'ESC-6', tickets });
    expect(state.owed.map(({ ticket }) => ticket)).toEqual([1, 2, 3, 5]);
  });
});

test('ESC-6 it knows when it was first seen and whom it affects', () => {
  const { state } = drafted([
    held(2, 10),
    held(1, 0, { accounts: ['ACME-1', 'BETA-1'] }),
    held(3, 20, { accounts: ['BETA-1'] }),
  ]);
  expect(firstSeen(state)).toBe(past9(0));
  expect(affectedAccounts(state)).toEqual(['ACME-2', 'ACME-1', 'BETA-1']);
});

describe('whom it is told to', () => {
  const told = (of: IncidentCase) =>
    noticesOfIncidentEvent(of.events.at(-1) as (typeof of.events)[number]).map(
      ({ kind, destination, urgency }) =>
        `${kind} → ${'role' in destination ? `${destination.to} ${destination.role}` : destination.to}, ${urgency}`,
    );

  test('ESL-3 a draft is before the leads at once', () => {
    expect(told(drafted())).toEqual(['incidentCard → channel leads, urgent']);
  });

  test('AU-5 reviewed, the managers are asked in person', () => {
    expect(told(given.reviewed())).toEqual([
      'incidentCard → channel leads, normal',
      'incidentReviewed → role manager, urgent',
    ]);
  });

  test('AU-5 declared, updated and closed, the stakeholders hear of it; dismissed, they do not', () => {
    const publishes = (of: IncidentCase) => told(of).some((line) => line.includes('channel stakeholders'));
    expect(publishes(given.declared())).toBe(true);
    expect(publishes(having(given.declared(), 30, lena, step('update')))).toBe(true);
    expect(publishes(given.closed())).toBe(true);
    expect(publishes(given.dismissed())).toBe(false);
  });

  test('AU-5 executive escalation is posted to the stakeholders with its reason in the record', () => {
    const now = having(given.declared(), 30, max, step('executive'));
    expect(told(now)).toContain('incidentToExecutives → channel stakeholders, urgent');
    expect(incidentWords(now.events.at(-1) as (typeof now.events)[number])).toBe(
      '<@UMAX> escalated it to the executives, because: looked into',
    );
  });

  test('ESC-6 what is written on its tickets is not told again', () => {
    expect(told(having(drafted(), 21, { kind: 'system' }, { type: 'noteTold', ticket: 1 }))).toEqual([]);
  });
});
