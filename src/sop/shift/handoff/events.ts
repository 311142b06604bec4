import type { UserId } from '../../actor.ts';
import type { ClauseId } from '../../clauses.ts';
import type { HandoffReminder } from '../state.ts';

export type HandoffPayloads = {
  /** HO-1. `clock`: the last minutes have begun; `self`: the record is delivered before. */
  preparationStarted: { because: 'clock' | 'self' };
  /**
   * The shift ends later now: new tickets are taken again, and its end takes a record of its own. A delivery that nobody
   * has acknowledged is taken back; what was written since the last acknowledgement stays.
   */
  preparationLapsed: Record<string, never>;
  /** HO-2. `version`: of the ticket, when it was written. An empty `watch` points nothing out. */
  entryWritten: {
    ticket: number;
    nextAction: string;
    waitingOn: string;
    watch: string | null;
    version: number;
  };
  /** HO-3. `managerReachable` is asked of leads (HO-6), and null for everybody else. */
  anomaliesWritten: {
    patterns: string | null;
    notInWriting: string | null;
    managerReachable: boolean | null;
  };
  /** `tickets` in the order of their risk; `incoming`: who may be expected to acknowledge, the likeliest first. */
  handoffDelivered: { tickets: readonly number[]; incoming: readonly UserId[] };
  incomingNamed: { person: UserId };
  ticketFlagged: { ticket: number; words: string };
  /** `flag`: sequence number of the event that asked. */
  flagAnswered: { flag: number; ticket: number; words: string };
  briefingRecorded: { side: 'outgoing' | 'incoming'; held: boolean };
  handoffReminded: { of: HandoffReminder };
  /**
   * HO-4. `tickets`: what moved; `breached`: those whose clock had run out without the record pointing it out (HO-5);
   * `stale`: those that had changed since their words were written (CK-2); `briefed`: whether both sides had recorded the
   * verbal briefing as held.
   */
  handoffAcknowledged: {
    tickets: readonly number[];
    breached: readonly number[];
    stale: readonly number[];
    briefed: boolean;
  };
  /** On the shift of who acknowledged it. `shift`: the one it comes from. */
  handoffReceived: { shift: number; from: UserId; tickets: readonly number[] };
};

export const handoffClauses = {
  preparationStarted: 'HO-1',
  preparationLapsed: 'HO-1',
  entryWritten: 'HO-2',
  anomaliesWritten: 'HO-3',
  handoffDelivered: 'HO-2',
  incomingNamed: 'HO-3',
  ticketFlagged: 'HO-4',
  flagAnswered: 'HO-4',
  briefingRecorded: 'HO-3',
  handoffReminded: 'HO-3',
  handoffAcknowledged: 'HO-4',
  handoffReceived: 'HO-5',
} as const satisfies Record<keyof HandoffPayloads, ClauseId>;
