import { activeWorkDue } from '../../escalation/active-work.ts';
import { moveUp } from '../../escalation/move-up.ts';
import { areStandardFixesExhausted } from '../../escalation/standard-fixes-exhausted.ts';
import { epoch, instant } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import type { ChapterObligation } from '../chapter.ts';
import { reminded, ticketEvent } from '../events.ts';
import type { Escalation, TicketState, Tier } from '../state.ts';
import { pendingEscalation } from './pending.ts';

/** Who waits next when a tier does not accept. */
const above: Readonly<Record<Tier, Tier>> = {
  tier1: 'tier2',
  tier2: 'lead',
  lead: 'manager',
  manager: 'manager',
};

/** What the clock owes by way of escalation: to move a ticket up, or to have it accepted where it went. */
export function escalationObligations(ticket: TicketState, pack: Pack): readonly ChapterObligation[] {
  const pending = pendingEscalation(ticket);
  return pending ? acceptance(pending, pack) : toBeMoved(ticket, pack);
}

/** T2-1: reminded after the pack's time, and passed on after the same time again; the manager is only reminded. */
function acceptance(
  { remindedAt, waitingSince, to, seq }: Escalation,
  pack: Pack,
): readonly ChapterObligation[] {
  const at = instant(epoch(remindedAt ?? waitingSince) + pack.limits.acceptance);
  if (!remindedAt || to === 'manager') {
    const clause = to === 'tier2' ? 'T2-1' : 'LD-1';
    return [
      { kind: 'chapter', name: 'acceptanceReminder', at, strike: () => [reminded('escalation', clause)] },
    ];
  }
  const passOn = ticketEvent('escalationPassedOn', { escalation: seq, from: to, to: above[to] });
  return [{ kind: 'chapter', name: 'acceptancePassedOn', at, strike: () => [passOn] }];
}

function toBeMoved(ticket: TicketState, pack: Pack): readonly ChapterObligation[] {
  if (ticket.tier !== 'tier1' || ticket.security) return [];
  // ESC-2: a new pack can leave nothing of the ladder, without anybody recording anything.
  if (ticket.classification && areStandardFixesExhausted(ticket, pack)) {
    const { at } = ticket.classification;
    return [
      {
        kind: 'chapter',
        name: 'standardFixesExhausted',
        at,
        strike: (now, context) => moveUp(now, context, { trigger: 'ESC-2' }),
      },
    ];
  }
  const due = activeWorkDue(ticket, pack);
  if (!due) return [];
  const { warning, limit } = due;
  return [
    ...(ticket.activeWork.warned
      ? []
      : [
          {
            kind: 'chapter',
            name: 'activeWorkWarning',
            at: warning,
            // Late after a downtime there is nothing left to warn of.
            strike: (_, { now }) =>
              epoch(limit) <= now.getTime() ? [] : [ticketEvent('activeWorkWarned', { dueAt: limit })],
          } satisfies ChapterObligation,
        ]),
    {
      kind: 'chapter',
      name: 'activeWorkLimit',
      at: limit,
      strike: (now, context) => moveUp(now, context, { trigger: 'ESC-1' }),
    },
  ];
}
