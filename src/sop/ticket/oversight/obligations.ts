import { epoch, type Instant, instant } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import type { ChapterObligation } from '../chapter.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import type { TicketState } from '../state.ts';
import { activeWatch, isAnswered } from './watch.ts';

/** What the clock owes of a lead's oversight. The closing note of PCD00011 is owed of a closed ticket, too. */
export function oversightObligations(ticket: TicketState, pack: Pack): readonly ChapterObligation[] {
  return [...protocolObligations(ticket, pack), ...watchObligations(ticket, pack)];
}

/** When the next update is owed; null while no protocol runs, or only its closing note is owed. */
export function updateDueAt({ p1, status }: TicketState, pack: Pack): Instant | null {
  return p1 && status !== 'closed' ? after(p1.countedFrom, pack.limits.p1Update) : null;
}

/** When the lead is prompted next; null while nobody watches. */
export function nextCheckAt(ticket: TicketState, pack: Pack): Instant | null {
  const watch = activeWatch(ticket);
  return watch && after(watch.promptedAt ?? watch.since, pack.limits.leadCheck);
}

function protocolObligations(ticket: TicketState, pack: Pack): readonly ChapterObligation[] {
  const { p1, security, closure } = ticket;
  if (!p1) return [];
  // SEC-2: from the report on no channel hears of it.
  if (security)
    return [owed('p1Restricted', security.at, ticketEvent('p1Ended', { cause: 'restricted', note: null }))];
  if (closure) {
    const at = p1.closingAskedAt ? after(p1.closingAskedAt, pack.limits.reminder) : closure.at;
    return [owed('p1Closing', at, ticketEvent('p1ClosingOwed', {}))];
  }
  const dueAt = after(p1.countedFrom, pack.limits.p1Update);
  const missed = owed('p1UpdateMissed', dueAt, ticketEvent('p1UpdateMissed', { dueAt }));
  if (p1.prompted) return [missed];
  const prompt: ChapterObligation = {
    kind: 'chapter',
    name: 'p1UpdatePrompt',
    at: instant(epoch(dueAt) - pack.limits.p1UpdateWarning),
    // After a downtime only the miss is told.
    strike: (_, { now }) =>
      epoch(dueAt) <= now.getTime() ? [] : [ticketEvent('p1UpdatePrompted', { dueAt })],
  };
  return [prompt, missed];
}

function watchObligations(ticket: TicketState, pack: Pack): readonly ChapterObligation[] {
  const watch = activeWatch(ticket);
  const at = nextCheckAt(ticket, pack);
  if (!watch || !at) return [];
  const missed = isAnswered(watch) ? 0 : watch.missed + 1;
  return [owed('leadCheck', at, ticketEvent('checkPrompted', { missed }))];
}

function owed(name: string, at: Instant, event: TicketEvent): ChapterObligation {
  return { kind: 'chapter', name, at, strike: () => [event] };
}

function after(since: Instant, ms: number): Instant {
  return instant(epoch(since) + ms);
}
