import type { Destination, Notice } from '../notice.ts';
import type { Recorded } from '../recorded.ts';
import type { PlanEvent } from './change-plan.ts';
import { channelOf } from './channel.ts';
import type { ShiftPlan } from './plan.ts';
import { stretchesBetween } from './stretches.ts';

export const planNoticeKinds = ['coverAgreed', 'coverWithdrawn'] as const;
export type PlanNoticeKind = (typeof planNoticeKinds)[number];

/** HO-1: a cover is told to the other one of the two, or to both by a lead, and where the shift is briefed. */
export function noticesOfPlanEvent(
  event: Recorded<PlanEvent>,
  before: ShiftPlan,
): readonly Notice<PlanNoticeKind>[] {
  if (event.type !== 'coverAgreed' && event.type !== 'coverWithdrawn') return [];
  const { by, of, from, to } = event.payload;
  const holder = event.type === 'coverAgreed' ? of : by;
  const covered = stretchesBetween(before, from, to).filter(({ person }) => person === holder);
  const channels = [
    ...new Set((covered.length > 0 ? covered : [{ channel: null }]).map((one) => one.channel)),
  ];
  const destinations: readonly Destination[] = [
    ...[by, of].filter((id) => id !== event.actor).map((id): Destination => ({ to: 'person', id })),
    ...channels.map((channel) => channelOf({ channel })),
  ];
  return destinations.map((destination) => ({
    kind: event.type as PlanNoticeKind,
    destination,
    urgency: 'normal',
    surface: null,
  }));
}
