import type { Instant } from '../../sop/instant.ts';
import type { Desk } from '../desk.ts';

/**
 * What came of looking for what one kind of record owes: one record was struck, the one that is due is held by
 * somebody (it waits for the next tick), it owes something only under another pack, which is in force, nothing is due,
 * or a record could not be decided on, of which nothing is written. A record is named by its stream: `T-12`. What
 * stopped an incident may be the record of one of its tickets.
 */
export type DueStrike =
  | { kind: 'struck'; stream: string; dueAt: Instant | null }
  | { kind: 'busy'; stream: string }
  | { kind: 'othersOwe'; stream: string }
  | { kind: 'nothingDue' }
  | { kind: 'failed'; stream: string; error: unknown };

/** One kind of record that owes by the clock. Another kind is another of these, and a line in `dueSources`. */
export type DueSource = {
  /** As the log and the metrics say it. */
  name: string;
  /** Whether it is the one to say if that record still owes something. */
  watches(stream: string): boolean;
  /**
   * Claims the record that has owed something longest by now, is none of `except`, and that no other replica is at, and
   * does what it owes, in one transaction. Throws only when no record was claimed.
   */
  strikeNext(desk: Desk, except: readonly string[]): Promise<DueStrike>;
  /** Of these records, all of which it watches, those that something is owed to or by now. */
  dueAmong(desk: Desk, streams: readonly string[]): Promise<readonly string[]>;
};
