import type { Actor } from '../../../src/sop/actor.ts';
import type { Decision } from '../../../src/sop/decision.ts';
import { decideDraft, decideIncident, type IncidentCommand } from '../../../src/sop/incident/decide.ts';
import { type IncidentEvent, incidentAttemptRefused } from '../../../src/sop/incident/events.ts';
import { evolveIncident } from '../../../src/sop/incident/evolve.ts';
import type { HeldTicket, IncidentState, IssuePattern } from '../../../src/sop/incident/state.ts';
import { concernsIncidents, issueOf, watchIncidents } from '../../../src/sop/incident/watch.ts';
import { epoch, instant } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { ana, minute, monday, past9, queued } from '../ticket/support.ts';

export const signIn = { category: 'AUTH', symptom: 'cannot-sign-in' } as const;
export const exports = { category: 'DATA', symptom: 'export-incomplete' } as const;

export function held(number: number, minutes: number, change: Partial<HeldTicket> = {}): HeldTicket {
  return { number, openedAt: past9(minutes), accounts: [`ACME-${number}`], by: 'ESC-6', ...change };
}

/** An incident and its record, to which commands are put as the desk puts them: refusals are kept, too. */
export type IncidentCase = { state: IncidentState; events: readonly Recorded<IncidentEvent>[] };

export function drafted(
  tickets: readonly HeldTicket[] = [held(1, 0), held(2, 10), held(3, 20)],
  number = 4,
): IncidentCase {
  return after(
    null,
    20,
    { kind: 'system' },
    decideDraft({ type: 'draft', trigger: 'ESC-6', pattern: signIn, tickets }, number),
  );
}

export function decide(
  given: IncidentCase,
  minutes: number,
  actor: Actor,
  command: IncidentCommand,
): Decision<IncidentEvent> {
  return decideIncident(command, given.state, contextAt(minutes, actor));
}

/** The incident after a command; throws where it was refused, since a test's givens are meant to happen. */
export function having(
  given: IncidentCase,
  minutes: number,
  actor: Actor,
  command: IncidentCommand,
): IncidentCase {
  const decision = decide(given, minutes, actor, command);
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return after(given, minutes, actor, decision);
}

function after(
  given: IncidentCase | null,
  minutes: number,
  actor: Actor,
  decision: Decision<IncidentEvent>,
): IncidentCase {
  const before = given?.events ?? [];
  const decided = decision.kind === 'accepted' ? decision.events : [incidentAttemptRefused(decision.refusal)];
  const added = decided.map((event, index) => ({
    ...event,
    seq: before.length + index + 1,
    at: past9(minutes),
    actor: actor.kind === 'person' ? actor.id : null,
    role: actor.kind === 'person' ? (actor.role ?? actor.standing) : 'system',
    packVersion: defaultPack.version,
    packHash: 'hash',
  }));
  const events = [...before, ...added];
  const state = events.reduce<IncidentState | null>(evolveIncident, null);
  if (!state) throw new Error('a record has events');
  return { state, events };
}

function contextAt(minutes: number, actor: Actor) {
  return { now: new Date(monday + minutes * minute), actor, pack: defaultPack };
}

export function ticket(number: number, minutes: number, change: Partial<TicketState> = {}): TicketState {
  return {
    ...queued().state,
    number,
    openedAt: past9(minutes),
    customerAccount: `ACME-${number}`,
    status: 'open',
    owner: ana.id,
    ...change,
  };
}

export function classified(given: TicketState, issue: IssuePattern): TicketState {
  const { category, symptom } = issue;
  return {
    ...given,
    classification: {
      category,
      symptom,
      priority: 'P3',
      matrixVersion: '1',
      by: ana.id,
      at: instant(monday),
    },
  };
}

/** A desk of tickets and incidents in memory, with what its transaction looks up. */
export class Memory {
  readonly tickets = new Map<number, TicketState>();
  readonly incidents = new Map<number, IncidentCase>();

  /** A ticket changes, and the incidents with it, as the desk does it in one transaction. */
  change(after: TicketState, accountLinked = false): void {
    const before = this.tickets.get(after.number) ?? { ...after, classification: null };
    this.tickets.set(after.number, after);
    if (!concernsIncidents(before, after, accountLinked)) return;
    const issue = issueOf(after);
    const { within } = defaultPack.pattern;
    const identical = [...this.tickets.values()].filter(
      (one) =>
        issue &&
        one.classification?.category === issue.category &&
        one.classification.symptom === issue.symptom &&
        Math.abs(epoch(one.openedAt) - epoch(after.openedAt)) < within,
    );
    const numbers = new Set([after.number, ...identical.map(({ number }) => number)]);
    const open = this.open().filter(
      ({ pattern, tickets }) =>
        (issue && pattern?.category === issue.category && pattern.symptom === issue.symptom) ||
        tickets.some(({ number }) => numbers.has(number)),
    );
    const ended = [...this.incidents.values()]
      .map(({ state }) => state)
      .filter(({ endedAt, tickets }) => endedAt && tickets.some(({ number }) => number === after.number));
    for (const { to, command } of watchIncidents(
      { before, after, accountLinked, open, ended, identical },
      defaultPack,
    )) {
      if (to === 'new') {
        const number = this.incidents.size + 1;
        this.incidents.set(number, afterDraft(decideDraft(command, number)));
      } else {
        this.incidents.set(to, having(this.get(to), 0, { kind: 'system' }, command));
      }
    }
  }

  get(number: number): IncidentCase {
    const found = this.incidents.get(number);
    if (!found) throw new Error(`there is no INC-${number}`);
    return found;
  }

  open(): readonly IncidentState[] {
    return [...this.incidents.values()]
      .map(({ state }) => state)
      .filter(({ endedAt }) => endedAt === null)
      .sort((a, b) => a.number - b.number);
  }

  /** The numbers of the tickets of each open incident. */
  held(): Readonly<Record<number, readonly number[]>> {
    return Object.fromEntries(
      this.open().map(({ number, tickets }) => [
        number,
        tickets.map((one) => one.number).sort((a, b) => a - b),
      ]),
    );
  }
}

function afterDraft(decision: Decision<IncidentEvent>): IncidentCase {
  return after(null, 0, { kind: 'system' }, decision);
}
