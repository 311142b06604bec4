import type { UserId } from './actor.ts';
import type { Instant } from './instant.ts';

/** Who, when and under which law: what the record adds to every event. */
export type Envelope = {
  /** Position in its stream, from 1, without gaps. */
  seq: number;
  at: Instant;
  /** Slack user id; null for the clock and outside systems. */
  actor: UserId | null;
  /** The role held at the time, `system`, or why there was none. */
  role: string;
  packVersion: string;
  packHash: string;
};

export type Recorded<Event> = Event & Envelope;

/** The record as it was before the clock's decision that this event belongs to: its events follow each other at one instant. */
export function beforeStrike<Event extends Envelope>(
  events: readonly Event[],
  { seq, at }: Event,
): readonly Event[] {
  let first = seq;
  while (events.some((one) => one.seq === first - 1 && one.at === at && one.actor === null)) first -= 1;
  return events.filter((one) => one.seq < first);
}
