import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { firstRefusal } from '../../ticket/guards.ts';
import { type ShiftEvent, shiftEvent } from '../events.ts';
import { handedOver, type ShiftContext } from '../facts.ts';
import type { ShiftState } from '../state.ts';
import type { HandoffCommand } from './commands.ts';
import { incompleteRefusal, no, ownRecordRefusal, preparing } from './guards.ts';
import { byRisk } from './risk.ts';
import { asksForManager, expectedIncoming, handoffStatus, leadMatters } from './standing.ts';

export function decideWriteEntry(
  { ticket: number, nextAction, waitingOn, watch }: Extract<HandoffCommand, { type: 'writeEntry' }>,
  shift: ShiftState,
  context: ShiftContext,
): Decision<ShiftEvent> {
  const ticket = handedOver(context.facts).find((one) => one.number === number);
  const action = preparing(shift, context.actor);
  const refusal = firstRefusal(
    () => ownRecordRefusal(shift, context),
    () =>
      ticket
        ? null
        : no(
            action,
            'HO-2',
            `T-${number} is not yours to hand over: it is closed, or somebody else has it.`,
            { step: 'handoff' },
          ),
    () =>
      ticket?.security
        ? no(
            action,
            'SEC-2',
            `T-${number} is restricted: it moves with the others by its number, and nothing of it is written here.`,
            { step: 'handoff' },
          )
        : null,
  );
  if (refusal || !ticket) return refusal ? refused(refusal) : accepted();
  const { version } = ticket;
  return accepted(shiftEvent('entryWritten', { ticket: number, nextAction, waitingOn, watch, version }));
}

export function decideWriteAnomalies(
  { patterns, notInWriting, managerReachable }: Extract<HandoffCommand, { type: 'writeAnomalies' }>,
  shift: ShiftState,
  context: ShiftContext,
): Decision<ShiftEvent> {
  const refusal = ownRecordRefusal(shift, context);
  if (refusal) return refused(refusal);
  const asked = asksForManager(shift) ? managerReachable : null;
  return accepted(shiftEvent('anomaliesWritten', { patterns, notInWriting, managerReachable: asked }));
}

/** HO-2: what is incomplete is not delivered. */
export function decideDeliver(
  _: Extract<HandoffCommand, { type: 'deliverHandoff' }>,
  shift: ShiftState,
  context: ShiftContext,
): Decision<ShiftEvent> {
  const { facts, pack, now } = context;
  const refusal = firstRefusal(
    () => ownRecordRefusal(shift, context),
    () => nothingLeftRefusal(shift, context),
    () => incompleteRefusal(shift, context, preparing(shift, context.actor)),
  );
  if (refusal) return refused(refusal);
  if (handoffStatus(shift) === 'delivered') return accepted();
  const delivered = shiftEvent('handoffDelivered', {
    tickets: byRisk(handedOver(facts), pack, now).map(({ number }) => number),
    incoming: expectedIncoming(shift, context),
  });
  return shift.handoff?.since
    ? accepted(delivered)
    : accepted<ShiftEvent>(shiftEvent('preparationStarted', { because: 'self' }), delivered);
}

function nothingLeftRefusal(shift: ShiftState, context: ShiftContext): Refusal | null {
  const { facts } = context;
  const written = handoffStatus(shift) === 'written' && shift.handoff?.anomalies != null;
  const something = handedOver(facts).length + leadMatters(shift, facts).length > 0;
  if (something || written || handoffStatus(shift) === 'delivered') return null;
  return no(
    preparing(shift, context.actor),
    'HO-2',
    'You have no open ticket, and nothing else is written: there is nothing to hand over. Go off with /shift off.',
    null,
  );
}
