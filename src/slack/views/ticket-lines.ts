import type { Pack } from '../../sop/pack/schema.ts';
import { isPaused, type SlaClock } from '../../sop/sla-clock.ts';
import { categoryWords, symptomWords } from '../../sop/ticket/acknowledgement-text.ts';
import { type TicketState, workingPriority } from '../../sop/ticket/state.ts';
import { clip } from '../limits.ts';
import type { Line, Part } from './rich-text.ts';

/** One line of a list: number, priority, title, account. */
export function ticketLine(ticket: TicketState, pack: Pack): Line {
  return [
    { bold: `T-${ticket.number}` },
    ` · ${priorityWords(ticket, pack)} · ${clip(ticket.title, 120)} · ${clip(ticket.customerAccount, 60)}`,
  ];
}

/** `P2` once classified, `P2 (reported)` before, `P3 (assumed)` where nobody said. */
export function priorityWords(ticket: TicketState, pack: Pack): string {
  const priority = workingPriority(ticket, pack);
  if (ticket.classification || ticket.priorityOverride)
    return `${priority} ${pack.matrix.priorities[priority].name}`;
  return ticket.reportedPriority ? `${priority} (reported)` : `${priority} (assumed)`;
}

export function classificationLine(ticket: TicketState, pack: Pack): Line {
  const { classification } = ticket;
  if (!classification) return [{ bold: 'Category: ' }, 'not classified yet'];
  return [
    { bold: 'Category: ' },
    `${classification.category}, ${categoryWords(pack, classification)} · ${symptomWords(pack, classification)}`,
  ];
}

export function ownerLine(ticket: TicketState): Line {
  const owner: Part = ticket.owner ? { person: ticket.owner } : 'nobody yet';
  const offered: Line = ticket.transfer ? [' · offered to ', { person: ticket.transfer.to }] : [];
  return [{ bold: 'Owner: ' }, owner, ...offered];
}

/** A clock in one line; `zone` for those whose Slack shows no local time. */
export function clockLine(name: string, clock: SlaClock | null, zone: string): Line {
  if (!clock) return [{ bold: `${name}: ` }, 'starts when it is taken'];
  const due: Part = { time: clock.dueAt, zone };
  if (clock.outcome === 'met') return [{ bold: `${name}: ` }, 'met, was due ', due];
  if (clock.outcome === 'missed') return [{ bold: `${name}: ` }, 'missed, was due ', due];
  if (clock.breachTold) return [{ bold: `${name}: ` }, 'missed, was due ', due];
  if (isPaused(clock)) return [{ bold: `${name}: ` }, 'paused while it waits'];
  const set = clock.overriddenAt ? ['; set by a lead'] : [];
  return [{ bold: `${name}: ` }, clock.atRiskTold ? 'at risk, due ' : 'due ', due, ...set];
}

export const statusWords: Record<TicketState['status'], string> = {
  queued: 'In the queue',
  open: 'Being worked on',
  waiting: 'Waiting',
  resolved: 'Resolved, to be closed',
  closed: 'Closed',
};
