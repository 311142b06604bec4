import { roleRank } from '../../actor.ts';
import { checkAuthority } from '../../authority.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { epoch, type Instant } from '../../instant.ts';
import type { ShiftDeciders } from '../chapter.ts';
import { preparationAt } from '../duty.ts';
import { type ShiftEvent, shiftEvent } from '../events.ts';
import { handedOver, type ShiftContext } from '../facts.ts';
import { namesInWords } from '../handoff/guards.ts';
import { awaitsReading, handoffStatus, leadMatters } from '../handoff/standing.ts';
import type { ShiftState } from '../state.ts';

export type AttendanceCommand =
  | { type: 'comeOn' }
  /**
   * The plan has another end for it now. `from`: where the stretch begins that it is in; null where it is in none.
   * `because`: of a cover, which was told to both already, or of the rest of the plan. `sinceWord`: whether the cover was
   * agreed after they said when they leave.
   */
  | {
      type: 'followPlan';
      from: Instant | null;
      endsAt: Instant;
      because: 'plan' | 'cover';
      sinceWord: boolean;
    }
  /** The desk works in shifts no more. */
  | { type: 'endWithShifts' }
  /** The roster has another role for them now. */
  | { type: 'followRole' }
  /** They leave at another time than planned, or, unplanned, at all. */
  | { type: 'leaveAt'; endsAt: Instant }
  /** They leave now. */
  | { type: 'goOff' };

export const attendanceDeciders: ShiftDeciders<AttendanceCommand> = {
  comeOn: (_, shift, context) => {
    const refusal = ownRefusal(shift, context);
    if (refusal) return refused(refusal);
    return shift.status === 'expected' ? accepted(shiftEvent('cameOn', {})) : accepted();
  },
  followPlan: ({ from, endsAt, because, sinceWord }, shift, context) => {
    // Their word on when they leave holds until the next stretch they are planned for, or somebody takes their place
    // before: that was agreed, and told to both.
    const next = from !== null && shift.endsAt !== null && from >= shift.endsAt;
    const covered = because === 'cover' && sinceWord && shift.endsAt !== null && endsAt < shift.endsAt;
    const held = shift.leavesBySelf && !next && !covered;
    return held || shift.endsAt === endsAt
      ? accepted()
      : accepted<ShiftEvent>(shiftEvent('endMoved', { endsAt, because }), ...lapse(endsAt, shift, context));
  },
  // Nobody is on or off shift any more, and nobody could come on to acknowledge anything: what people have stays theirs.
  endWithShifts: (_, shift) => accepted(shiftEvent('ended', { outcome: shift.onAt ? 'noShifts' : 'absent' })),
  followRole: (_, shift, { facts }) => {
    const role = facts.members[shift.person];
    // Whoever holds a lower one still leaves what was theirs under the higher. What is delivered waits for those who were
    // called to it.
    return role && roleRank(role) > roleRank(shift.role) && handoffStatus(shift) !== 'delivered'
      ? accepted(shiftEvent('roleRaised', { role }))
      : accepted();
  },
  leaveAt: ({ endsAt }, shift, context) => {
    const refusal = ownRefusal(shift, context) ?? passedRefusal(endsAt, context);
    if (refusal) return refused(refusal);
    return shift.endsAt === endsAt
      ? accepted()
      : accepted<ShiftEvent>(
          shiftEvent('endMoved', { endsAt, because: 'self' }),
          ...lapse(endsAt, shift, context),
        );
  },
  goOff: (_, shift, context) => decideGoOff(shift, context),
};

/**
 * HO-1: it ends so much later now that its last minutes are ahead again, whatever became of the record for the end it
 * had. Who delivers before anybody knows when they leave, and says so then, has moved nothing.
 */
function lapse(
  endsAt: Instant,
  { endsAt: before, handoff }: ShiftState,
  { pack, now }: ShiftContext,
): readonly ShiftEvent[] {
  const from = preparationAt({ endsAt }, pack);
  const ahead = from !== null && epoch(from) > now.getTime();
  const later = before !== null && before < endsAt;
  return ahead && later && handoff?.since ? [shiftEvent('preparationLapsed', {})] : [];
}

/** HO-3: nobody is off shift with a ticket that nobody else has acknowledged. */
function decideGoOff(shift: ShiftState, context: ShiftContext): Decision<ShiftEvent> {
  const refusal = ownRefusal(shift, context) ?? unacknowledgedRefusal(shift, context);
  if (refusal) return refused(refusal);
  return accepted(shiftEvent('ended', { outcome: outcomeOf(shift) }));
}

export function outcomeOf({ onAt, handoff }: ShiftState): 'handedOver' | 'nothingOpen' | 'absent' {
  if (onAt === null) return 'absent';
  return handoff?.acknowledged ? 'handedOver' : 'nothingOpen';
}

/** HO-3: what keeps somebody on shift. */
export function unacknowledgedRefusal(shift: ShiftState, context: ShiftContext): Refusal | null {
  const { facts } = context;
  const left = handedOver(facts);
  const matters = handoffStatus(shift) === 'delivered' ? [] : leadMatters(shift, facts);
  if (left.length === 0 && matters.length > 0) return mattersRefusal(shift, matters);
  if (left.length === 0 && !awaitsReading(shift, context)) return null;
  const tickets = left.map(({ number }) => `T-${number}`).join(', ');
  return {
    action: 'shift.setOwnStatus',
    clause: 'HO-3',
    reason:
      left.length === 0
        ? 'What you have written to hand over has not been acknowledged yet.'
        : `You still answer for ${tickets}: nobody is off shift until the next agent has acknowledged the handoff record.`,
    whoMay: { kind: 'people', ids: [shift.person] },
    nextStep: { step: 'handoff' },
  };
}

/** HO-6: a lead leaves no incident and no override without a word. */
function mattersRefusal({ person }: ShiftState, matters: readonly string[]): Refusal {
  return {
    action: 'shift.setOwnStatus',
    clause: 'HO-6',
    reason: `What a lead hands over to the next is not delivered yet: ${namesInWords(matters)}.`,
    whoMay: { kind: 'people', ids: [person] },
    nextStep: { step: 'handoff' },
  };
}

function ownRefusal(shift: ShiftState, { actor }: ShiftContext): Refusal | null {
  const refusal = checkAuthority(actor, 'shift.setOwnStatus');
  if (refusal) return refusal;
  if (actor.kind === 'person' && actor.id === shift.person) return null;
  return {
    action: 'shift.setOwnStatus',
    clause: 'HO-3',
    reason: `It is <@${shift.person}>’s own shift.`,
    whoMay: { kind: 'people', ids: [shift.person] },
    nextStep: null,
  };
}

export function passedRefusal(endsAt: Instant, { now }: Pick<ShiftContext, 'now'>): Refusal | null {
  if (epoch(endsAt) > now.getTime()) return null;
  return {
    action: 'shift.setOwnStatus',
    clause: 'HO-1',
    reason: 'That time has passed. Say when you will leave, or leave now with /shift off.',
    whoMay: { kind: 'nobody' },
    nextStep: null,
  };
}

/** Whether its end has passed by `now`. */
export function isOver({ endsAt }: Pick<ShiftState, 'endsAt'>, now: Date): boolean {
  return endsAt !== null && epoch(endsAt) <= now.getTime();
}
