import type { UserId } from '../actor.ts';
import type { Instant } from '../instant.ts';
import type { CategoryCode, Pack, PriorityCode } from '../pack/schema.ts';
import type { SlaClock } from '../sla-clock.ts';

export type TicketStatus = 'queued' | 'open' | 'waiting' | 'resolved' | 'closed';
export type Tier = 'tier1' | 'tier2' | 'lead';

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
  transfer: Transfer | null;
  classification: Classification | null;
  /** Why it is to leave tier 1, once a trigger has been met (ESC-3). */
  escalation: { trigger: 'ESC-2' | 'ESC-3'; since: Instant } | null;
  acknowledgement: Acknowledgement | null;
  clocks: { response: SlaClock | null; resolution: SlaClock | null };
  waiting: { on: string; since: Instant } | null;
  fixes: readonly FixAttempt[];
  statement: Statement | null;
  confirmation: Confirmation | null;
  /** T2-4; `seq` of the event that last changed it. */
  diagnostics: { status: 'requested' | 'recorded' | 'failed'; seq: number } | null;
  /** T2-5: where findings were written, in order; their texts are in the events. */
  findings: readonly { point: string; seq: number }[];
  causes: { proximate: { seq: number } | null; root: { code: string; seq: number } | null };
  closure: { resolutionCode: string; at: Instant } | null;
  /** When the last reminder of a solved ticket left open was posted (T1-9). */
  closeRemindedAt: Instant | null;
  /** Counts the events that changed the ticket itself; what is merely told of it (a clock, a reminder) does not. */
  version: number;
};

/** The priority that orders the queue and sets the clocks: classified, else reported, else the pack's assumption. */
export function workingPriority(
  ticket: Pick<TicketState, 'classification' | 'reportedPriority'>,
  pack: { matrix: Pick<Pack['matrix'], 'assumedPriority'> },
): PriorityCode {
  return ticket.classification?.priority ?? ticket.reportedPriority ?? pack.matrix.assumedPriority;
}
