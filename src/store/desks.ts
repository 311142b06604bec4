import type { Role, UserId } from '../sop/actor.ts';
import type { Channels, DeskSettings } from '../sop/desk-settings.ts';
import type { Head } from './events.ts';
import { fromJson, type Reader, type Transaction, toJson } from './transaction.ts';

/** Name of the desk's own stream: roster, channels, and refusals that concern no one ticket. */
export const deskStream = 'desk';

/** The desk of a Slack workspace, made on first sight. */
export async function ensureDesk(db: Reader, teamId: string): Promise<{ id: number }> {
  return db.desk.upsert({ where: { teamId }, create: { teamId }, update: {}, select: { id: true } });
}

export async function lockDesk(
  tx: Transaction,
  deskId: number,
): Promise<{ settings: DeskSettings; head: Head }> {
  const rows = await tx.$queryRaw<
    { channels: unknown; lostChannels: string[]; seq: number; headHash: string }[]
  >`
    SELECT "channels", "lostChannels", "seq", "headHash" FROM "Desk" WHERE "id" = ${deskId} FOR UPDATE`;
  const [row] = rows;
  if (!row) throw new Error(`there is no desk ${deskId}`);
  return {
    settings: {
      members: await readMembers(tx, deskId),
      channels: fromJson<Channels>(row.channels),
      lostChannels: row.lostChannels,
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
      lostChannels: [...after.lostChannels],
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

/** The next ticket number, and with it the right to use it: numbers have no gaps. */
export async function nextTicketNumber(
  tx: Transaction,
  deskId: number,
): Promise<{ number: number; channels: Channels }> {
  const row = await tx.desk.update({
    where: { id: deskId },
    data: { lastTicketNumber: { increment: 1 } },
    select: { lastTicketNumber: true, channels: true },
  });
  return { number: row.lastTicketNumber, channels: fromJson<Channels>(row.channels) };
}

/** The next incident number, and with it the right to use it. */
export async function nextIncidentNumber(
  tx: Transaction,
  deskId: number,
): Promise<{ number: number; channels: Channels }> {
  const row = await tx.desk.update({
    where: { id: deskId },
    data: { lastIncidentNumber: { increment: 1 } },
    select: { lastIncidentNumber: true, channels: true },
  });
  return { number: row.lastIncidentNumber, channels: fromJson<Channels>(row.channels) };
}

export async function readSettings(db: Reader, deskId: number): Promise<DeskSettings> {
  const { channels, lostChannels } = await db.desk.findUniqueOrThrow({
    where: { id: deskId },
    select: { channels: true, lostChannels: true },
  });
  return { members: await readMembers(db, deskId), channels: fromJson<Channels>(channels), lostChannels };
}

export async function readLostChannels(db: Reader, deskId: number): Promise<readonly string[]> {
  const row = await db.desk.findUniqueOrThrow({ where: { id: deskId }, select: { lostChannels: true } });
  return row.lostChannels;
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
  await db.packInForce.upsert({
    where: { hash },
    create: { hash, version, content: toJson(content), firstUsedAt: now },
    update: {},
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
