import type { Recorded } from '../recorded.ts';
import { endPause, pauseClock, retargetClock, type SlaClock, startClock, stopClock } from '../sla-clock.ts';
import type { TicketEvent, TicketEventOf } from './events.ts';
import type { TicketState } from './state.ts';

/** One event's effect on the ticket. Folding all of them from null gives the stored row back (`audit replay`). */
export function evolveTicket(ticket: TicketState | null, event: Recorded<TicketEvent>): TicketState {
  if (event.type === 'opened') return opened(event);
  if (!ticket) throw new Error(`a ticket's record begins with 'opened', not '${event.type}'`);
  if (event.type === 'attemptRefused') return ticket;
  return { ...ticket, ...changesOf(ticket, event), version: ticket.version + 1 };
}

function opened({ payload, at }: Recorded<TicketEventOf<'opened'>>): TicketState {
  return {
    number: payload.number,
    status: 'queued',
    tier: 'tier1',
    title: payload.title,
    customerAccount: payload.customerAccount,
    linkedAccounts: [],
    reportedPriority: payload.reportedPriority,
    externalId: payload.externalId,
    openedAt: at,
    receivedAt: null,
    owner: null,
    transfer: null,
    classification: null,
    escalation: null,
    acknowledgement: null,
    clocks: setClocks({ response: null, resolution: null }, payload.clocks, at),
    waiting: null,
    version: 1,
  };
}

function changesOf(
  ticket: TicketState,
  event: Recorded<Exclude<TicketEvent, { type: 'opened' | 'attemptRefused' }>>,
): Partial<TicketState> {
  switch (event.type) {
    case 'received':
      return {
        status: 'open',
        owner: actorOf(event),
        receivedAt: event.at,
        clocks: setClocks(ticket.clocks, event.payload.clocks, event.at),
      };
    case 'takenOutOfOrder':
    case 'noteAdded':
      return {};
    case 'classified': {
      const { category, symptom, priority, matrixVersion } = event.payload;
      return {
        classification: { category, symptom, priority, matrixVersion, by: actorOf(event), at: event.at },
        escalation: category === 'OTHER' ? ticket.escalation : null,
        // A message written for the old classification, and not sent yet, is not to be sent.
        acknowledgement: ticket.acknowledgement?.status === 'byHand' ? null : ticket.acknowledgement,
        clocks: setClocks(ticket.clocks, event.payload.clocks, event.at),
      };
    }
    case 'markedForEscalation':
      return { escalation: { trigger: event.payload.trigger, since: event.at } };
    case 'acknowledgementComposed':
      return {
        acknowledgement: {
          status: event.payload.via === 'webhook' ? 'sending' : 'byHand',
          composedBy: actorOf(event),
          composedAt: event.at,
          composedSeq: event.seq,
          sentAt: null,
          remindedAt: null,
        },
      };
    case 'acknowledgementUndeliverable':
      return acknowledgementChange(ticket, { status: 'byHand' });
    case 'acknowledgementSent':
      return {
        ...acknowledgementChange(ticket, { status: 'sent', sentAt: event.at }),
        clocks: {
          ...ticket.clocks,
          response: ticket.clocks.response && stopClock(ticket.clocks.response, event.at),
        },
      };
    case 'transferOffered':
      return {
        transfer: {
          seq: event.seq,
          to: event.payload.to,
          offeredBy: actorOf(event),
          offeredAt: event.at,
          remindedAt: null,
        },
      };
    case 'transferWithdrawn':
    case 'transferDeclined':
      return { transfer: null };
    case 'transferred':
      return { owner: event.payload.to, transfer: null };
    case 'accountLinked':
      return { linkedAccounts: [...ticket.linkedAccounts, event.payload.account] };
    case 'waitStarted':
      return {
        status: 'waiting',
        waiting: { on: event.payload.on, since: event.at },
        clocks: {
          ...ticket.clocks,
          resolution: ticket.clocks.resolution && pauseClock(ticket.clocks.resolution, event.at),
        },
      };
    case 'waitEnded':
      return {
        status: 'open',
        waiting: null,
        clocks: { ...ticket.clocks, resolution: resumed(ticket, event) },
      };
    case 'clockAtRisk':
      return { clocks: tell(ticket, event.payload.clock, { atRiskTold: true }) };
    case 'clockBreached':
      return { clocks: tell(ticket, event.payload.clock, { atRiskTold: true, breachTold: true }) };
    case 'reminded':
      return event.payload.of === 'transfer'
        ? { transfer: ticket.transfer && { ...ticket.transfer, remindedAt: event.at } }
        : acknowledgementChange(ticket, { remindedAt: event.at });
  }
}

function actorOf(event: Recorded<TicketEvent>): string {
  if (!event.actor) throw new Error(`'${event.type}' is done by a person`);
  return event.actor;
}

function setClocks(
  clocks: TicketState['clocks'],
  targets: TicketEventOf<'received'>['payload']['clocks'],
  at: string,
): TicketState['clocks'] {
  const set = (clock: SlaClock | null, target: (typeof targets)['response']) => {
    if (!target) return clock;
    return clock ? retargetClock(clock, target, at) : startClock(target);
  };
  return {
    response: set(clocks.response, targets.response),
    resolution: set(clocks.resolution, targets.resolution),
  };
}

function acknowledgementChange(
  ticket: TicketState,
  change: Partial<NonNullable<TicketState['acknowledgement']>>,
): Pick<TicketState, 'acknowledgement'> {
  return { acknowledgement: ticket.acknowledgement && { ...ticket.acknowledgement, ...change } };
}

function resumed(ticket: TicketState, event: Recorded<TicketEventOf<'waitEnded'>>): SlaClock | null {
  const clock = ticket.clocks.resolution;
  if (!clock) return null;
  const running = { ...clock, pauses: endPause(clock, event.at) };
  return event.payload.resolution ? retargetClock(running, event.payload.resolution, event.at) : running;
}

function tell(
  ticket: TicketState,
  kind: 'response' | 'resolution',
  told: Partial<SlaClock>,
): TicketState['clocks'] {
  const clock = ticket.clocks[kind];
  return clock ? { ...ticket.clocks, [kind]: { ...clock, ...told } } : ticket.clocks;
}
