import type { ClauseId } from '../../clauses.ts';
import type { Instant } from '../../instant.ts';
import type { PriorityCode } from '../../pack/schema.ts';
import type { ClockTargets } from '../../sla-clock.ts';

export type OversightPayloads = {
  /** LD-2. `impact`: written before it was raised; `displaced`: the tickets it then came before. */
  priorityOverridden: {
    from: PriorityCode;
    to: PriorityCode;
    criterion: string;
    impact: string | null;
    displaced: readonly number[];
    clocks: Readonly<Record<string, ClockTargets | null>>;
  };
  /** AU-4. */
  slaOverridden: { clock: string; targets: ClockTargets; reason: string };
  /** LD-3, PCD00011. */
  p1Started: { cause: 'override' | 'escalation' };
  p1Updated: { text: string };
  p1UpdateMissed: { dueAt: Instant };
  p1Ended: { cause: 'resolved' | 'downgraded'; note: string | null };
  /** LD-4: the lead is asked to look in; `missed` counts the prompts before it that went unanswered. */
  checkPrompted: { missed: number };
  checkedIn: { words: string };
};

export const oversightClauses = {
  priorityOverridden: 'LD-2',
  slaOverridden: 'AU-4',
  p1Started: 'LD-3',
  p1Updated: 'LD-3',
  p1UpdateMissed: 'LD-3',
  p1Ended: 'LD-3',
  checkPrompted: 'LD-4',
  checkedIn: 'LD-4',
} as const satisfies Record<keyof OversightPayloads, ClauseId>;
