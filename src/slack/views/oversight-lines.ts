import type { Pack } from '../../sop/pack/schema.ts';
import { nextCheckAt, updateDueAt } from '../../sop/ticket/oversight/obligations.ts';
import { activeWatch } from '../../sop/ticket/oversight/watch.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import { actions } from '../ids.ts';
import type { ButtonSpec } from './elements.ts';
import type { Line } from './rich-text.ts';

/** LD-2 to LD-4 on the card and the page: an override, the P1 protocol and a lead's watch in one line each. */
export function oversightLines(ticket: TicketState, pack: Pack): readonly Line[] {
  return [...overrideLine(ticket, pack), ...protocolLine(ticket, pack), ...watchLine(ticket, pack)];
}

function overrideLine({ priorityOverride, classification }: TicketState, { timeZone: zone }: Pack) {
  if (!priorityOverride) return [];
  const { priority, by, at } = priorityOverride;
  const line: Line = [
    { bold: 'Override: ' },
    `${priority} by `,
    { person: by },
    ', ',
    { time: at, zone },
    ...(classification ? [` · classified ${classification.priority}`] : []),
  ];
  return [line];
}

function protocolLine(ticket: TicketState, pack: Pack): readonly Line[] {
  const { p1, status, security } = ticket;
  if (!p1 || security) return [];
  const zone = pack.timeZone;
  const name = { bold: 'P1 protocol: ' };
  if (status === 'closed') return [[name, 'the closing note is owed']];
  const next = updateDueAt(ticket, pack) ?? p1.countedFrom;
  if (p1.overdueSince)
    return [[name, { bold: 'update missed' }, ', owed since ', { time: p1.overdueSince, zone }]];
  return [[name, 'since ', { time: p1.since, zone }, ' · next update by ', { time: next, zone }]];
}

function watchLine(ticket: TicketState, pack: Pack): readonly Line[] {
  const watch = activeWatch(ticket);
  if (!watch) return [];
  const zone = pack.timeZone;
  const next = nextCheckAt(ticket, pack);
  return [
    [
      { bold: 'Watched by ' },
      { person: watch.lead },
      ...(watch.checkedAt ? [' · last check ', { time: watch.checkedAt, zone }] : [' · no check yet']),
      ...(watch.missedInAll > 0 ? [{ bold: ` · ${watch.missedInAll} missed` }] : []),
      ...(next ? [' · next ', { time: next, zone }] : []),
    ],
  ];
}

/** Whatever of a lead's can be done with the ticket; who may not is refused. */
export function oversightButtons(ticket: TicketState): readonly ButtonSpec[] {
  const { number: about, p1, status, security } = ticket;
  const closed = status === 'closed';
  return [
    ...(closed ? [] : [{ label: 'Override priority', action: actions.overridePriority, about }]),
    ...(p1 && !security ? [closed ? closingNoteButton(ticket) : sendUpdateButton(ticket)] : []),
    ...(activeWatch(ticket) ? [checkInButton(ticket)] : []),
  ];
}

export function sendUpdateButton({ number }: TicketState): ButtonSpec {
  return { label: 'Send update', action: actions.sendUpdate, about: number };
}

export function closingNoteButton({ number }: TicketState): ButtonSpec {
  return { label: 'Closing note', action: actions.closingNote, about: number };
}

export function checkInButton({ number }: TicketState): ButtonSpec {
  return { label: 'Check in', action: actions.checkIn, about: number };
}
