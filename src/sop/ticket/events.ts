import type { UserId } from '../actor.ts';
import type { ClauseId } from '../clauses.ts';
import type { Refusal } from '../decision.ts';
import { type EventsOf, restingOn } from '../event.ts';
import type { Instant } from '../instant.ts';
import type { CategoryCode, PriorityCode } from '../pack/schema.ts';
import type { ClockTargets, SlaClockKind } from '../sla-clock.ts';
import { type AuthorizationPayloads, authorizationClauses } from './authorization/events.ts';
import { type EscalationPayloads, escalationClauses } from './escalation/events.ts';
import { type ExceptionPayloads, exceptionClauses } from './exception/events.ts';
import { type HandoverPayloads, handoverClauses } from './handoff/events.ts';
import { type IncidentPayloads, incidentClauses } from './incident/events.ts';
import { type OversightPayloads, oversightClauses } from './oversight/events.ts';
import { type ScopePayloads, scopeClauses } from './scope/events.ts';
import { type SecurityPayloads, securityClauses } from './security/events.ts';
import type { AcknowledgementKind, Tier } from './state.ts';

export type Attachment = { name: string; url: string };

/** T2-4: where each part of the diagnostic package is. By hand it may be one link for all of it. */
export type DiagnosticLinks = readonly { part: string; url: string }[];

/** How a ticket reached the desk; `split`: as a part of another one (SC-2). */
export type Source = 'command' | 'shortcut' | 'message' | 'intake' | 'split';

/** The Slack message a ticket was opened from; without a link where Handrail cannot see its channel. */
export type SourceMessage = { author: string; permalink: string | null };

/** A clock that is absent or null stays as it is. */
export type TicketClocks = {
  response: ClockTargets | null;
  tier2Response?: ClockTargets | null;
  resolution: ClockTargets | null;
};

/** What can happen to a ticket. The payloads are plain JSON; who, when and under which pack is in the envelope. */
type Payloads = CorePayloads & ChapterPayloads;

export type ChapterPayloads = EscalationPayloads &
  SecurityPayloads &
  ScopePayloads &
  AuthorizationPayloads &
  OversightPayloads &
  HandoverPayloads &
  IncidentPayloads &
  ExceptionPayloads;

type CorePayloads = {
  opened: {
    number: number;
    title: string;
    description: string;
    attachments: readonly Attachment[];
    customerAccount: string;
    reportedPriority: PriorityCode | null;
    externalId: string | null;
    source: Source;
    message: SourceMessage | null;
    /** The ticket that it is a part of, where its source is `split`. */
    splitFrom?: number;
    clocks: TicketClocks;
  };
  received: { clocks: TicketClocks };
  takenOutOfOrder: { reason: string; insteadOf: number };
  classified: {
    category: CategoryCode;
    symptom: string;
    priority: PriorityCode;
    matrixVersion: string;
    readWhole: true;
    clocks: TicketClocks;
  };
  acknowledgementComposed: {
    of: AcknowledgementKind;
    text: string;
    /** `webhook`: handed to the customer's channel; `hand`: the agent sends it. */
    via: 'webhook' | 'hand';
    /** The response the text announces. */
    responseBy: Instant;
    /** Resolution-time commitments in it, which only a lead's authority lets through. */
    promises: readonly string[];
  };
  acknowledgementUndeliverable: { of: AcknowledgementKind; reason: string };
  acknowledgementSent: { of: AcknowledgementKind; via: 'webhook' | 'hand' };
  transferOffered: { to: UserId; reason: string | null };
  transferWithdrawn: Record<string, never>;
  transferDeclined: { reason: string | null };
  /** `tier`: the tier it is worked on at from then on. */
  transferred: { from: UserId; to: UserId; reason: string | null; tier: Tier };
  noteAdded: { text: string };
  accountLinked: { account: string };
  waitStarted: { on: string };
  waitEnded: { resolution: ClockTargets | null };
  fixStarted: { fix: string; repeatReason: string | null };
  fixSetAside: { fix: string; reason: string };
  fixResultRecorded: {
    fix: string;
    outcome: 'resolved' | 'persists';
    /** Id of one of the fix's own verification steps; null while it has not been verified. */
    verification: string | null;
    evidence: string | null;
    /** It was verified as resolved before, and is not any more. */
    withdrawsVerification?: true;
  };
  noTransactionStated: { fix: string; account: string };
  confirmationRequested: { fix: string; account: string; repeatReason: string | null; expiresAt: Instant };
  /** `request`: sequence number of the event that asked. */
  confirmationGiven: { fix: string; request: number };
  confirmationDeclined: { fix: string; reason: string };
  confirmationExpired: { fix: string };
  /** Whoever asked could not begin it any more when somebody confirmed. */
  confirmationVoided: { fix: string; reason: string };
  diagnosticsRequested: { account: string };
  diagnosticsFailed: { reason: string };
  diagnosticsRecorded: { generatedAt: Instant; links: DiagnosticLinks; via: 'tool' | 'hand' };
  findingRecorded: { point: string; text: string };
  causeRecorded: { kind: 'proximate' | 'root'; code: string | null; text: string };
  closed: {
    resolutionCode: string;
    summary: string;
    fix: string;
    verification: string | null;
    rootCause: string | null;
    followUps: readonly string[];
  };
  /** `resolution`: null for one that nobody ever took, and for one that a security report opened again (SEC-1). */
  reopened: { reason: string; resolution: ClockTargets | null };
  /** `priority`: what it was worked on at then; it says whether this is told by itself or may stand in a digest. */
  clockAtRisk: { clock: SlaClockKind; dueAt: Instant; priority: PriorityCode };
  clockBreached: { clock: SlaClockKind; dueAt: Instant; priority: PriorityCode };
  /** Nobody has taken it, and it has waited longer than the pack's limit. */
  leftUnassigned: { since: Instant; limitAt: Instant; priority: PriorityCode };
  reminded: { of: 'transfer' | AcknowledgementKind | 'closing' | 'escalation' };
  attemptRefused: { refusal: Refusal };
};

export type TicketEventType = keyof Payloads;

/** An event whose meaning stands in the folder of its chapter. */
export type ChapterEvent = TicketEventOf<keyof ChapterPayloads>;

export type TicketEvent = EventsOf<Payloads>;

export type TicketEventOf<Type extends TicketEventType> = Extract<TicketEvent, { type: Type }>;

/** The clause each kind of event rests on; an attempt, a reminder and an escalation bring their own, and so does an
 * acknowledgement. */
export const ticketEvent = restingOn<Payloads>()({
  opened: 'SC-1',
  received: 'T1-1',
  takenOutOfOrder: 'T1-1',
  classified: 'T1-3',
  transferOffered: 'T1-1',
  transferWithdrawn: 'T1-1',
  transferDeclined: 'T1-1',
  transferred: 'T1-1',
  noteAdded: 'HO-1',
  accountLinked: 'ESL-3',
  waitStarted: 'HO-2',
  waitEnded: 'HO-2',
  fixStarted: 'T1-6',
  fixSetAside: 'T1-6',
  fixResultRecorded: 'T1-8',
  noTransactionStated: 'T1-7',
  confirmationRequested: 'T2-7',
  confirmationGiven: 'T2-7',
  confirmationDeclined: 'T2-7',
  confirmationExpired: 'T2-7',
  confirmationVoided: 'T2-7',
  diagnosticsRequested: 'T2-4',
  diagnosticsFailed: 'T2-4',
  diagnosticsRecorded: 'T2-4',
  findingRecorded: 'T2-5',
  causeRecorded: 'T2-5',
  closed: 'T1-9',
  reopened: 'T1-9',
  clockAtRisk: 'ESL-1',
  clockBreached: 'T1-4',
  leftUnassigned: 'T1-1',
  ...escalationClauses,
  ...securityClauses,
  ...scopeClauses,
  ...authorizationClauses,
  ...oversightClauses,
  ...handoverClauses,
  ...incidentClauses,
  ...exceptionClauses,
});

/** It rests on the trigger that was met. */
export function escalated(payload: Payloads['escalated']): TicketEventOf<'escalated'> {
  return { type: 'escalated', clause: payload.trigger, payload };
}

/** It rests on what brought it there: identical issues, or a second account. */
export function linkedToIncident(payload: Payloads['incidentLinked']): TicketEventOf<'incidentLinked'> {
  return { type: 'incidentLinked', clause: payload.because, payload };
}

/** The clause that each acknowledgement rests on. */
export const acknowledgementClauses = {
  acknowledgement: 'T1-4',
  tier2Acknowledgement: 'T2-3',
} as const satisfies Record<AcknowledgementKind, ClauseId>;

export function acknowledgementEvent<
  Type extends 'acknowledgementComposed' | 'acknowledgementUndeliverable' | 'acknowledgementSent',
>(type: Type, payload: Payloads[Type]): TicketEventOf<Type> {
  return { type, clause: acknowledgementClauses[payload.of], payload } as TicketEventOf<Type>;
}

export function reminded(of: Payloads['reminded']['of'], clause: ClauseId): TicketEventOf<'reminded'> {
  return { type: 'reminded', clause, payload: { of } };
}

export function attemptRefused(refusal: Refusal): TicketEventOf<'attemptRefused'> {
  return { type: 'attemptRefused', clause: refusal.clause, payload: { refusal } };
}
