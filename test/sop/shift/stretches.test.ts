import { describe, expect, test } from 'vitest';
import { epoch, instant } from '../../../src/sop/instant.ts';
import type { ShiftPlan } from '../../../src/sop/shift/plan.ts';
import { occurrencesBetween, stretchAt, stretchesBetween } from '../../../src/sop/shift/stretches.ts';
import { cover, pattern, plan } from './plan-support.ts';

const hours = (from: string, to: string) => (epoch(to) - epoch(from)) / 3_600_000;

/** Both weekends on which the clocks change, in two zones: [day before, day, what changes]. */
const weekends = [
  ['Europe/Berlin', '2026-03-28', '2026-03-29', -1],
  ['Europe/Berlin', '2026-10-24', '2026-10-25', 1],
  ['America/New_York', '2026-03-07', '2026-03-08', -1],
  ['America/New_York', '2026-10-31', '2026-11-01', 1],
  ['Australia/Lord_Howe', '2026-10-03', '2026-10-04', -0.5],
  ['Australia/Lord_Howe', '2026-04-04', '2026-04-05', 0.5],
] as const;

describe.each(weekends)('HO-1: %s, the night to %s→%s', (timeZone, before, day, change) => {
  const on = (date: string, one: ReturnType<typeof pattern>) => {
    const noon = Date.parse(`${date}T12:00:00Z`);
    const around = occurrencesBetween(plan([one]), instant(noon - 86_400_000), instant(noon + 86_400_000));
    const found = around.find((occurrence) => occurrence.date === date);
    if (!found) throw new Error(`nothing is worked on ${date}`);
    return found;
  };
  const wall = (at: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(at));

  test('a shift from 08:00 to 16:00 is that on both sides, eight hours long', () => {
    for (const date of [before, day]) {
      const { from, to } = on(date, pattern({ timeZone }));
      expect([wall(from), wall(to), hours(from, to)]).toEqual(['08:00', '16:00', 8]);
    }
  });

  test('the night from 22:00 to 06:00 ends when the clock on the wall says', () => {
    const { from, to } = on(before, pattern({ timeZone, start: '22:00', end: '06:00' }));
    expect([wall(from), wall(to), hours(from, to)]).toEqual(['22:00', '06:00', 8 + change]);
  });

  test('three shifts round the clock follow each other without a gap or an overlap', () => {
    const three = [
      pattern({ name: 'Night', timeZone, start: '22:00', end: '02:15', members: ['UANA'] }),
      pattern({ name: 'Morning', timeZone, start: '02:15', end: '12:00', members: ['UBEN'] }),
      pattern({ name: 'Day', timeZone, start: '12:00', end: '22:00', members: ['UTESS'] }),
    ];
    const all = occurrencesBetween(plan(three), `${before}T00:00:00.000Z`, `${day}T23:59:00.000Z`);
    expect(all.length).toBeGreaterThan(4);
    expect(all.slice(1).map(({ from }) => from)).toEqual(all.slice(0, -1).map(({ to }) => to));
  });
});

describe('what is worked', () => {
  const monday = ['2026-03-01T23:00:00.000Z', '2026-03-02T23:00:00.000Z'] as const;
  const people = (given: ShiftPlan, from: string, to: string) =>
    stretchesBetween(given, from, to).map((one) => [
      one.person,
      one.pattern,
      one.from.slice(8, 16),
      one.to.slice(8, 16),
    ]);
  const late = pattern({ name: 'Late', start: '16:00', end: '00:00', members: ['UBEN'] });

  test.each<[string, ShiftPlan, readonly (readonly string[])[]]>([
    ['a pattern on its day', plan([pattern({})]), [['UANA', 'Day', '02T07:00', '02T15:00']]],
    ['not on another', plan([pattern({ days: ['tuesday'] })]), []],
    [
      'one past midnight, from the evening on which it begins',
      plan([pattern({ name: 'Night', days: ['sunday'], start: '22:00', end: '06:00' })]),
      [['UANA', 'Night', '01T21:00', '02T05:00']],
    ],
    [
      'another time for one day',
      plan([pattern({})], {
        days: [{ pattern: 'Day', date: '2026-03-02', start: '10:00', end: '12:00', members: ['UBEN'] }],
      }),
      [['UBEN', 'Day', '02T09:00', '02T11:00']],
    ],
    [
      'nothing on a day that is not worked',
      plan([pattern({})], {
        days: [{ pattern: 'Day', date: '2026-03-02', start: '08:00', end: '16:00', members: [] }],
      }),
      [],
    ],
    [
      'a day on which it is not usually worked',
      plan([pattern({ days: ['saturday'] })], {
        days: [{ pattern: 'Day', date: '2026-03-02', start: '08:00', end: '09:00', members: ['UANA'] }],
      }),
      [['UANA', 'Day', '02T07:00', '02T08:00']],
    ],
    [
      'a cover in the middle',
      plan([pattern({})], {
        covers: [cover('UBEN', 'UANA', '2026-03-02T12:00:00.000Z', '2026-03-02T14:00:00.000Z')],
      }),
      [
        ['UANA', 'Day', '02T07:00', '02T12:00'],
        ['UBEN', 'Day', '02T12:00', '02T14:00'],
        ['UANA', 'Day', '02T14:00', '02T15:00'],
      ],
    ],
    [
      'a cover of the whole, and more',
      plan([pattern({})], {
        covers: [cover('UBEN', 'UANA', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z')],
      }),
      [['UBEN', 'Day', '02T07:00', '02T15:00']],
    ],
    [
      'a cover of somebody who covers',
      plan([pattern({})], {
        covers: [
          cover('UBEN', 'UANA', '2026-03-02T11:00:00.000Z', '2026-03-02T15:00:00.000Z'),
          cover('UTESS', 'UBEN', '2026-03-02T12:00:00.000Z', '2026-03-02T13:00:00.000Z'),
        ],
      }),
      [
        ['UANA', 'Day', '02T07:00', '02T11:00'],
        ['UBEN', 'Day', '02T11:00', '02T12:00'],
        ['UTESS', 'Day', '02T12:00', '02T13:00'],
        ['UBEN', 'Day', '02T13:00', '02T15:00'],
      ],
    ],
    [
      'a swap: each takes the other’s',
      plan([pattern({}), late], {
        covers: [
          cover('UBEN', 'UANA', '2026-03-02T07:00:00.000Z', '2026-03-02T15:00:00.000Z'),
          cover('UANA', 'UBEN', '2026-03-02T15:00:00.000Z', '2026-03-02T23:00:00.000Z'),
        ],
      }),
      [
        ['UBEN', 'Day', '02T07:00', '02T15:00'],
        ['UANA', 'Late', '02T15:00', '02T23:00'],
      ],
    ],
    [
      'back-to-back shifts of one person as one',
      plan([pattern({ days: ['monday'] }), { ...late, days: ['monday'], members: ['UANA'] }]),
      [['UANA', 'Day', '02T07:00', '02T23:00']],
    ],
    [
      'shifts that overlap as one, with whoever has the longer one',
      plan([pattern({}), pattern({ name: 'Short', start: '09:00', end: '10:00' })]),
      [['UANA', 'Day', '02T07:00', '02T15:00']],
    ],
    [
      'a cover that joins on to one’s own shift',
      plan([pattern({ days: ['monday'] }), { ...late, days: ['monday'] }], {
        covers: [cover('UBEN', 'UANA', '2026-03-02T14:00:00.000Z', '2026-03-02T15:00:00.000Z')],
      }),
      [
        ['UANA', 'Day', '02T07:00', '02T14:00'],
        ['UBEN', 'Day', '02T14:00', '02T23:00'],
      ],
    ],
  ])('%s', (_, given, expected) => {
    expect(people(given, ...monday)).toEqual(expected);
  });

  test('a time that the clocks skip whole is not worked', () => {
    const skipped = plan([pattern({ start: '02:00', end: '02:30' })]);
    expect(occurrencesBetween(skipped, '2026-03-29T00:00:00.000Z', '2026-03-29T04:00:00.000Z')).toEqual([]);
  });

  test('a stretch has the same beginning whenever it is asked for', () => {
    const given = plan([
      pattern({ days: ['monday'] }),
      pattern({ name: 'Late', days: ['monday'], start: '16:00', end: '23:00' }),
      pattern({ name: 'Night', days: ['monday'], start: '23:00', end: '05:00' }),
    ]);
    for (const hour of ['02T07:00', '02T15:00', '02T22:30', '03T03:59'])
      expect(stretchAt(given, 'UANA', `2026-03-${hour}:00.000Z`)).toMatchObject({
        from: '2026-03-02T07:00:00.000Z',
        to: '2026-03-03T04:00:00.000Z',
      });
    expect(stretchAt(given, 'UANA', '2026-03-03T04:00:00.000Z')).toBeNull();
  });
});
