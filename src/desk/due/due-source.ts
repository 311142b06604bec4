import type { Instant } from '../../sop/instant.ts';
import type { Desk } from '../desk.ts';

/**
 * What came of looking for what one kind of record owes: one record was struck, the one that is due is held by
 * somebody (it waits for the next tick), nothing is due, or a record could not be decided on, of which nothing is
 * written.
 */
export type DueStrike =
  | { kind: 'struck'; number: number; dueAt: Instant | null }
  | { kind: 'busy'; number: number }
  | { kind: 'nothingDue' }
  | { kind: 'failed'; number: number; error: unknown };

/** One kind of record that owes by the clock. Another kind is another of these, and a line in `dueSources`. */
export type DueSource = {
  /** As the log and the metrics say it. */
  name: string;
  /** The stream of the record of that number: `T-12`. */
  streamOf(number: number): string;
  /**
   * Claims the record that has owed something longest by now, is none of `except`, and that no other replica is at, and
   * does what it owes, in one transaction. Throws only when no record was claimed.
   */
  strikeNext(desk: Desk, except: readonly number[]): Promise<DueStrike>;
  /** Of these records, those that owe something by now. */
  dueAmong(desk: Desk, numbers: readonly number[]): Promise<readonly number[]>;
};
