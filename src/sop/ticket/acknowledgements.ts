import type { Action } from '../actions.ts';
import type { Context } from '../context.ts';
import { at } from '../context.ts';
import { type ClockTargets, clockTargets, type SlaClockKind } from '../sla-clock.ts';
import {
  type Acknowledgement,
  type AcknowledgementKind,
  acknowledgementKinds,
  type TicketState,
  workingPriority,
} from './state.ts';

/** What the two acknowledgements differ in, beside their clause and template. `words` stand inside a sentence. */
export const acknowledgementRules: Readonly<
  Record<AcknowledgementKind, { action: Action; clock: SlaClockKind; words: string }>
> = {
  acknowledgement: { action: 'ticket.acknowledge', clock: 'response', words: 'acknowledgement' },
  tier2Acknowledgement: {
    action: 'ticket.acknowledgeTier2',
    clock: 'tier2Response',
    words: 'tier 2 acknowledgement',
  },
};

/**
 * The acknowledgement that counts now. From the moment tier 2 has accepted it is tier 2's (T2-3). Above tier 2 no
 * further one is owed, nor where a lead gave the ticket back; where the first was never sent, tier 2's serves for both.
 */
export function acknowledgementInPlace(ticket: TicketState): AcknowledgementKind {
  const { tier, escalation, acknowledgement, tier2Acknowledgement } = ticket;
  if (tier === 'tier2' && escalation?.to === 'tier2' && escalation.accepted) return 'tier2Acknowledgement';
  return tier2Acknowledgement && acknowledgement?.status !== 'sent'
    ? 'tier2Acknowledgement'
    : 'acknowledgement';
}

/** That one as it stands; null while it is still to be written. */
export function currentAcknowledgement(ticket: TicketState): Acknowledgement | null {
  return ticket[acknowledgementInPlace(ticket)];
}

/**
 * The one that is at this point of its way; at most one is. `composed`: the number of the event that holds its text,
 * so that an answer about another message is not taken for one about this.
 */
export function acknowledgementOnItsWay(
  ticket: TicketState,
  status: 'sending' | 'byHand',
  composed: number | undefined,
): AcknowledgementKind | null {
  const found = acknowledgementKinds.find(
    (of) => ticket[of]?.status === status && (composed === undefined || ticket[of]?.composedSeq === composed),
  );
  return found ?? null;
}

/** Whether the customer has been told a response time for the priority. */
export function customerWasAnswered(ticket: TicketState): boolean {
  return acknowledgementKinds.some((of) => ticket[of]?.status === 'sent');
}

/** T2-3: the clock that starts when tier 2 accepts; null where it has run already, and at other tiers. */
export function tier2ResponseTargets(ticket: TicketState, context: Context): ClockTargets | null {
  if (ticket.tier !== 'tier2' || ticket.clocks.tier2Response) return null;
  const { pack } = context;
  return clockTargets(pack, workingPriority(ticket, pack), 'tier2Response', at(context), []);
}

export function acknowledgementIs(of: AcknowledgementKind, is: Acknowledgement | null): Partial<TicketState> {
  return of === 'acknowledgement' ? { acknowledgement: is } : { tier2Acknowledgement: is };
}

/** A message that waits to be sent by hand, and is not to be sent any more, is as if never written. */
export function withoutByHand(
  ticket: TicketState,
  kinds: readonly AcknowledgementKind[],
): Partial<TicketState> {
  const waiting = kinds.filter((of) => ticket[of]?.status === 'byHand');
  return Object.assign({}, ...waiting.map((of) => acknowledgementIs(of, null)));
}

/** Where messages stand that wait to be sent by hand, among those that are kept up to date in the thread. */
export function waitingByHand(
  ticket: TicketState | null,
  kinds: readonly AcknowledgementKind[],
): readonly string[] {
  return kinds.flatMap((of) => {
    const message = ticket?.[of];
    return message?.status === 'byHand' ? [`acknowledgement:${message.composedSeq}`] : [];
  });
}
