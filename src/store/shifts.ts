import type { UserId } from '../sop/actor.ts';
import type { Instant } from '../sop/instant.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import type { Head } from './events.ts';
import { Prisma } from './generated/client.ts';
import { fromJson, type Reader, type Transaction, toJson } from './transaction.ts';
import { insertRows, updateRow, type Write } from './writes.ts';

/** `SHIFT-3`, the name of a shift's stream and of its lane. */
export function shiftStream(number: number): string {
  return `SHIFT-${number}`;
}

export function shiftInsert(deskId: number, state: ShiftState, nextDueAt: Instant | null, head: Head): Write {
  return insertRows('Shift', [{ deskId, number: state.number, ...shiftRowOf(state, nextDueAt, head) }]);
}

export function shiftUpdate(deskId: number, state: ShiftState, nextDueAt: Instant | null, head: Head): Write {
  return updateRow('Shift', deskId, state.number, shiftRowOf(state, nextDueAt, head));
}

/** Every column as a function of the record: `audit replay` compares with exactly this. */
export function shiftRowOf(state: ShiftState, nextDueAt: Instant | null, head: Head) {
  return {
    personId: state.person,
    status: state.status,
    startsAt: state.startsAt,
    endsAt: state.endsAt,
    endedAt: state.endedAt,
    openFor: state.status === 'ended' ? null : state.person,
    nextDueAt,
    record: toJson(state),
    version: state.version,
    seq: head.seq,
    headHash: head.hash,
  };
}

/** The whole row, instants as the record writes them, to compare with `shiftRowOf`. */
export async function readShiftRow(db: Reader, deskId: number, number: number) {
  const row = await db.shift.findUnique({ where: { deskId_number: { deskId, number } } });
  if (!row) return null;
  return {
    ...row,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    nextDueAt: row.nextDueAt?.toISOString() ?? null,
  };
}

export async function readShift(db: Reader, deskId: number, number: number): Promise<ShiftState | null> {
  const row = await db.shift.findUnique({
    where: { deskId_number: { deskId, number } },
    select: { record: true },
  });
  return row && fromJson<ShiftState>(row.record);
}

/** The number of a person's open shift; null where none is. */
export async function readOpenShiftOf(db: Reader, deskId: number, personId: UserId): Promise<number | null> {
  const row = await db.shift.findUnique({
    where: { deskId_openFor: { deskId, openFor: personId } },
    select: { number: true },
  });
  return row?.number ?? null;
}

/** The number of a person's shift that began last, over or not; null where there is none. */
export async function readLastShiftOf(db: Reader, deskId: number, personId: UserId): Promise<number | null> {
  const row = await db.shift.findFirst({
    where: { deskId, personId },
    orderBy: { number: 'desc' },
    select: { number: true },
  });
  return row?.number ?? null;
}

/** Every shift that has begun and not ended, in the order of their beginning. */
export async function readOpenShifts(db: Reader, deskId: number): Promise<readonly ShiftState[]> {
  const rows = await db.shift.findMany({
    where: { deskId, openFor: { not: null } },
    orderBy: [{ startsAt: 'asc' }, { number: 'asc' }],
    select: { record: true },
  });
  return rows.map(({ record }) => fromJson<ShiftState>(record));
}

/** Shifts that have ended since an instant with a record that was delivered and that nobody has acknowledged. */
export async function readUnreadShifts(
  db: Reader,
  deskId: number,
  since: Date,
): Promise<readonly ShiftState[]> {
  const rows = await db.$queryRaw<{ record: unknown }[]>(Prisma.sql`
    SELECT "record" FROM "Shift"
    WHERE "deskId" = ${deskId} AND "status" = 'ended' AND "endedAt" >= ${since}
      AND "record" #>> '{handoff,delivered,at}' IS NOT NULL AND "record" #>> '{handoff,acknowledged,at}' IS NULL
    ORDER BY "number"`);
  return rows.map(({ record }) => fromJson<ShiftState>(record));
}

/**
 * HO-2: the shifts whose delivered record tells of a ticket: those that are open; or all of them, those of which only a
 * round that is over told of it, too.
 */
export async function readShiftsTelling(
  db: Reader,
  deskId: number,
  ticket: number,
  which: 'open' | 'all',
): Promise<readonly ShiftState[]> {
  const told = Prisma.sql`"record" #> '{handoff,delivered,tickets}' @> ${String(ticket)}::jsonb`;
  const once = Prisma.sql`"record" #> '{handoff,rounds}' @> ${JSON.stringify([{ tickets: [ticket] }])}::jsonb`;
  const rows = await db.$queryRaw<{ record: unknown }[]>(Prisma.sql`
    SELECT "record" FROM "Shift"
    WHERE "deskId" = ${deskId}
      AND ${which === 'open' ? Prisma.sql`${told} AND "openFor" IS NOT NULL` : Prisma.sql`(${told} OR ${once})`}`);
  return rows.map(({ record }) => fromJson<ShiftState>(record));
}

/** Between when and when people were on shift in a period; null for an end that has not come. */
export async function readTimesOnShift(
  db: Reader,
  deskId: number,
  from: Date,
  to: Date,
): Promise<readonly { person: UserId; onAt: Instant; endedAt: Instant | null }[]> {
  const rows = await db.shift.findMany({
    // Somebody may come on before their shift begins.
    where: {
      deskId,
      startsAt: { lt: new Date(to.getTime() + 86_400_000) },
      OR: [{ endedAt: null }, { endedAt: { gte: from } }],
    },
    select: { record: true },
  });
  return rows.flatMap(({ record }) => {
    // One whose record is broken says nothing of itself, and keeps nobody from learning of the others.
    const { person, onAt, endedAt = null } = fromJson<Partial<ShiftState> | null>(record) ?? {};
    return person && onAt ? [{ person, onAt, endedAt }] : [];
  });
}

/** Everybody who is on shift now. */
export async function readOnShift(db: Reader, deskId: number): Promise<readonly UserId[]> {
  const rows = await db.shift.findMany({ where: { deskId, status: 'on' }, select: { personId: true } });
  return rows.map(({ personId }) => personId);
}

/**
 * Whether the person's shift that begins at this instant has begun, whatever became of it. Who went off after it counts
 * as having been there, also where the plan has moved its beginning meanwhile.
 */
export async function hasBegun(
  db: Reader,
  deskId: number,
  personId: UserId,
  startsAt: Instant,
): Promise<boolean> {
  const from = new Date(startsAt);
  const OR = [{ startsAt: from }, { endedAt: { gt: from } }];
  return (await db.shift.count({ where: { deskId, personId, OR } })) > 0;
}

/**
 * The open shifts of these people stay as they are until this transaction ends: whoever acknowledges their records or
 * ends them waits. A shift is held before any ticket, and one of a lower number before one of a higher.
 */
export async function holdShiftsOf(
  tx: Transaction,
  deskId: number,
  people: readonly UserId[],
): Promise<void> {
  await tx.$queryRaw(Prisma.sql`
    SELECT "number" FROM "Shift" WHERE "deskId" = ${deskId} AND "openFor" = ANY(${[...people]}::text[])
    ORDER BY "number" FOR SHARE`);
}

/** When the clock is to look at a shift again, where nothing else about it changed. */
export async function rearmShift(
  db: Reader,
  deskId: number,
  number: number,
  nextDueAt: Instant | null,
): Promise<void> {
  await db.shift.update({
    where: { deskId_number: { deskId, number } },
    data: { nextDueAt },
    select: { number: true },
  });
}

/** The desk's plan, when something of it is due and no other replica is at it. */
export async function claimDuePlan(tx: Transaction, deskId: number, now: Date): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>(Prisma.sql`
    SELECT "id" FROM "Desk" WHERE "id" = ${deskId} AND "planDueAt" <= ${now} FOR NO KEY UPDATE SKIP LOCKED`);
  return rows.length > 0;
}

export async function isPlanDue(db: Reader, deskId: number, now: Date): Promise<boolean> {
  return (await db.desk.count({ where: { id: deskId, planDueAt: { lte: now } } })) > 0;
}

export async function setPlanDue(tx: Transaction, deskId: number, planDueAt: Instant | null): Promise<void> {
  await tx.desk.update({ where: { id: deskId }, data: { planDueAt }, select: { id: true } });
}
