import type { RecordTicket } from '../../../desk/read-handoff.ts';
import { roleName } from '../../../sop/authority.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { riskOf } from '../../../sop/shift/handoff/risk.ts';
import { eventWords } from '../../../sop/ticket/explain.ts';
import type { TicketState } from '../../../sop/ticket/state.ts';
import { clip } from '../../limits.ts';
import { restrictedWords } from '../restricted.ts';
import { type Line, lines, sentence } from '../rich-text.ts';
import { clockLines, priorityWords, statusWords, ticketLine } from '../ticket-lines.ts';

/** Of what was done last, and of a title, in a list. */
const [actionLength, titleLength] = [150, 60];

/** HO-3: a ticket in one line: how close it is, and what is unusual about it. Of a restricted one its number (SEC-2). */
export function riskLine(ticket: TicketState, pack: Pack, now: Date, more: Line): Line {
  if (ticket.security) return [restrictedWords(ticket.number)];
  return riskOnlyLine(ticket, pack, now, [` · ${clip(ticket.title, titleLength)}`], more);
}

/** The same without the title: nothing in it has to be taken back if the ticket is restricted later (SEC-2). */
export function untitledRiskLine(ticket: TicketState, pack: Pack, now: Date): Line {
  if (ticket.security) return [restrictedWords(ticket.number)];
  return riskOnlyLine(ticket, pack, now, [], []);
}

function riskOnlyLine(ticket: TicketState, pack: Pack, now: Date, titled: Line, more: Line): Line {
  const marks = marksOf(ticket);
  return [
    { bold: `T-${ticket.number}` },
    ` · ${priorityWords(ticket, pack)}`,
    ...titled,
    ...dueWords(ticket, pack, now),
    ...(marks.length > 0 ? [` · ${marks.join(', ')}`] : []),
    ...more,
  ];
}

function dueWords(ticket: TicketState, pack: Pack, now: Date): Line {
  const { risk, dueAt } = riskOf(ticket, pack, now);
  if (!dueAt) return [risk === 'paused' ? ' · waits, clock paused' : ' · no clock runs'];
  const due = { time: dueAt, zone: pack.timeZone };
  switch (risk) {
    case 'near':
      return [' · ', { bold: 'at risk' }, ', due ', due];
    case 'breached':
      return [' · ', { bold: 'missed' }, ', was due ', due];
    default:
      return [' · due ', due];
  }
}

/** HO-6: escalated, looked in on, overridden, in an incident. */
function marksOf(ticket: TicketState): readonly string[] {
  const { escalation, watch, priorityOverride, clocks, incident, p1 } = ticket;
  const set = Object.values(clocks).some((clock) => clock && !clock.stoppedAt && clock.overriddenAt);
  return [
    ...(escalation
      ? [
          escalation.accepted
            ? `escalated to ${roleName(escalation.to)}`
            : `waits to be accepted by ${roleName(escalation.to)}`,
        ]
      : []),
    ...(watch ? ['looked in on every few minutes'] : []),
    ...(p1 ? ['PCD00011 runs'] : []),
    ...(priorityOverride ? ['priority overridden'] : []),
    ...(set ? ['clock set by a lead'] : []),
    ...(incident ? [`INC-${incident}`] : []),
  ];
}

/** HO-2: what is known of a ticket without anybody writing it. */
export function knownLines({ ticket, lastAction }: RecordTicket, pack: Pack): readonly Line[] {
  const marks = marksOf(ticket);
  return [
    ticketLine(ticket, pack),
    [statusWords[ticket.status], ...(marks.length > 0 ? [` · ${marks.join(', ')}`] : [])],
    ...clockLines(ticket, pack.timeZone),
    ...(ticket.waiting ? [[{ bold: 'Waits for: ' }, clip(ticket.waiting.on, actionLength)]] : []),
    ...(lastAction
      ? [
          [
            { bold: 'Last: ' },
            ...sentence(clip(eventWords(lastAction, pack.timeZone), actionLength)),
            ' ',
            { time: lastAction.at, zone: pack.timeZone },
          ],
        ]
      : []),
  ];
}

/** What was written of it, each text at most `length` characters. */
function writtenLines({ entry, changed }: RecordTicket, length: number): readonly Line[] {
  if (!entry) return [[{ bold: 'Not written yet.' }]];
  const { nextAction, waitingOn, watch } = entry.payload;
  return [
    ...(changed ? [[{ bold: 'Changed since this was written.' }]] : []),
    [{ bold: 'Next action: ' }, clip(nextAction, length)],
    [{ bold: 'Waiting on: ' }, clip(waitingOn, length)],
    ...(watch ? [[{ bold: 'Watch: ' }, clip(watch, length)]] : []),
  ];
}

/** A ticket of a record with all that is known and written; of a restricted one only its number (SEC-2). */
export function recordTicketBlock(one: RecordTicket, pack: Pack, length: number, more: readonly Line[]) {
  if (one.ticket.security) return lines([restrictedWords(one.ticket.number)]);
  return lines(...knownLines(one, pack), ...writtenLines(one, length), ...more);
}
