import { type Role, roleRank, roles } from '../actor.ts';

/** Each position takes another person; a higher role may hold a lower one where nobody else is left. Those left empty. */
export function emptyPositions<Wanted extends { position: Role }>(
  wanted: readonly Wanted[],
  held: readonly Role[],
): readonly Wanted[] {
  // From the highest position on, whoever may hold one may hold all that follow: it does not matter who of them does.
  const left = held.map(roleRank);
  return wanted
    .toSorted((a, b) => roleRank(b.position) - roleRank(a.position))
    .filter(({ position }) => {
      const fitting = left.findIndex((rank) => rank >= roleRank(position));
      if (fitting === -1) return true;
      left.splice(fitting, 1);
      return false;
    });
}

/** Of one role, how many positions there are and how many of them nobody holds. */
export type Shortage = { role: Role; empty: number; of: number };

const agents: readonly Role[] = ['tier1', 'tier2'];

/**
 * CK-3: where the people on shift fall short of the positions planned for now. Tier 1 and tier 2 are to be there whatever
 * is planned, and a lead is none of them: whoever works tickets meanwhile does not lead, and says so.
 */
export function shortagesOf(positions: readonly Role[], onShift: readonly Role[]): readonly Shortage[] {
  const isAgent = (role: Role) => agents.includes(role);
  const groups = [isAgent, (role: Role) => !isAgent(role)];
  const empty = groups.flatMap((isOfGroup) =>
    emptyPositions(
      positions.filter(isOfGroup).map((position) => ({ position })),
      onShift.filter(isOfGroup),
    ),
  );
  return roles.flatMap((role): Shortage[] => {
    const of = positions.filter((one) => one === role).length;
    const short = empty.filter(({ position }) => position === role).length;
    if (short > 0) return [{ role, empty: short, of }];
    const covered = onShift.some((one) => isAgent(one) && roleRank(one) >= roleRank(role));
    return isAgent(role) && !covered ? [{ role, empty: 1, of: 1 }] : [];
  });
}
