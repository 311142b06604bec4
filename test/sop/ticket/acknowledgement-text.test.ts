import { describe, expect, test } from 'vitest';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { priorityCodes } from '../../../src/sop/pack/schema.ts';
import { findResolutionPromise } from '../../../src/sop/promise.ts';
import { acknowledgementText, expectedResponse } from '../../../src/sop/ticket/acknowledgement-text.ts';
import { decideTicket } from '../../../src/sop/ticket/decide.ts';
import { acknowledge, ana, classified, classify, contextAt, having, taken } from './support.ts';

/** Working hours, the night, a weekend, a holiday, the hours around both changes of clocks, the turn of the year. */
const moments = [
  '2026-03-02T08:00:00Z',
  '2026-03-02T11:29:59Z',
  '2026-03-02T16:44:00Z',
  '2026-03-02T23:30:00Z',
  '2026-03-07T12:00:00Z',
  '2026-04-03T09:00:00Z',
  '2026-03-29T00:30:00Z',
  '2026-03-29T00:59:59.999Z',
  '2026-03-29T01:00:00Z',
  '2026-10-25T00:30:00Z',
  '2026-10-25T00:59:00Z',
  '2026-10-25T01:30:00Z',
  '2026-12-31T22:59:59Z',
];

const classifications = defaultPack.matrix.categories.flatMap(({ code, symptoms }) =>
  symptoms
    .slice(0, 1)
    .flatMap((symptom) =>
      priorityCodes.map((priority) => ({ category: code, symptom: symptom.code, priority })),
    ),
);

const titles = [
  'Cannot sign in',
  'Will this be fixed by 5 pm today?',
  'You promised it would be solved within 2 hours',
  '{response} {ticket} {nothing}',
  '$& $1 $$',
  '<!channel> *bold* \u{1F600}',
];

describe('the shipped texts', () => {
  test.each(classifications)('T1-4 $category $priority: whole, true, and no promise', (classification) => {
    for (const title of titles) {
      const { state } = taken();
      const ticket = { ...state, title };
      for (const moment of moments) {
        const now = new Date(moment);
        const given = { ...classification, matrixVersion: '1', by: 'UANA', at: '2026-03-02T08:02:00.000Z' };
        const text = acknowledgementText(defaultPack, ticket, given, 'acknowledgement', now);
        expect(text.replace(title, '')).not.toMatch(/[{}]|undefined|null|NaN/);
        expect(text).toContain('T-7');
        expect(text).toContain(title);
        expect(text).toContain(classification.priority);
        expect(findResolutionPromise(text, [ticket.title]), text).toEqual([]);
        expect(text.length).toBeLessThanOrEqual(3000);
        expect(text.split('within ').length, 'a span of time').toBeGreaterThan(1);
      }
    }
  });

  test('T1-3 a ticket that fits no category is not said to be about “other”', () => {
    const symptom =
      defaultPack.matrix.categories.find(({ code }) => code === 'OTHER')?.symptoms[0]?.code ?? '';
    const given = having(taken(), 2, ana, { ...classify, category: 'OTHER', symptom });
    const { classification } = given.state;
    if (!classification) throw new Error('it was classified');
    const text = acknowledgementText(
      defaultPack,
      given.state,
      classification,
      'acknowledgement',
      new Date('2026-03-02T08:00:00Z'),
    );
    expect(text).not.toMatch(/about other|OTHER/);
  });

  test.each([
    ['P1', '15 minutes (by Mon 2 Mar, 09:15 CET)'],
    ['P2', '30 minutes (by Mon 2 Mar, 09:30 CET)'],
    ['P3', '4 working hours (by Mon 2 Mar, 13:45 CET)'],
    ['P4', '8 working hours (by Mon 2 Mar, 17:45 CET)'],
  ] as const)('T1-4 %s is answered within %s', (priority, response) => {
    const { state } = having(taken(), 2, ana, { ...classify, priority });
    if (!state.classification) throw new Error('it was classified');
    const text = acknowledgementText(
      defaultPack,
      state,
      state.classification,
      'acknowledgement',
      new Date('2026-03-02T08:00:00Z'),
    );
    expect(text).toContain(`within ${response}`);
  });

  test.each([
    // An hour that is skipped, and one that comes twice: a span is a span.
    ['P1', '2026-03-29T00:50:00.000Z', '2026-03-29T01:05:00.000Z'],
    ['P2', '2026-10-25T00:45:00.000Z', '2026-10-25T01:15:00.000Z'],
    // Friday 16:00 before the change: one hour and three quarters, the rest on Monday, an hour earlier by UTC.
    ['P3', '2026-03-27T15:00:00.000Z', '2026-03-30T09:15:00.000Z'],
    ['P3', '2026-10-23T14:00:00.000Z', '2026-10-26T10:15:00.000Z'],
  ] as const)('T1-4 across a change of clocks: %s at %s is answered by %s', (priority, now, by) => {
    expect(expectedResponse(defaultPack, priority, 'response', new Date(now))).toBe(by);
  });

  test.each([
    ['PT1H', 'round-the-clock', '1 hour'],
    ['PT1H', 'working-hours', '1 working hour'],
    ['PT1M', 'round-the-clock', '1 minute'],
    ['PT90M', 'working-hours', '90 working minutes'],
  ])('T1-4 a target of %s on %s reads “%s”', (length, calendar, words) => {
    const response = length === 'PT1H' ? 3_600_000 : length === 'PT1M' ? 60_000 : 5_400_000;
    const pack = {
      ...defaultPack,
      targets: { ...defaultPack.targets, P2: { ...defaultPack.targets.P2, calendar, response } },
    };
    const { state } = classified();
    if (!state.classification) throw new Error('it was classified');
    expect(
      acknowledgementText(
        pack,
        state,
        state.classification,
        'acknowledgement',
        new Date('2026-03-02T08:00:00Z'),
      ),
    ).toContain(`within ${words} (by `);
  });

  test('T1-4 the shipped text is accepted from tier 1 just as it is filled in', () => {
    for (const classification of classifications) {
      const given = having(taken(), 2, ana, { ...classify, ...classification });
      const made = given.state.classification;
      if (!made) throw new Error('it was classified');
      const now = Date.parse('2026-03-02T08:03:00Z');
      const text = acknowledgementText(given.pack, given.state, made, 'acknowledgement', new Date(now));
      const command = { ...acknowledge, text, preparedFor: made.at };
      expect(decideTicket(command, given.state, contextAt(given, now, ana)).kind).toBe('accepted');
    }
  });
});
