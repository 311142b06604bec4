import type { UserId } from '../sop/actor.ts';
import { type PriorityCode, priorityCodes } from '../sop/pack/schema.ts';
import type { TicketState, Tier } from '../sop/ticket/state.ts';
import type { Head } from './events.ts';
import { Prisma } from './generated/client.ts';
import { fromJson, type Reader, toJson } from './transaction.ts';
import { insertRows, updateRow, type Write } from './writes.ts';

/** The database's integers end here: no ticket has a higher number, and asking for one would be a fault. */
export const maxTicketNumber = 2_147_483_647;

/** `T-12`, the name of a ticket's stream and of its lane. */
export function ticketStream(number: number): string {
  return `T-${number}`;
}

/** What the row holds beside the record, computed by the caller from the pack in force. */
export type TicketIndex = { priorityRank: number; nextDueAt: string | null };

export function ticketInsert(deskId: number, state: TicketState, index: TicketIndex, head: Head): Write {
  return insertRows('Ticket', [{ deskId, number: state.number, ...rowOf(state, index, head) }]);
}

export function ticketUpdate(deskId: number, state: TicketState, index: TicketIndex, head: Head): Write {
  return updateRow('Ticket', deskId, state.number, rowOf(state, index, head));
}

/** When the clock is to look at a ticket again, where nothing else about it changed. */
export async function rearmTicket(
  db: Reader,
  deskId: number,
  number: number,
  nextDueAt: string | null,
): Promise<void> {
  await db.ticket.update({
    where: { deskId_number: { deskId, number } },
    data: { nextDueAt },
    select: { number: true },
  });
}

/** Every column as a function of the record: `audit replay` compares with exactly this. */
export function rowOf(state: TicketState, index: TicketIndex, head: Head) {
  return {
    status: state.status,
    tier: state.tier,
    title: state.title,
    customerAccount: state.customerAccount,
    externalId: state.externalId,
    ownerId: state.owner,
    priorityRank: index.priorityRank,
    category: state.classification?.category ?? null,
    symptom: state.classification?.symptom ?? null,
    openedAt: state.openedAt,
    receivedAt: state.receivedAt,
    nextDueAt: index.nextDueAt,
    resolutionCode: state.closure?.resolutionCode ?? null,
    closedAt: state.closure?.at ?? null,
    record: toJson(state),
    version: state.version,
    seq: head.seq,
    headHash: head.hash,
  };
}

/** 1 for P1 … 4 for P4: the order of the queue. */
export function rankOf(priority: PriorityCode): number {
  return priorityCodes.indexOf(priority) + 1;
}

export async function readTicket(db: Reader, deskId: number, number: number): Promise<TicketState | null> {
  if (number > maxTicketNumber) return null;
  const row = await db.ticket.findUnique({
    where: { deskId_number: { deskId, number } },
    select: { record: true },
  });
  return row && fromJson<TicketState>(row.record);
}

/** Tickets by their numbers, in that order. */
export async function readTicketsOf(
  db: Reader,
  deskId: number,
  numbers: readonly number[],
): Promise<readonly TicketState[]> {
  const rows = await db.ticket.findMany({
    where: { deskId, number: { in: [...numbers] } },
    orderBy: { number: 'asc' },
    select: { record: true },
  });
  return rows.map((row) => fromJson<TicketState>(row.record));
}

/** ESC-6: tickets classified as this issue that were opened less than `within` ms before or after an instant. */
export async function readIdentical(
  db: Reader,
  deskId: number,
  issue: { category: string; symptom: string },
  openedAt: Date,
  within: number,
): Promise<readonly TicketState[]> {
  const { category, symptom } = issue;
  const around = {
    gt: new Date(openedAt.getTime() - within),
    lt: new Date(openedAt.getTime() + within),
  };
  const rows = await db.ticket.findMany({
    where: { deskId, category, symptom, openedAt: around },
    orderBy: { number: 'asc' },
    select: { record: true },
  });
  return rows.map((row) => fromJson<TicketState>(row.record));
}

export async function readTicketByExternalId(
  db: Reader,
  deskId: number,
  externalId: string,
): Promise<TicketState | null> {
  const row = await db.ticket.findUnique({
    where: { deskId_externalId: { deskId, externalId } },
    select: { record: true },
  });
  return row && fromJson<TicketState>(row.record);
}

/** The open tickets of others that wait for this person to accept them (T1-1). */
export async function readOfferedTo(
  db: Reader,
  deskId: number,
  userId: string,
): Promise<readonly TicketState[]> {
  const record = { path: ['transfer', 'to'], equals: userId };
  return readTickets(db, { deskId, status: { not: 'closed' }, record }, null);
}

/** T1-1: what waits to be taken. What was escalated before anybody took it waits for its tier (T2-1). */
const inQueue = { status: 'queued', tier: 'tier1' } as const;

/** The head of the queue, unlocked: which number comes first right now. */
export async function readQueueHead(db: Reader, deskId: number): Promise<number | null> {
  const [first] = await readTickets(db, { deskId, ...inQueue }, 1);
  return first?.number ?? null;
}

/** Unassigned tickets in the order they are to be taken, at most `limit`. */
export async function readQueue(db: Reader, deskId: number, limit: number): Promise<readonly TicketState[]> {
  return readTickets(db, { deskId, ...inQueue }, limit);
}

/** T2-1: escalated, and accepted by nobody yet. */
const unaccepted = { path: ['escalation', 'accepted'], equals: Prisma.JsonNull };

/** T2-1: what was escalated to a tier and waits for somebody there to accept it, in the same order, at most `limit`. */
export async function readToBeAccepted(
  db: Reader,
  deskId: number,
  tier: Tier,
  limit: number,
): Promise<readonly TicketState[]> {
  return readTickets(db, { deskId, tier, status: { not: 'closed' }, record: unaccepted }, limit);
}

/** What one person owns and has not closed, in priority order. */
export async function readOwned(
  db: Reader,
  deskId: number,
  ownerId: string,
): Promise<readonly TicketState[]> {
  return readTickets(db, { deskId, ownerId, status: { not: 'closed' } }, null);
}

/** LD-4: what one lead looks in on and has not closed, in priority order. Only what reached the leads is looked in on. */
export async function readWatchedBy(
  db: Reader,
  deskId: number,
  lead: string,
): Promise<readonly TicketState[]> {
  const record = { path: ['watch', 'lead'], equals: lead };
  const tier = { in: ['lead', 'manager'] };
  return readTickets(db, { deskId, tier, status: { not: 'closed' }, record }, null);
}

/** Of these people, those who own an open ticket. */
export async function readHolding(
  db: Reader,
  deskId: number,
  people: readonly UserId[],
): Promise<readonly UserId[]> {
  const rows = await db.ticket.groupBy({
    by: ['ownerId'],
    where: { deskId, ownerId: { in: [...people] }, status: { not: 'closed' } },
    orderBy: { ownerId: 'asc' },
  });
  return rows.flatMap(({ ownerId }) => ownerId ?? []);
}

/** CK-3: the open tickets whose priority a lead has overridden, at most 200. */
export function readOverridden(db: Reader, deskId: number): Promise<readonly TicketState[]> {
  const record = { path: ['priorityOverride', 'priority'], string_starts_with: 'P' };
  return readTickets(db, { deskId, status: { not: 'closed' }, record }, 200);
}

/** CK-3: the open tickets that some lead looks in on, at most 200. */
export function readMonitored(db: Reader, deskId: number): Promise<readonly TicketState[]> {
  // Whoever it is: any text at all.
  const record = { path: ['watch', 'lead'], string_starts_with: '' };
  const tier = { in: ['lead', 'manager'] };
  return readTickets(db, { deskId, tier, status: { not: 'closed' }, record }, 200);
}

/**
 * LD-2: the open tickets that come before this one at the priority it has, and would come after it at `to`, in their
 * order. None for a lower priority.
 */
export async function readDisplaced(
  db: Reader,
  deskId: number,
  { number, openedAt }: Pick<TicketState, 'number' | 'openedAt'>,
  from: PriorityCode,
  to: PriorityCode,
): Promise<readonly { number: number; priority: PriorityCode }[]> {
  if (rankOf(to) >= rankOf(from)) return [];
  const later = [{ openedAt: { gt: openedAt } }, { openedAt, number: { gt: number } }];
  const earlier = [{ openedAt: { lt: openedAt } }, { openedAt, number: { lt: number } }];
  const rows = await db.ticket.findMany({
    where: {
      deskId,
      status: { not: 'closed' },
      OR: [
        { priorityRank: { gt: rankOf(to), lt: rankOf(from) } },
        { priorityRank: rankOf(to), OR: later },
        { priorityRank: rankOf(from), OR: earlier },
      ],
    },
    orderBy: [{ priorityRank: 'asc' }, { openedAt: 'asc' }, { number: 'asc' }],
    select: { number: true, priorityRank: true },
  });
  return rows.map(({ number: one, priorityRank }) => ({ number: one, priority: priorityOf(priorityRank) }));
}

function priorityOf(rank: number): PriorityCode {
  const code = priorityCodes[rank - 1];
  if (!code) throw new Error(`no priority has the rank ${rank}`);
  return code;
}

export async function countQueued(db: Reader, deskId: number): Promise<number> {
  return db.ticket.count({ where: { deskId, ...inQueue } });
}

/** HO-1: how many tickets wait for somebody of each tier: to be taken, or, above tier 1, to be accepted (T2-1). */
export async function countWaiting(db: Reader, deskId: number): Promise<Readonly<Record<Tier, number>>> {
  const rows = await db.ticket.groupBy({
    by: ['tier'],
    where: { deskId, tier: { not: 'tier1' }, status: { not: 'closed' }, record: unaccepted },
    _count: { _all: true },
  });
  const of = (tier: Tier) => rows.find((row) => row.tier === tier)?._count._all ?? 0;
  return {
    tier1: await countQueued(db, deskId),
    tier2: of('tier2'),
    lead: of('lead'),
    manager: of('manager'),
  };
}

/** T1-10: how many tickets closed under each resolution code, from `from` up to but not including `to`. */
export async function countClosed(
  db: Reader,
  deskId: number,
  from: Date,
  to: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.ticket.groupBy({
    by: ['resolutionCode'],
    where: { deskId, status: 'closed', closedAt: { gte: from, lt: to } },
    _count: { _all: true },
  });
  return new Map(
    rows.flatMap(({ resolutionCode, _count }) =>
      resolutionCode ? [[resolutionCode, _count._all] as const] : [],
    ),
  );
}

async function readTickets(
  db: Reader,
  where: Prisma.TicketWhereInput,
  limit: number | null,
): Promise<readonly TicketState[]> {
  const rows = await db.ticket.findMany({
    where,
    orderBy: [{ priorityRank: 'asc' }, { openedAt: 'asc' }, { number: 'asc' }],
    ...(limit === null ? {} : { take: limit }),
    select: { record: true },
  });
  return rows.map((row) => fromJson<TicketState>(row.record));
}

/** The whole row, instants as the record writes them, to compare with `rowOf`. */
export async function readRow(db: Reader, deskId: number, number: number) {
  const row = await db.ticket.findUnique({ where: { deskId_number: { deskId, number } } });
  if (!row) return null;
  return {
    ...row,
    openedAt: row.openedAt.toISOString(),
    receivedAt: row.receivedAt?.toISOString() ?? null,
    nextDueAt: row.nextDueAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}
