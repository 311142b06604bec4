import type { ClaimedNotice } from '../store/claims.ts';

/** The steps of a notice from its transaction to its recorded delivery, in their order: the process may die at each. */
const deliveryPoints = [
  /** It is written and nobody has claimed it. */
  'claiming',
  'claimed',
  'placed',
  'rendered',
  /** An earlier send may have arrived: about to look for it, and nothing found. */
  'looking',
  'looked',
  'posting',
  /** Slack took it, and nothing is written down of that. */
  'answered',
  'recorded',
  /** SEC-2: about to delete a message, and deleted without a word written down. */
  'takingBack',
  'tookBack',
] as const;
export type DeliveryPoint = (typeof deliveryPoints)[number];

/** Is told of every step, and waited for; `notice` is null before one is claimed. */
export type Passing = (point: DeliveryPoint, notice: ClaimedNotice | null) => Promise<void>;

/** The same for the one notice in hand. */
export type AtPoint = (point: DeliveryPoint) => Promise<void>;
