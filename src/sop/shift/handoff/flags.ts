import { type Action, checkAuthority } from '../../authority.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { firstRefusal } from '../../ticket/guards.ts';
import { type ShiftEvent, shiftEvent } from '../events.ts';
import { handedOver, type ShiftContext } from '../facts.ts';
import type { ShiftState } from '../state.ts';
import type { HandoffCommand } from './commands.ts';
import { incomingRefusal, no, notDeliveredRefusal, ownerRefusal } from './guards.ts';
import { openFlags } from './standing.ts';

/** What stands in the way of flagging a ticket, before a word is written. */
export function flagRefusal(ticket: number, shift: ShiftState, context: ShiftContext): Refusal | null {
  const action = 'handoff.flag';
  const asked = openFlags(shift, context.facts).find((flag) => flag.ticket === ticket);
  return firstRefusal(
    () => checkAuthority(context.actor, action),
    () => notDeliveredRefusal(shift, action),
    () => incomingRefusal(shift, context, action),
    () => restrictedRefusal(ticket, context, action),
    () =>
      shift.person in context.facts.members
        ? null
        : {
            ...no(
              action,
              'HO-4',
              `<@${shift.person}> is off the roster and can answer nothing: acknowledge it as it is, and ask a Team Lead.`,
              { step: 'show', ticket },
            ),
            whoMay: { kind: 'role', atLeast: 'lead' },
          },
    () =>
      handedOver(context.facts).some(({ number }) => number === ticket)
        ? null
        : no(action, 'HO-4', `T-${ticket} is not handed over any more.`, { step: 'show', ticket }),
    () =>
      asked
        ? {
            ...no(
              action,
              'HO-4',
              `<@${asked.by}> has asked about T-${ticket} already; the answer is not there yet.`,
              null,
            ),
            whoMay: { kind: 'people', ids: [shift.person] },
          }
        : null,
  );
}

export function decideFlag(
  { ticket, words }: Extract<HandoffCommand, { type: 'flagTicket' }>,
  shift: ShiftState,
  context: ShiftContext,
): Decision<ShiftEvent> {
  const refusal = flagRefusal(ticket, shift, context);
  return refusal ? refused(refusal) : accepted(shiftEvent('ticketFlagged', { ticket, words }));
}

/** What stands in the way of an answer, before a word is written. */
export function answerFlagRefusal(flag: number, shift: ShiftState, context: ShiftContext): Refusal | null {
  const action = 'handoff.answer';
  const asked = shift.handoff?.flags.find(({ seq }) => seq === flag);
  return firstRefusal(
    () => checkAuthority(context.actor, action),
    () => ownerRefusal(shift, context.actor, action),
    () =>
      asked && asked.answered === null
        ? null
        : no(action, 'HO-4', 'That was answered already, or is not asked any more.', { step: 'handoff' }),
    () => (asked ? restrictedRefusal(asked.ticket, context, action) : null),
  );
}

export function decideAnswerFlag(
  { flag, words }: Extract<HandoffCommand, { type: 'answerFlag' }>,
  shift: ShiftState,
  context: ShiftContext,
): Decision<ShiftEvent> {
  const refusal = answerFlagRefusal(flag, shift, context);
  const ticket = shift.handoff?.flags.find(({ seq }) => seq === flag)?.ticket;
  if (refusal || ticket === undefined) return refusal ? refused(refusal) : accepted();
  return accepted(shiftEvent('flagAnswered', { flag, ticket, words }));
}

/** SEC-2: of a restricted ticket nothing is written here. */
function restrictedRefusal(ticket: number, { facts }: ShiftContext, action: Action): Refusal | null {
  const restricted = handedOver(facts).some(({ number, security }) => number === ticket && security);
  return restricted
    ? no(action, 'SEC-2', `T-${ticket} is restricted: nothing of it is asked or answered here.`, null)
    : null;
}
