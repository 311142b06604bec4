import { urgencyOf } from '../digest.ts';
import type { Destination, Notice, Urgency } from '../notice.ts';
import type { Recorded } from '../recorded.ts';
import { waitingByHand } from './acknowledgements.ts';
import { chapterNoticeKinds, chapterTelling } from './chapters.ts';
import { endOfCall, call as escalationCall } from './escalation/record.ts';
import type { ChapterEvent, TicketEvent } from './events.ts';
import { evolveTicket } from './evolve.ts';
import { restrictedNotices } from './security/notices.ts';
import { acknowledgementKinds, type TicketState } from './state.ts';

/** Everything that is told about tickets. Each kind has one view. */
export const ticketNoticeKinds = [
  'card',
  'description',
  'taken',
  'takenOutOfOrder',
  'classified',
  'acknowledgementToCustomer',
  'acknowledgementByHand',
  'acknowledgementReplaced',
  'acknowledged',
  'transferOffered',
  'transferAnswered',
  'noteAdded',
  'accountLinked',
  'waitStarted',
  'waitEnded',
  'fixStarted',
  'fixSetAside',
  'fixResult',
  'noTransactionStated',
  'confirmation',
  'confirmationAnswered',
  'diagnosticsToTool',
  'diagnostics',
  'finding',
  'cause',
  'closed',
  'reopened',
  'clockAtRisk',
  'clockBreached',
  'leftUnassigned',
  'reminder',
  ...chapterNoticeKinds,
] as const;
export type TicketNoticeKind = (typeof ticketNoticeKinds)[number];
export type TicketNotice = Notice<TicketNoticeKind>;

const thread: Destination = { to: 'thread' };
const leads: Destination = { to: 'channel', role: 'leads' };

/** Whom an event is told to, given the ticket as it was before. Every change also refreshes the card. */
export function noticesOfTicketEvent(
  event: Recorded<TicketEvent>,
  before: TicketState | null,
): readonly TicketNotice[] {
  if (event.type === 'attemptRefused') return [];
  const usual = [...told(event, before), ...voided(event, before), ...authorizationsEnded(event, before)];
  return before && (before.security || event.type === 'securityReported')
    ? // SEC-2: the card says at once that it is restricted; the rest is for its readers.
      [cardNotice, ...restrictedNotices(event, before, usual)]
    : [...usual, clockOnly.has(event.type) ? { ...cardNotice, urgency: 'quiet' } : cardNotice];
}

/** AU-6: a request that this event answered or ended, in whatever way, is shown so, in place. */
function authorizationsEnded(
  event: Recorded<TicketEvent>,
  before: TicketState | null,
): readonly TicketNotice[] {
  if (!before || before.authorizations.length === 0) return [];
  const { authorizations } = evolveTicket(before, event);
  return before.authorizations.flatMap(({ seq, status }, index) =>
    authorizations[index]?.status === status ? [] : [live('authorization', `authorization:${seq}`)],
  );
}

/**
 * T2-7: a request that this event ended is shown as ended, in place. An update calls nobody, so who asked is told as
 * well; whoever changed the ticket themselves knows.
 */
function voided(event: Recorded<TicketEvent>, before: TicketState | null): readonly TicketNotice[] {
  const pending = before?.confirmation;
  if (!before || !pending) return [];
  const after = evolveTicket(before, event);
  if (after.confirmation !== null) return [];
  const shown = live('confirmation', `confirmation:${pending.seq}`);
  return event.actor === pending.requestedBy ? [shown] : [shown, say('confirmationAnswered')];
}

/** What these change on the card is told in a message anyway: in a burst the messages go first. */
const clockOnly: ReadonlySet<TicketEvent['type']> = new Set([
  'clockAtRisk',
  'clockBreached',
  'leftUnassigned',
]);

const cardNotice: TicketNotice = {
  kind: 'card',
  destination: { to: 'channel', role: 'tickets' },
  urgency: 'normal',
  surface: 'card',
};

function told(
  event: Recorded<Exclude<TicketEvent, { type: 'attemptRefused' }>>,
  before: TicketState | null,
): readonly TicketNotice[] {
  switch (event.type) {
    case 'opened':
      // The card first: it is the root of the thread that the rest is posted in.
      return [cardNotice, say('description')];
    case 'received':
      return [say('taken')];
    case 'takenOutOfOrder':
      return [tell('takenOutOfOrder', leads, 'normal')];
    case 'classified':
      return [
        ...waitingByHand(before, acknowledgementKinds).map((at) => live('acknowledgementByHand', at)),
        say('classified'),
      ];
    case 'acknowledgementComposed':
      return [
        // The one that gave way says so, in place.
        ...waitingByHand(before, ['acknowledgement']).map((at) => live('acknowledgementReplaced', at)),
        event.payload.via === 'webhook'
          ? tell('acknowledgementToCustomer', { to: 'customer' }, 'urgent')
          : live('acknowledgementByHand', `acknowledgement:${event.seq}`),
      ];
    case 'acknowledgementUndeliverable': {
      const composed = before?.[event.payload.of]?.composedSeq;
      return composed === undefined ? [] : [live('acknowledgementByHand', `acknowledgement:${composed}`)];
    }
    case 'acknowledgementSent':
      return [
        ...waitingByHand(before, [event.payload.of]).map((at) => live('acknowledgementByHand', at)),
        say('acknowledged'),
      ];
    case 'transferOffered':
      return [live('transferOffered', `transfer:${event.seq}`)];
    case 'transferWithdrawn':
    case 'transferDeclined':
    case 'transferred':
      return [
        ...(before?.transfer ? [live('transferOffered', `transfer:${before.transfer.seq}`)] : []),
        say('transferAnswered'),
      ];
    case 'noteAdded':
      return [say('noteAdded')];
    case 'accountLinked':
      return [say('accountLinked')];
    case 'waitStarted':
      return [say('waitStarted')];
    case 'waitEnded':
      return [say('waitEnded')];
    case 'fixStarted':
      return [say('fixStarted')];
    case 'fixSetAside':
      return [say('fixSetAside')];
    case 'fixResultRecorded':
      return [say('fixResult')];
    case 'noTransactionStated':
      return [say('noTransactionStated')];
    case 'confirmationRequested':
      return [live('confirmation', `confirmation:${event.seq}`)];
    case 'confirmationGiven':
    case 'confirmationDeclined':
    case 'confirmationExpired':
    case 'confirmationVoided':
      return [];
    case 'diagnosticsRequested':
      return [tell('diagnosticsToTool', { to: 'diagnostics' }, 'urgent')];
    case 'diagnosticsFailed':
    case 'diagnosticsRecorded':
      return [say('diagnostics')];
    case 'findingRecorded':
      return [say('finding')];
    case 'causeRecorded':
      return [say('cause')];
    case 'closed':
      // An unanswered offer ends with it, and its buttons go.
      return [
        ...(before?.transfer ? [live('transferOffered', `transfer:${before.transfer.seq}`)] : []),
        say('closed'),
      ];
    case 'reopened': {
      const waiting = before?.escalation && !before.escalation.accepted ? before.escalation : null;
      return [
        say('reopened'),
        ...(waiting
          ? [live('escalation', `escalation:${waiting.seq}`), escalationCall(waiting.to, event.at)]
          : []),
      ];
    }
    case 'clockAtRisk':
    case 'clockBreached':
    case 'leftUnassigned': {
      const urgency = urgencyOf(event.payload.priority);
      return [tell(event.type, thread, urgency), tell(event.type, leads, urgency)];
    }
    case 'reminded':
      return [
        say('reminder'),
        ...(event.payload.of === 'escalation' && before
          ? [...endOfCall(before), escalationCall(before.tier, event.at)]
          : []),
      ];
    default:
      return before ? toldOfChapter(event, before) : [];
  }
}

function toldOfChapter(event: Recorded<ChapterEvent>, before: TicketState): readonly TicketNotice[] {
  const tell = chapterTelling[event.type] as (
    event: Recorded<ChapterEvent>,
    before: TicketState,
  ) => readonly TicketNotice[];
  return tell(event, before);
}

function say(kind: TicketNoticeKind): TicketNotice {
  return { kind, destination: thread, urgency: 'normal', surface: null };
}

function tell(kind: TicketNoticeKind, destination: Destination, urgency: Urgency): TicketNotice {
  return { kind, destination, urgency, surface: null };
}

function live(kind: TicketNoticeKind, surface: string): TicketNotice {
  return { kind, destination: thread, urgency: 'normal', surface };
}
