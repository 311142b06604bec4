import type { Desk } from '../desk/desk.ts';
import { mayBeTold } from '../desk/may-be-told.ts';
import type { ClaimedNotice } from '../desk/outbox.ts';
import { deskEventOf } from '../desk/read-desk.ts';
import { readIncidentFile } from '../desk/read-incident.ts';
import { readTicketFile } from '../desk/read-ticket.ts';
import type { Message } from './answer.ts';
import { buildChannelLost } from './views/channel-lost.ts';
import { incidentViews } from './views/incident-notices.ts';
import { saidLate } from './views/late.ts';
import { noticeViews } from './views/notices/index.ts';
import { incidentNumber, ticketNumber } from './words.ts';

/** A notice in words, from the record as it is now: the messages it takes, none when it must not be told (SEC-2). */
export async function renderNotice(desk: Desk, notice: ClaimedNotice): Promise<readonly Message[]> {
  const incident = incidentNumber(notice.stream);
  if (incident !== null) return renderIncidentNotice(desk, notice, incident);
  const number = ticketNumber(notice.stream);
  if (number === null) return renderDeskNotice(desk, notice);
  const file = await readTicketFile(desk, number);
  const event = file?.events.find(({ seq }) => seq === notice.seq);
  if (!file || !event) throw new Error(`notice ${notice.key} tells of an event that is not in the record`);
  if (!(await mayBeTold(desk, notice, file.ticket))) return [];
  const view = isTicketKind(notice.kind) ? noticeViews[notice.kind] : null;
  if (!view) throw new Error(`no view tells of '${notice.kind}'`);
  // Stored under the name of its stream: `T-12/authorization:5`.
  const surface = notice.surface?.slice(notice.stream.length + 1) ?? null;
  return inTime(desk, notice, view({ event, file, pack: desk.sop.pack, surface }));
}

async function renderIncidentNotice(
  desk: Desk,
  notice: ClaimedNotice,
  number: number,
): Promise<readonly Message[]> {
  const file = await readIncidentFile(desk, number);
  const event = file?.events.find(({ seq }) => seq === notice.seq);
  if (!file || !event) throw new Error(`notice ${notice.key} tells of an event that is not in the record`);
  const view = isIncidentKind(notice.kind) ? incidentViews[notice.kind] : null;
  if (!view) throw new Error(`no view tells of '${notice.kind}'`);
  return inTime(desk, notice, view({ event, file, pack: desk.sop.pack }));
}

/** A surface shows how things stand now, which is never late. */
function inTime(desk: Desk, notice: ClaimedNotice, messages: readonly Message[]): readonly Message[] {
  if (notice.surface) return messages;
  const now = desk.clock.now();
  return messages.map((message) => saidLate(message, notice.createdAt, now, desk.sop.pack.timeZone));
}

async function renderDeskNotice(desk: Desk, notice: ClaimedNotice): Promise<readonly Message[]> {
  const event = await deskEventOf(desk, notice.seq);
  if (event.type !== 'channelLost') throw new Error(`no view tells of '${notice.kind}'`);
  return [buildChannelLost(event.payload)];
}

function isIncidentKind(kind: string): kind is keyof typeof incidentViews {
  return kind in incidentViews;
}

function isTicketKind(kind: string): kind is keyof typeof noticeViews {
  return kind in noticeViews;
}
