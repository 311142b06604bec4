import { describe, expect, test } from 'vitest';
import { type Actor, type Role, roles, system } from '../../src/sop/actor.ts';
import { actionIds, actions, checkAuthority, findActions, mayDo, roleName } from '../../src/sop/authority.ts';

/** Lowest role first: who may do what, written out once more by hand. */
const table: Record<Role, readonly string[]> = {
  tier1: [
    'ticket.open',
    'ticket.take',
    'ticket.takeOutOfOrder',
    'ticket.transfer',
    'ticket.acceptTransfer',
    'ticket.read',
    'ticket.note',
    'ticket.link',
    'ticket.wait',
    'ticket.resume',
    'ticket.classify',
    'ticket.acknowledge',
    'ticket.verify',
    'ticket.close',
    'ticket.reopen',
    'ticket.redirect',
    'ticket.split',
    'ticket.escalate',
    'escalation.recordBriefing',
    'fix.applyStandard',
    'fix.setAside',
    'fix.recordResult',
    'security.report',
    'exception.log',
    'exception.flag',
    'shift.setOwnStatus',
    'shift.cover',
    'handoff.prepare',
    'handoff.brief',
    'handoff.acknowledge',
    'handoff.flag',
    'handoff.answer',
    'checklist.complete',
    'authorization.request',
    'calibration.flag',
  ],
  tier2: [
    'config.read',
    'escalation.accept',
    'ticket.acknowledgeTier2',
    'diagnostics.pull',
    'investigation.record',
    'cause.record',
    'fix.repeat',
    'fix.applyExtended',
    'fix.confirmExtended',
    'ticket.closeTier2',
    'incident.draft',
  ],
  lead: [
    'config.write',
    'sla.override',
    'priority.override',
    'exception.authorize',
    'vendor.contact',
    'team.coordinate',
    'breach.intervene',
    'promise.resolutionTime',
    'escalation.acceptAsLead',
    'escalation.toManager',
    'ticket.checkIn',
    'security.read',
    'security.act',
    'security.handOver',
    'shift.plan',
    'handoff.prepareLead',
    'handoff.acknowledgeLead',
    'checklist.completeLead',
    'incident.update',
    'incident.review',
    'authorization.grant',
    'p1.update',
    'document.confirm',
    'exceptions.review',
  ],
  manager: [
    'policy.deviate',
    'incident.declare',
    'incident.dismiss',
    'incident.close',
    'escalation.acceptAsManager',
    'escalation.executive',
    'desk.setup',
    'roster.change',
  ],
};

const clauseOf: Record<Role, string> = { tier1: 'AU-2', tier2: 'AU-3', lead: 'AU-4', manager: 'AU-5' };
const person = (role: Role): Actor => ({ kind: 'person', id: 'U0AGENT', role, standing: 'member' });
const wholeSentences = /^[A-Z][\s\S]*\.$/;

test('AU-1 the table holds every action, and no other', () => {
  expect([...actionIds].toSorted()).toEqual(Object.values(table).flat().toSorted());
});

for (const [rank, owner] of roles.entries()) {
  describe(`${clauseOf[owner]} what begins with ${owner}`, () => {
    const owned = actionIds.filter((action) => table[owner].includes(action));
    const below = roles.slice(0, rank);
    const allowed = roles.slice(rank);

    test.each(owned)(`${clauseOf[owner]} %s`, (action) => {
      expect(actions[action].from).toBe(owner);
      for (const role of allowed) {
        expect(mayDo(role, action)).toBe(true);
        expect(checkAuthority(person(role), action)).toBeNull();
      }
      for (const role of below) {
        expect(mayDo(role, action)).toBe(false);
        expect(checkAuthority(person(role), action)).toEqual({
          action,
          clause: clauseOf[owner],
          reason: expect.stringMatching(wholeSentences),
          whoMay: { kind: 'role', atLeast: owner },
          nextStep: { step: 'roster' },
        });
      }
    });
  });
}

describe('AU-1 who is on no roster may do nothing', () => {
  const reasons = (['member', 'guest', 'stranger', 'bot'] as const).map((standing) => {
    const actor: Actor = { kind: 'person', id: 'U0OTHER', role: null, standing };
    test.each(actionIds)(`AU-1 a ${standing} and %s`, (action) => {
      expect(checkAuthority(actor, action)).toEqual({
        action,
        clause: 'AU-1',
        reason: expect.stringMatching(wholeSentences),
        whoMay: { kind: 'role', atLeast: actions[action].from },
        nextStep: null,
      });
    });
    return checkAuthority(actor, 'ticket.take')?.reason;
  });

  test('AU-1 each standing has its own reason', () => {
    expect(new Set(reasons).size).toBe(4);
  });
});

test.each(actionIds)('AU-1 the clock holds no authority for %s', (action) => {
  expect(checkAuthority(system, action)?.whoMay).toEqual({ kind: 'role', atLeast: actions[action].from });
});

test.each(roles)('AU-7 %s may flag a badly calibrated rule', (role) => {
  expect(mayDo(role, 'calibration.flag')).toBe(true);
});

test('AU-6 a refusal names the deviation and the role that one acts in', () => {
  const reason = checkAuthority(person('tier1'), 'priority.override')?.reason;
  expect(reason).toContain('Tier 1 Support');
  expect(reason).toContain('deviation');
  expect(reason).toContain('override a priority');
});

test('AU-1 roles carry the names of the procedure', () => {
  expect(roles.map(roleName)).toEqual([
    'Tier 1 Support',
    'Tier 2 Support',
    'Team Lead',
    'Operations Manager',
  ]);
});

test.each([
  ['ticket.close', 'ticket.close'],
  ['classify', 'ticket.classify'],
  ['clasify tickets', 'ticket.classify'],
  ['declare an incident', 'incident.declare'],
  ['Override the priority', 'priority.override'],
  ['second agent', 'fix.confirmExtended'],
  ['apply a standard fix', 'fix.applyStandard'],
  ['contact vendors', 'vendor.contact'],
  ['close', 'ticket.close'],
])('can-i %j finds %s first', (words, action) => {
  expect(findActions(words)[0]).toBe(action);
});

test.each(['', '   ', 'the', 'zebra crossing'])('can-i %j finds nothing', (words) => {
  expect(findActions(words)).toEqual([]);
});
