/** The chain of AU-1, lowest first. Each role may do all that the roles before it may. */
export const roles = ['tier1', 'tier2', 'lead', 'manager'] as const;
export type Role = (typeof roles)[number];

/** Slack user id, e.g. `U012ABC`. Never a name. */
export type UserId = string;

/** Why somebody without a role has none; `member` is a full member who is not on the roster. */
export type Standing = 'member' | 'guest' | 'stranger' | 'bot';

/**
 * Who is acting, as known at the moment of the act. `system` is the clock and the systems around the desk
 * (intake, the customer channel): it holds no authority of its own and issues only commands no person can.
 */
export type Actor =
  | { kind: 'person'; id: UserId; role: Role | null; standing: Standing }
  | { kind: 'system' };

export const system: Actor = { kind: 'system' };

export function roleRank(role: Role): number {
  return roles.indexOf(role);
}

/** What the record keeps of an actor: the role held then, or why there was none. */
export function actingRole(actor: Actor): string {
  if (actor.kind === 'system') return 'system';
  return actor.role ?? actor.standing;
}
