import type { Role, UserId } from '../sop/actor.ts';
import type { Channels, DeskSettings } from '../sop/desk-settings.ts';
import type { DocumentConfirmations } from '../sop/documents.ts';
import type { ShiftPlan } from '../sop/shift/plan.ts';
import type { Head } from './events.ts';
import { fromJson, type Reader, type Transaction, toJson } from './transaction.ts';

/** Name of the desk's own stream: roster, channels, and refusals that concern no one ticket. */
export const deskStream = 'desk';

/** The desk of a Slack workspace, made on first sight. */
export async function ensureDesk(db: Reader, teamId: string): Promise<{ id: number }> {
  // Not an upsert: two processes that start at once on an empty database would both create it.
  await db.desk.createMany({ data: [{ teamId }], skipDuplicates: true });
  return db.desk.findUniqueOrThrow({ where: { teamId }, select: { id: true } });
}

export async function lockDesk(
  tx: Transaction,
  deskId: number,
): Promise<{ settings: DeskSettings; head: Head }> {
  const rows = await tx.$queryRaw<
    {
      channels: unknown;
      documents: unknown;
      lostChannels: string[];
      plan: unknown;
      setAside: string[];
      seq: number;
      headHash: string;
    }[]
  >`
    SELECT "channels", "documents", "lostChannels", "plan", "setAside", "seq", "headHash" FROM "Desk" WHERE "id" = ${deskId} FOR UPDATE`;
  const [row] = rows;
  if (!row) throw new Error(`there is no desk ${deskId}`);
  return {
    settings: {
      members: await readMembers(tx, deskId),
      channels: fromJson<Channels>(row.channels),
      documents: fromJson<DocumentConfirmations>(row.documents),
      lostChannels: row.lostChannels,
      plan: fromJson<ShiftPlan>(row.plan),
      setAside: row.setAside,
    },
    head: { seq: row.seq, hash: row.headHash },
  };
}

export async function saveDesk(
  tx: Transaction,
  deskId: number,
  before: DeskSettings,
  after: DeskSettings,
  head: Head,
  now: Date,
): Promise<void> {
  await tx.desk.update({
    where: { id: deskId },
    data: {
      channels: toJson(after.channels),
      documents: toJson(after.documents),
      lostChannels: [...after.lostChannels],
      plan: toJson(after.plan),
      // Followed at the next tick: shifts that are under way may end at another time now, or their person be gone.
      ...(after.plan === before.plan && after.members === before.members ? {} : { planDueAt: now }),
      setAside: [...after.setAside],
      seq: head.seq,
      headHash: head.hash,
    },
  });
  for (const userId of Object.keys(before.members).filter((id) => !(id in after.members))) {
    await tx.member.delete({ where: { deskId_userId: { deskId, userId } } });
  }
  for (const [userId, role] of Object.entries(after.members)) {
    if (before.members[userId] === role) continue;
    const change = { role, since: now };
    await tx.member.upsert({
      where: { deskId_userId: { deskId, userId } },
      create: { deskId, userId, ...change },
      update: change,
    });
  }
}

/** Which numbers a desk counts. */
const counters = {
  ticket: 'lastTicketNumber',
  incident: 'lastIncidentNumber',
  shift: 'lastShiftNumber',
  exception: 'lastExceptionNumber',
} as const;

/** The next number of its kind, and with it the right to use it: numbers have no gaps. */
export async function nextNumber(
  tx: Transaction,
  deskId: number,
  of: keyof typeof counters,
): Promise<{ number: number; channels: Channels }> {
  const counter = counters[of];
  const { channels, ...row } = await tx.desk.update({
    where: { id: deskId },
    data: { [counter]: { increment: 1 } },
    select: {
      channels: true,
      lastTicketNumber: true,
      lastIncidentNumber: true,
      lastShiftNumber: true,
      lastExceptionNumber: true,
    },
  });
  return { number: row[counter], channels: fromJson<Channels>(channels) };
}

/** DOC-2: what was confirmed of each document. */
export async function readConfirmations(db: Reader, deskId: number): Promise<DocumentConfirmations> {
  const row = await db.desk.findUniqueOrThrow({ where: { id: deskId }, select: { documents: true } });
  return fromJson<DocumentConfirmations>(row.documents);
}

export async function readSettings(db: Reader, deskId: number): Promise<DeskSettings> {
  const { channels, documents, lostChannels, plan, setAside } = await db.desk.findUniqueOrThrow({
    where: { id: deskId },
    select: { channels: true, documents: true, lostChannels: true, plan: true, setAside: true },
  });
  return {
    members: await readMembers(db, deskId),
    channels: fromJson<Channels>(channels),
    documents: fromJson<DocumentConfirmations>(documents),
    lostChannels,
    plan: fromJson<ShiftPlan>(plan),
    setAside,
  };
}

export async function readPlan(db: Reader, deskId: number): Promise<ShiftPlan> {
  const { plan } = await db.desk.findUniqueOrThrow({ where: { id: deskId }, select: { plan: true } });
  return fromJson<ShiftPlan>(plan);
}

/** Shifts begin one transaction at a time: whoever follows the plan, or comes on, waits until this one ends. */
export async function holdShiftBeginnings(tx: Transaction, deskId: number): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Desk" WHERE "id" = ${deskId} FOR NO KEY UPDATE`;
}

export async function readLostChannels(db: Reader, deskId: number): Promise<readonly string[]> {
  const row = await db.desk.findUniqueOrThrow({ where: { id: deskId }, select: { lostChannels: true } });
  return row.lostChannels;
}

/** The streams of records whose clocks could not be struck, as last known. */
export async function readSetAside(db: Reader, deskId: number): Promise<readonly string[]> {
  const row = await db.desk.findUniqueOrThrow({ where: { id: deskId }, select: { setAside: true } });
  return row.setAside;
}

export async function readMembers(db: Reader, deskId: number): Promise<Record<UserId, Role>> {
  const rows = await db.member.findMany({ where: { deskId }, orderBy: { since: 'asc' } });
  return Object.fromEntries(rows.map((row) => [row.userId, row.role as Role]));
}

export async function readRole(db: Reader, deskId: number, userId: UserId): Promise<Role | null> {
  const row = await db.member.findUnique({
    where: { deskId_userId: { deskId, userId } },
    select: { role: true },
  });
  return row ? (row.role as Role) : null;
}

/** Keeps a pack whole the first time a desk works under it, so that old decisions stay readable. */
export async function keepPack(
  db: Reader,
  pack: { hash: string; version: string; content: unknown },
  now: Date,
): Promise<void> {
  const { hash, version, content } = pack;
  await db.packInForce.createMany({
    data: [{ hash, version, content: toJson(content), firstUsedAt: now }],
    skipDuplicates: true,
  });
}

/** Every desk of the database, with the pack it works under. */
export function readDesks(db: Reader): Promise<readonly { id: number; teamId: string; packHash: string }[]> {
  return db.desk.findMany({
    orderBy: { id: 'asc' },
    select: { id: true, teamId: true, packHash: true },
  });
}

/** Every pack that was ever in force, by its hash. */
export async function readPacks(db: Reader): Promise<readonly { hash: string; content: unknown }[]> {
  return db.packInForce.findMany({ select: { hash: true, content: true } });
}

export async function readPackHash(db: Reader, deskId: number): Promise<string> {
  const row = await db.desk.findUniqueOrThrow({ where: { id: deskId }, select: { packHash: true } });
  return row.packHash;
}

export async function setPackHash(db: Reader, deskId: number, packHash: string): Promise<void> {
  await db.desk.update({ where: { id: deskId }, data: { packHash }, select: { id: true } });
}

/** Everybody who was ever taken off the roster. */
export async function readRemovedMembers(db: Reader, deskId: number): Promise<readonly UserId[]> {
  const rows = await db.event.findMany({
    where: { deskId, stream: deskStream, type: 'memberRemoved' },
    select: { payload: true },
  });
  return rows.map(({ payload }) => fromJson<{ userId: UserId }>(payload).userId);
}
