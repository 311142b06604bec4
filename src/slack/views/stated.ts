import type { Pack } from '../../sop/pack/schema.ts';
import type { Fix } from '../../sop/ticket/ladder.ts';
import { inWords } from '../../sop/wall-clock.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { buttons, confirmation } from './elements.ts';
import { lines } from './rich-text.ts';

/**
 * T1-7: no transaction is active, and here is what cannot be undone. `repeatReason` travels in the button: whether it
 * is good enough is decided when the fix is begun, and so is everything else.
 */
export function buildStated(
  ticket: number,
  account: string,
  fix: Fix,
  irreversible: string,
  repeatReason: string | null,
  pack: Pack,
): Message {
  return {
    text: `${fix.id} on T-${ticket} cannot be undone.`,
    blocks: [
      lines(
        [{ bold: `${fix.id} ${fix.title} on T-${ticket} cannot be undone.` }],
        [{ bold: 'Account: ' }, account],
        [{ bold: 'What is lost: ' }, irreversible],
        [
          'You stated that no transaction is active for this customer (T1-7). ',
          `That is good for ${inWords(pack.limits.noTransactionStatement)}, while the ticket stays as it is.`,
        ],
      ),
      buttons({
        label: 'Apply fix',
        action: actions.applyStated,
        about: `${ticket}:${fix.id}`,
        value: `${ticket}:${fix.id}:${repeatReason ?? ''}`,
        primary: true,
        confirm: confirmation(`Apply ${fix.id}?`, `This cannot be undone. ${irreversible}`, 'Apply fix'),
      }),
    ],
  };
}
