import type { UserId } from '../actor.ts';
import type { Instant } from '../instant.ts';
import type { CategoryCode } from '../pack/schema.ts';

/** From a draft to its end. `merged`: its tickets went on in another incident. */
export type IncidentStatus = 'draft' | 'reviewed' | 'declared' | 'dismissed' | 'closed' | 'merged';

/** Those in which people still have something to do, and which further tickets join. */
const openStatuses = ['draft', 'reviewed', 'declared'] as const satisfies readonly IncidentStatus[];

/** What brought a ticket into an incident: identical issues, or a second account. */
export type IncidentTrigger = 'ESC-6' | 'ESL-3';

/** ESC-6: issues are identical when they have both in common. */
export type IssuePattern = { category: CategoryCode; symptom: string };

/** A ticket as an incident knows it. It holds no text of the ticket. */
export type HeldTicket = {
  number: number;
  openedAt: Instant;
  accounts: readonly string[];
  by: IncidentTrigger;
};

/** Something that is still to be written on one of its tickets, since an instant (UTC). */
export type Owed = { ticket: number; since: Instant } & (
  | { kind: 'link' | 'unlink' }
  /** `seq`: of the event whose words the ticket's thread is told. */
  | { kind: 'news'; seq: number }
);

/** What is true of an incident now; what people wrote stays in the events that brought it. */
export type IncidentState = {
  number: number;
  status: IncidentStatus;
  trigger: IncidentTrigger;
  /** Null where the ticket that began it was not classified. */
  pattern: IssuePattern | null;
  tickets: readonly HeldTicket[];
  owed: readonly Owed[];
  draftedAt: Instant;
  reviewed: { by: UserId; at: Instant } | null;
  declared: { by: UserId; at: Instant } | null;
  /** Dismissed, closed or merged. */
  endedAt: Instant | null;
  /** Where its tickets went, by number. */
  mergedInto: number | null;
  /** Counts the changes; what was written on its tickets meanwhile leaves this alone. */
  version: number;
};

export function isOpen({ status }: IncidentState): boolean {
  return (openStatuses as readonly string[]).includes(status);
}

export function holds({ tickets }: IncidentState, ticket: number): boolean {
  return tickets.some(({ number }) => number === ticket);
}

/** When the first of its tickets was opened; null when none is left. */
export function firstSeen({ tickets }: IncidentState): Instant | null {
  return tickets.map(({ openedAt }) => openedAt).sort()[0] ?? null;
}

/** Every customer account it is known to affect, each once, in the order of its tickets. */
export function affectedAccounts({ tickets }: IncidentState): readonly string[] {
  return [...new Set(tickets.flatMap(({ accounts }) => accounts))];
}
