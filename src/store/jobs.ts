import type { Reader } from './transaction.ts';

/** Work that one replica does for all. */
export type JobName = 'selfAudit' | 'selfAuditSlack' | 'rearm';

/**
 * Whether the caller is to do it now: nobody else is until `notBefore`, which a process that dies leaves behind and one
 * that goes on moves further. Null when it is somebody else's turn, or not yet time.
 */
export async function claimJob(
  db: Reader,
  deskId: number,
  name: JobName,
  now: Date,
  notBefore: Date,
): Promise<{ doneTo: Date | null } | null> {
  const [row] = await db.$queryRaw<{ doneTo: Date | null }[]>`
    INSERT INTO "Job" ("deskId", "name", "notBefore") VALUES (${deskId}, ${name}, ${notBefore})
    ON CONFLICT ("deskId", "name") DO UPDATE SET "notBefore" = EXCLUDED."notBefore"
      WHERE "Job"."notBefore" <= ${now}
    RETURNING "doneTo"`;
  return row ?? null;
}

/** How far it has come, and when it may be done again. */
export async function setJob(
  db: Reader,
  deskId: number,
  name: JobName,
  change: { doneTo?: Date; notBefore?: Date },
): Promise<void> {
  await db.job.update({ where: { deskId_name: { deskId, name } }, data: change, select: { name: true } });
}

/** Whether somebody is at it, or has been a moment ago. */
export async function isJobHeld(db: Reader, deskId: number, name: JobName, now: Date): Promise<boolean> {
  return (await db.job.count({ where: { deskId, name, notBefore: { gt: now } } })) > 0;
}

export async function readDoneTo(db: Reader, deskId: number, name: JobName): Promise<Date | null> {
  const row = await db.job.findUnique({
    where: { deskId_name: { deskId, name } },
    select: { doneTo: true },
  });
  return row?.doneTo ?? null;
}
