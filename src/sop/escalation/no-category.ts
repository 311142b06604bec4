import type { TicketState } from '../ticket/state.ts';
import type { Trigger } from './trigger.ts';

/** ESC-3: matches no documented category. */
export const noCategory: Trigger = {
  id: 'ESC-3',
  from: ['tier1'],
  to: 'tier2',
  seenBy: 'software',
  effect: 'moves',
  words: 'It matches no documented category',
};

/** Whether it was classified as none of the documented categories. */
export function matchesNoCategory({ classification }: Pick<TicketState, 'classification'>): boolean {
  return classification?.category === 'OTHER';
}
