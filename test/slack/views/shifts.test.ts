import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { checkMessageBlocks, checkView, textLengthOf } from '../../../src/sandbox/blocks/surface.ts';
import { buildCoverForm, buildDayForm, buildPatternForm } from '../../../src/slack/views/forms/shift-plan.ts';
import { buildShiftAbsent } from '../../../src/slack/views/shift-notices/attendance.ts';
import { checklistMessage } from '../../../src/slack/views/shift-notices/checklist.ts';
import { buildCoverNotice } from '../../../src/slack/views/shift-notices/cover.ts';
import type { ShiftNoticeContent } from '../../../src/slack/views/shift-notices/notice.ts';
import { buildPlanChanged, buildShiftPlan, findingsOf } from '../../../src/slack/views/shift-plan.ts';
import { buildCoverAgreed, buildCovers, buildWhoIsOn } from '../../../src/slack/views/shift-who.ts';
import type { Role } from '../../../src/sop/actor.ts';
import { type DeskSettings, noSettings } from '../../../src/sop/desk-settings.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { planLimits } from '../../../src/sop/shift/pattern-input.ts';
import type { ShiftState } from '../../../src/sop/shift/state.ts';
import { cover, pattern, plan } from '../../sop/shift/plan-support.ts';
import { begun, idle } from '../../sop/shift/support.ts';
import { taken } from '../../sop/ticket/support.ts';

const now = new Date('2026-03-28T08:00:00.000Z');
const people = Array.from({ length: planLimits.people }, (_, index) => `U${100_000 + index}`);
const members: Readonly<Record<string, Role>> = Object.fromEntries(people.map((id) => [id, 'tier1']));
const name = (index: number) => `${index} `.padEnd(planLimits.name, 'W');

/** All that a plan may hold: the most shifts, of the most people, in other zones, and covers of everybody. */
const full: DeskSettings = {
  ...noSettings,
  members,
  plan: plan(
    Array.from({ length: planLimits.patterns }, (_, index) =>
      pattern({
        name: name(index),
        members: people,
        timeZone: 'America/Argentina/ComodRivadavia',
        positions: ['tier1', 'tier2', 'lead', 'manager'],
        channel: 'C1234567890',
      }),
    ),
    {
      covers: people.map((id, index) =>
        cover(id, people[index + 1] ?? 'U1', '2026-03-29T09:00:00.000Z', '2026-03-29T12:00:00.000Z'),
      ),
      days: Array.from({ length: planLimits.patterns }, (_, index) => ({
        pattern: name(index),
        date: '2026-03-30',
        start: '09:00',
        end: '10:00',
        members: index % 2 === 0 ? [] : people,
      })),
    },
  ),
};

const shift = (person: string, change: Partial<ShiftState>): ShiftState => ({
  ...begun(person, 'tier1'),
  status: 'on',
  absenceTold: true,
  ...change,
});

function textOf(view: ModalView): string {
  return JSON.stringify(view.blocks);
}

function expectMessageFits(blocks: readonly KnownBlock[]): void {
  expect(checkMessageBlocks([...blocks])).toEqual([]);
  expect(textLengthOf(blocks)).toBeLessThan(13_200);
}

describe('the plan within Slack’s limits', () => {
  test('the fullest plan, page by page, with every shift on one of them', () => {
    const pages = Array.from({ length: 12 }, (_, index) => buildShiftPlan(full, defaultPack, now, index + 1));
    for (const page of pages) expect(checkView(page, 'modal')).toEqual([]);
    const all = pages.map(textOf).join('');
    for (const index of [0, 19, planLimits.patterns - 1]) expect(all).toContain(`remove:${name(index)}`);
    expect(all).toContain('Page 2 of');
    expect(checkView(buildShiftPlan(full, defaultPack, now, 0), 'modal')).toEqual([]);
    expect(textOf(buildShiftPlan(full, defaultPack, now, 99))).toBe(textOf(pages.at(-1) as ModalView));
  });

  test('an empty one says what the first shift brings', () => {
    const view = buildShiftPlan(noSettings, defaultPack, now, 1);
    expect(checkView(view, 'modal')).toEqual([]);
    expect(textOf(view)).toContain('does not work in shifts');
  });

  test('a week over a change of the clocks shows the times on the wall', () => {
    const settings = { ...noSettings, members: { UANA: 'tier1' as const }, plan: plan([pattern({})]) };
    const text = textOf(buildShiftPlan(settings, defaultPack, now, 1));
    expect(text).toContain('Sunday 2026-03-29');
    expect(text.split('08:00–16:00 “Day”')).toHaveLength(8);
    // The nights are gaps, of 16 hours and, on Sunday's, of 15.
    expect(text).toContain('Sat 28 Mar, 16:00 CET – Sun 29 Mar, 08:00 CEST');
  });

  test('what is over is not pointed out any more', () => {
    const settings = { ...noSettings, members: { UANA: 'tier1' as const }, plan: plan([pattern({})]) };
    const late = new Date('2026-03-28T12:00:00.000Z');
    expect(findingsOf(settings, defaultPack, late)).not.toEqual([]);
    for (const one of findingsOf(settings, defaultPack, late))
      if ('from' in one) expect(one.from >= '2026-03-28T12:00:00.000Z').toBe(true);
  });

  test('its forms, new and filled', () => {
    const [fullest] = full.plan.patterns;
    if (!fullest) throw new Error('the plan has patterns');
    const forms = [
      buildPatternForm(null, defaultPack),
      buildPatternForm(fullest, defaultPack),
      buildDayForm(fullest, '2026-03-28'),
      buildCoverForm('2026-03-28', defaultPack),
    ];
    for (const form of forms) expect(checkView(form, 'modal')).toEqual([]);
  });

  test('what a change brings', () => {
    const found = findingsOf(full, defaultPack, now);
    expect(found.length).toBeGreaterThan(100);
    const message = buildPlanChanged('“Early” is saved.', [], found, defaultPack);
    expectMessageFits(message.blocks);
    expect(JSON.stringify(message)).toContain('New with it');
    expect(JSON.stringify(buildPlanChanged('Done.', found, found, defaultPack))).toContain('no new gap');
  });
});

describe('CK-3 who did not come', () => {
  const told = (change: Partial<ShiftState>) => {
    const file = { shift: shift('UANA', change), events: [] };
    const envelope = {
      seq: 2,
      at: now.toISOString(),
      actor: null,
      role: 'system',
      packVersion: '1',
      packHash: 'h',
    };
    const event = { type: 'absenceTold' as const, clause: 'CK-3' as const, payload: {}, ...envelope };
    const content = { event, file, pack: defaultPack, now, surface: null } as unknown as ShiftNoticeContent;
    return buildShiftAbsent(content).map(({ text }) => text);
  };

  test.each<[string, Partial<ShiftState>, RegExp | null]>([
    ['is missing', { status: 'expected' }, /has not come on shift “Day”/],
    ['never came, told late', { status: 'ended', outcome: 'absent' }, /did not come on shift “Day”.*is over/],
    ['has come meanwhile', { status: 'on' }, null],
    ['came, and has gone', { status: 'ended', outcome: 'nothingOpen' }, null],
  ])('who %s', (_, change, words) => {
    const texts = told(change);
    expect(texts).toHaveLength(words ? 1 : 0);
    if (words) expect(texts[0]).toMatch(words);
  });
});

describe('who is on', () => {
  test('a hundred people are counted where they cannot all be named', () => {
    const open = people.flatMap((id) => [shift(id, {}), shift(id, { status: 'expected', pattern: name(1) })]);
    const message = buildWhoIsOn({ settings: full, open }, defaultPack, now);
    expectMessageFits(message.blocks);
    expect(JSON.stringify(message)).toContain('… and 25 more.');
  });

  test('until when, for whom, since when, and who comes next', () => {
    const settings: DeskSettings = {
      ...noSettings,
      members: { UANA: 'tier1', UBEN: 'tier1', UTESS: 'tier2' },
      plan: plan([pattern({}), pattern({ name: 'Late', start: '16:00', end: '23:00', members: ['UTESS'] })], {
        covers: [cover('UBEN', 'UANA', '2026-03-28T07:30:00.000Z', '2026-03-28T09:00:00.000Z')],
      }),
    };
    const open = [shift('UBEN', { endsAt: null }), shift('UANA', { status: 'expected' })];
    const text = JSON.stringify(buildWhoIsOn({ settings, open }, defaultPack, now));
    for (const words of [
      'has not said until when',
      'covers for',
      'Expected, not there yet',
      'the Team Leads know',
      '“Late”',
    ])
      expect(text).toContain(words);
  });

  test('covers, with the button that withdraws them', () => {
    const covers = buildCovers(full.plan, people[3] ?? '', defaultPack, now);
    expectMessageFits(covers.blocks);
    expect(JSON.stringify(covers)).toContain('Withdraw');
    expect(JSON.stringify(buildCovers(full.plan, 'UNOBODY', defaultPack, now))).toContain(
      'You have no covers',
    );
    const [one] = full.plan.covers;
    if (!one) throw new Error('the plan has covers');
    expectMessageFits(buildCoverAgreed(one, 'Europe/Berlin').blocks);
    const { by, of, from, to } = one;
    for (const type of ['coverAgreed', 'coverWithdrawn'] as const) {
      const payload = { cover: 1, by, of, from, to };
      const envelope = { seq: 2, at: from, actor: by, role: 'tier1', packVersion: '1', packHash: 'h' };
      const notice = buildCoverNotice({ type, clause: 'HO-1', payload, ...envelope }, defaultPack);
      expectMessageFits(notice.blocks);
    }
  });
});

describe('a checklist', () => {
  test('CK-4: the longest that a pack may hold keeps to Slack’s limits, whatever is seen', () => {
    const items = (sees: 'nearBreach' | undefined) =>
      Array.from({ length: 20 }, (_, index) => ({
        id: `item-${index}`,
        words: `${index} `.padEnd(150, 'W'),
        sees,
      }));
    const late = Array.from({ length: 60 }, (_, index) => ({ ...taken().state, number: 100_000 + index }));
    const facts = { ...idle, owned: late, queue: late };
    for (const sees of ['nearBreach', undefined] as const) {
      const pack = { ...defaultPack, checklists: { ...defaultPack.checklists, agentStart: items(sees) } };
      const file = { shift: begun('UANA', 'tier1'), events: [], facts };
      const message = checklistMessage({ file, pack, now: new Date('2026-03-28T08:00:00.000Z') }, 'start');
      expect(message.text).toContain('20 of the list left');
      expectMessageFits(message.blocks);
    }
  });
});
