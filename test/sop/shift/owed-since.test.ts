import { describe, expect, test } from 'vitest';
import { type Actor, system } from '../../../src/sop/actor.ts';
import type { Decision } from '../../../src/sop/decision.ts';
import { instant } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import { decideBegin, decideShift, type ShiftCommand } from '../../../src/sop/shift/decide.ts';
import type { ShiftEvent } from '../../../src/sop/shift/events.ts';
import { evolveShift } from '../../../src/sop/shift/evolve.ts';
import { shiftOwedSince } from '../../../src/sop/shift/owed-since.ts';
import type { ShiftState } from '../../../src/sop/shift/state.ts';
import { contextAt, eventsOf, hour, minute, ten } from './support.ts';

const ana: Actor = { kind: 'person', id: 'UANA', role: 'tier1', standing: 'member' };
type Step = readonly [minutes: number, actor: Actor, command: ShiftCommand];
const comesOn: Step = [1, ana, { type: 'comeOn' }];

/** Ana's shift from ten to six: what somebody asks of it, each at its minute, as the record has it. */
function recordOf(steps: readonly Step[]): readonly Recorded<ShiftEvent>[] {
  const events: Recorded<ShiftEvent>[] = [];
  const write = (minutes: number, actor: Actor, decision: Decision<ShiftEvent>) => {
    for (const event of eventsOf(decision))
      events.push({
        ...event,
        seq: events.length + 1,
        at: instant(ten + minutes * minute),
        actor: actor.kind === 'person' ? actor.id : null,
        role: 'tier1',
        packVersion: defaultPack.version,
        packHash: 'hash',
      } as Recorded<ShiftEvent>);
  };
  const stretch = { startsAt: instant(ten), endsAt: instant(ten + 8 * hour) };
  const shift = {
    number: 1,
    person: 'UANA',
    role: 'tier1',
    pattern: 'Day',
    channel: null,
    leavesBySelf: false,
    ...stretch,
  } as const;
  write(0, system, decideBegin(shift));
  for (const [minutes, actor, command] of steps) {
    const before = events.reduce<ShiftState | null>(evolveShift, null);
    if (!before) throw new Error('nothing has begun');
    write(minutes, actor, decideShift(command, before, contextAt(minutes, actor)));
  }
  return events;
}

describe('ESL-1 what nobody was there for says since when it was owed, of a shift too', () => {
  const clock = { type: 'clockStruck' } as const;
  test.each<[string, readonly Step[], readonly string[]]>([
    ['CK-3 an absence', [[90, system, clock]], ['absenceTold 15']],
    ['CK-4 the list of the start', [comesOn, [90, system, clock]], ['checklistLooked 16']],
    [
      'the whole day',
      [comesOn, [600, system, clock]],
      ['checklistLooked 16', 'preparationStarted 460', 'ended 480'],
    ],
    ['nothing yet', [comesOn, [10, system, clock]], []],
  ])('%s', (_, steps, expected) => {
    const events = recordOf(steps);
    const struck = events.filter(({ actor, type }) => actor === null && type !== 'began');
    const since = struck.map((event) => {
      const at = shiftOwedSince(events, event, defaultPack);
      return `${event.type} ${at && (Date.parse(at) - ten) / minute}`;
    });
    expect(since).toEqual(expected);
  });

  test('what a person did is never late', () => {
    const events = recordOf([comesOn]);
    expect(events.map((event) => shiftOwedSince(events, event, defaultPack))).toEqual(events.map(() => null));
  });
});
