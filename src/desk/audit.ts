/** The proof of the record: that nothing of it was changed, and that every row is what its events say. */
export { replayRecord } from './audit/replay.ts';
export { verifyRecord } from './audit/verify.ts';
export type { AuditReport, Finding } from './audit/walk.ts';
