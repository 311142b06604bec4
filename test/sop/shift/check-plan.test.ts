import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/sop/instant.ts';
import { checkPlan, type Finding, newFindings } from '../../../src/sop/shift/check-plan.ts';
import type { ShiftPlan } from '../../../src/sop/shift/plan.ts';
import { cover, pattern, plan } from './plan-support.ts';

const members = { UANA: 'tier1', UBEN: 'tier1', UTESS: 'tier2', ULENA: 'lead', UMAX: 'manager' } as const;
/** Monday 2 March, from 08:00 to 16:00 in Berlin, where the shifts of these tests are. */
const at = (time: string) => instant(new Date(`2026-03-02T${time}:00+01:00`));
const monday = [at('08:00'), at('16:00')] as const;
const whole = (change: Partial<Parameters<typeof pattern>[0]>) => pattern({ positions: [], ...change });
const all = ['UANA', 'UTESS', 'ULENA'];
const gap = (tier: 'tier1' | 'tier2' | 'lead', from: string, to: string): Finding => ({
  kind: 'gap',
  tier,
  from: at(from),
  to: at(to),
});

describe('CK-3 what a lead should look at in a plan', () => {
  test.each<[string, ShiftPlan, readonly Finding[]]>([
    ['nothing, where every tier is on', plan([whole({ members: all })]), []],
    [
      'a tier that is missing',
      plan([whole({ members: ['UANA', 'ULENA'] })]),
      // A lead may do what tier 2 does.
      [],
    ],
    [
      'no lead, and no tier 2',
      plan([whole({ members: ['UANA'] })]),
      [gap('tier2', '08:00', '16:00'), gap('lead', '08:00', '16:00')],
    ],
    [
      'nobody, between two shifts',
      plan([whole({ members: all, end: '11:00' }), whole({ name: 'Late', start: '12:00', members: all })]),
      [gap('tier1', '11:00', '12:00')],
    ],
    [
      'a lead who is covered by somebody of tier 2',
      plan([whole({ members: all })], { covers: [cover('UTESS', 'ULENA', at('13:00'), at('15:00'))] }),
      [gap('lead', '13:00', '15:00')],
    ],
    [
      'a day that is not worked',
      plan([whole({ members: all })], {
        days: [{ pattern: 'Day', date: '2026-03-02', start: '08:00', end: '16:00', members: [] }],
      }),
      [gap('tier1', '08:00', '16:00')],
    ],
    [
      'a position that nobody is left to hold',
      plan([whole({ members: ['UANA', 'ULENA'], positions: ['tier1', 'tier2', 'lead'] })]),
      [{ kind: 'unfilled', pattern: 'Day', position: 'tier2', from: at('08:00'), to: at('16:00') }],
    ],
    [
      'a position held by a higher role',
      plan([whole({ members: ['UMAX', 'ULENA'], positions: ['tier1', 'lead'] })]),
      [],
    ],
    [
      'somebody planned twice at once',
      plan([whole({ members: all }), whole({ name: 'Desk', start: '10:00', end: '12:00' })]),
      [{ kind: 'twice', person: 'UANA', patterns: ['Day', 'Desk'], from: at('10:00'), to: at('12:00') }],
    ],
    [
      'not somebody whose shifts follow each other',
      plan([whole({ members: all, end: '12:00' }), whole({ name: 'Late', start: '12:00', members: all })]),
      [],
    ],
    [
      'somebody on for more than 16 hours',
      plan([
        whole({ days: ['monday'], members: all }),
        whole({ name: 'Late', days: ['monday'], start: '16:00', end: '00:30' }),
      ]),
      [
        {
          kind: 'long',
          person: 'UANA',
          from: at('08:00'),
          to: '2026-03-02T23:30:00.000Z',
        },
      ],
    ],
    [
      'not for 16 hours',
      plan([
        whole({ days: ['monday'], members: all }),
        whole({ name: 'Late', days: ['monday'], start: '16:00', end: '00:00' }),
      ]),
      [],
    ],
    [
      'somebody who is not on the roster, who covers nothing',
      plan([whole({ members: ['UOTTO', 'UTESS', 'ULENA'] })]),
      [{ kind: 'stranger', person: 'UOTTO', pattern: 'Day' }],
    ],
    [
      'a cover of somebody who is not planned then',
      plan([whole({ members: all })], { covers: [cover('UTESS', 'UBEN', at('13:00'), at('15:00'))] }),
      [{ kind: 'idleCover', by: 'UTESS', of: 'UBEN', from: at('13:00'), to: at('15:00') }],
    ],
  ])('%s', (_, given, expected) => {
    expect(checkPlan(given, members, ...monday)).toEqual(expected);
  });

  test('over the night on which clocks go forward, a shift too short leaves no gap', () => {
    const night = plan([
      whole({ name: 'Night', start: '22:00', end: '06:00', members: all }),
      whole({ name: 'Day', start: '06:00', end: '22:00', members: ['UBEN', 'UTESS', 'UMAX'] }),
    ]);
    const found = checkPlan(night, members, '2026-03-28T00:00:00.000Z', '2026-03-30T00:00:00.000Z');
    // Tess is on day and night.
    expect(found.map(({ kind }) => kind)).toEqual(['long']);
  });

  test('what a change brings', () => {
    const before = checkPlan(plan([whole({ members: ['UANA'] })]), members, ...monday);
    const after = checkPlan(plan([whole({ members: ['UANA'], end: '15:00' })]), members, ...monday);
    expect(newFindings(before, before)).toEqual([]);
    expect(newFindings(before, after)).toEqual([gap('tier1', '15:00', '16:00')]);
    // What was amiss for the rest of the day is so for longer.
    expect(newFindings(after, before)).toEqual([
      gap('tier2', '08:00', '16:00'),
      gap('lead', '08:00', '16:00'),
    ]);
  });
});
