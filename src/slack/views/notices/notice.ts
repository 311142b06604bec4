import type { TicketFile } from '../../../desk/read-ticket.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import type { Recorded } from '../../../sop/recorded.ts';
import type { TicketEvent, TicketEventOf, TicketEventType } from '../../../sop/ticket/events.ts';
import type { Message } from '../../answer.ts';

/**
 * What a notice is rendered from, at the moment it is sent: the event it tells of, and the ticket as it is now.
 * `surface`: which message it keeps up to date (`authorization:5`), if it does.
 */
export type NoticeContent = {
  event: Recorded<TicketEvent>;
  file: TicketFile;
  pack: Pack;
  surface?: string | null;
};

/**
 * The messages a notice takes: one, several where a text is longer than Slack allows, or none when what it would
 * tell has been overtaken before it could be sent.
 */
export type NoticeView = (content: NoticeContent) => readonly Message[];

/** A view for one type of event; being asked to tell of another is a fault of ours. */
export function telling<Type extends TicketEventType>(
  types: readonly Type[],
  build: (event: Recorded<TicketEventOf<Type>>, content: NoticeContent) => readonly Message[],
): NoticeView {
  return (content) => {
    if (!isOneOf(content.event, types))
      throw new Error(`a notice of ${types.join(', ')} was given '${content.event.type}'`);
    return build(content.event, content);
  };
}

/** The event of a notice as what it is; being given another is a fault of ours. */
export function eventOf<Type extends TicketEventType>(
  event: Recorded<TicketEvent>,
  type: Type,
): Recorded<TicketEventOf<Type>> {
  if (!isOneOf(event, [type])) throw new Error(`a notice of ${type} was given '${event.type}'`);
  return event;
}

function isOneOf<Type extends TicketEventType>(
  event: Recorded<TicketEvent>,
  types: readonly Type[],
): event is Recorded<TicketEventOf<Type>> {
  return (types as readonly string[]).includes(event.type);
}
