import { describe, expect, test } from 'vitest';
import { describe as described } from '../../../src/sandbox/blocks/check.ts';
import { checkMessageBlocks, checkView, textLengthOf } from '../../../src/sandbox/blocks/surface.ts';
import { buildCard } from '../../../src/slack/views/card.ts';
import { buildHandOverForm, buildReportSecurityForm } from '../../../src/slack/views/forms/security.ts';
import { buildMine } from '../../../src/slack/views/lists.ts';
import { securityViews } from '../../../src/slack/views/notices/security.ts';
import { buildReported, buildRestricted } from '../../../src/slack/views/restricted.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { ticketNoticeKinds } from '../../../src/sop/ticket/notices.ts';
import { isNeutral } from '../../../src/sop/ticket/security/notices.ts';
import { acknowledged, ana, type Case, having, lena, max } from '../../sop/ticket/support.ts';
import { extremeCase, fileOf, kinds, later } from './extreme.ts';

const minutes = (later.getTime() - Date.parse('2026-03-02T08:00:00.000Z')) / 60_000;

function callOf(given: Case) {
  const event = given.events.at(-1);
  if (!event) throw new Error('nothing happened');
  const [message] = securityViews.securityCall({ event, file: fileOf(given), pack: defaultPack });
  if (!message) throw new Error('nobody is called');
  return message;
}
const buttonsOf = (value: unknown) =>
  [...JSON.stringify(value).matchAll(/"action_id":"(\w+)/g)].map(([, id]) => id);

describe.each(kinds)('with %s', (_, text) => {
  const reported = having(extremeCase(text), minutes, ana, { type: 'reportSecurity', note: text(3000) });

  test('SEC-1 the call to the leads keeps to Slack’s limits, open, accepted and handed over', () => {
    const escalation = reported.state.escalation?.seq ?? 0;
    const accepted = having(reported, minutes, lena, { type: 'acceptEscalation', escalation, read: true });
    const done = having(accepted, minutes, max, { type: 'handOverSecurity', reference: text(200) });
    for (const given of [reported, accepted, done]) {
      const message = callOf(given);
      expect(checkMessageBlocks(message.blocks).map(described)).toEqual([]);
      expect(textLengthOf(message.blocks)).toBeLessThanOrEqual(13_200);
    }
    expect(buttonsOf(callOf(reported))).toEqual(['accept_escalation', 'hand_over', 'show']);
    expect(buttonsOf(callOf(accepted))).toEqual(['hand_over', 'show']);
    expect(buttonsOf(callOf(done))).toEqual(['show']);
  });

  test('SEC-2 the card is the same whatever was written on it', () => {
    expect(buildCard(reported.state, defaultPack)).toEqual(buildRestricted(7));
    expect(JSON.stringify(buildCard(reported.state, defaultPack))).not.toContain(reported.state.title);
  });
});

test('SEC-2 no more than the number stands in the list of who owned it', () => {
  const restricted = Array.from({ length: 200 }, (_, index) => index + 1);
  const mine = buildMine({ readable: [], restricted }, defaultPack);
  expect(checkMessageBlocks(mine.blocks).map(described)).toEqual([]);
  expect(JSON.stringify(mine)).toContain('T-1 is restricted (SEC-2). The Team Leads have it.');
});

test('SEC-2 only the card, the line and the taking back are told to channels', () => {
  expect(ticketNoticeKinds.filter(isNeutral)).toEqual(['card', 'securityRestricted', 'takeBack']);
});

test('SEC-1, SEC-3 the forms are ones that Slack takes, and nothing has to be written to report', () => {
  for (const view of [buildReportSecurityForm(7), buildHandOverForm(7)])
    expect(checkView(view, 'modal').map(described)).toEqual([]);
  expect(JSON.stringify(buildReportSecurityForm(7))).toContain('"optional":true');
});

test('SEC-1 whoever reports it, and the leads, learn what was split from the same request', () => {
  const whole = having(acknowledged(), 30, ana, { type: 'reportSecurity', note: null });
  expect(JSON.stringify(buildReported(whole.state))).not.toContain('Split');
  const into = Array.from({ length: 200 }, (_, index) => 1000 + index);
  const part = { ...whole, state: { ...whole.state, split: { from: 3, into } } };
  const answer = buildReported(part.state);
  expect(checkMessageBlocks(answer.blocks).map(described)).toEqual([]);
  expect(JSON.stringify(answer)).toContain('Split from the same request: T-3, T-1000');
  expect(JSON.stringify(callOf(part))).toContain('T-1000');
});
