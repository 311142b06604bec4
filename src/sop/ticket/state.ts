import type { Action } from '../actions.ts';
import type { Role, UserId } from '../actor.ts';
import type { TriggerId } from '../escalation/trigger.ts';
import type { Instant } from '../instant.ts';
import type { CategoryCode, Pack, PriorityCode } from '../pack/schema.ts';
import type { SlaClock, SlaClockKind } from '../sla-clock.ts';

export type TicketStatus = 'queued' | 'open' | 'waiting' | 'resolved' | 'closed';
/** Where a ticket is worked on, lowest first: the tiers are the roles of AU-1. */
export type Tier = Role;

export type Classification = {
  category: CategoryCode;
  symptom: string;
  priority: PriorityCode;
  /** Of REF-OPS-002, in force when it was made (T1-3). */
  matrixVersion: string;
  by: UserId;
  at: Instant;
};

export type Transfer = {
  /** Sequence number of the event that offered it. */
  seq: number;
  to: UserId;
  /** Who offered it: the owner, or a lead in the owner's place. */
  offeredBy: UserId;
  offeredAt: Instant;
  remindedAt: Instant | null;
};

/** T1-4, T2-3: the first, and the one that tier 2 owes after it accepted. Named as their templates in the pack. */
export const acknowledgementKinds = ['acknowledgement', 'tier2Acknowledgement'] as const;
export type AcknowledgementKind = (typeof acknowledgementKinds)[number];

/** `sending` and `byHand` are on their way: the response clock runs until the customer has it. */
export type Acknowledgement = {
  status: 'sending' | 'byHand' | 'sent';
  composedBy: UserId;
  composedAt: Instant;
  /** Sequence number of the event that holds the text. */
  composedSeq: number;
  sentAt: Instant | null;
  remindedAt: Instant | null;
};

/** One time a fix was begun, or set aside. The evidence stays in the events. */
export type FixAttempt = {
  /** `SF-3`, `EF-5`. */
  fix: string;
  status: 'running' | 'resolved' | 'persists' | 'notApplicable';
  /** Resolved, and shown to be by the fix's own verification step (T1-8). */
  verified: boolean;
  /** Id of that step. */
  verification: string | null;
  by: UserId;
  startedAt: Instant;
  settledAt: Instant | null;
};

/** T1-7: no transaction is active for this account, stated for this fix, when the ticket was at this version. */
export type Statement = { fix: string; account: string; at: Instant; version: number };

/** T2-7: a second agent is asked. Any change of the ticket ends it. */
export type Confirmation = {
  /** Sequence number of the event that asked: which request it is. */
  seq: number;
  fix: string;
  repeatReason: string | null;
  requestedBy: UserId;
  expiresAt: Instant;
};

/** At the receiving tier; the owner stays until somebody there accepts (T1-1, T2-1). */
export type Escalation = {
  /** Sequence number of the event that escalated it. */
  seq: number;
  trigger: TriggerId;
  from: Tier;
  /** Rises when nobody accepts in time. */
  to: Tier;
  reason: string | null;
  /** Who escalated it; null when it happened by itself. */
  by: UserId | null;
  at: Instant;
  /** Since when the tier `to` is waited for: from here the time to accept counts. */
  waitingSince: Instant;
  remindedAt: Instant | null;
  /** `from`: who owned it until then. */
  accepted: { by: UserId; at: Instant; from: UserId | null } | null;
  /** T2-2: whether a verbal handoff is prompted, and what came of it; null where it was accepted too late for one. */
  briefing: 'prompted' | 'held' | 'unavailable' | null;
};

/** ESC-1: active work at tier 1. `spent` in ms, without what runs since `since`. */
export type ActiveWork = { spent: number; since: Instant | null; warned: boolean };

/** AU-6: for this person, this action, this ticket at this tier, once. */
export type Authorization = {
  /** Sequence number of the event that asked. */
  seq: number;
  person: UserId;
  action: Action;
  /** `void`: the ticket moved to another tier, closed, or became a security matter. */
  status: 'requested' | 'granted' | 'declined' | 'used' | 'expired' | 'void';
  tier: Tier;
  answeredBy: UserId | null;
  expiresAt: Instant;
  /** Sequence number of the event that used it up, right before what it let through. */
  usedSeq: number | null;
};

/** LD-3, PCD00011: from its start until its closing note, or until the ticket is no longer critical. */
export type P1Protocol = {
  /** Sequence number of the event that started it. */
  seq: number;
  since: Instant;
  /** From here the time to the next update counts: the start, the last update, or the last one that was missed. */
  countedFrom: Instant;
  updatedAt: Instant | null;
  /** When the update that is overdue fell due; null while none is. */
  overdueSince: Instant | null;
  /** Whether the update that is counted to was asked for. */
  prompted: boolean;
  /** When the closing note was last asked for. */
  closingAskedAt: Instant | null;
};

/** LD-4: the lead looks in. It rests while the ticket is solved or closed. */
export type Watch = {
  lead: UserId;
  since: Instant;
  /** From here the time to the next prompt counts: the start or the last prompt. */
  promptedAt: Instant | null;
  checkedAt: Instant | null;
  /** Prompts that went unanswered: one after the other since the last check, and in all. */
  missed: number;
  missedInAll: number;
};

/**
 * What is true of a ticket now: all that decisions need, and nothing else. Long texts (the description, notes)
 * stay in the events that brought them.
 */
export type TicketState = {
  number: number;
  status: TicketStatus;
  tier: Tier;
  title: string;
  customerAccount: string;
  linkedAccounts: readonly string[];
  reportedPriority: PriorityCode | null;
  externalId: string | null;
  openedAt: Instant;
  /** When an agent took it (T1-1); null while it is queued. */
  receivedAt: Instant | null;
  owner: UserId | null;
  /** When it was told that nobody has taken it; once, until somebody does. */
  unassignedToldAt: Instant | null;
  transfer: Transfer | null;
  classification: Classification | null;
  /** The latest one; the ticket is at the tier it went to from that moment. */
  escalation: Escalation | null;
  activeWork: ActiveWork;
  /** SEC-2: from the report on, the ticket is for leads, managers and the reporter alone. */
  security: { reportedBy: UserId | null; at: Instant; handedOver: string | null } | null;
  authorizations: readonly Authorization[];
  /** LD-2: stands over the priority of the classification. */
  priorityOverride: { priority: PriorityCode; by: UserId; at: Instant } | null;
  p1: P1Protocol | null;
  watch: Watch | null;
  /** The incident it belongs to, by number. */
  incident: number | null;
  acknowledgement: Acknowledgement | null;
  /** T2-3. It serves for both where the first was never sent. */
  tier2Acknowledgement: Acknowledgement | null;
  clocks: Readonly<Record<SlaClockKind, SlaClock | null>>;
  waiting: { on: string; since: Instant } | null;
  fixes: readonly FixAttempt[];
  statement: Statement | null;
  confirmation: Confirmation | null;
  /** T2-4; `seq` of the event that last changed it. */
  diagnostics: { status: 'requested' | 'recorded' | 'failed'; seq: number } | null;
  /** T2-5: where findings were written, in order; their texts are in the events. */
  findings: readonly { point: string; seq: number }[];
  causes: { proximate: { seq: number } | null; root: { code: string; seq: number } | null };
  /** `redirect`: what was out of scope, and the document that governs it (SC-2). */
  closure: {
    resolutionCode: string;
    at: Instant;
    redirect: { code: string; document: string } | null;
  } | null;
  /** SC-2: the ticket that this one is a part of, and those that parts of this one became. */
  split: { from: number | null; into: readonly number[] };
  /** When the last reminder of a solved ticket left open was posted (T1-9). */
  closeRemindedAt: Instant | null;
  /** Counts the events that changed the ticket itself; what is merely told of it (a clock, a reminder) does not. */
  version: number;
};

/** The priority that orders the queue and sets the clocks: overridden, classified, reported, or the pack's assumption. */
export function workingPriority(
  ticket: Pick<TicketState, 'classification' | 'reportedPriority' | 'priorityOverride'>,
  pack: { matrix: Pick<Pack['matrix'], 'assumedPriority'> },
): PriorityCode {
  const { priorityOverride, classification, reportedPriority } = ticket;
  return (
    priorityOverride?.priority ?? classification?.priority ?? reportedPriority ?? pack.matrix.assumedPriority
  );
}
