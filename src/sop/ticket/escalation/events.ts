import type { UserId } from '../../actor.ts';
import type { ClauseId } from '../../clauses.ts';
import type { TriggerId } from '../../escalation/trigger.ts';
import type { Instant } from '../../instant.ts';
import type { Tier } from '../state.ts';

export type EscalationPayloads = {
  /** `automatic`: what the software saw, though it may have been a person's act that made it so. */
  escalated: { trigger: TriggerId; from: Tier; to: Tier; reason: string | null; automatic: boolean };
  /**
   * T2-1, LD-1. `escalation`: the number of its event; `from`: who owned the ticket until then. `briefing`: with whom
   * a verbal handoff is prompted (T2-2).
   */
  escalationAccepted: { escalation: number; from: UserId | null; briefing: UserId | null };
  /** Nobody of the receiving tier accepted it in time, nor after the reminder. */
  escalationPassedOn: { escalation: number; from: Tier; to: Tier };
  /** T2-2. */
  briefingRecorded: { escalation: number; held: boolean };
  /** ESC-1. */
  activeWorkWarned: { dueAt: Instant };
};

/** `escalated` rests on its trigger. */
export const escalationClauses = {
  escalationAccepted: 'T2-1',
  escalationPassedOn: 'AU-1',
  briefingRecorded: 'T2-2',
  activeWorkWarned: 'ESC-1',
} as const satisfies Partial<Record<keyof EscalationPayloads, ClauseId>>;
