import { type Role, roleRank, type UserId } from '../actor.ts';
import { checkAuthority, roleName } from '../authority.ts';
import type { ClauseId } from '../clauses.ts';
import type { Context } from '../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../decision.ts';
import { epoch, type Instant, instant } from '../instant.ts';
import type { PlanEvent } from './change-plan.ts';
import type { ShiftPlan } from './plan.ts';
import { isPlanned } from './stretches.ts';

export type CoverCommand =
  /** `by` takes the place of `of`: agreed by who takes it, or by a lead. */
  | { type: 'agreeCover'; by: UserId; of: UserId; from: Instant; to: Instant }
  /** A swap: each takes the other's place for a part, agreed together. */
  | { type: 'agreeSwap'; one: UserId; other: UserId; ofOther: Range; ofOne: Range }
  | { type: 'withdrawCover'; cover: number };

type Range = { from: Instant; to: Instant };
type Known = { plan: ShiftPlan; members: Readonly<Record<UserId, Role>> };

/** HO-1: part of a shift is somebody else's. What of it has passed already stays as it was. */
export function decideAgreeCover(
  { by, of, from, to }: Extract<CoverCommand, { type: 'agreeCover' }>,
  { plan, members }: Known,
  context: Context,
): Decision<PlanEvent> {
  const start = instant(Math.max(epoch(from), context.now.getTime()));
  const refusal =
    agreeingRefusal(by, context) ??
    peopleRefusal({ by, of }, members) ??
    timesRefusal({ of, from, start, to }, plan, context);
  if (refusal) return refused(refusal);
  return accepted({ type: 'coverAgreed', clause: 'HO-1', payload: { by, of, from: start, to } });
}

/** A lead agrees both at once: `one` takes `ofOther`, `other` takes `ofOne`. Both are agreed, or neither is. */
export function decideAgreeSwap(
  { one, other, ofOther, ofOne }: Extract<CoverCommand, { type: 'agreeSwap' }>,
  known: Known,
  context: Context,
): Decision<PlanEvent> {
  const forth = decideAgreeCover({ type: 'agreeCover', by: one, of: other, ...ofOther }, known, context);
  if (forth.kind === 'refused') return forth;
  const back = decideAgreeCover({ type: 'agreeCover', by: other, of: one, ...ofOne }, known, context);
  if (back.kind === 'refused') return back;
  if (ofOther.from < ofOne.to && ofOne.from < ofOther.to)
    return refused(
      no('HO-1', 'The two parts of a swap lie at different times, so that nobody is in two places.', null),
    );
  return accepted(...forth.events, ...back.events);
}

/** Either of the two gives it up, or a lead does. */
export function decideWithdrawCover(
  { cover: seq }: Extract<CoverCommand, { type: 'withdrawCover' }>,
  { plan }: Known,
  context: Context,
): Decision<PlanEvent> {
  const cover = plan.covers.find((one) => one.seq === seq);
  if (!cover) return accepted();
  const { actor } = context;
  const refusal = agreeingRefusal(
    actor.kind === 'person' && actor.id === cover.of ? cover.of : cover.by,
    context,
  );
  if (refusal) return refused(refusal);
  const { by, of, from, to } = cover;
  return accepted({ type: 'coverWithdrawn', clause: 'HO-1', payload: { cover: seq, by, of, from, to } });
}

/** Whoever takes the place agrees to it; for others only a lead does. */
function agreeingRefusal(by: UserId, { actor }: Context): Refusal | null {
  const own = actor.kind === 'person' && actor.id === by;
  return checkAuthority(actor, own ? 'shift.cover' : 'shift.plan');
}

function peopleRefusal({ by, of }: { by: UserId; of: UserId }, members: Known['members']): Refusal | null {
  const stranger = [by, of].find((id) => !(id in members));
  if (stranger !== undefined)
    return no(
      'AU-1',
      `<@${stranger}> is not on the roster, so there is no shift of theirs to cover or to give.`,
      { step: 'roster' },
    );
  if (by === of)
    return no('HO-1', 'Nobody covers their own shift: name the person whose place is taken.', null);
  const [taking, given] = [members[by], members[of]];
  if (!taking || !given || roleRank(taking) >= roleRank(given)) return null;
  return {
    ...no(
      'AU-1',
      `<@${of}> is on shift as ${roleName(given)}: whoever takes that place holds this role or a higher one.`,
      null,
    ),
    whoMay: { kind: 'role', atLeast: given },
  };
}

function timesRefusal(
  { of, from, start, to }: { of: UserId; from: Instant; start: Instant; to: Instant },
  plan: ShiftPlan,
  { now }: Context,
): Refusal | null {
  if (to <= from) return no('HO-1', 'A cover ends after it begins.', null);
  if (epoch(to) <= now.getTime()) return no('HO-1', 'That time is over: cover what is still to come.', null);
  if (isPlanned(plan, of, start, to)) return null;
  return no('HO-1', `<@${of}> is not planned to be on shift at that time, so there is nothing to cover.`, {
    step: 'whoIsOn',
  });
}

function no(clause: ClauseId, reason: string, nextStep: Refusal['nextStep']): Refusal {
  return { action: 'shift.cover', clause, reason, whoMay: { kind: 'nobody' }, nextStep };
}
