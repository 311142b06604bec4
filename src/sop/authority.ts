import { type Action, actions } from './actions.ts';
import { type Actor, type Role, roleRank, type Standing } from './actor.ts';
import type { ClauseId } from './clauses.ts';
import type { Refusal } from './decision.ts';

export { type Action, actionIds, actions, isAction } from './actions.ts';
export { findActions } from './find-actions.ts';

/** The clause that gives each role what the role below has not. */
const grantingClause: Record<Role, ClauseId> = {
  tier1: 'AU-2',
  tier2: 'AU-3',
  lead: 'AU-4',
  manager: 'AU-5',
};

const roleNames = {
  tier1: 'Tier 1 Support',
  tier2: 'Tier 2 Support',
  lead: 'Team Lead',
  manager: 'Operations Manager',
} as const;

/** The role as somebody who is waited for, within a sentence. */
export function somebodyOf(role: Role): string {
  return {
    tier1: 'Tier 1 Support',
    tier2: 'Tier 2 Support',
    lead: 'a Team Lead',
    manager: 'the Operations Manager',
  }[role];
}

/** "Only … may": the lowest role that may, and those above it. */
const fromRole: Record<Role, string> = {
  tier1: 'someone on the desk',
  tier2: 'Tier 2 Support or a role above it',
  lead: 'a Team Lead or the Operations Manager',
  manager: 'the Operations Manager',
};

/** Why somebody without a role can't, and what helps. */
const withoutRole: Record<Standing, (words: string) => string> = {
  member: (words) =>
    `You are not on this desk’s roster yet, so you can’t ${words}. The Operations Manager can add you to it.`,
  guest: (words) =>
    `Guests of this workspace hold no role on the desk, so you can’t ${words}. Please ask someone on it.`,
  stranger: (words) =>
    `You are here from another organization, which gives no role on this desk, so you can’t ${words}. Please ask your contact on the desk.`,
  bot: (words) =>
    `Apps and bots hold no role on this desk, so this one can’t ${words}. It takes a person on the desk.`,
};

/** AU-1: a role may do all that the roles below it may. */
export function mayDo(role: Role, action: Action): boolean {
  return roleRank(role) >= roleRank(actions[action].from);
}

/** The role as the procedure writes it. */
export function roleName(role: Role): (typeof roleNames)[Role] {
  return roleNames[role];
}

/**
 * AU-1 to AU-6: null when the actor's role carries the action, a refusal otherwise. The refusal offers no next
 * step: the caller, who knows the ticket, adds it. A one-off authorization (AU-6) is the caller's to look up.
 */
export function checkAuthority(actor: Actor, action: Action): Refusal | null {
  const { from, words } = actions[action];
  // Whoever is on the desk can look up whom to ask; to an outsider the roster is not open.
  const onTheDesk = actor.kind === 'person' && actor.role !== null;
  const refuse = (clause: ClauseId, reason: string): Refusal => ({
    action,
    clause,
    reason,
    whoMay: { kind: 'role', atLeast: from },
    nextStep: onTheDesk ? { step: 'roster' } : null,
  });

  if (actor.kind === 'system') {
    return refuse(grantingClause[from], `Handrail can’t ${words} by itself: it takes ${fromRole[from]}.`);
  }
  if (actor.role === null) return refuse('AU-1', withoutRole[actor.standing](words));
  if (mayDo(actor.role, action)) return null;
  return refuse(
    grantingClause[from],
    `Only ${fromRole[from]} may ${words}. You act as ${roleName(actor.role)}, and going beyond your role ` +
      'without a yes from the tier above would be a deviation, so nothing was changed.',
  );
}
