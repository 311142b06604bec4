import { describe, expect, test } from 'vitest';
import { checkMessageBlocks } from '../../../src/sandbox/blocks/surface.ts';
import { buildCard } from '../../../src/slack/views/card.ts';
import { noticeViews } from '../../../src/slack/views/notices/index.ts';
import { buildTicketPage } from '../../../src/slack/views/ticket-page.ts';
import { buildWhyPage } from '../../../src/slack/views/why-page.ts';
import { evolveTicket } from '../../../src/sop/ticket/evolve.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import { asked } from '../../sop/ticket/journey.ts';
import { acknowledged, ana, type Case, having, lena, offered, tess } from '../../sop/ticket/support.ts';
import { fileOf, kinds, later } from './extreme.ts';

const escalate = { type: 'escalate', trigger: 'ESC-5', reason: 'It needs a change.' } as const;

/** With a note of the greatest length: redirected, reopened by mistake, split, and redirected again. */
function everything(given: Case, note: string): Case {
  const redirect = { type: 'redirect', code: 'infrastructure', note } as const;
  let now = having(given, 60, lena, redirect);
  now = having(now, 61, lena, { type: 'reopen', reason: note });
  for (let into = 8; into < 60; into += 1) now = having(now, 62, lena, { ...redirect, type: 'split', into });
  return having(now, 63, lena, redirect);
}

describe.each(kinds)('SC-2 with %s', (_, text) => {
  test.each([
    ['an offered transfer', offered],
    ['an escalation that waits', () => having(acknowledged(), 6, ana, escalate)],
    ['a request to a second agent', asked],
  ])('SC-2 everything that is told of %s is within Slack’s limits', (_name, given) => {
    const after = everything(given(), text(1000));
    const file = fileOf(after);
    let before = null;
    for (const event of after.events) {
      const state = evolveTicket(before, event);
      for (const { kind } of noticesOfTicketEvent(event, before)) {
        if (kind === 'acknowledgementToCustomer' || kind === 'diagnosticsToTool' || kind === 'takeBack')
          continue;
        const messages = noticeViews[kind]({ event, file, pack: after.pack });
        for (const { blocks, text: line } of messages) {
          expect(checkMessageBlocks(blocks)).toEqual([]);
          expect(line.length).toBeLessThanOrEqual(800);
        }
      }
      before = state;
    }
    expect(checkMessageBlocks(buildCard(file.ticket, after.pack).blocks)).toEqual([]);
    expect(JSON.stringify(buildTicketPage(file, after.pack))).toContain('INF-PCS-007');
    expect(JSON.stringify(buildWhyPage(file, later, { pack: after.pack, hash: 'hash' }))).toContain(
      'INF-PCS-007',
    );
  });
});

test('SC-2 the menu stands on what can be redirected, and nowhere else', () => {
  const menu = ({ state, pack }: Case) =>
    JSON.stringify(buildCard(state, pack)).includes('"value":"redirect"');
  expect(menu(acknowledged())).toBe(true);
  const closed = having(acknowledged(), 30, ana, { type: 'redirect', code: 'infrastructure', note: 'n' });
  expect(menu(closed)).toBe(false);
  const security = { reportedBy: tess.id, at: acknowledged().state.openedAt, handedOver: null };
  expect(menu({ ...acknowledged(), state: { ...acknowledged().state, security } })).toBe(false);
});
