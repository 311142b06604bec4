import type { ShiftState } from '../../../sop/shift/state.ts';
import { wallClock } from '../../../sop/wall-clock.ts';
import type { Message } from '../../answer.ts';
import { lines, sentence } from '../rich-text.ts';
import type { ShiftNoticeContent } from './notice.ts';

/** To the person, where the plan moved its end, or there are no shifts any more; to the others, where the person leaves at another time. */
export function buildShiftMoved({ event, file: { shift }, pack }: ShiftNoticeContent): readonly Message[] {
  if (event.type === 'ended' && shift.outcome === 'noShifts') {
    const over =
      'This desk no longer works in shifts, so yours has ended. The tickets you have stay yours; nothing is to be handed over.';
    return [{ text: over, blocks: [lines(sentence(over))] }];
  }
  if (event.type !== 'endMoved' || shift.status === 'ended' || !shift.endsAt) return [];
  const end = wallClock(shift.endsAt, pack.timeZone);
  const text =
    event.payload.because === 'self'
      ? `<@${shift.person}> leaves at ${end} (HO-1).`
      : `Your shift${named(shift)} now ends at ${end}.`;
  return [{ text, blocks: [lines(sentence(text))] }];
}

/** To the leads: nobody came on, or, where it is told late, nobody ever did. */
export function buildShiftAbsent({ file: { shift }, pack }: ShiftNoticeContent): readonly Message[] {
  if (shift.status !== 'expected' && shift.outcome !== 'absent') return [];
  const began = wallClock(shift.startsAt, pack.timeZone);
  const text =
    shift.status === 'expected'
      ? `<@${shift.person}> has not come on shift${named(shift)}, which began ${began} (CK-3).`
      : `<@${shift.person}> did not come on shift${named(shift)}, which began ${began} and is over (CK-3).`;
  return [{ text, blocks: [lines(sentence(text))] }];
}

export function named({ pattern }: ShiftState): string {
  return pattern ? ` “${pattern}”` : '';
}
