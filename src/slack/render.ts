import type { Desk } from '../desk/desk.ts';
import { mayBeTold } from '../desk/may-be-told.ts';
import type { ClaimedNotice } from '../desk/outbox.ts';
import { readExceptionFile } from '../desk/read-exception.ts';
import { queueByTimeLeft, withHandoff } from '../desk/read-handoff.ts';
import { readIncidentFile } from '../desk/read-incident.ts';
import { readShiftFile } from '../desk/read-shift.ts';
import { readTicketFile } from '../desk/read-ticket.ts';
import { toldOfDraftSince } from '../sop/exception/obligations.ts';
import type { Instant } from '../sop/instant.ts';
import { shiftOwedSince } from '../sop/shift/owed-since.ts';
import { owedSince } from '../sop/ticket/owed-since.ts';
import type { Message } from './answer.ts';
import { renderDeskNotice } from './render-desk-notice.ts';
import { UnknownKind } from './unknown-kind.ts';
import { exceptionViews } from './views/exception-notices.ts';
import { incidentViews } from './views/incident-notices.ts';
import { saidLate } from './views/late.ts';
import { noticeViews } from './views/notices/index.ts';
import { shiftViews } from './views/shift-notices/index.ts';
import { exceptionNumber, incidentNumber, shiftNumber, ticketNumber } from './words.ts';

/** A notice in words, from the record as it is now: the messages it takes, none when it must not be told (SEC-2). */
export async function renderNotice(desk: Desk, notice: ClaimedNotice): Promise<readonly Message[]> {
  const shift = shiftNumber(notice.stream);
  if (shift !== null) return renderShiftNotice(desk, notice, shift);
  const incident = incidentNumber(notice.stream);
  if (incident !== null) return renderIncidentNotice(desk, notice, incident);
  const exception = exceptionNumber(notice.stream);
  if (exception !== null) return renderExceptionNotice(desk, notice, exception);
  const number = ticketNumber(notice.stream);
  if (number === null) return renderDeskNotice(desk, notice);
  const { file, event } = toldOf(notice, await readTicketFile(desk, number));
  if (!(await mayBeTold(desk, notice, file.ticket))) return [];
  const view = viewOf(noticeViews, notice.kind);
  const { pack } = desk.sop;
  const since = owedSince(file.events, event, pack);
  return inTime(desk, notice, since, view({ event, file, pack, surface: surfaceOf(notice) }));
}

async function renderIncidentNotice(
  desk: Desk,
  notice: ClaimedNotice,
  number: number,
): Promise<readonly Message[]> {
  const { file, event } = toldOf(notice, await readIncidentFile(desk, number));
  const view = viewOf(incidentViews, notice.kind);
  return inTime(desk, notice, null, view({ event, file, pack: desk.sop.pack }));
}

async function renderShiftNotice(
  desk: Desk,
  notice: ClaimedNotice,
  number: number,
): Promise<readonly Message[]> {
  const { file, event } = toldOf(notice, await readShiftFile(desk, number));
  const view = viewOf(shiftViews, notice.kind);
  const content = {
    event,
    file,
    pack: desk.sop.pack,
    now: desk.clock.now(),
    surface: surfaceOf(notice),
    handoff: file.shift.handoff ? await withHandoff(desk, file, notice.surface ? 'told' : 'next') : null,
    queue: notice.kind === 'handoffQueue' ? await queueByTimeLeft(desk, file.shift.person) : [],
  };
  const since = shiftOwedSince(file.events, event, desk.sop.pack);
  return inTime(desk, notice, since, view(content));
}

/** Stored under the name of its stream: `T-12/authorization:5`. */
function surfaceOf({ surface, stream }: ClaimedNotice): string | null {
  return surface?.slice(stream.length + 1) ?? null;
}

async function renderExceptionNotice(
  desk: Desk,
  notice: ClaimedNotice,
  number: number,
): Promise<readonly Message[]> {
  const { file, event } = toldOf(notice, await readExceptionFile(desk, number));
  const view = viewOf(exceptionViews, notice.kind);
  const { exception } = file;
  const since = toldOfDraftSince(exception, event);
  return inTime(desk, notice, since, view({ event, exception, pack: desk.sop.pack }));
}

/**
 * A surface shows how things stand now, which is never late. What the clock did is late from when it was due: nobody may
 * have been there to do it.
 */
function inTime(
  desk: Desk,
  notice: ClaimedNotice,
  owedSince: Instant | null,
  messages: readonly Message[],
): readonly Message[] {
  if (notice.surface) return messages;
  const now = desk.clock.now();
  const since = owedSince === null ? notice.createdAt : new Date(owedSince);
  return messages.map((message) => saidLate(message, since, now, desk.sop.pack.timeZone));
}

/** The record that a notice is about, with the event it tells of. */
function toldOf<Event extends { seq: number }, File extends { events: readonly Event[] }>(
  notice: ClaimedNotice,
  file: (File & { events: readonly Event[] }) | null,
): { file: File; event: Event } {
  const event = file?.events.find(({ seq }) => seq === notice.seq);
  if (!file || !event) throw new Error(`notice ${notice.key} tells of an event that is not in the record`);
  return { file, event };
}

function viewOf<View>(views: Readonly<Record<string, View>>, kind: string): View {
  const view = Object.hasOwn(views, kind) ? views[kind] : undefined;
  if (!view) throw new UnknownKind(kind);
  return view;
}
