import { activeWorkDue } from '../../escalation/active-work.ts';
import { moveUp, protocolAt } from '../../escalation/move-up.ts';
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

/**
 * T2-1: reminded after the pack's time, and passed on after the same time again. The manager, above whom nobody is, is
 * reminded again each time that it has waited twice as long.
 */
function acceptance(
  { remindedAt, waitingSince, to, seq }: Escalation,
  pack: Pack,
): readonly ChapterObligation[] {
  const { acceptance: wait } = pack.limits;
  const at = (after: number) => instant(epoch(waitingSince) + after);
  const clause = to === 'tier2' ? 'T2-1' : 'LD-1';
  const remind = (after: number): readonly ChapterObligation[] => [
    {
      kind: 'chapter',
      name: 'acceptanceReminder',
      at: at(after),
      strike: () => [reminded('escalation', clause)],
    },
  ];
  if (!remindedAt) return remind(wait);
  const waited = epoch(remindedAt) - epoch(waitingSince);
  if (to === 'manager') return remind(2 * waited);
  const onward = above[to];
  const passOn = ticketEvent('escalationPassedOn', { escalation: seq, from: to, to: onward });
  return [
    {
      kind: 'chapter',
      name: 'acceptancePassedOn',
      at: at(waited + wait),
      strike: (ticket, context) => [passOn, ...protocolAt(onward, ticket, context.pack)],
    },
  ];
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
