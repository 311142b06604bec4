import { type Role, roleRank, type UserId } from '../actor.ts';
import type { Action } from '../authority.ts';
import type { ClauseId } from '../clauses.ts';
import type { Context } from '../context.ts';
import type { Refusal } from '../decision.ts';
import type { TicketCommand } from './decide.ts';
import { pendingEscalation } from './escalation/pending.ts';
import type { TicketState } from './state.ts';

/** The commands that are decided on knowing whether the person is on shift: their use case looks it up first. */
export const asksForDuty: ReadonlySet<TicketCommand['type']> = new Set([
  'take',
  'offerTransfer',
  'acceptTransfer',
  'acceptEscalation',
  'confirmFix',
  'reopen',
]);

/** Whether the desk works in shifts, and this person is on none. */
export function isOffShift(person: UserId, { duty }: Context): boolean {
  return duty !== undefined && duty.kind !== 'noShifts' && !duty.onShift.includes(person);
}

/** HO-3: tickets belong to people who are on shift, so that none is left when somebody goes home. */
export function onShiftGuard(context: Context, action: Action): () => Refusal | null {
  return offShiftGuard(
    context,
    action,
    'HO-3',
    'You are not on shift. Go on shift first, so that what you take on is handed over at its end.',
  );
}

/** T2-7: the second agent is on shift. */
export function secondAgentOnShiftGuard(context: Context, action: Action): () => Refusal | null {
  return offShiftGuard(
    context,
    action,
    'T2-7',
    'You are not on shift, and a second agent is. Go on shift first, then confirm.',
  );
}

function offShiftGuard(
  { duty }: Context,
  action: Action,
  clause: ClauseId,
  reason: string,
): () => Refusal | null {
  return () =>
    duty?.kind === 'off'
      ? {
          action,
          clause,
          reason,
          whoMay: { kind: 'role', atLeast: clause === 'T2-7' ? 'tier2' : 'tier1' },
          nextStep: { step: 'shiftOn' },
        }
      : null;
}

/**
 * HO-1: in the last minutes of a shift no new ticket is taken on, unless nothing else waits and nobody else could take
 * it. `tier`: of whom it takes to have it. SEC-1 comes first: a security matter waits for no shift.
 */
export function newTicketGuard(
  ticket: TicketState,
  { duty }: Context,
  action: Action,
  tier: Role,
): () => Refusal | null {
  return () => {
    if (duty?.kind !== 'on' || !duty.preparing || ticket.security) return null;
    const nothingElse = duty.waiting[tier] <= (waitsFor(ticket, tier) ? 1 : 0);
    const relieved = duty.relief !== null && roleRank(duty.relief) >= roleRank(tier);
    if (nothingElse && !relieved) return null;
    return {
      action,
      clause: 'HO-1',
      reason: `T-${ticket.number} waits for the next agent: the last minutes of your shift are for handing over.`,
      whoMay: { kind: 'role', atLeast: tier },
      nextStep: { step: 'mine' },
    };
  };
}

/** Whether the ticket itself is one of those that wait for this tier. */
function waitsFor(ticket: TicketState, tier: Role): boolean {
  if (ticket.tier !== tier) return false;
  return tier === 'tier1' ? ticket.status === 'queued' : pendingEscalation(ticket) !== null;
}
