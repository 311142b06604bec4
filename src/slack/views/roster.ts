import { type Role, roles, type UserId } from '../../sop/actor.ts';
import { roleName } from '../../sop/authority.ts';
import type { Message } from '../answer.ts';
import { type Line, lines, type Part } from './rich-text.ts';

/** `/ops roster list`: the highest role first. */
export function buildRoster(members: Readonly<Record<UserId, Role>>): Message {
  const rows = roles.toReversed().map((role): Line => {
    const people = Object.keys(members).filter((id) => members[id] === role);
    const named = people.flatMap((person, index): Part[] =>
      index === 0 ? [{ person }] : [', ', { person }],
    );
    return [{ bold: `${roleName(role)}: ` }, ...(named.length > 0 ? named : ['nobody'])];
  });
  return { text: 'The roster', blocks: [lines([{ bold: 'The roster' }], ...rows)] };
}
