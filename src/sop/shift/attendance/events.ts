import type { Role, UserId } from '../../actor.ts';
import type { ClauseId } from '../../clauses.ts';
import type { Instant } from '../../instant.ts';
import type { ShiftOutcome } from '../state.ts';

export type AttendancePayloads = {
  /** A planned stretch has begun, or somebody came on; `pattern` is null where nobody planned it. */
  began: {
    number: number;
    person: UserId;
    role: Role;
    pattern: string | null;
    channel: string | null;
    startsAt: Instant;
    endsAt: Instant | null;
    /** They said when they leave, of a stretch that the plan would have last longer. */
    leavesBySelf: boolean;
  };
  cameOn: Record<string, never>;
  /** `plan`: a change of the plan; `cover`: one that was agreed or withdrawn; `self`: they leave at another time. */
  endMoved: { endsAt: Instant; because: 'plan' | 'cover' | 'self' };
  /** They hold a higher role from now on: what they leave takes somebody of that role (HO-6). */
  roleRaised: { role: Role };
  /** Nobody came on in time. */
  absenceTold: Record<string, never>;
  /** It was to end, and so many tickets still wait for somebody to acknowledge them. */
  stayedOn: { open: number };
  ended: { outcome: ShiftOutcome };
};

export const attendanceClauses = {
  began: 'CK-3',
  cameOn: 'HO-3',
  endMoved: 'HO-1',
  roleRaised: 'HO-6',
  absenceTold: 'CK-3',
  stayedOn: 'HO-3',
  ended: 'HO-3',
} as const satisfies Record<keyof AttendancePayloads, ClauseId>;
