import type { Context } from '../sop/context.ts';
import type { Beginning } from '../sop/exception/decide.ts';
import { chainStart } from '../store/chain.ts';
import { nextNumber } from '../store/desks.ts';
import type { Transaction } from '../store/transaction.ts';
import type { Desk } from './desk.ts';
import type { Before } from './write.ts';

/** The next number of the register, and what a record is written onto that begins with it. */
export async function beginException(
  desk: Desk,
  tx: Transaction,
  about: Omit<Beginning, 'number'>,
): Promise<{ beginning: Beginning; fresh: Before<never> }> {
  const { number, channels } = await nextNumber(tx, desk.id, 'exception');
  return {
    beginning: { number, ...about },
    fresh: { state: null, head: { seq: 0, hash: chainStart }, channels, cardChannel: null },
  };
}

/** Who enters it: the person acting, in the role held now. */
export function authorOf({ actor }: Context): Pick<Beginning, 'author' | 'authorRole'> {
  if (actor.kind !== 'person' || actor.role === null)
    throw new Error('an exception is a person’s on the desk');
  return { author: actor.id, authorRole: actor.role };
}
