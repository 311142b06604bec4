import { type Action, checkAuthority } from '../../authority.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { firstRefusal } from '../../ticket/guards.ts';
import { isOver } from '../attendance/commands.ts';
import { type ShiftEvent, shiftEvent } from '../events.ts';
import { handedOver, type ShiftContext } from '../facts.ts';
import type { ShiftState } from '../state.ts';
import type { HandoffCommand } from './commands.ts';
import {
  acknowledging,
  incomingRefusal,
  incompleteRefusal,
  isPerson,
  no,
  notDeliveredRefusal,
  numbersInWords,
  tooLowRefusal,
} from './guards.ts';
import { isBreached } from './risk.ts';
import { openFlags, staleEntries } from './standing.ts';

export function decideNameIncoming(
  { person }: Extract<HandoffCommand, { type: 'nameIncoming' }>,
  shift: ShiftState,
  context: ShiftContext,
): Decision<ShiftEvent> {
  const { facts } = context;
  const action = 'handoff.acknowledgeLead';
  const refusal = firstRefusal(
    () => nameRefusal(shift, context),
    () =>
      person === shift.person
        ? no(action, 'HO-4', `<@${person}> hands this record over: it takes somebody else.`, null)
        : null,
    () => tooLowRefusal(shift, facts.members[person] ?? null, person, action),
  );
  if (refusal) return refused(refusal);
  return shift.handoff?.named === person ? accepted() : accepted(shiftEvent('incomingNamed', { person }));
}

export function nameRefusal(shift: ShiftState, { actor }: ShiftContext): Refusal | null {
  const action = 'handoff.acknowledgeLead';
  return firstRefusal(
    () => checkAuthority(actor, action),
    () => notDeliveredRefusal(shift, action),
  );
}

/** HO-3: both sides say whether it was held. */
export function decideRecordBriefing(
  { held }: Extract<HandoffCommand, { type: 'recordShiftBriefing' }>,
  shift: ShiftState,
  context: ShiftContext,
): Decision<ShiftEvent> {
  const action = 'handoff.brief';
  const outgoing = isPerson(context.actor, shift.person);
  const refusal = firstRefusal(
    () => checkAuthority(context.actor, action),
    () => notDeliveredRefusal(shift, action),
    () => (outgoing ? null : incomingRefusal(shift, context, action)),
  );
  if (refusal) return refused(refusal);
  const side = outgoing ? 'outgoing' : 'incoming';
  return shift.handoff?.briefing[side] === (held ? 'held' : 'notHeld')
    ? accepted()
    : accepted(shiftEvent('briefingRecorded', { side, held }));
}

/** HO-4: all tickets at once, and nothing before every question has its answer. */
export function decideAcknowledge(
  _: Extract<HandoffCommand, { type: 'acknowledgeHandoff' }>,
  shift: ShiftState,
  context: ShiftContext,
): Decision<ShiftEvent> {
  const { facts, now } = context;
  const action = acknowledging(shift);
  const done = shift.handoff?.acknowledged;
  if (done && isPerson(context.actor, done.by)) return accepted();
  const refusal = firstRefusal(
    () => checkAuthority(context.actor, action),
    () => notDeliveredRefusal(shift, action),
    () => incomingRefusal(shift, context, action),
    () => unansweredRefusal(shift, context, action),
    // Nobody can write in the record of a shift that has ended.
    () => (shift.status === 'ended' ? null : incompleteRefusal(shift, context, action)),
  );
  if (refusal) return refused(refusal);
  const { briefing, entries } = shift.handoff ?? {};
  const tickets = handedOver(facts);
  const acknowledged = shiftEvent('handoffAcknowledged', {
    tickets: tickets.map(({ number }) => number),
    breached: tickets
      .filter((ticket) => isBreached(ticket, now) && !entries?.[ticket.number]?.watched)
      .map(({ number }) => number),
    stale: staleEntries(shift, facts),
    briefed: briefing?.outgoing === 'held' && briefing.incoming === 'held',
  });
  // HO-3: whoever stayed on for this alone may go.
  const over = shift.status !== 'ended' && isOver(shift, now);
  return over
    ? accepted<ShiftEvent>(acknowledged, shiftEvent('ended', { outcome: 'handedOver' }))
    : accepted(acknowledged);
}

function unansweredRefusal(shift: ShiftState, { facts }: ShiftContext, action: Action): Refusal | null {
  const open = openFlags(shift, facts);
  if (open.length === 0) return null;
  const numbers = [...new Set(open.map(({ ticket }) => ticket))];
  return {
    ...no(
      action,
      'HO-4',
      `<@${shift.person}> has not answered yet what was flagged as unclear: ${numbersInWords(numbers)}.`,
      null,
    ),
    whoMay: { kind: 'people', ids: [shift.person] },
  };
}
