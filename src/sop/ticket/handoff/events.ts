import type { UserId } from '../../actor.ts';
import type { ClauseId } from '../../clauses.ts';

export type HandoverPayloads = {
  /** HO-4: with the record of `shift`. `owned`, `watched`: what of the ticket was `from`’s. */
  handedOver: { from: UserId; to: UserId; shift: number; owned: boolean; watched: boolean };
  /** HO-1: it was offered to somebody who has handed over and takes nothing new. */
  offerLapsed: { to: UserId; shift: number };
};

export const handoverClauses = {
  handedOver: 'HO-4',
  offerLapsed: 'HO-1',
} as const satisfies Record<keyof HandoverPayloads, ClauseId>;
