import { asWritten } from '../as-written.ts';
import { type Action, actions } from '../authority.ts';
import type { ClauseId } from '../clauses.ts';
import type { Instant } from '../instant.ts';
import { epoch } from '../instant.ts';
import type { Pack } from '../pack/schema.ts';
import type { Recorded } from '../recorded.ts';
import { isPaused, type SlaClock, slaClockWords } from '../sla-clock.ts';
import { inWords, wallClock } from '../wall-clock.ts';
import { acknowledgementRules } from './acknowledgements.ts';
import { chapterWords } from './chapters.ts';
import type { ChapterEvent, TicketEvent } from './events.ts';
import { stepWords } from './next-step.ts';
import type { TicketState } from './state.ts';
import { unassignedLimit } from './unassigned.ts';

/** One reason why a ticket stands as it does: the clause, since when, and a sentence (people as `<@U…>`). */
export type Explanation = { clause: ClauseId | string; at: Instant | null; words: string };

/** The pack that decides now, and the hash of its content, as on the events made under it. */
export type PackInForce = { pack: Pack; hash: string };

/** `/ticket why`: each clock, what happened and was refused, and what is next, in plain words. */
export function explainTicket(
  ticket: TicketState,
  events: readonly Recorded<TicketEvent>[],
  now: Date,
  { pack, hash }: PackInForce,
): { next: Explanation | null; clocks: readonly Explanation[]; history: readonly Explanation[] } {
  const zone = pack.timeZone;
  const next = stepWords(ticket, pack);
  return {
    next: next && { ...next, at: null },
    clocks: [
      ...explainQueue(ticket, pack),
      ...explainClock('Response', 'T1-4', ticket.clocks.response, now, zone),
      ...(ticket.clocks.tier2Response
        ? explainClock('Tier 2 response', 'T2-3', ticket.clocks.tier2Response, now, zone)
        : []),
      ...explainClock('Resolution', 'ESL-1', ticket.clocks.resolution, now, zone),
    ],
    history: [
      ...events.flatMap((event, index) => [
        ...packChange(events[index - 1], event, event.at),
        { clause: event.clause, at: event.at, words: eventWords(event, zone) },
      ]),
      // Nothing has happened since, but the next step follows the new pack already.
      ...(ticket.status === 'closed'
        ? []
        : packChange(events.at(-1), { packHash: hash, packVersion: pack.version }, null)),
    ],
  };
}

/** DOC-2: what came before stays under its own version; what comes after follows the new one, the ladder too. */
function packChange(
  before: Recorded<TicketEvent> | undefined,
  after: Pick<Recorded<TicketEvent>, 'packHash' | 'packVersion'>,
  at: Instant | null,
): readonly Explanation[] {
  if (!before || before.packHash === after.packHash) return [];
  const [from, to] = [before.packVersion, after.packVersion];
  const change = from === to ? `under the same version ${to}` : `from version ${from} to ${to}`;
  const words = `The SOP pack changed ${change}. The fixes owed follow the new one; what was decided before stays as it was.`;
  return [{ clause: 'DOC-2', at, words }];
}

/** How long it may wait to be taken; nothing once it was. */
function explainQueue(ticket: TicketState, pack: Pack): readonly Explanation[] {
  const limitAt = unassignedLimit(ticket, pack);
  if (!limitAt) return [];
  const told = ticket.unassignedToldAt;
  const words = told
    ? `In the queue: nobody has taken it. The leads were told at ${wallClock(told, pack.timeZone)}.`
    : `In the queue: the leads are told if nobody has taken it by ${wallClock(limitAt, pack.timeZone)}.`;
  return [{ clause: 'T1-1', at: ticket.openedAt, words }];
}

function explainClock(
  name: string,
  clause: ClauseId,
  clock: SlaClock | null,
  now: Date,
  zone: string,
): readonly Explanation[] {
  if (!clock)
    return [
      { clause, at: null, words: `${name} clock: not started; it starts when somebody takes the ticket.` },
    ];
  const due = wallClock(clock.dueAt, zone);
  const words = clock.stoppedAt
    ? `${name} clock: ${clock.outcome ?? 'ended, with nothing owed any more'}. It stopped at ${wallClock(clock.stoppedAt, zone)}; it was due at ${due}.`
    : isPaused(clock)
      ? `${name} clock: paused while the ticket waits. Without the pause it would be due at ${due}.`
      : epoch(clock.dueAt) < now.getTime()
        ? `${name} clock: missed. It was due at ${due}, ${inWords(now.getTime() - epoch(clock.dueAt))} ago.`
        : `${name} clock: running, due at ${due}, in ${inWords(epoch(clock.dueAt) - now.getTime())}.`;
  // AU-4: whoever asks why it is due then would not find it in the targets of its priority.
  const setBy = clock.overriddenAt ? ` A lead set it at ${wallClock(clock.overriddenAt, zone)} (AU-4).` : '';
  return [{ clause, at: clock.startedAt, words: `${words}${setBy}` }];
}

/** One event as a sentence; people stand in it as `<@U…>`, and what they wrote `asWritten`. `zone` is IANA. */
export function eventWords(event: Recorded<TicketEvent>, zone: string): string {
  const who = event.actor ? `<@${event.actor}>` : 'The clock';
  switch (event.type) {
    case 'opened':
      if (event.payload.splitFrom !== undefined)
        return `${who} opened it as a part of T-${event.payload.splitFrom}.`;
      return event.actor ? `${who} opened it.` : 'It came in by the intake endpoint.';
    case 'received':
      return `${who} took it, and the clocks started.`;
    case 'takenOutOfOrder':
      return `Taken before T-${event.payload.insteadOf}, which came first, because: ${asWritten(event.payload.reason)}`;
    case 'classified':
      return `${who} classified it as ${event.payload.category}, ${event.payload.priority} (matrix version ${event.payload.matrixVersion}), having read it whole.`;
    case 'acknowledgementComposed':
      return event.payload.via === 'webhook'
        ? `${who} sent the ${acknowledgementRules[event.payload.of].words} on its way to the customer.`
        : `${who} wrote the ${acknowledgementRules[event.payload.of].words}, to be sent by hand.`;
    case 'acknowledgementUndeliverable':
      return `The customer’s channel did not take the ${acknowledgementRules[event.payload.of].words}; it is to be sent by hand.`;
    case 'acknowledgementSent':
      return event.payload.via === 'webhook'
        ? `The customer’s channel confirmed the ${acknowledgementRules[event.payload.of].words}, and the response clock stopped.`
        : `${who} confirmed having sent the ${acknowledgementRules[event.payload.of].words}, and the response clock stopped.`;
    case 'transferOffered':
      return `${who} offered it to <@${event.payload.to}>.`;
    case 'transferWithdrawn':
      return `${who} withdrew the offered transfer.`;
    case 'transferDeclined':
      return `${who} declined the transfer; the owner stays.`;
    case 'transferred':
      return `It passed from <@${event.payload.from}> to <@${event.payload.to}>.`;
    case 'noteAdded':
      return `${who} added a note.`;
    case 'accountLinked':
      return `${who} linked a further account.`;
    case 'waitStarted':
      return `${who} set it waiting for: ${asWritten(event.payload.on)}. The resolution clock paused.`;
    case 'waitEnded':
      return `${who} resumed it.`;
    case 'fixStarted': {
      const { fix, repeatReason } = event.payload;
      return repeatReason
        ? `${fix} was begun once more, because: ${asWritten(repeatReason)}`
        : `${fix} was begun.`;
    }
    case 'fixSetAside':
      return `${who} set ${event.payload.fix} aside as not applicable, because: ${asWritten(event.payload.reason)}`;
    case 'fixResultRecorded': {
      const { fix, outcome, verification, withdrawsVerification } = event.payload;
      if (withdrawsVerification)
        return `${who} withdrew the verification of ${fix}: the issue persists after all.`;
      if (outcome === 'persists') return `${who} recorded that the issue persists after ${fix}.`;
      return verification
        ? `${who} recorded that ${fix} resolved it, verified by its own step.`
        : `${who} recorded that ${fix} resolved it; that is to be verified.`;
    }
    case 'noTransactionStated':
      return `${who} stated that no transaction is active for ${asWritten(event.payload.account)}, for ${event.payload.fix}.`;
    case 'confirmationRequested':
      return `${who} asked for a second agent's confirmation of ${event.payload.fix}, until ${wallClock(event.payload.expiresAt, zone)}.`;
    case 'confirmationGiven':
      return `${who} confirmed ${event.payload.fix} as the second agent.`;
    case 'confirmationDeclined':
      return `${who} declined ${event.payload.fix}, because: ${asWritten(event.payload.reason)}`;
    case 'confirmationVoided':
      return `The request to confirm ${event.payload.fix} was void when ${who} confirmed it: ${event.payload.reason}`;
    case 'confirmationExpired':
      return `Nobody confirmed ${event.payload.fix} in time.`;
    case 'diagnosticsRequested':
      return `${who} asked the diagnostics tool for the package.`;
    case 'diagnosticsFailed':
      return 'The diagnostics tool did not deliver the package.';
    case 'diagnosticsRecorded':
      return `The diagnostic package generated at ${wallClock(event.payload.generatedAt, zone)} was recorded.`;
    case 'findingRecorded':
      return `${who} recorded a finding.`;
    case 'causeRecorded':
      return `${who} recorded the ${event.payload.kind} cause.`;
    case 'closed':
      return `${who} closed it as ${event.payload.resolutionCode}.`;
    case 'reopened':
      return `${who} reopened it, because: ${asWritten(event.payload.reason)}`;
    case 'clockAtRisk':
      return `The ${slaClockWords[event.payload.clock]} clock came close to its limit (${wallClock(event.payload.dueAt, zone)}).`;
    case 'clockBreached':
      return `The ${slaClockWords[event.payload.clock]} clock ran out at ${wallClock(event.payload.dueAt, zone)}.`;
    case 'leftUnassigned':
      return `Nobody had taken it by ${wallClock(event.payload.limitAt, zone)}, so the leads were told.`;
    case 'reminded':
      return `A reminder of the ${reminderWords[event.payload.of]} was posted.`;
    case 'attemptRefused': {
      const { refusal } = event.payload;
      return `${who} (${event.role}) was not let ${actionWords(refusal.action)}: ${refusal.reason}`;
    }
    default:
      return wordsOfChapter(event, who, zone);
  }
}

function wordsOfChapter(event: Recorded<ChapterEvent>, who: string, zone: string): string {
  const words = chapterWords[event.type] as (
    event: Recorded<ChapterEvent>,
    who: string,
    zone: string,
  ) => string;
  return words(event, who, zone);
}

const reminderWords = {
  transfer: 'unanswered transfer',
  acknowledgement: 'unconfirmed acknowledgement',
  tier2Acknowledgement: 'unconfirmed tier 2 acknowledgement',
  closing: 'solved ticket that is still open',
  escalation: 'escalation that waits to be accepted',
} as const;

function actionWords(action: Action): string {
  return actions[action].words;
}
