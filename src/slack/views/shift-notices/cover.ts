import type { Pack } from '../../../sop/pack/schema.ts';
import type { Recorded } from '../../../sop/recorded.ts';
import type { PlanEvent } from '../../../sop/shift/change-plan.ts';
import type { Message } from '../../answer.ts';
import { lines } from '../rich-text.ts';

/** To both, and where the shift is briefed: who is on for whom, or is no longer. */
export function buildCoverNotice(
  { type, payload }: Extract<Recorded<PlanEvent>, { type: 'coverAgreed' | 'coverWithdrawn' }>,
  { timeZone: zone }: Pack,
): Message {
  const { by, of, from, to } = payload;
  const agreed = type === 'coverAgreed';
  return {
    text: agreed ? 'A cover is agreed.' : 'A cover is withdrawn.',
    blocks: [
      lines([
        { person: by },
        agreed ? ' covers for ' : ' no longer covers for ',
        { person: of },
        ' from ',
        { time: from, zone },
        ' to ',
        { time: to, zone },
        '.',
        ...(agreed ? [' What is open then is handed over at both ends (HO-1).'] : []),
      ]),
    ],
  };
}
