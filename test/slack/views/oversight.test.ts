import { describe, expect, test } from 'vitest';
import { describe as described } from '../../../src/sandbox/blocks/check.ts';
import { checkMessageBlocks, checkView } from '../../../src/sandbox/blocks/surface.ts';
import { buildCard } from '../../../src/slack/views/card.ts';
import {
  buildCheckInForm,
  buildClosingNoteForm,
  buildOverridePriorityForm,
  buildOverrideSlaForm,
  buildSendUpdateForm,
} from '../../../src/slack/views/forms/oversight.ts';
import { noticeViews } from '../../../src/slack/views/notices/index.ts';
import type { NoticeView } from '../../../src/slack/views/notices/notice.ts';
import { system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Pack } from '../../../src/sop/pack/schema.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import {
  acknowledge,
  ana,
  type Case,
  classified,
  composed,
  fold,
  having,
  lena,
  past9,
  queued,
  tess,
} from '../../sop/ticket/support.ts';
import { fileOf, filled, kinds } from './extreme.ts';

const most = Array.from({ length: 5000 }, (_, index) => 999_990_000 + index);
const fullPack: Pack = {
  ...defaultPack,
  priorityCriteria: (['up', 'down'] as const).flatMap((direction) =>
    Array.from({ length: 50 }, (_, index) => ({
      code: `${direction}-${index}`,
      words: filled('More of it ', 75),
      direction,
    })),
  ),
};

/** Everything that a lead can write, at its longest: overridden, set, updated, missed, looked in. */
function overseen(text: (length: number) => string): Case {
  const given = { ...queued({ title: text(150).replaceAll('\n', ' ') }), pack: fullPack };
  let now = having(given, 1, ana, { type: 'take', reason: null, queueHead: 7 });
  now = having(now, 2, ana, {
    type: 'classify',
    category: 'AUTH',
    symptom: 'cannot-sign-in',
    priority: 'P2',
    readWhole: true,
  });
  now = having(now, 3, ana, acknowledge);
  now = having(now, 4, ana, { type: 'confirmAcknowledgementSent' });
  now = having(now, 5, ana, { type: 'escalate', trigger: 'ESC-4', reason: text(1000) });
  now = having(now, 6, tess, {
    type: 'acceptEscalation',
    escalation: now.state.escalation?.seq ?? 0,
    read: true,
  });
  now = having(now, 7, tess, { type: 'escalate', trigger: 'ESL-5', reason: text(1000) });
  now = having(now, 8, lena, {
    type: 'acceptEscalation',
    escalation: now.state.escalation?.seq ?? 0,
    read: true,
  });
  now = having(now, 9, lena, {
    type: 'overridePriority',
    priority: 'P1',
    criterion: 'up-3',
    impact: `40 sites cannot invoice ${text(970)}`,
    displaced: most,
  });
  now = having(now, 10, lena, {
    type: 'overrideSla',
    clock: 'resolution',
    dueAt: past9(300),
    reason: text(1000),
  });
  for (const at of [34, 39, 54, 69]) now = having(now, at, system, { type: 'clockStruck' });
  now = having(now, 70, lena, { type: 'sendP1Update', text: text(1000) });
  return having(now, 71, lena, { type: 'checkIn', words: text(1000) });
}

describe.each(kinds)('with %s', (_, text) => {
  const given = overseen(text);
  const file = fileOf(given);

  test('every notice of oversight keeps to Slack’s limits, rendered at any later moment', () => {
    const told = new Set<string>();
    for (const [index, event] of given.events.entries()) {
      if (index === 0) continue;
      const before = fold(given.events.slice(0, index));
      for (const notice of noticesOfTicketEvent(event, before)) {
        const view = new Map<string, NoticeView>(Object.entries(noticeViews)).get(notice.kind);
        // Sent to other systems as it is, or a message taken back: there is nothing to see of it.
        if (!view) continue;
        const then = fileOf({
          ...given,
          events: given.events.slice(0, index + 1),
          state: fold(given.events.slice(0, index + 1)),
        });
        for (const seen of [then, file])
          for (const message of view({ event, file: seen, pack: fullPack })) {
            told.add(notice.kind);
            expect(checkMessageBlocks(message.blocks).map(described)).toEqual([]);
            expect(message.text.length).toBeLessThanOrEqual(800);
          }
      }
    }
    for (const kind of [
      'priorityOverridden',
      'slaOverridden',
      'p1Started',
      'p1UpdateOwed',
      'checksMissed',
      'checkPrompt',
      'checkedIn',
      'p1Updated',
    ])
      expect(told).toContain(kind);
  });

  test('the card and the forms keep to them', () => {
    const { state } = given;
    expect(checkMessageBlocks(buildCard(state, fullPack).blocks).map(described)).toEqual([]);
    const displaced = most.map((number) => ({ number, priority: 'P2' }) as const);
    for (const view of [
      buildOverridePriorityForm(state, fullPack, null),
      ...(['P1', 'P2', 'P4'] as const).map((priority) =>
        buildOverridePriorityForm(state, fullPack, { priority, displaced }),
      ),
      buildOverrideSlaForm(state, fullPack, ['response', 'resolution']),
      buildSendUpdateForm(state, fullPack),
      buildClosingNoteForm(state, fullPack),
      buildCheckInForm(state, fullPack),
    ])
      expect(checkView(view, 'modal').map(described)).toEqual([]);
  });
});

test('LD-2 the form names ten displaced tickets by number and priority, and counts the rest', () => {
  const displaced = Array.from(
    { length: 12 },
    (_, index) => ({ number: index + 20, priority: 'P2' }) as const,
  );
  const text = JSON.stringify(
    buildOverridePriorityForm(classified().state, defaultPack, { priority: 'P1', displaced }),
  );
  expect(text).toContain('At P1 it goes before 12 open tickets');
  expect(text).toContain('T-20 (P2), T-21 (P2)');
  expect(text).toContain('T-29 (P2) and 2 more');
  expect(text).not.toContain('T-30');
});

test('LD-3 what stakeholders read names neither account nor title', () => {
  const given = overseen((length) => filled('quetzal ', length));
  const texts = given.events.flatMap((event, index) =>
    index === 0
      ? []
      : noticesOfTicketEvent(event, fold(given.events.slice(0, index)))
          .filter(({ destination }) => destination.to === 'channel' && destination.role === 'stakeholders')
          .filter(({ kind }) => kind !== 'p1UpdatedForStakeholders')
          .map(({ kind }) => {
            const view = noticeViews[kind as 'p1StartedForStakeholders'];
            return JSON.stringify(view({ event, file: fileOf(given), pack: fullPack }));
          }),
  );
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) {
    expect(text).not.toContain('quetzal');
    expect(text).not.toContain(given.state.customerAccount);
  }
});

test.each<[string, () => Case]>([
  ['the acknowledgement', () => composed('hand')],
  ['tier 2’s', () => having(atTier2(), 5, tess, { ...acknowledge, of: 'tier2Acknowledgement' })],
])('LD-2 %s that waited to be sent says where it stands that it is not to be sent', (_, given) => {
  const before = given();
  const raise = { priority: 'P1', criterion: 'wider-impact', impact: 'Nobody can invoice.' } as const;
  const after = having(before, 6, lena, { type: 'overridePriority', ...raise, displaced: [] });
  const event = after.events[before.events.length];
  if (!event) throw new Error('nothing was overridden');
  const [notice] = noticesOfTicketEvent(event, before.state);
  expect(notice?.kind).toBe('acknowledgementByHand');
  const content = { event, file: fileOf(after), pack: defaultPack };
  const text = JSON.stringify(noticeViews.acknowledgementByHand(content));
  expect(text).toContain('Not to be sent: the priority was overridden');
  expect(text).not.toContain('Confirm');
});

test('LD-2 one that was on its way and did not arrive calls who wrote it to write it anew', () => {
  const raise = { priority: 'P1', criterion: 'wider-impact', impact: 'Nobody can invoice.' } as const;
  const raised = having(composed('webhook'), 6, lena, { type: 'overridePriority', ...raise, displaced: [] });
  const failed = having(raised, 7, system, { type: 'acknowledgementOutcome', failure: 'http 410' });
  const event = failed.events.at(-1);
  if (!event) throw new Error('nothing happened');
  const text = JSON.stringify(
    noticeViews.acknowledgementByHand({ event, file: fileOf(failed), pack: defaultPack }),
  );
  expect(text).toMatch(/UANA.*did not take this message\. .*Not to be sent: the priority was overridden/);
  expect(text).not.toContain('"Confirm"');
});

function atTier2(): Case {
  const sent = having(composed('hand'), 4, ana, { type: 'confirmAcknowledgementSent' });
  const escalated = having(sent, 4, ana, { type: 'escalate', trigger: 'ESC-4', reason: 'beyond us' });
  const escalation = escalated.state.escalation?.seq ?? 0;
  return having(escalated, 5, tess, { type: 'acceptEscalation', escalation, read: true });
}
