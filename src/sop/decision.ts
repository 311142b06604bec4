import type { Role, UserId } from './actor.ts';
import type { Action } from './authority.ts';
import type { ClauseId } from './clauses.ts';

/** Who may do what was refused: roles, named people, or nobody at all. */
export type WhoMay =
  | { kind: 'role'; atLeast: Role }
  | { kind: 'people'; ids: readonly UserId[] }
  | { kind: 'nobody' };

/** The one right step onward that a refusal offers as a button. */
export type NextStep =
  | { step: 'openTicket' | 'takeNext' | 'mine' | 'roster' | 'setup' | 'documents' }
  | { step: 'shiftOn' | 'whoIsOn' | 'handoff' }
  | { step: 'incident'; incident: number }
  | { step: 'exception'; exception: number }
  | {
      step:
        | 'take'
        | 'classify'
        | 'acknowledge'
        | 'show'
        | 'why'
        | 'resume'
        | 'applyFix'
        | 'recordResult'
        | 'verify'
        | 'investigate'
        | 'close'
        | 'escalate'
        | 'acceptEscalation'
        | 'handOver'
        | 'handoffEntry';
      ticket: number;
    };

/**
 * A no of the procedure. It is data: shown to the person, kept in the record, compared in tests.
 * `reason` is a whole sentence in the product's own words.
 */
export type Refusal = {
  action: Action;
  clause: ClauseId;
  reason: string;
  whoMay: WhoMay;
  nextStep: NextStep | null;
  /** The number of the ticket it was said on; absent where none is concerned. */
  ticket?: number;
  /** AU-6: a role above could let this through once, and the reader may ask for that. */
  ask?: true;
};

export type Decision<Event> =
  | { kind: 'accepted'; events: readonly Event[] }
  | { kind: 'refused'; refusal: Refusal };

export function accepted<Event>(...events: readonly Event[]): Decision<Event> {
  return { kind: 'accepted', events };
}

export function refused(refusal: Refusal): { kind: 'refused'; refusal: Refusal } {
  return { kind: 'refused', refusal };
}
