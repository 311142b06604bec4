import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { describe as described } from '../../../src/sandbox/blocks/check.ts';
import { checkMessageBlocks, checkView, textLengthOf } from '../../../src/sandbox/blocks/surface.ts';
import type { Message } from '../../../src/slack/answer.ts';
import { buildCard } from '../../../src/slack/views/card.ts';
import { messageView } from '../../../src/slack/views/elements.ts';
import { buildApplyFixForm } from '../../../src/slack/views/forms/apply-fix.ts';
import { buildCloseForm } from '../../../src/slack/views/forms/close.ts';
import { buildInvestigateForm } from '../../../src/slack/views/forms/investigate.ts';
import { buildDeclineFixForm, buildReopenForm } from '../../../src/slack/views/forms/reason.ts';
import { buildRecordResultForm } from '../../../src/slack/views/forms/record-result.ts';
import { noticeViews } from '../../../src/slack/views/notices/index.ts';
import { buildPage, paginate } from '../../../src/slack/views/pages.ts';
import { buildReport } from '../../../src/slack/views/report.ts';
import { buildStated } from '../../../src/slack/views/stated.ts';
import { buildTicketPage } from '../../../src/slack/views/ticket-page.ts';
import { buildWhyPage } from '../../../src/slack/views/why-page.ts';
import { clauses } from '../../../src/sop/clauses.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Pack } from '../../../src/sop/pack/schema.ts';
import { type TicketEvent, ticketEvent } from '../../../src/sop/ticket/events.ts';
import { evolveTicket } from '../../../src/sop/ticket/evolve.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { apply, caused, persists, played, setAside, withSymptom } from '../../sop/ticket/journey.ts';
import {
  acknowledged,
  ana,
  type Case,
  contextAt,
  inForce,
  past9,
  record,
  tess,
} from '../../sop/ticket/support.ts';
import { fileOf, filled, kinds, later } from './extreme.ts';

/** A pack whose fixes are as long as a pack takes them. */
const longFix = {
  title: filled('t', 75),
  steps: Array.from({ length: 20 }, () => filled('s ', 500)),
  warnings: Array.from({ length: 10 }, () => filled('w ', 500)),
  irreversible: filled('i ', 500),
};
const pack: Pack = {
  ...defaultPack,
  playbook: {
    ...defaultPack.playbook,
    standardFixes: defaultPack.playbook.standardFixes.map((fix) => ({ ...fix, ...longFix })),
    extendedFixes: defaultPack.playbook.extendedFixes.map((fix) => ({ ...fix, ...longFix })),
  },
};

/** Sixty attempts, two hundred findings, and everything else that can happen to a ticket, each text at its longest. */
function worked(text: (length: number) => string): Case {
  const start = acknowledged();
  const url = `https://example.com/${'u'.repeat(1970)}`;
  const link = { part: filled('p', 100), url };
  const events: TicketEvent[] = [
    ticketEvent('fixSetAside', { fix: 'SF-1', reason: text(1000) }),
    ...Array.from({ length: 60 }, () => [
      ticketEvent('fixStarted', { fix: 'SF-2', repeatReason: text(1000) }),
      ticketEvent('fixResultRecorded', {
        fix: 'SF-2',
        outcome: 'persists',
        verification: 'link-used',
        evidence: text(10_000),
      }),
    ]).flat(),
    ticketEvent('noTransactionStated', { fix: 'SF-7', account: filled('a', 100) }),
    ticketEvent('diagnosticsRequested', { account: 'ACME-1' }),
    ticketEvent('diagnosticsFailed', { reason: 'http 500' }),
    ticketEvent('diagnosticsRecorded', {
      generatedAt: past9(1),
      links: Array.from({ length: 20 }, () => link),
      via: 'tool',
    }),
    ...Array.from({ length: 200 }, () =>
      ticketEvent('findingRecorded', { point: 'auth-stage', text: text(10_000) }),
    ),
    ticketEvent('causeRecorded', { kind: 'proximate', code: null, text: text(3000) }),
    ticketEvent('causeRecorded', { kind: 'root', code: 'permission-drift', text: text(3000) }),
    ticketEvent('confirmationRequested', {
      fix: 'EF-5',
      account: filled('a', 100),
      repeatReason: text(1000),
      expiresAt: past9(90),
    }),
    ticketEvent('confirmationDeclined', { fix: 'EF-5', reason: text(1000) }),
    ticketEvent('confirmationRequested', {
      fix: 'EF-5',
      account: filled('a', 100),
      repeatReason: text(1000),
      expiresAt: past9(90),
    }),
    ticketEvent('confirmationVoided', { fix: 'EF-5', reason: filled('r ', 500) }),
    ticketEvent('closed', {
      resolutionCode: 'fixed',
      summary: text(3000),
      fix: 'EF-5',
      verification: 'user-access',
      rootCause: 'permission-drift',
      followUps: defaultPack.followUps.map(({ code }) => code),
    }),
  ];
  const recorded = record(events, start.events.length, contextAt(start, Date.parse(past9(10)), tess));
  return {
    ...start,
    state: recorded.reduce<TicketState>(evolveTicket, { ...start.state, tier: 'tier2' }),
    events: [...start.events, ...recorded],
  };
}

function quotedIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(quotedIn).join('');
  if (typeof value !== 'object' || value === null) return '';
  if ('type' in value && value.type === 'text' && 'text' in value) return String(value.text);
  return Object.values(value).map(quotedIn).join('');
}

function expectView(view: ModalView): void {
  expect(checkView(view, 'modal').map(described)).toEqual([]);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThanOrEqual(250_000);
  expect(JSON.stringify(view)).not.toContain('"mrkdwn"');
}

function expectMessage(message: Message): void {
  expect(checkMessageBlocks(message.blocks).map(described)).toEqual([]);
  expect(textLengthOf(message.blocks)).toBeLessThanOrEqual(13_200);
  expect(message.text.length).toBeLessThanOrEqual(4000 / 5);
  expectView(messageView(message));
}

describe.each(kinds)('with %s', (_, text) => {
  const given = worked(text);
  const file = fileOf(given);
  const { state: ticket } = given;

  test('T1-8 every notice of the work keeps to Slack’s limits, and evidence and findings are whole', () => {
    const seen = new Map<string, number>();
    let state: TicketState | null = null;
    for (const event of given.events) {
      const before: TicketState | null = state;
      state = evolveTicket(before, event);
      seen.set(event.type, (seen.get(event.type) ?? 0) + 1);
      if ((seen.get(event.type) ?? 0) > 2) continue;
      for (const { kind } of noticesOfTicketEvent(event, before)) {
        if (kind === 'acknowledgementToCustomer' || kind === 'diagnosticsToTool') continue;
        if (kind === 'takeBack') continue;
        const messages = noticeViews[kind]({ event, file, pack });
        messages.forEach(expectMessage);
        const whole = quotedIn(messages.map(({ blocks }) => blocks));
        if (kind === 'finding' || kind === 'fixResult')
          expect(whole.replace(/part \d+ of \d+/g, '')).toContain(text(10_000));
      }
    }
    expectMessage(buildCard(ticket, pack));
  });

  test('T2-1 the page holds all of it, as many pages as it takes', () => {
    for (const blocks of [buildTicketPage(file, pack), buildWhyPage(file, later, inForce({ pack }))]) {
      const pages = paginate(blocks);
      expect(pages.flat()).toEqual(blocks);
      for (let page = 1; page <= pages.length; page += 1)
        expectView(buildPage('T-7', { what: 'show', ticket: 7 }, blocks, page));
    }
    const whole = quotedIn(buildTicketPage(file, pack));
    expect(whole.split(text(10_000)).length - 1).toBeGreaterThanOrEqual(260);
  });

  test('T1-6 the forms fit', () => {
    const [fix] = pack.playbook.standardFixes;
    if (!fix) throw new Error('a pack has fixes');
    for (const chosen of [null, 'SF-1', 'EF-5'])
      expectView(buildApplyFixForm(ticket, pack, { fix: chosen, reason: text(1000) }, true));
    expectView(buildApplyFixForm({ ...ticket, tier: 'tier1' }, pack, { fix: 'SF-1', reason: null }, false));
    for (const verifying of [true, false]) expectView(buildRecordResultForm(ticket, fix, verifying));
    const attempt = {
      fix: 'SF-1',
      status: 'resolved',
      verified: true,
      verification: 'status-active',
    } as const;
    const solved = { ...attempt, by: 'UANA', startedAt: past9(1), settledAt: past9(2) };
    expectView(buildRecordResultForm({ ...ticket, fixes: [solved] }, fix, true));
    for (const tier of ['tier1', 'tier2'] as const) expectView(buildCloseForm({ ...ticket, tier }, pack));
    for (const owns of [true, false])
      for (const diagnosticsTool of [true, false])
        expectView(buildInvestigateForm(file, pack, { owns, diagnosticsTool }));
    expectView(buildReopenForm(999_999_999));
    expectView(buildDeclineFixForm(999_999_999, 999_999_999, 'EF-5'));
    expectMessage(buildStated(999_999_999, filled('a', 100), fix, longFix.irreversible, text(1000), pack));
  });
});

describe('the form to apply a fix', () => {
  const inputs = (view: ModalView) =>
    (view.blocks as KnownBlock[]).flatMap((block) => (block.type === 'input' ? [block] : []));
  const hints = (view: ModalView) => inputs(view).flatMap(({ hint }) => (hint ? [hint.text] : []));
  const labels = (view: ModalView) => inputs(view).map(({ label }) => label.text);
  const offered = (view: ModalView) =>
    inputs(view).flatMap(({ element }) =>
      element.type === 'static_select' ? (element.options ?? []).map(({ value }) => value) : [],
    );
  const tried = () =>
    played(withSymptom('AUTH', 'cannot-sign-in'), [5, ana, apply('SF-1')], [6, ana, persists]).state;
  const build = (ticket: TicketState, fix: string | null, mayRepeat: boolean) =>
    buildApplyFixForm(ticket, defaultPack, { fix, reason: null }, mayRepeat);

  test('T2-1 what was done is not offered again, and tier 1 reads nothing of repeating', () => {
    const view = build(tried(), null, false);
    expect(offered(view)).toEqual(['SF-2', 'SF-3']);
    expect(hints(view)).toEqual(['T1-6: needed where it is not applicable.']);
    expect(JSON.stringify(view)).not.toContain('T2-1');
    const untouched = withSymptom('AUTH', 'cannot-sign-in').state;
    expect(JSON.stringify(build(untouched, null, true))).not.toContain('T2-1');
  });

  test('T2-1 whoever may repeat reads how, and finds what was named with a reason to give', () => {
    expect(offered(build(tried(), null, true))).toEqual(['SF-2', 'SF-3']);
    const named = build(tried(), 'SF-1', true);
    expect(offered(named)).toContain('SF-1');
    expect(JSON.stringify(named)).toContain('/apply-fix 7 SF-1 opens it');
    expect(hints(named)).toEqual(['T2-1: it was done already; say why it is done again.']);
    expect(labels(named)).toEqual(['Fix', 'Reason']);
  });

  test('T1-6 what was set aside stays offered, and takes a reason to be applied after all', () => {
    const aside = played(withSymptom('AUTH', 'cannot-sign-in'), [5, ana, setAside('SF-1')]).state;
    const view = build(aside, 'SF-1', false);
    expect(offered(view)).toEqual(['SF-1', 'SF-2', 'SF-3']);
    expect(labels(view)).toEqual(['Fix', 'Reason']);
    expect(hints(view)).toEqual(['T2-1: it was set aside; say why it is applied after all.']);
  });

  test('T2-6 an Extended Fix is never set aside', () => {
    expect(labels(build(caused('sync-conflict').state, null, true))).toEqual(['Fix', 'Reason']);
  });

  test('T1-7 the click after a statement says how long that is good, by the pack', () => {
    const [fix] = defaultPack.playbook.standardFixes;
    if (!fix) throw new Error('a pack has fixes');
    const limits = { ...defaultPack.limits, noTransactionStatement: 90_000 };
    const { blocks } = buildStated(7, 'ACME-1', fix, 'All of it.', null, { ...defaultPack, limits });
    expect(JSON.stringify(blocks)).toMatch(/good for 1 min 30 s/);
    expect(JSON.stringify(blocks)).toContain('"confirm":{"title"');
  });
});

test('T1-10 AU-6 the report fits, and the busiest clauses come first', () => {
  const closed = Array.from({ length: 50 }, (_, index) => ({
    code: filled(`code-${index}-`, 60),
    last: index,
    before: 9,
  }));
  const refusals = Object.keys(clauses).map((clause, index) => ({
    clause,
    last: index,
    before: 9,
    flags: index % 3,
  }));
  const report = buildReport({ closed, refusals }, pack);
  expectMessage(report);
  const text = JSON.stringify(report.blocks);
  const [busiest] = refusals.toSorted((a, b) => b.last + b.flags - a.last - a.flags);
  const places = ['Attempts refused, per clause', `${busiest?.clause}: `].map((words) => text.indexOf(words));
  expect(places[0]).toBeGreaterThan(0);
  expect(places[1]).toBeGreaterThan(places[0] ?? 0);
  expect(text).toContain('flagged as badly calibrated: 2');
  expect(text).toContain(`and ${refusals.length - 15} more clauses`);
  expectMessage(buildReport({ closed: [], refusals: [] }, pack));
});
