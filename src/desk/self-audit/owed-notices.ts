import type { Role, UserId } from '../../sop/actor.ts';
import type { ClauseId } from '../../sop/clauses.ts';
import { epoch } from '../../sop/instant.ts';
import type { Notice } from '../../sop/notice.ts';
import type { Recorded } from '../../sop/recorded.ts';
import type { WrittenNotice } from '../../store/self-audit.ts';
import { addressNotice, spreadOverRole } from '../outbox-notices.ts';

export type AnyEvent = Recorded<{ type: string; clause: ClauseId; payload: unknown }>;

/** How one kind of record evolves and tells; of the desk, who is told depends on it as it is afterwards. */
export type Telling<State, Event extends AnyEvent> = {
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
  let decision = { at: '', actor: null as string | null, firstSeq: 0 };
  for (const event of events) {
    // Events of one decision bear one instant; their updates of a surface are one notice, under the first one's number.
    if (event.at !== decision.at || event.actor !== decision.actor)
      decision = { at: event.at, actor: event.actor, firstSeq: event.seq };
    const after: State | undefined = telling.evolve(state, event);
    // Of a type that no rule knows: what the record says from here on is anybody's guess.
    if (after === undefined) throw new Error('an event of an unknown type');
    if (epoch(event.at) >= from) {
      const owed = telling
        .notices(event, state, after)
        .flatMap((notice) => expected(notice, stream, event, rosterAt, written));
      const about = { seq: event.seq, firstSeq: decision.firstSeq };
      for (const one of owed)
        if (!isWritten(one, about, written))
          missing.push({ seq: event.seq, kind: one.kind, destination: one.destination });
    }
    state = after;
  }
  return missing;
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
