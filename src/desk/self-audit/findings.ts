import { faultId } from '../../fault.ts';
import { system } from '../../sop/actor.ts';
import type { AuditFinding, AuditFindingKind } from '../../sop/desk-faults.ts';
import { forgetFindings, keepFindings, readKnownFindings } from '../../store/self-audit.ts';
import type { Desk } from '../desk.ts';
import { executeOnDesk } from '../execute.ts';

/** A finding with the name by which it is known again, and the notice it is about, for the log. */
export type Found = AuditFinding & { key: string; notice: string };

/** So many are kept at once; a desk on which more is wrong has one cause, which these show. */
const most = 500;

/** What is new among the findings is logged, counted and told to the leads, all under one fault id, exactly once. */
export async function tellFindings(desk: Desk, found: readonly Found[]): Promise<void> {
  const looked = found.slice(0, most);
  const known = await readKnownFindings(
    desk.db,
    desk.id,
    looked.map(({ key }) => key),
  );
  const fresh = looked.filter(({ key }) => !known.has(key));
  if (fresh.length === 0) return;
  const fault = faultId();
  for (const { kind, stream, channelId, notice } of fresh) {
    desk.log.error({ fault, finding: kind, record: stream, channel: channelId, notice }, 'self-audit');
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

/** What passes by itself (a queue that drains) is forgotten when it has, so that it is told when it comes again. */
export async function forgetPassed(
  desk: Desk,
  kind: AuditFindingKind,
  found: readonly Found[],
): Promise<void> {
  const keys = found.filter((one) => one.kind === kind).map(({ key }) => key);
  await forgetFindings(desk.db, desk.id, kind, keys);
}
