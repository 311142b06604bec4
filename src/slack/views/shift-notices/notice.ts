import type { HandoffFile } from '../../../desk/read-handoff.ts';
import type { ShiftFile } from '../../../desk/read-shift.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import type { Recorded } from '../../../sop/recorded.ts';
import type { ShiftEvent, ShiftEventOf, ShiftEventType } from '../../../sop/shift/events.ts';
import type { TicketState } from '../../../sop/ticket/state.ts';
import type { Message } from '../../answer.ts';

/**
 * What a notice of a shift is rendered from, when it is sent. `surface`: which message it keeps up to date
 * (`tickets:12:0`), if it does. `handoff`: the record, where one was begun. `queue`: of the person, for the first minutes.
 */
export type ShiftNoticeContent = {
  event: Recorded<ShiftEvent>;
  file: ShiftFile;
  pack: Pack;
  now: Date;
  surface: string | null;
  handoff: HandoffFile | null;
  queue: readonly TicketState[];
};
/** No message where it was overtaken before it could be told. */
export type ShiftView = (content: ShiftNoticeContent) => readonly Message[];

/** The record that a notice tells of; without one it is a fault of ours. */
export function handoffIn({ handoff, file }: ShiftNoticeContent): HandoffFile {
  if (!handoff) throw new Error(`SHIFT-${file.shift.number} has no handoff record`);
  return handoff;
}

/** The event as the one type that a view tells of; being asked to tell of another is a fault of ours. */
export function eventIn<Type extends ShiftEventType>(
  { event }: ShiftNoticeContent,
  type: Type,
): Recorded<ShiftEventOf<Type>> {
  if (!isOf(event, type)) throw new Error(`a notice of ${type} was given '${event.type}'`);
  return event;
}

function isOf<Type extends ShiftEventType>(
  event: Recorded<ShiftEvent>,
  type: Type,
): event is Recorded<ShiftEventOf<Type>> {
  return event.type === type;
}
