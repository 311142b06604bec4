import type { UserId } from '../../actor.ts';
import type { Destination, Urgency } from '../../notice.ts';
import { channelOf } from '../channel.ts';
import type { ShiftChanges, ShiftTelling } from '../chapter.ts';
import type { ShiftNotice } from '../notices.ts';
import type { Delivered, Handoff, ShiftState } from '../state.ts';
import type { HandoffPayloads } from './events.ts';
import { emptyHandoff } from './standing.ts';

export const handoffNoticeKinds = [
  'preparationDue',
  'preparationDueInChannel',
  'briefing',
  'briefingTickets',
  'handoffNeedsLead',
  'handoffToAcknowledge',
  'handoffUndelivered',
  'handoffWaits',
  'handoffIncomplete',
  'ticketFlagged',
  'flagAnswered',
  'briefingMissing',
  'breachesNotFlagged',
  'handoffAcknowledged',
  'handoffQueue',
] as const;

/** So many tickets stand in one message of the briefing’s thread, so that the longest words fit (Slack’s 12,000 characters). */
export const ticketsPerMessage = 4;

export const handoffChanges: ShiftChanges<HandoffPayloads> = {
  preparationStarted: (shift, { at }) => changed(shift, { since: at }),
  preparationLapsed: (shift) => {
    const { entries, anomalies, managerAsked, acknowledged } = handoffOf(shift);
    const since = acknowledged?.seq ?? 0;
    const stays = anomalies !== null && anomalies > since;
    return {
      handoff: {
        ...emptyHandoff,
        rounds: roundsOf(shift),
        // What was read with an acknowledgement is done with; what was written since is not.
        entries: Object.fromEntries(Object.entries(entries).filter(([, { seq }]) => seq > since)),
        anomalies: stays ? anomalies : null,
        managerAsked: stays && managerAsked,
      },
    };
  },
  entryWritten: (shift, { payload: { ticket, watch, version }, seq, at }) => {
    const { entries, delivered } = handoffOf(shift);
    return changed(shift, {
      entries: { ...entries, [ticket]: { seq, at, watched: watch !== null, version } },
      delivered: delivered && withTicket(delivered, ticket),
    });
  },
  anomaliesWritten: (shift, { payload: { managerReachable }, seq }) =>
    changed(shift, { anomalies: seq, managerAsked: managerReachable !== null }),
  handoffDelivered: (shift, { payload, seq, at }) =>
    changed(shift, {
      delivered: { ...payload, seq, at },
      rounds: roundsOf(shift),
      // Another round begins with nothing asked, said or named.
      named: null,
      flags: [],
      briefing: { outgoing: null, incoming: null },
      told: [],
      acknowledged: null,
    }),
  incomingNamed: (shift, { payload: { person } }) => changed(shift, { named: person }),
  ticketFlagged: (shift, { payload: { ticket }, seq, actor }) =>
    changed(shift, {
      flags: [...handoffOf(shift).flags, { seq, ticket, by: actor ?? '', answered: null }],
    }),
  flagAnswered: (shift, { payload: { flag }, seq }) =>
    changed(shift, {
      flags: handoffOf(shift).flags.map((one) => (one.seq === flag ? { ...one, answered: seq } : one)),
    }),
  briefingRecorded: (shift, { payload: { side, held } }) => {
    const { briefing, told } = handoffOf(shift);
    return changed(shift, {
      briefing: { ...briefing, [side]: held ? 'held' : 'notHeld' },
      told: held || told.includes('briefingMissing') ? told : [...told, 'briefingMissing'],
    });
  },
  handoffReminded: (shift, { payload: { of } }) => changed(shift, { told: [...handoffOf(shift).told, of] }),
  handoffAcknowledged: (shift, { payload: { stale }, actor, seq, at }) =>
    changed(shift, { told: [], acknowledged: { by: actor ?? '', at, seq, stale } }),
  handoffReceived: ({ received }, { payload: { shift, from }, at }) => ({
    received: [...received, { shift, from, at }],
  }),
};

const leads: Destination = { to: 'channel', role: 'leads' };

export const handoffTelling: ShiftTelling<HandoffPayloads> = {
  preparationStarted: ({ payload: { because } }, shift) =>
    because === 'self'
      ? []
      : [
          tell('preparationDue', person(shift.person), 'urgent'),
          tell('preparationDueInChannel', channelOf(shift), 'urgent'),
        ],
  // HO-4: what nobody has acknowledged is taken back, with its buttons; what somebody has is theirs to read.
  preparationLapsed: (_, shift) => {
    const { delivered, acknowledged } = handoffOf(shift);
    return delivered && !acknowledged ? [briefing(shift), ...ticketMessages(delivered)] : [];
  },
  entryWritten: ({ payload: { ticket } }, shift) => {
    const { delivered } = handoffOf(shift);
    return delivered ? [briefing(shift), ticketMessage(withTicket(delivered, ticket), ticket)] : [];
  },
  anomaliesWritten: (_, shift) => (handoffOf(shift).delivered ? [briefing(shift)] : []),
  handoffDelivered: ({ payload: { tickets, incoming }, seq, at }, shift) => [
    briefing(shift),
    ...ticketMessages({ tickets, incoming, seq, at }),
    // The briefing of another round is the message of the first, changed: nobody would see that in the channel.
    ...(roundsOf(shift).length > 0
      ? incoming.map((id) => tell('handoffToAcknowledge', person(id), 'urgent'))
      : []),
    // HO-3: nobody is there, or will be.
    ...(incoming.length === 0 ? [tell('handoffNeedsLead', leads, 'urgent')] : []),
  ],
  incomingNamed: ({ payload }, shift) => [
    briefing(shift),
    tell('handoffToAcknowledge', person(payload.person), 'urgent'),
  ],
  ticketFlagged: ({ payload: { ticket } }, shift) => [
    tell('ticketFlagged', person(shift.person), 'urgent'),
    briefing(shift),
    ...shownWith(shift, ticket),
  ],
  flagAnswered: ({ payload: { flag, ticket } }, shift) => {
    const asked = handoffOf(shift).flags.find(({ seq }) => seq === flag);
    return [
      ...(asked ? [tell('flagAnswered', person(asked.by), 'urgent')] : []),
      briefing(shift),
      ...shownWith(shift, ticket),
    ];
  },
  briefingRecorded: ({ payload: { held } }, shift) => [
    briefing(shift),
    ...(held || handoffOf(shift).told.includes('briefingMissing')
      ? []
      : [tell('briefingMissing', leads, 'normal')]),
  ],
  handoffReminded: ({ payload: { of } }, shift) => {
    const { delivered, named } = handoffOf(shift);
    switch (of) {
      case 'undelivered':
        return [tell('handoffUndelivered', person(shift.person), 'urgent')];
      case 'unacknowledged':
        return [
          tell('handoffWaits', person(shift.person), 'urgent'),
          ...(named ? [named] : (delivered?.incoming ?? [])).map((id) =>
            tell('handoffToAcknowledge', person(id), 'urgent'),
          ),
        ];
      case 'lead':
        return [tell('handoffNeedsLead', leads, 'urgent')];
      case 'briefingMissing':
        return [];
    }
  },
  handoffAcknowledged: ({ payload: { breached, briefed } }, shift) => {
    const { delivered, told } = handoffOf(shift);
    return [
      briefing(shift),
      ...(delivered ? ticketMessages(delivered) : []),
      tell('handoffAcknowledged', person(shift.person), 'normal'),
      ...(breached.length > 0 ? [tell('breachesNotFlagged', leads, 'urgent')] : []),
      ...(briefed || told.includes('briefingMissing') ? [] : [tell('briefingMissing', leads, 'normal')]),
    ];
  },
  handoffReceived: (_, shift) => [tell('handoffQueue', person(shift.person), 'urgent')],
};

/** HO-2: somebody could not acknowledge it, since a ticket has joined that nothing is written about. */
export function toldOfIncomplete({ person: outgoing }: ShiftState): readonly ShiftNotice[] {
  return [tell('handoffIncomplete', person(outgoing), 'urgent')];
}

/**
 * The surfaces that show a ticket while its record is delivered: what changes of it is to be seen there. Those of rounds
 * that are over, too, where nothing of it is to stay (SEC-2).
 */
export function surfacesShowing(
  shift: ShiftState,
  ticket: number,
  which: 'delivered' | 'all',
): readonly ShiftNotice[] {
  const rounds =
    which === 'all' ? roundsOf(shift) : [handoffOf(shift).delivered].filter((one) => one !== null);
  const telling = rounds.filter(({ tickets }) => tickets.includes(ticket));
  return rounds.length > 0 ? [briefing(shift), ...telling.map((round) => ticketMessage(round, ticket))] : [];
}

/** The shift channel’s one message about it, which opens the thread. */
function briefing(shift: ShiftState): ShiftNotice {
  return { kind: 'briefing', destination: channelOf(shift), urgency: 'normal', surface: 'card' };
}

function shownWith(shift: ShiftState, ticket: number): readonly ShiftNotice[] {
  const { delivered } = handoffOf(shift);
  return delivered?.tickets.includes(ticket) ? [ticketMessage(delivered, ticket)] : [];
}

function ticketMessages(delivered: Delivered): readonly ShiftNotice[] {
  return Array.from({ length: Math.ceil(delivered.tickets.length / ticketsPerMessage) }, (_, index) =>
    ticketsMessage(delivered, index),
  );
}

function ticketMessage(delivered: Delivered, ticket: number): ShiftNotice {
  return ticketsMessage(delivered, Math.floor(delivered.tickets.indexOf(ticket) / ticketsPerMessage));
}

/** `tickets:12:0`: the first message of the round that event 12 delivered. */
function ticketsMessage({ seq }: Delivered, index: number): ShiftNotice {
  return {
    kind: 'briefingTickets',
    destination: { to: 'thread' },
    urgency: 'normal',
    surface: `tickets:${seq}:${index}`,
  };
}

function withTicket(delivered: Delivered, ticket: number): Delivered {
  return delivered.tickets.includes(ticket)
    ? delivered
    : { ...delivered, tickets: [...delivered.tickets, ticket] };
}

/** Every delivery there was, the last one last. */
export function roundsOf(shift: ShiftState): readonly Delivered[] {
  const { rounds, delivered } = handoffOf(shift);
  return delivered ? [...rounds, delivered] : rounds;
}

function handoffOf({ handoff }: ShiftState): Handoff {
  return handoff ?? emptyHandoff;
}

function changed(shift: ShiftState, change: Partial<Handoff>): Partial<ShiftState> {
  return { handoff: { ...handoffOf(shift), ...change } };
}

function person(id: UserId): Destination {
  return { to: 'person', id };
}

function tell(kind: ShiftNotice['kind'], destination: Destination, urgency: Urgency): ShiftNotice {
  return { kind, destination, urgency, surface: null };
}
