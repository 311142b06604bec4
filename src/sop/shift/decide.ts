import type { Decision } from '../decision.ts';
import { accepted } from '../decision.ts';
import { type AttendanceCommand, attendanceDeciders } from './attendance/commands.ts';
import { type ChecklistCommand, checklistDeciders } from './checklist/commands.ts';
import { type ShiftEvent, shiftEvent } from './events.ts';
import type { ShiftContext } from './facts.ts';
import { type HandoffCommand, handoffDeciders } from './handoff/commands.ts';
import { shiftOwedAt } from './obligations.ts';
import type { ShiftState } from './state.ts';
import type { Stretch } from './stretches.ts';

/** The clock says that something is owed. */
type ClockStruck = { type: 'clockStruck' };
type ChapterCommand = AttendanceCommand | HandoffCommand | ChecklistCommand;
export type ShiftCommand = ChapterCommand | ClockStruck;

const deciders = { ...attendanceDeciders, ...handoffDeciders, ...checklistDeciders };

/** The one place where a shift's yes and no are said. Pure: the same three arguments, the same answer. */
export function decideShift(
  command: ShiftCommand,
  shift: ShiftState,
  context: ShiftContext,
): Decision<ShiftEvent> {
  if (command.type === 'clockStruck') return decideClockStruck(shift, context);
  const decide = deciders[command.type] as (
    command: ShiftCommand,
    shift: ShiftState,
    context: ShiftContext,
  ) => Decision<ShiftEvent>;
  return decide(command, shift, context);
}

/** All that is owed by now, each as the record stands; what one of them ends is not done for it any more. */
function decideClockStruck(shift: ShiftState, context: ShiftContext): Decision<ShiftEvent> {
  const events: ShiftEvent[] = [];
  for (const owed of shiftOwedAt(shift, context.pack, context.now)) {
    events.push(...owed.strike(shift, context));
    if (events.some(({ type }) => type === 'ended')) break;
  }
  return accepted(...events);
}

/** A planned stretch begins, or somebody comes on unplanned. */
export function decideBegin(
  begin: Pick<
    ShiftState,
    'number' | 'person' | 'role' | 'pattern' | 'channel' | 'startsAt' | 'endsAt' | 'leavesBySelf'
  >,
): Decision<ShiftEvent> {
  return accepted(shiftEvent('began', begin));
}

/** A stretch of the plan as a shift. */
export function shiftOf(stretch: Stretch, number: number, role: ShiftState['role']) {
  const { person, pattern, channel, from: startsAt, to: endsAt } = stretch;
  return { number, person, role, pattern, channel, startsAt, endsAt, leavesBySelf: false };
}
