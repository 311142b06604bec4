import type { Desk } from '../desk/desk.ts';
import { readTicketFile } from '../desk/read-ticket.ts';
import type { DeskEvent } from '../sop/desk-settings.ts';
import type { Recorded } from '../sop/recorded.ts';
import type { ClaimedNotice } from '../store/claims.ts';
import { deskStream } from '../store/desks.ts';
import { readEvents } from '../store/events.ts';
import type { Message } from './answer.ts';
import { buildChannelLost } from './views/channel-lost.ts';
import { noticeViews } from './views/notices/index.ts';
import { ticketNumber } from './words.ts';

/** A notice in words, from the record as it is now: the messages that it takes. */
export async function renderNotice(desk: Desk, notice: ClaimedNotice): Promise<readonly Message[]> {
  if (notice.stream === deskStream) return renderDeskNotice(desk, notice);
  const number = ticketNumber(notice.stream);
  const file = number === null ? null : await readTicketFile(desk, number);
  const event = file?.events.find(({ seq }) => seq === notice.seq);
  if (!file || !event) throw new Error(`notice ${notice.key} tells of an event that is not in the record`);
  const view = isTicketKind(notice.kind) ? noticeViews[notice.kind] : null;
  if (!view) throw new Error(`no view tells of '${notice.kind}'`);
  return view({ event, file, pack: desk.sop.pack });
}

async function renderDeskNotice(desk: Desk, notice: ClaimedNotice): Promise<readonly Message[]> {
  const events: readonly Recorded<DeskEvent>[] = await readEvents(desk.db, desk.id, deskStream);
  const event = events.find(({ seq }) => seq === notice.seq);
  if (event?.type !== 'channelLost') throw new Error(`no view tells of '${notice.kind}'`);
  return [buildChannelLost(event.payload)];
}

function isTicketKind(kind: string): kind is keyof typeof noticeViews {
  return kind in noticeViews;
}
