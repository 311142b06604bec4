import { epoch, instant } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import type { ChapterObligation } from '../chapter.ts';
import { reminded, ticketEvent } from '../events.ts';
import type { TicketState, Tier } from '../state.ts';
import { pendingEscalation } from './commands.ts';

/** Who waits next when a tier does not accept. */
const above: Readonly<Record<Tier, Tier>> = {
  tier1: 'tier2',
  tier2: 'lead',
  lead: 'manager',
  manager: 'manager',
};

/** What the clock owes an escalated ticket. */
export function escalationObligations(ticket: TicketState, pack: Pack): readonly ChapterObligation[] {
  const pending = pendingEscalation(ticket);
  if (!pending) return [];
  const { remindedAt, waitingSince, to, seq } = pending;
  const at = instant(epoch(remindedAt ?? waitingSince) + pack.limits.acceptance);
  if (!remindedAt || to === 'manager') {
    return [
      { kind: 'chapter', name: 'acceptanceReminder', at, strike: () => [reminded('escalation', 'T2-1')] },
    ];
  }
  const passOn = ticketEvent('escalationPassedOn', { escalation: seq, from: to, to: above[to] });
  return [{ kind: 'chapter', name: 'acceptancePassedOn', at, strike: () => [passOn] }];
}
