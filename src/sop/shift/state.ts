import type { Role, UserId } from '../actor.ts';
import type { Instant } from '../instant.ts';

/** `expected`: it has begun and the person has not come on yet. */
export type ShiftStatus = 'expected' | 'on' | 'ended';

/** How it ended: handed over, with nothing open, without the person ever coming on, or with all shifts of the desk. */
export type ShiftOutcome = 'handedOver' | 'nothingOpen' | 'absent' | 'noShifts';

/** One person's time on shift, from coming on to going off. What people wrote stays in the events that brought it. */
export type ShiftState = {
  number: number;
  person: UserId;
  /** As it was when the shift began: what is handed over goes to this role or above (HO-4, HO-6). */
  role: Role;
  /** Name of the pattern it comes from; null for one that nobody planned. */
  pattern: string | null;
  /** Slack channel of its briefing; null for the desk's shift channel. */
  channel: string | null;
  status: ShiftStatus;
  startsAt: Instant;
  /** When it was begun in fact: later than planned where the plan was made, or followed, late. */
  begunAt: Instant;
  /** Null until somebody who is on unplanned says when they leave. */
  endsAt: Instant | null;
  /** They said when they leave: the plan does not move that any more. */
  leavesBySelf: boolean;
  onAt: Instant | null;
  endedAt: Instant | null;
  /** When it was last seen that they are still on after its end; null while it was not. */
  stayedOnAt: Instant | null;
  outcome: ShiftOutcome | null;
  /** Whether the leads were told that nobody came on. */
  absenceTold: boolean;
  /** What was written of it, and what became of it; null before anything was. */
  handoff: Handoff | null;
  /** CK-1 to CK-3: what is gone through at its two ends; the one at its end from its preparation on. */
  checklists: Readonly<Record<Boundary, Checklist | null>>;
  /** HO-4: the records of others that this person acknowledged while on this shift. */
  received: readonly Received[];
  /** Counts the changes; what is merely told leaves this alone. */
  version: number;
};

/**
 * HO-2 to HO-4: the record of what an outgoing person leaves: written, delivered, acknowledged. What joins after that
 * makes a new round of it.
 */
export type Handoff = {
  /** HO-1: from when it is prepared, and nothing new is taken; null while it is only written ahead. */
  since: Instant | null;
  /** By ticket, what was written last. */
  entries: Readonly<Record<number, HandoffEntry>>;
  /** Sequence number of the event that holds the patterns and anomalies; null while none were written. */
  anomalies: number | null;
  /** HO-6: whether a lead has said if the manager can be reached. */
  managerAsked: boolean;
  delivered: Delivered | null;
  /** Deliveries whose round is over: what they told stands in the briefing’s thread still. */
  rounds: readonly Delivered[];
  /** HO-3: whom a lead named to acknowledge it. */
  named: UserId | null;
  flags: readonly HandoffFlag[];
  briefing: Readonly<Record<'outgoing' | 'incoming', 'held' | 'notHeld' | null>>;
  /** Which reminders went out. */
  told: readonly HandoffReminder[];
  /** `stale`: the tickets that had changed since their words were written. */
  acknowledged: { by: UserId; at: Instant; seq: number; stale: readonly number[] } | null;
};

/** `tickets` in the order they are told: by risk, and what joined since at the end. */
export type Delivered = {
  at: Instant;
  seq: number;
  incoming: readonly UserId[];
  tickets: readonly number[];
};

export type HandoffEntry = {
  /** Sequence number of the event that holds the words. */
  seq: number;
  at: Instant;
  /** HO-5: whether the record points it out. */
  watched: boolean;
  /** The ticket's version when it was written. */
  version: number;
};

/** HO-4: something unclear; it is answered before the acknowledgement completes. `seq`: of the event that asked. */
export type HandoffFlag = { seq: number; ticket: number; by: UserId; answered: number | null };

export type HandoffReminder = 'undelivered' | 'unacknowledged' | 'lead' | 'briefingMissing';

/** HO-5: from here the first ten minutes count. */
export type Received = { shift: number; from: UserId; at: Instant };

export type Boundary = 'start' | 'end';
export const boundaries = ['start', 'end'] as const satisfies readonly Boundary[];

/** Which list of the pack it is, what the person ticked, and what was found when it was looked at for the lead. */
export type Checklist = {
  list: 'agentStart' | 'agentEnd' | 'lead';
  ticked: readonly string[];
  /** The items that were not done when it was last looked at; null before. */
  lookedAt: { at: Instant; unfinished: readonly string[] } | null;
};
