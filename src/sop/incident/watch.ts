import { isNear, patternWith } from '../escalation/identical-issues.ts';
import { confirmsAccounts } from '../escalation/second-account.ts';
import type { Pack } from '../pack/schema.ts';
import type { TicketState } from '../ticket/state.ts';
import type { DraftIncident, IncidentCommand } from './decide.ts';
import {
  type HeldTicket,
  holds,
  type IncidentState,
  type IncidentTrigger,
  type IssuePattern,
} from './state.ts';

/** What the incidents of a desk make of a change of one ticket, in this order. */
export type IncidentChange = { to: 'new'; command: DraftIncident } | { to: number; command: IncidentCommand };

/** What a ticket counts as for ESC-6; null while it is unclassified, restricted (SEC-2) or redirected (SC-2). */
export function issueOf(ticket: TicketState): IssuePattern | null {
  if (!ticket.classification || isWithdrawn(ticket)) return null;
  const { category, symptom } = ticket.classification;
  return { category, symptom };
}

/** Whether a change of a ticket can concern an incident. `accountLinked`: an account was linked, or confirmed. */
export function concernsIncidents(before: TicketState, after: TicketState, accountLinked: boolean): boolean {
  return (
    accountLinked ||
    issueKey(before) !== issueKey(after) ||
    isWithdrawn(before) !== isWithdrawn(after) ||
    (before.security === null && after.security !== null)
  );
}

/** A change of a ticket, and what of the desk it has to be held against. */
export type Watched = {
  before: TicketState;
  after: TicketState;
  accountLinked: boolean;
  /** The open incidents of this issue, those that hold this ticket, and those that hold one of `identical`. */
  open: readonly IncidentState[];
  /** Those that have ended and hold this ticket, where it is restricted. */
  ended: readonly IncidentState[];
  /** Tickets of the same category and symptom, opened less than the pack's time from this one. */
  identical: readonly TicketState[];
};

/** ESC-6, ESL-3: what a change of one ticket makes of the incidents, and with which one the ticket is then. */
export function watchIncidents(watched: Watched, pack: Pick<Pack, 'pattern'>): readonly IncidentChange[] {
  const { before, after, accountLinked, open, ended } = watched;
  const holding = open.find((one) => holds(one, after.number));
  const held = holding?.tickets.find(({ number }) => number === after.number);
  const because = held && whyLeave(held, before, after);
  const left: readonly IncidentChange[] =
    holding && because
      ? [{ to: holding.number, command: { type: 'leave', ticket: after.number, because } }]
      : [];
  // SEC-2: what has ended is still read, and knows the accounts of its tickets.
  const forgotten = (after.security ? ended : []).map(
    ({ number }): IncidentChange => ({
      to: number,
      command: { type: 'leave', ticket: after.number, because: 'withdrawn' },
    }),
  );
  const home = because ? undefined : holding;
  const rest = open.map((one) => (one === home ? one : without(one, after.number)));
  const found = issueKey(before) === issueKey(after) ? [] : seekPattern(watched, rest, home, pack);
  const now = found.at(-1)?.to ?? home?.number;
  return [...forgotten, ...left, ...found, ...(accountLinked ? shareAccounts(after, held, now) : [])];
}

/**
 * ESC-6: the ticket joins the incident of identical tickets near it, or makes one with them. Two that it brings
 * together become one, in the one that people have brought furthest; what is declared stays as it was declared.
 */
function seekPattern(
  { after, identical }: Watched,
  open: readonly IncidentState[],
  home: IncidentState | undefined,
  { pattern: limits }: Pick<Pack, 'pattern'>,
): readonly IncidentChange[] {
  const issue = issueOf(after);
  if (!issue) return [];
  const self = sightingOf(after, home?.tickets.find(({ number }) => number === after.number)?.by ?? 'ESC-6');
  const others = identical
    .filter((one) => issueKey(one) === issueKey(after))
    .map((one) => sightingOf(one, 'ESC-6'));
  const members = patternWith(self, others, limits);
  const near = (one: IncidentState) =>
    one === home ||
    members.some(({ number }) => holds(one, number)) ||
    (isSame(one.pattern, issue) && one.tickets.some((ticket) => isNear(ticket, self, limits.within)));
  const [keep, ...further] = open
    .filter(near)
    .toSorted(
      (a, b) => standing(b) - standing(a) || Number(b === home) - Number(a === home) || a.number - b.number,
    );
  if (!keep) {
    return members.length > 0
      ? [{ to: 'new', command: { type: 'draft', trigger: 'ESC-6', pattern: issue, tickets: members } }]
      : [];
  }
  const merging = further.filter(({ status }) => status !== 'declared');
  const free = [self, ...members].filter(({ number }) => !open.some((one) => holds(one, number)));
  const joining = [...free, ...merging.flatMap(({ tickets }) => tickets)];
  return [
    ...merging.map(
      ({ number }): IncidentChange => ({ to: number, command: { type: 'merge', into: keep.number } }),
    ),
    ...(joining.length > 0
      ? [
          {
            to: keep.number,
            command: { type: 'join', trigger: 'ESC-6', tickets: distinct(joining) },
          } as const,
        ]
      : []),
  ];
}

/** ESL-3: from tier 2 on a second account makes an incident; where the ticket has one, it learns of the account. */
function shareAccounts(
  ticket: TicketState,
  held: HeldTicket | undefined,
  now: IncidentChange['to'] | undefined,
): readonly IncidentChange[] {
  if (isWithdrawn(ticket)) return [];
  const shared = confirmsAccounts(ticket);
  const sighting = sightingOf(ticket, shared ? 'ESL-3' : (held?.by ?? 'ESC-6'));
  if (typeof now === 'number')
    return [{ to: now, command: { type: 'join', trigger: sighting.by, tickets: [sighting] } }];
  if (now === 'new' || !shared) return [];
  const draft = { type: 'draft', trigger: 'ESL-3', pattern: issueOf(ticket), tickets: [sighting] } as const;
  return [{ to: 'new', command: draft }];
}

/** One with a second account belongs to its incident whatever its symptom is called. */
function whyLeave(
  held: HeldTicket,
  before: TicketState,
  after: TicketState,
): 'reclassified' | 'withdrawn' | null {
  if (isWithdrawn(after)) return 'withdrawn';
  return held.by === 'ESC-6' && issueKey(before) !== issueKey(after) ? 'reclassified' : null;
}

function without(incident: IncidentState, ticket: number): IncidentState {
  return { ...incident, tickets: incident.tickets.filter(({ number }) => number !== ticket) };
}

/** SEC-2, SC-2: it counts for no pattern and stands in no incident. */
function isWithdrawn({ security, closure }: TicketState): boolean {
  return security !== null || closure?.resolutionCode === 'redirected';
}

function issueKey(ticket: TicketState): string {
  const issue = issueOf(ticket);
  return issue ? `${issue.category}/${issue.symptom}` : '';
}

function isSame(a: IssuePattern | null, b: IssuePattern): boolean {
  return a?.category === b.category && a.symptom === b.symptom;
}

function sightingOf(ticket: TicketState, by: IncidentTrigger): HeldTicket {
  const { number, openedAt, customerAccount, linkedAccounts } = ticket;
  return { number, openedAt, accounts: [customerAccount, ...linkedAccounts], by };
}

/** How far people have brought an incident: the furthest one keeps the tickets. */
function standing({ status }: IncidentState): number {
  return ['draft', 'reviewed', 'declared'].indexOf(status);
}

function distinct(tickets: readonly HeldTicket[]): readonly HeldTicket[] {
  return [...new Map(tickets.map((ticket) => [ticket.number, ticket])).values()];
}
