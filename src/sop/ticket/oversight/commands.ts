import type { Action } from '../../authority.ts';
import { roleName } from '../../authority.ts';
import { at, type Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { epoch, type Instant } from '../../instant.ts';
import type { Pack, PriorityCode } from '../../pack/schema.ts';
import { priorityCodes } from '../../pack/schema.ts';
import { restsOnPressure } from '../../pressure.ts';
import {
  isMissed,
  overriddenTargets,
  recomputedTargets,
  type SlaClockKind,
  slaClockWords,
} from '../../sla-clock.ts';
import type { Deciders } from '../chapter.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { authorityGuard, firstRefusal, notClosedGuard, personOf } from '../guards.ts';
import { type TicketState, workingPriority } from '../state.ts';
import { activeWatch } from './watch.ts';

export type OversightCommand =
  /** LD-2. `displaced`: the open tickets that come before it now, and would come after it. */
  | {
      type: 'overridePriority';
      priority: PriorityCode;
      criterion: string;
      impact: string | null;
      displaced: readonly number[];
    }
  /** AU-4. */
  | { type: 'overrideSla'; clock: SlaClockKind; dueAt: Instant; reason: string }
  /** LD-3: to the stakeholders. */
  | { type: 'sendP1Update'; text: string }
  | { type: 'writeClosingNote'; note: string }
  /** LD-4. */
  | { type: 'checkIn'; words: string };

export const oversightDeciders: Deciders<OversightCommand> = {
  overridePriority: decideOverridePriority,
  overrideSla: decideOverrideSla,
  sendP1Update: decideSendP1Update,
  writeClosingNote: decideWriteClosingNote,
  checkIn: decideCheckIn,
};

export type Direction = Pack['priorityCriteria'][number]['direction'];

/** Null for the same priority. */
export function directionOf(from: PriorityCode, to: PriorityCode): Direction | null {
  const steps = priorityCodes.indexOf(from) - priorityCodes.indexOf(to);
  if (steps === 0) return null;
  return steps > 0 ? 'up' : 'down';
}

/** What stands in the way of any override of the priority. */
export function overridePriorityRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'priority.override';
  return firstRefusal(authorityGuard(context, action), notClosedGuard(ticket, action));
}

/** LD-2, LD-3. */
function decideOverridePriority(
  { priority, criterion, impact, displaced }: Extract<OversightCommand, { type: 'overridePriority' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const { pack } = context;
  const from = workingPriority(ticket, pack);
  const direction = directionOf(from, priority);
  const no = (reason: string) => refusalBy('priority.override', 'LD-2', ticket, reason, 'lead');
  const refusal = firstRefusal(
    () => overridePriorityRefusal(ticket, context),
    () => (direction ? null : no(`T-${ticket.number} is ${priority} already.`)),
    () =>
      pack.priorityCriteria.some((one) => one.code === criterion && one.direction === direction)
        ? null
        : no(
            `A priority is ${direction === 'up' ? 'raised' : 'lowered'} only on one of the documented Priority Adjustment Criteria for that.`,
          ),
    () =>
      direction === 'up' && !impact
        ? no('Raising a priority needs its business impact in writing, before it is applied.')
        : null,
    () =>
      impact && restsOnPressure(impact)
        ? no(
            'That is the customer’s pressure or standing, which is no criterion. Write what the business cannot do, and how much of it.',
          )
        : null,
  );
  if (refusal) return refused(refusal);
  const overridden = ticketEvent('priorityOverridden', {
    from,
    to: priority,
    criterion,
    impact,
    displaced,
    clocks: recomputedTargets(ticket.clocks, pack, priority, at(context), () => false),
  });
  return accepted<TicketEvent>(overridden, ...protocolAfter(priority, ticket));
}

/** LD-3: PCD00011 starts with P1 and stops with a lower one. Of a security matter no channel hears (SEC-2). */
function protocolAfter(priority: PriorityCode, { p1, security }: TicketState): readonly TicketEvent[] {
  if (priority !== 'P1') return p1 ? [ticketEvent('p1Ended', { cause: 'downgraded', note: null })] : [];
  return p1 || security ? [] : [ticketEvent('p1Started', { cause: 'override' })];
}

/** What stands in the way of setting any clock. */
export function overrideSlaRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'sla.override';
  return firstRefusal(authorityGuard(context, action), notClosedGuard(ticket, action), () =>
    settableClocks(ticket, at(context)).length > 0
      ? null
      : refusalBy(action, 'AU-4', ticket, `No clock of T-${ticket.number} runs that could still be met.`),
  );
}

/** The clocks a lead can still set: those that run and were not missed. */
export function settableClocks({ clocks }: TicketState, now: Instant): readonly SlaClockKind[] {
  return (Object.keys(clocks) as SlaClockKind[]).filter((kind) => {
    const clock = clocks[kind];
    return clock && !clock.stoppedAt && !isMissed(clock, now);
  });
}

/** AU-4. */
function decideOverrideSla(
  { clock: kind, dueAt, reason }: Extract<OversightCommand, { type: 'overrideSla' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const { pack, now } = context;
  const clock = ticket.clocks[kind];
  const no = (words: string) => refusalBy('sla.override', 'AU-4', ticket, words, 'lead');
  const refusal = firstRefusal(
    () => overrideSlaRefusal(ticket, context),
    () =>
      settableClocks(ticket, at(context)).includes(kind)
        ? null
        : no(
            `The ${slaClockWords[kind]} clock of T-${ticket.number} does not run, or was missed already and stays so.`,
          ),
    () => (epoch(dueAt) > now.getTime() ? null : no('A new due time lies ahead of now.')),
    () => (reason.trim() ? null : no('Setting a clock needs a reason for the record.')),
  );
  if (refusal || !clock) return refusal ? refused(refusal) : accepted();
  const targets = overriddenTargets(pack, workingPriority(ticket, pack), kind, clock, dueAt);
  return accepted(ticketEvent('slaOverridden', { clock: kind, targets, reason }));
}

/** What stands in the way of an update: no protocol runs, or all that is owed is its closing note. */
export function p1UpdateRefusal(ticket: TicketState, context: Context): Refusal | null {
  return firstRefusal(() => protocolRefusal(ticket, context), notClosedGuard(ticket, 'p1.update'));
}

/** What stands in the way of the closing note. */
export function closingNoteRefusal(ticket: TicketState, context: Context): Refusal | null {
  return firstRefusal(
    () => protocolRefusal(ticket, context),
    () =>
      ticket.status === 'closed'
        ? null
        : refusalBy(
            'p1.update',
            'LD-3',
            ticket,
            `T-${ticket.number} is not closed yet: until then its stakeholders get updates, and the closing note after.`,
          ),
  );
}

function protocolRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'p1.update';
  const { number, p1, security } = ticket;
  return firstRefusal(
    authorityGuard(context, action),
    () =>
      security
        ? refusalBy(action, 'SEC-2', ticket, `T-${number} is a security matter: no channel is told of it.`)
        : null,
    () =>
      p1
        ? null
        : refusalBy(
            action,
            'LD-3',
            ticket,
            `The P1 Communication Protocol does not run for T-${number}, or has ended.`,
          ),
  );
}

function decideSendP1Update(
  { text }: Extract<OversightCommand, { type: 'sendP1Update' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = p1UpdateRefusal(ticket, context);
  return refusal ? refused(refusal) : accepted(ticketEvent('p1Updated', { text }));
}

function decideWriteClosingNote(
  { note }: Extract<OversightCommand, { type: 'writeClosingNote' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = closingNoteRefusal(ticket, context);
  return refusal ? refused(refusal) : accepted(ticketEvent('p1Ended', { cause: 'resolved', note }));
}

/** What stands in the way of checking in, before a word is written. */
export function checkInRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'ticket.checkIn';
  const watch = activeWatch(ticket);
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    () =>
      watch
        ? null
        : refusalBy(
            action,
            'LD-4',
            ticket,
            `Nobody watches T-${ticket.number}: it is solved, or no ${roleName('lead')} has it in hand.`,
          ),
    () =>
      watch && watch.lead !== personOf(context.actor)
        ? {
            ...refusalBy(action, 'LD-4', ticket, `T-${ticket.number} is watched by <@${watch.lead}>.`),
            whoMay: { kind: 'people', ids: [watch.lead] },
          }
        : null,
  );
}

function decideCheckIn(
  { words }: Extract<OversightCommand, { type: 'checkIn' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = checkInRefusal(ticket, context);
  return refusal ? refused(refusal) : accepted(ticketEvent('checkedIn', { words }));
}

/** `atLeast`: who may, put right; without it nobody may as it stands. */
function refusalBy(
  action: Action,
  clause: Refusal['clause'],
  ticket: TicketState,
  reason: string,
  atLeast: 'lead' | null = null,
): Refusal {
  return {
    action,
    clause,
    reason,
    whoMay: atLeast ? { kind: 'role', atLeast } : { kind: 'nobody' },
    nextStep: { step: 'show', ticket: ticket.number },
  };
}
