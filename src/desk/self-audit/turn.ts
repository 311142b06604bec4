import { claimJob, readDoneTo, setJob } from '../../store/jobs.ts';
import type { Desk } from '../desk.ts';

/** Replicas look at about the same time; whoever comes second within this, in ms, finds it done. */
const turnMs = 4 * 60_000;

/** This replica's turn, with how far the last audit of the record went; null when another one has it. */
export function beginAudit({ db, id, clock }: Desk): Promise<{ doneTo: Date | null } | null> {
  const now = clock.now();
  return claimJob(db, id, 'selfAudit', now, new Date(now.getTime() + turnMs));
}

export function audited({ db, id }: Desk, doneTo: Date): Promise<void> {
  return setJob(db, id, 'selfAudit', { doneTo });
}

/** How far Slack was looked through. */
export function slackAuditedTo({ db, id }: Desk): Promise<Date | null> {
  return readDoneTo(db, id, 'selfAuditSlack');
}

export async function slackAudited({ db, id, clock }: Desk, doneTo: Date): Promise<void> {
  await claimJob(db, id, 'selfAuditSlack', clock.now(), clock.now());
  await setJob(db, id, 'selfAuditSlack', { doneTo });
}
