import { describe, expect, test } from 'vitest';
import { system } from '../../../src/sop/actor.ts';
import { owedSince } from '../../../src/sop/ticket/owed-since.ts';
import {
  acknowledged,
  type Case,
  composed,
  having,
  offered,
  queued,
  taken,
  unhurried,
  waiting,
} from './support.ts';

/** What the clock does at so many minutes past nine, each with since when it was owed, in the desk's zone. */
function struck(given: Case, minutes: number): readonly string[] {
  const after = having(given, minutes, system, { type: 'clockStruck' });
  return after.events.slice(given.events.length).map((event) => {
    const since = owedSince(after.events, event, after.pack);
    return `${event.type} ${since && (Date.parse(since) - Date.parse(given.events[0]?.at ?? '')) / 60_000}`;
  });
}

describe('ESL-1 what nobody was there for says since when it was owed', () => {
  test.each<[string, () => Case, number, readonly string[]]>([
    ['what waits in the queue, since its limit', queued, 600, ['leftUnassigned 15']],
    ['a warning in time', () => unhurried(taken()), 21, ['clockAtRisk 21']],
    [
      'only the breach after a downtime, since it fell due',
      () => unhurried(taken()),
      91,
      ['clockBreached 31'],
    ],
    ['active work since its limit', taken, 61, ['escalated 21', 'clockBreached 31']],
    ['several, each since its own instant', offered, 91, ['reminded 12', 'clockBreached 31']],
    [
      'a message to be sent by hand',
      () => unhurried(composed('hand')),
      25,
      ['reminded 13', 'clockAtRisk 21'],
    ],
    ['nothing of what was answered before', () => unhurried(acknowledged()), 100, []],
    ['nothing of what waits for the customer', waiting, 600, []],
  ])('%s', (_, given, minutes, expected) => {
    expect(struck(given(), minutes)).toEqual(expected);
  });

  test('a person’s act is never late', () => {
    const { events, pack } = offered();
    expect(events.map((event) => owedSince(events, event, pack))).toEqual([null, null, null]);
  });
});
