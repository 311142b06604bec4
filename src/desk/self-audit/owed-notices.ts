import type { Role, UserId } from '../../sop/actor.ts';
import type { ClauseId } from '../../sop/clauses.ts';
import { epoch } from '../../sop/instant.ts';
import type { Notice } from '../../sop/notice.ts';
import type { Recorded } from '../../sop/recorded.ts';
import type { WrittenNotice } from '../../store/self-audit.ts';
import { addressNotice, spreadOverRole } from '../outbox-notices.ts';

export type AnyEvent = Recorded<{ type: string; clause: ClauseId; payload: unknown }>;

/**
 * How one kind of record evolves and tells. What an event tells goes by the record right before it, or `wholly` by how it
 * was before the decision and is after it: that is how the desk's own is written.
 */
export type Telling<State, Event extends AnyEvent> = {
  wholly: boolean;
  evolve(state: State | null, event: Event): State;
  notices(event: Event, before: State | null, after: State): readonly Notice<string>[];
};

/** Whose the roles were at an instant, in ms, and who was on shift, as far as the record says. */
export type RosterAt = (at: number) => {
  members: Readonly<Record<UserId, Role>>;
  onShift: readonly UserId[];
};

/** The desk's record and another are written each on its own: who joined or left within this is owed nothing, in ms. */
const rosterMarginMs = 10_000;

export type Owed = { seq: number; kind: string; destination: string };

/**
 * What the procedure has these events tell, and the outbox does not hold. `events` is the whole record but attempts; of
 * those at or after `from` (ms) the notices are looked for.
 */
export function findUnwritten<State, Event extends AnyEvent>(
  telling: Telling<State, Event>,
  stream: string,
  events: readonly Event[],
  written: readonly WrittenNotice[],
  rosterAt: RosterAt,
  from: number,
): readonly Owed[] {
  const missing: Owed[] = [];
  let state: State | null = null;
  for (const decided of decisions(telling, events)) {
    const steps: readonly Step<State, Event>[] = evolveEach(telling, state, decided);
    const first = steps[0];
    const last = steps.at(-1);
    if (!first || !last) continue;
    for (const { event, ...step } of steps) {
      if (epoch(event.at) < from) continue;
      const { before, after } = telling.wholly ? { before: first.before, after: last.after } : step;
      const owed = telling
        .notices(event, before, after)
        .flatMap((notice) => expected(notice, stream, event, rosterAt, written));
      // Updates of a surface by one decision are one notice, under its first event's number.
      const about = { seq: event.seq, firstSeq: first.event.seq };
      for (const one of owed)
        if (!isWritten(one, about, written))
          missing.push({ seq: event.seq, kind: one.kind, destination: one.destination });
    }
    state = last.after;
  }
  return missing;
}

/**
 * Events of one decision bear one instant and one actor. Where two decisions of the desk's own record do, by a clock that
 * stands still, they tell of different things: what it decides at once is of one type.
 */
function decisions<State, Event extends AnyEvent>(
  { wholly }: Telling<State, Event>,
  events: readonly Event[],
): readonly (readonly Event[])[] {
  const decided: Event[][] = [];
  for (const event of events) {
    const last = decided.at(-1);
    const { at, actor, type } = last?.[0] ?? {};
    if (last && event.at === at && event.actor === actor && (!wholly || event.type === type))
      last.push(event);
    else decided.push([event]);
  }
  return decided;
}

type Step<State, Event> = { event: Event; before: State | null; after: State };

function evolveEach<State, Event extends AnyEvent>(
  telling: Telling<State, Event>,
  before: State | null,
  events: readonly Event[],
): readonly Step<State, Event>[] {
  const steps: Step<State, Event>[] = [];
  for (const event of events) {
    const from = steps.at(-1)?.after ?? before;
    const after: State | undefined = telling.evolve(from, event);
    // Of a type that no rule knows: what the record says from here on is anybody's guess.
    if (after === undefined) throw new Error('an event of an unknown type');
    steps.push({ event, before: from, after });
  }
  return steps;
}

type Expected = { kind: string; destination: string; surface: string | null; lane: string | null };

function expected(
  notice: Notice<string>,
  stream: string,
  event: AnyEvent,
  rosterAt: RosterAt,
  written: readonly WrittenNotice[],
): readonly Expected[] {
  if (notice.destination.to === 'wherePosted') return lanesBefore(notice.kind, event, written);
  if (wentToShiftChannel(notice, event, written)) return [];
  const at = epoch(event.at);
  const [before, after] = [rosterAt(at - rosterMarginMs), rosterAt(at + rosterMarginMs)].map((roster) =>
    spreadOverRole(notice, { ...roster, told: [] }).map((one) => addressed(one, stream, event.seq)),
  );
  return (before ?? []).filter((one) => after?.some(({ destination }) => destination === one.destination));
}

/** A pattern's own channel that took nothing gave way to the desk's. */
function wentToShiftChannel(
  { kind, destination }: Notice<string>,
  { seq }: AnyEvent,
  written: readonly WrittenNotice[],
): boolean {
  return (
    destination.to === 'conversation' &&
    written.some((one) => one.seq === seq && one.kind === kind && one.destination === 'channel:shift')
  );
}

function addressed(notice: Notice<string>, stream: string, seq: number): Expected {
  const { kind, destination, surface } = addressNotice(notice, { stream, seq }, {}, null);
  return { kind, destination, surface, lane: null };
}

/** SEC-2: every lane by which something had been told before. */
function lanesBefore(kind: string, event: AnyEvent, written: readonly WrittenNotice[]): readonly Expected[] {
  const at = epoch(event.at);
  const told = written.filter(
    ({ seq, sentAt, destination }) =>
      seq < event.seq &&
      sentAt !== null &&
      sentAt.getTime() < at &&
      destination !== 'customer' &&
      destination !== 'diagnostics',
  );
  return [...new Set(told.map(({ lane }) => lane))].map((lane) => ({
    kind,
    destination: lane,
    surface: null,
    lane,
  }));
}

/** An update of a surface that was still waiting has taken the later ones in, and bears the number of the last. */
function isWritten(
  { kind, destination, surface, lane }: Expected,
  { seq, firstSeq }: { seq: number; firstSeq: number },
  written: readonly WrittenNotice[],
): boolean {
  if (surface !== null) return written.some((one) => one.surface === surface && one.seq >= firstSeq);
  return written.some(
    (one) =>
      one.seq === seq &&
      one.kind === kind &&
      (lane === null ? one.destination === destination : one.lane === lane),
  );
}
