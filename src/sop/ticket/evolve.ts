import { activeWorkAfter } from '../escalation/active-work.ts';
import type { Recorded } from '../recorded.ts';
import {
  type ClockTargets,
  endPause,
  pauseClock,
  retargetClock,
  type SlaClock,
  type SlaClockKind,
  startClock,
  stopClock,
} from '../sla-clock.ts';
import { acknowledgementInPlace, acknowledgementIs, withoutByHand } from './acknowledgements.ts';
import { voidAuthorizations } from './authorization/standing.ts';
import { chapterChanges } from './chapters.ts';
import { changeClocks } from './clocks.ts';
import type { ChapterEvent, TicketEvent, TicketEventOf } from './events.ts';
import { solvingAttempt } from './ladder.ts';
import { oversightGoesOn, watchAfterTransfer } from './oversight/watch.ts';
import {
  type Acknowledgement,
  type AcknowledgementKind,
  acknowledgementKinds,
  type TicketState,
} from './state.ts';

/** One event's effect on the ticket. Folding all of them from null gives the stored row back (`audit replay`). */
export function evolveTicket(ticket: TicketState | null, event: Recorded<TicketEvent>): TicketState {
  if (event.type === 'opened') return opened(event);
  if (!ticket) throw new Error(`a ticket's record begins with 'opened', not '${event.type}'`);
  if (event.type === 'attemptRefused') return ticket;
  const changes = changesOf(ticket, event);
  const after = merelyTold.has(event.type)
    ? { ...ticket, ...changes }
    : // T2-7: whatever changes the ticket ends a request that was made of it as it was.
      { ...ticket, confirmation: null, ...changes, version: ticket.version + 1 };
  return voidAuthorizations(ticket, { ...after, activeWork: activeWorkAfter(after, event.at) });
}

/** Events that tell of the ticket without changing it: a confirmation stays good over them. */
export const merelyTold: ReadonlySet<TicketEvent['type']> = new Set([
  'clockAtRisk',
  'clockBreached',
  'leftUnassigned',
  'reminded',
  'activeWorkWarned',
  'briefingRecorded',
  'authorizationRequested',
  'authorizationAnswered',
  // What it let through says whether the ticket changes.
  'authorizationUsed',
  'authorizationExpired',
  'calibrationFlagged',
  'p1UpdatePrompted',
  'p1Updated',
  'p1UpdateMissed',
  'p1ClosingOwed',
  'checkPrompted',
  'checkedIn',
  'incidentLinked',
  'incidentUnlinked',
  'incidentNews',
  'executiveEscalated',
  'exceptionLogged',
  'exceptionAnswered',
]);

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
    unassignedToldAt: null,
    transfer: null,
    classification: null,
    escalation: null,
    activeWork: { spent: 0, since: null, warned: false },
    security: null,
    authorizations: [],
    priorityOverride: null,
    p1: null,
    watch: null,
    incident: null,
    acknowledgement: null,
    tier2Acknowledgement: null,
    clocks: setClocks({ response: null, tier2Response: null, resolution: null }, payload.clocks, at),
    waiting: null,
    fixes: [],
    statement: null,
    confirmation: null,
    diagnostics: null,
    findings: [],
    causes: { proximate: null, root: null },
    closure: null,
    split: { from: payload.splitFrom ?? null, into: [] },
    closeRemindedAt: null,
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
        unassignedToldAt: null,
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
        // A message written for the old classification, and not sent yet, is not to be sent.
        ...withoutByHand(ticket, acknowledgementKinds),
        clocks: setClocks(ticket.clocks, event.payload.clocks, event.at),
      };
    }
    case 'acknowledgementComposed':
      return {
        // T2-3: one that was never sent gives way to tier 2's, which serves for both.
        ...withoutByHand(ticket, ['acknowledgement']),
        ...acknowledgementIs(event.payload.of, {
          status: event.payload.via === 'webhook' ? 'sending' : 'byHand',
          composedBy: actorOf(event),
          composedAt: event.at,
          composedSeq: event.seq,
          sentAt: null,
          remindedAt: null,
        }),
      };
    case 'acknowledgementUndeliverable':
      // Of a ticket that was redirected meanwhile nothing is sent any more, nor what names an earlier priority's time.
      return ticket.status === 'closed' || isOutdated(ticket, event.payload.of)
        ? acknowledgementIs(event.payload.of, null)
        : acknowledgementChange(ticket, event.payload.of, { status: 'byHand' });
    case 'acknowledgementSent': {
      const stopped = event.payload.of === 'acknowledgement' ? first : both;
      return {
        ...acknowledgementChange(ticket, event.payload.of, { status: 'sent', sentAt: event.at }),
        clocks: changeClocks(ticket.clocks, stopped, (clock) => stopClock(clock, event.at)),
      };
    }
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
    case 'transferred': {
      const { to, tier } = event.payload;
      // ESC-1: the warning is the owner's; whoever is new has not had it.
      const activeWork = { ...ticket.activeWork, warned: false };
      return { owner: to, transfer: null, tier, activeWork, watch: watchAfterTransfer(event) };
    }
    case 'accountLinked':
      return { linkedAccounts: [...new Set([...ticket.linkedAccounts, event.payload.account])] };
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
        status: solvingAttempt(ticket)?.verified ? 'resolved' : 'open',
        waiting: null,
        clocks: { ...ticket.clocks, resolution: resumed(ticket, event) },
      };
    case 'clockAtRisk':
      return { clocks: tell(ticket, event.payload.clock, { atRiskTold: true }) };
    case 'clockBreached':
      return { clocks: tell(ticket, event.payload.clock, { atRiskTold: true, breachTold: true }) };
    case 'leftUnassigned':
      return { unassignedToldAt: event.at };
    case 'fixStarted':
      return {
        fixes: [
          ...ticket.fixes,
          {
            fix: event.payload.fix,
            status: 'running',
            verified: false,
            verification: null,
            by: startedBy(ticket, event),
            startedAt: event.at,
            settledAt: null,
          },
        ],
        statement: null,
      };
    case 'fixSetAside':
      return {
        fixes: [
          ...ticket.fixes,
          {
            fix: event.payload.fix,
            status: 'notApplicable',
            verified: false,
            verification: null,
            by: actorOf(event),
            startedAt: event.at,
            settledAt: event.at,
          },
        ],
      };
    case 'fixResultRecorded':
      return resultRecorded(ticket, event);
    case 'noTransactionStated': {
      const { fix, account } = event.payload;
      return { statement: { fix, account, at: event.at, version: ticket.version + 1 } };
    }
    case 'confirmationRequested': {
      const { fix, repeatReason, expiresAt } = event.payload;
      return {
        confirmation: { seq: event.seq, fix, repeatReason, requestedBy: actorOf(event), expiresAt },
      };
    }
    case 'confirmationGiven':
    case 'confirmationDeclined':
    case 'confirmationExpired':
    case 'confirmationVoided':
      return { confirmation: null };
    case 'diagnosticsRequested':
      return { diagnostics: { status: 'requested', seq: event.seq } };
    case 'diagnosticsFailed':
      return { diagnostics: { status: 'failed', seq: event.seq } };
    case 'diagnosticsRecorded':
      return { diagnostics: { status: 'recorded', seq: event.seq } };
    case 'findingRecorded':
      return { findings: [...ticket.findings, { point: event.payload.point, seq: event.seq }] };
    case 'causeRecorded': {
      const { kind, code } = event.payload;
      return {
        causes:
          kind === 'root' && code !== null
            ? { ...ticket.causes, root: { code, seq: event.seq } }
            : { ...ticket.causes, proximate: { seq: event.seq } },
      };
    }
    case 'closed':
      return {
        status: 'closed',
        transfer: null,
        waiting: null,
        closure: { resolutionCode: event.payload.resolutionCode, at: event.at, redirect: null },
        clocks: {
          ...ticket.clocks,
          resolution: ticket.clocks.resolution && stopClock(ticket.clocks.resolution, event.at),
        },
      };
    case 'reopened':
      return {
        ...reopenedWork(ticket),
        closure: null,
        closeRemindedAt: null,
        // ESC-1: the work that solved it for a while is over; from here on it is counted anew.
        ...(ticket.closure?.redirect ? {} : { activeWork: { spent: 0, since: null, warned: false } }),
        escalation: reawaited(ticket, event.at),
        ...oversightGoesOn(ticket, event.at),
        clocks: reopenedClocks(ticket, event.payload.resolution),
      };
    case 'reminded':
      switch (event.payload.of) {
        case 'transfer':
          return { transfer: ticket.transfer && { ...ticket.transfer, remindedAt: event.at } };
        case 'acknowledgement':
        case 'tier2Acknowledgement':
          return acknowledgementChange(ticket, event.payload.of, { remindedAt: event.at });
        case 'closing':
          return { closeRemindedAt: event.at };
        case 'escalation':
          return { escalation: ticket.escalation && { ...ticket.escalation, remindedAt: event.at } };
      }
      break;
    default:
      return changesOfChapter(ticket, event);
  }
}

/** T1-4: a message that was on its way when a lead changed the priority (LD-2). */
function isOutdated(ticket: TicketState, of: AcknowledgementKind): boolean {
  const message = ticket[of];
  return message !== null && (ticket.priorityOverride?.at ?? '') >= message.composedAt;
}

function changesOfChapter(ticket: TicketState, event: Recorded<ChapterEvent>): Partial<TicketState> {
  const change = chapterChanges[event.type] as (
    ticket: TicketState,
    event: Recorded<ChapterEvent>,
  ) => Partial<TicketState>;
  return change(ticket, event);
}

/** An escalation that nobody had accepted when it was closed is waited for again from the reopening on. */
function reawaited({ escalation }: TicketState, at: string): TicketState['escalation'] {
  return escalation && !escalation.accepted
    ? { ...escalation, waitingSince: at, remindedAt: null }
    : escalation;
}

/** A fix that a second agent let go ahead is begun by the one who asked, not by the one who confirmed. */
function startedBy(ticket: TicketState, event: Recorded<TicketEventOf<'fixStarted'>>): string {
  return ticket.owner ?? actorOf(event);
}

function resultRecorded(
  ticket: TicketState,
  event: Recorded<TicketEventOf<'fixResultRecorded'>>,
): Partial<TicketState> {
  const { fix, outcome, verification } = event.payload;
  const place = ticket.fixes.findLastIndex((attempt) => attempt.fix === fix);
  const verified = outcome === 'resolved' && verification !== null;
  return {
    status: verified ? 'resolved' : 'open',
    closeRemindedAt: null,
    fixes: ticket.fixes.map((attempt, index) =>
      index === place
        ? { ...attempt, status: outcome, verified, verification, settledAt: event.at }
        : attempt,
    ),
  };
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
    tier2Response: set(clocks.tier2Response, targets.tier2Response ?? null),
    resolution: set(clocks.resolution, targets.resolution),
  };
}

const first: readonly SlaClockKind[] = ['response'];
/** Tier 2's acknowledgement is an answer in time also where the first was never sent. */
const both: readonly SlaClockKind[] = ['response', 'tier2Response'];

/** What solved it did not last: it counts as tried. A redirect that was a mistake (SC-2) says nothing of the fixes. */
function reopenedWork(ticket: TicketState): Pick<TicketState, 'status' | 'fixes'> {
  const { owner, closure, fixes } = ticket;
  if (closure?.redirect) {
    const worked = solvingAttempt(ticket)?.verified ? 'resolved' : 'open';
    return { status: owner === null ? 'queued' : worked, fixes };
  }
  return {
    status: 'open',
    fixes: fixes.map((attempt) =>
      attempt.status === 'resolved' ? { ...attempt, status: 'persists', verified: false } : attempt,
    ),
  };
}

/** SC-2: what was ended without having been answered is owed again, from when it was. */
function reopenedClocks(
  ticket: TicketState,
  resolution: TicketEventOf<'reopened'>['payload']['resolution'],
): TicketState['clocks'] {
  const { closure, acknowledgement, tier2Acknowledgement } = ticket;
  const unanswered = closure?.redirect != null && tier2Acknowledgement?.status !== 'sent';
  const owed: readonly SlaClockKind[] = [
    ...(unanswered && acknowledgement?.status !== 'sent' ? first : []),
    ...(unanswered && acknowledgementInPlace(ticket) === 'tier2Acknowledgement'
      ? (['tier2Response'] as const)
      : []),
  ];
  return {
    ...changeClocks(ticket.clocks, owed, running),
    resolution: resolution ? reopenedClock(ticket, resolution) : ticket.clocks.resolution,
  };
}

/** A clock that goes on from where it started does so with all that was told of it and set on it; else it starts afresh. */
function reopenedClock({ clocks }: TicketState, targets: ClockTargets): SlaClock {
  const before = clocks.resolution;
  return before?.startedAt === targets.startedAt ? running(before) : startClock(targets);
}

function running(clock: SlaClock): SlaClock {
  return { ...clock, stoppedAt: null, outcome: null };
}

function acknowledgementChange(
  ticket: TicketState,
  of: AcknowledgementKind,
  change: Partial<Acknowledgement>,
): Partial<TicketState> {
  const before = ticket[of];
  return acknowledgementIs(of, before && { ...before, ...change });
}

function resumed(ticket: TicketState, event: Recorded<TicketEventOf<'waitEnded'>>): SlaClock | null {
  const clock = ticket.clocks.resolution;
  if (!clock) return null;
  // By the clock as it stood paused: what fell due meanwhile did not run out.
  const { resolution } = event.payload;
  const moved = resolution ? retargetClock(clock, resolution, event.at) : clock;
  return { ...moved, pauses: endPause(clock, event.at) };
}

function tell(ticket: TicketState, kind: SlaClockKind, told: Partial<SlaClock>): TicketState['clocks'] {
  const clock = ticket.clocks[kind];
  return clock ? { ...ticket.clocks, [kind]: { ...clock, ...told } } : ticket.clocks;
}
