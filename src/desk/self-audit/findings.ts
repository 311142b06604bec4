import { describeError, faultId } from '../../fault.ts';
import { system } from '../../sop/actor.ts';
import type { AuditFinding, AuditFindingKind } from '../../sop/desk-faults.ts';
import { forgetFindings, keepFindings, readFindingsOf, readKnownFindings } from '../../store/self-audit.ts';
import type { Desk } from '../desk.ts';
import { executeOnDesk } from '../execute.ts';

/** A finding with the name by which it is known again, and for the log what it is about, and what was thrown. */
export type Found = AuditFinding & { key: string; notice: string | null; error?: unknown };

/** What is found by looking at one record. One that is broken is a finding itself, and hides no other. */
export function findIn(stream: string, look: () => readonly Found[]): readonly Found[] {
  try {
    return look();
  } catch (error) {
    return [
      { kind: 'unreadable', stream, channelId: null, key: unreadableKey + stream, notice: null, error },
    ];
  }
}

const unreadableKey = 'unreadable:';

/** The records that could not be read last time: they are looked at until they can. */
export async function unreadableRecords({ db, id }: Desk): Promise<readonly string[]> {
  const keys = await readFindingsOf(db, id, 'unreadable');
  return keys.map((key) => key.slice(unreadableKey.length));
}

/** All direct messages are read by one permission. */
function unseenKey(channelId: string): string {
  return `unseen:${channelId.startsWith('D') ? 'direct messages' : channelId}`;
}

/** That a channel cannot be read for want of a permission. */
export function foundUnseen(channelId: string, reason: string): Found {
  return { kind: 'unseen', stream: null, channelId, key: unseenKey(channelId), notice: reason };
}

/** These channels were read: when one cannot be any more, it is told anew. */
export async function forgetUnseen(desk: Desk, read: readonly string[]): Promise<void> {
  const seen = new Set(read.map(unseenKey));
  const still = await readFindingsOf(desk.db, desk.id, 'unseen');
  await forgetFindings(
    desk.db,
    desk.id,
    'unseen',
    still.filter((key) => !seen.has(key)),
  );
}

/** So many are kept at once; a desk on which more is wrong has one cause, which these show. */
const most = 500;

/** What is new among the findings is logged, counted and told to the leads, all under one fault id, exactly once. */
export async function tellFindings(desk: Desk, found: readonly Found[]): Promise<void> {
  const looked = [...new Map(found.map((one) => [one.key, one])).values()].slice(0, most);
  const known = await readKnownFindings(
    desk.db,
    desk.id,
    looked.map(({ key }) => key),
  );
  const fresh = looked.filter(({ key }) => !known.has(key));
  if (fresh.length === 0) return;
  const fault = faultId();
  for (const { kind, stream, channelId, notice, error } of fresh) {
    const cause = error === undefined ? {} : describeError(error);
    desk.log.error(
      { fault, finding: kind, record: stream, channel: channelId, notice, ...cause },
      'self-audit',
    );
    desk.meter.audited(kind);
  }
  const findings = fresh.map(({ kind, stream, channelId }): AuditFinding => ({ kind, stream, channelId }));
  await executeOnDesk(
    desk,
    { actor: system, requestKey: null },
    { type: 'auditFound', fault, findings },
    (tx) => keepFindings(tx, desk.id, fresh, desk.clock.now()),
  );
}

/** What passes (a queue that drains, a record that is mended) is forgotten then, so that it is told when it comes again. */
export async function forgetPassed(
  desk: Desk,
  kind: AuditFindingKind,
  found: readonly Found[],
): Promise<void> {
  const keys = found.filter((one) => one.kind === kind).map(({ key }) => key);
  await forgetFindings(desk.db, desk.id, kind, keys);
}
