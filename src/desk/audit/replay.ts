import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ClauseId } from '../../sop/clauses.ts';
import { type DeskEvent, evolveDesk, noSettings } from '../../sop/desk-settings.ts';
import { evolveException } from '../../sop/exception/evolve.ts';
import { exceptionIndex } from '../../sop/exception/obligations.ts';
import { evolveIncident } from '../../sop/incident/evolve.ts';
import { incidentDueAt } from '../../sop/incident/obligations.ts';
import { type Pack, packSchema, priorityCodes } from '../../sop/pack/schema.ts';
import type { Recorded } from '../../sop/recorded.ts';
import { evolveShift } from '../../sop/shift/evolve.ts';
import { shiftDueAt } from '../../sop/shift/obligations.ts';
import { evolveTicket } from '../../sop/ticket/evolve.ts';
import { nextDueAt } from '../../sop/ticket/obligations.ts';
import { workingPriority } from '../../sop/ticket/state.ts';
import { deskStream, readPacks, readSettings } from '../../store/desks.ts';
import { type Head, readEvents } from '../../store/events.ts';
import { exceptionRowOf, readExceptionRow } from '../../store/exceptions.ts';
import type { PrismaClient } from '../../store/generated/client.ts';
import { incidentRowOf, readIncidentRow } from '../../store/incidents.ts';
import { readShiftRow, shiftRowOf } from '../../store/shifts.ts';
import { rankOf, readRow, rowOf } from '../../store/tickets.ts';
import { type AuditReport, auditEach, type Finding, type StreamReport } from './walk.ts';

/** All that a ticket's row needs of the pack it was written under: packs of older versions lack what came later. */
const keptPack = z.object({ matrix: z.object({ assumedPriority: z.enum(priorityCodes) }) });
type KeptPack = z.output<typeof keptPack>;

type AnyEvent = Recorded<{ type: string; clause: ClauseId; payload: unknown }>;

/**
 * The packs a row was computed with: of its last event, and the one in force, null where it is from before a section was
 * added, so that it can no longer be computed with and the row's own word stands.
 */
type Packs = { ofLastEvent: KeptPack | null; inForce: Pack | null };

/** How one kind of record is folded, and what its row is to say then; null where a pack that it takes is not there. */
type Kind<State, Event extends AnyEvent, Row extends { nextDueAt: string | null }> = {
  evolve(state: State | null, event: Event): State;
  readRow(db: PrismaClient, deskId: number, number: number): Promise<Row | null>;
  expected(state: State, head: Head, packs: Packs, row: Row): object | null;
};

function kind<State, Event extends AnyEvent, Row extends { nextDueAt: string | null }>(
  of: Kind<State, Event, Row>,
) {
  return async (
    db: PrismaClient,
    deskId: number,
    { stream, ...head }: Head & { stream: string },
    packsOf: (last: AnyEvent | undefined) => Packs,
  ): Promise<StreamReport> => {
    const events = (await readEvents(db, deskId, stream)) as readonly AnyEvent[] as readonly Event[];
    const report = (...findings: readonly Finding[]) => ({ events: events.length, findings });
    const folded = events.reduce<State | null>(of.evolve, null);
    const row = await of.readRow(db, deskId, Number(/\d+$/.exec(stream)?.[0]));
    if (folded === null || !row) return report(differs(stream, 'the whole row'));
    const expected = of.expected(folded, head, packsOf(events.at(-1)), row);
    if (!expected) return report(differs(stream, 'the SOP pack it was made under'));
    return report(...differing(stream, { ...expected }, row));
  };
}

/** Every kind of record but the desk's own, by the prefix of its streams. */
const kinds = {
  'T-': kind({
    evolve: evolveTicket,
    readRow,
    expected: (ticket, head, { ofLastEvent, inForce }, row) =>
      ofLastEvent &&
      rowOf(
        ticket,
        {
          priorityRank: rankOf(workingPriority(ticket, ofLastEvent)),
          nextDueAt: inForce ? nextDueAt(ticket, inForce) : row.nextDueAt,
        },
        head,
      ),
  }),
  'INC-': kind({
    evolve: evolveIncident,
    readRow: readIncidentRow,
    expected: (incident, head) => incidentRowOf(incident, incidentDueAt(incident), head),
  }),
  'SHIFT-': kind({
    evolve: evolveShift,
    readRow: readShiftRow,
    expected: (shift, head, { inForce }, row) =>
      shiftRowOf(shift, inForce ? shiftDueAt(shift, inForce) : row.nextDueAt, head),
  }),
  'EXC-': kind({
    evolve: evolveException,
    readRow: readExceptionRow,
    expected: (exception, head) => exceptionRowOf(exception, exceptionIndex(exception), head),
  }),
} as const;

/** Folds every stream of the database and compares with what its rows say. */
export async function replayRecord(db: PrismaClient, deskId: number | null): Promise<AuditReport> {
  const packs = await readPacks(db);
  const kept = new Map(packs.map(({ hash, content }) => [hash, keptPack.safeParse(content).data]));
  const whole = new Map(packs.map(({ hash, content }) => [hash, packSchema.safeParse(content).data]));
  return auditEach(db, deskId, async (id, head, packHash) => {
    if (head.stream === deskStream) return replayDesk(db, id);
    const prefix = Object.keys(kinds).find((one) => head.stream.startsWith(one));
    if (!prefix) return { events: 0, findings: [differs(head.stream, 'what it is a record of')] };
    return kinds[prefix as keyof typeof kinds](db, id, head, (last) => ({
      ofLastEvent: kept.get(last?.packHash ?? '') ?? null,
      inForce: whole.get(packHash) ?? null,
    }));
  });
}

async function replayDesk(db: PrismaClient, deskId: number): Promise<StreamReport> {
  const events: readonly Recorded<DeskEvent>[] = await readEvents(db, deskId, deskStream);
  const same = isDeepStrictEqual(events.reduce(evolveDesk, noSettings), await readSettings(db, deskId));
  return { events: events.length, findings: same ? [] : [differs(deskStream, 'roster and channels')] };
}

/** Each column of a row that is not as its events have it. */
function differing(
  stream: string,
  expected: Readonly<Record<string, unknown>>,
  row: Readonly<Record<string, unknown>>,
): readonly Finding[] {
  return Object.keys(expected)
    .filter((column) => !isDeepStrictEqual(expected[column], row[column]))
    .map((column) => differs(stream, `the column ${column}`));
}

function differs(stream: string, what: string): Finding {
  return { stream, seq: null, words: `${stream}: ${what} is not what its events say` };
}
