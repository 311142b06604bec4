import type { ClauseId } from '../../clauses.ts';
import type { Instant } from '../../instant.ts';
import type { PriorityCode } from '../../pack/schema.ts';
import type { ClockTargets, SlaClockKind, TargetsByClock } from '../../sla-clock.ts';

export type OversightPayloads = {
  /**
   * LD-2. `criterion`: of the pack; `impact`: written before it was raised; `displaced`: the open tickets that came
   * before it and now come after it; `clocks`: their new targets, null for those that stay as they are.
   */
  priorityOverridden: {
    from: PriorityCode;
    to: PriorityCode;
    criterion: string;
    impact: string | null;
    displaced: readonly number[];
    clocks: TargetsByClock<SlaClockKind>;
  };
  /** AU-4. The due instant a lead set for a clock, with its warning. */
  slaOverridden: { clock: SlaClockKind; targets: ClockTargets; reason: string };
  /** LD-3, PCD00011. */
  p1Started: { cause: 'override' | 'escalation' };
  /** An update falls due soon; it was sent; it fell due without one. */
  p1UpdatePrompted: { dueAt: Instant };
  p1Updated: { text: string };
  p1UpdateMissed: { dueAt: Instant };
  /** The ticket is closed, and the stakeholders wait for the closing note. */
  p1ClosingOwed: Record<string, never>;
  /** `restricted`: it became a security matter, of which no channel hears any more (SEC-2). */
  p1Ended: { cause: 'resolved' | 'downgraded' | 'restricted'; note: string | null };
  /** LD-4: the lead is asked to look in; `missed` counts the prompts before it that went unanswered. */
  checkPrompted: { missed: number };
  checkedIn: { words: string };
};

export const oversightClauses = {
  priorityOverridden: 'LD-2',
  slaOverridden: 'AU-4',
  p1Started: 'LD-3',
  p1UpdatePrompted: 'LD-3',
  p1Updated: 'LD-3',
  p1UpdateMissed: 'LD-3',
  p1ClosingOwed: 'LD-3',
  p1Ended: 'LD-3',
  checkPrompted: 'LD-4',
  checkedIn: 'LD-4',
} as const satisfies Record<keyof OversightPayloads, ClauseId>;
