import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteMessage } from '../../src/sandbox/messages.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  acknowledges,
  arrives,
  asks,
  card,
  choosesChannels,
  classifies,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  seesInThread,
  timePassesUntilDelivered,
  written,
} from './habits.ts';

let flow: Flow;
beforeEach(async () => {
  flow = await startFlow();
});
afterEach(() => endOfDay(flow, 'any'));

/** Five minutes pass, and the self-audit has its turn. */
async function audits() {
  await flow.minutesPass(5);
  await everythingIsDelivered(flow);
  await flow.handrail.audit();
  await everythingIsDelivered(flow);
}

/** What the leads were told of audits, each message's findings. */
function told(): readonly (readonly string[])[] {
  return flow.people.lena
    .messagesIn('leads')
    .filter(({ text }) => text.includes('looked through what it has told'))
    .map(({ text }) => text.split('\n').filter((line) => line.startsWith('•')));
}

function logged(): readonly Record<string, unknown>[] {
  return flow.log
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'self-audit');
}

/** A morning with some of everything: threads, the leads' channel, a direct message, cards brought up to date. */
async function morning(): Promise<string> {
  const { ana, tess } = flow.people;
  const ticket = await hasTaken(flow, ana, { priority: 'P2' });
  await classifies(ana, ticket);
  await acknowledges(ana, ticket);
  const other = await hasTaken(flow, ana, { priority: 'P1' });
  await flow.minutesPass(25);
  await seesInThread(ana, other, 'response missed');
  await asks(flow, tess, `/ticket note ${ticket} ${written('a note')}`, 'Noted on');
  await everythingIsDelivered(flow);
  return ticket;
}

test('ESL-1 where all was told, nothing is said, however often it is looked through', async () => {
  await morning();
  for (let times = 0; times < 3; times += 1) await audits();
  expect([told(), logged()]).toEqual([[], []]);
  const asked = flow.workspace.calls.filter(({ method }) =>
    /^conversations\.(history|replies)$/.test(method),
  );
  expect(asked.length).toBeGreaterThan(3);
  const metrics = await (await fetch(`http://127.0.0.1:${flow.handrail.port}/metrics`)).text();
  expect(metrics).toContain('handrail_audit_seconds_count 3');
});

test('ESL-1 a notice taken from the outbox by hand is found, logged, counted and told once', async () => {
  const ticket = await morning();
  const { desk } = flow.handrail;
  const { count } = await desk.db.notice.deleteMany({ where: { stream: ticket, kind: 'noteAdded' } });
  expect(count).toBe(1);
  await audits();
  await audits();
  expect(told()).toEqual([[`• ${ticket}: something that happened was never told.`]]);
  expect(logged()).toMatchObject([{ finding: 'unwritten', record: ticket }]);
  expect(told().join()).not.toContain('a note');
  const [message] = flow.people.lena
    .messagesIn('leads')
    .filter(({ text }) => text.includes('looked through'));
  const shown = /F-[0-9a-f]{8}/.exec(message?.text ?? '')?.[0];
  expect(shown).toBe(logged()[0]?.fault);
  const metrics = await (await fetch(`http://127.0.0.1:${flow.handrail.port}/metrics`)).text();
  expect(metrics).toContain('handrail_audit_findings_total{finding="unwritten"} 1');
});

test('ESL-1 a message that stands twice is found, in a thread and in a channel', async () => {
  const ticket = await morning();
  const slack = new WebClient(flow.workspace.botToken, { slackApiUrl: flow.workspace.apiUrl });
  const again = async (channel: 'tickets' | 'leads', words: string) => {
    const message = flow.workspace.messagesIn(channel).find(({ text }) => text.includes(words));
    if (!message) throw new Error(`nothing in #${channel} says ${words}`);
    const { metadata, threadTs, text } = message.stored;
    // Slack takes one message a second.
    flow.clock.advance(2000);
    await slack.chat.postMessage({
      channel: flow.workspace.channel(channel).id,
      text,
      ...(threadTs ? { thread_ts: threadTs } : {}),
      metadata: metadata as never,
    });
  };
  await again('tickets', 'Note of');
  await again('leads', 'response missed');
  await audits();
  await audits();
  expect(told()).toHaveLength(1);
  expect(told()[0]?.toSorted()).toEqual([
    `• ${ticket}: a message stands more than once in #tickets.`,
    '• T-2: a message stands more than once in #leads.',
  ]);
  expect(logged().map(({ finding }) => finding)).toEqual(['doubled', 'doubled']);
});

test('ESL-1 a message that somebody deleted is told apart; what Slack never had as well', async () => {
  const ticket = await morning();
  const note = flow.workspace.messagesIn('tickets').find(({ text }) => text.includes('Note of'));
  if (!note) throw new Error('there is no note');
  deleteMessage(flow.workspace.core, note.stored);
  const { desk } = flow.handrail;
  const [acknowledgement] = await desk.db.notice.findMany({ where: { stream: ticket, kind: 'classified' } });
  await desk.db.notice.update({ where: { id: acknowledgement?.id ?? 0n }, data: { sentTs: [] } });
  await audits();
  await audits();
  expect(told().flat().toSorted()).toEqual([
    `• ${ticket}: a message counts as sent, but Slack never had it in #tickets.`,
    `• ${ticket}: a message was deleted in #tickets.`,
  ]);
});

test('ESL-1 replies are looked for in their own thread, whose card was posted anew elsewhere or deleted', async () => {
  const { ana, max } = flow.people;
  const ticket = await morning();
  flow.workspace.addChannel('tickets-2', { members: Object.values(flow.people), bot: true });
  await flow.workspace.archive('tickets');
  await choosesChannels(max, { 'Tickets channel': 'tickets-2' });
  await timePassesUntilDelivered(flow);
  await card(ana, ticket);
  await audits();
  expect(told()).toEqual([]);

  const there = () => flow.workspace.messagesIn('tickets-2');
  const moved = there().find(({ text, stored }) => text.includes(ticket) && !stored.threadTs);
  if (!moved) throw new Error('the card has not moved');
  await asks(flow, ana, `/ticket note ${ticket} ${written('before')}`, 'Noted on');
  await everythingIsDelivered(flow);
  deleteMessage(flow.workspace.core, moved.stored);
  await asks(flow, ana, `/ticket note ${ticket} ${written('after')}`, 'Noted on');
  await timePassesUntilDelivered(flow);
  const notes = there().filter(({ text }) => text.includes('Note of'));
  expect(new Set(notes.map(({ stored }) => stored.threadTs)).size).toBe(2);
  await audits();
  await audits();
  expect(told()).toEqual([]);

  await asks(flow, ana, `/ticket note ${ticket} ${written('and again')}`, 'Noted on');
  await everythingIsDelivered(flow);
  const last = there().findLast(({ text }) => text.includes('Note of'));
  if (!last) throw new Error('there is no note');
  deleteMessage(flow.workspace.core, last.stored);
  await audits();
  expect(told()).toEqual([[`• ${ticket}: a message was deleted in #tickets-2.`]]);
});

test('ESL-1 where Slack lets nobody read, that is told once a channel, and again when it does so anew', async () => {
  await morning();
  const forbids = (methods: readonly string[]) => {
    for (const method of methods) flow.workspace.failNext(method, { error: 'missing_scope' }, 1000);
  };
  forbids(['conversations.history', 'conversations.replies']);
  await audits();
  await audits();
  const lines = ['#tickets', '#leads', '#shift', '#stakeholders'].map(
    (where) => `• Handrail lacks the permission to look whether all of its messages stand in ${where}.`,
  );
  expect(told()).toHaveLength(1);
  expect(told()[0]?.toSorted()).toEqual(lines.toSorted());
  expect(logged()).toContainEqual(expect.objectContaining({ finding: 'unseen', notice: 'missing_scope' }));

  flow.workspace.failNoMore();
  await audits();
  forbids(['conversations.history', 'conversations.replies']);
  await audits();
  expect(told()).toHaveLength(2);
});

test('ESL-1 a record that cannot be read is told once, and hides nothing of the others', async () => {
  const ticket = await morning();
  const broken = await arrives(flow, { priority: 'P4' });
  await everythingIsDelivered(flow);
  const { db } = flow.handrail.desk;
  await db.notice.deleteMany({ where: { stream: ticket, kind: 'noteAdded' } });
  // It begins with something that no version of Handrail has written.
  await db.event.updateMany({ where: { stream: broken, seq: 1 }, data: { type: 'somethingElse' } });
  for (let times = 0; times < 3; times += 1) await audits();
  expect(told().map((findings) => findings.toSorted())).toEqual([
    [
      `• ${ticket}: something that happened was never told.`,
      `• ${broken}: what is kept of it cannot be read. Please keep an eye on it.`,
    ],
  ]);
  expect(logged()).toContainEqual(
    expect.objectContaining({ finding: 'unreadable', record: broken, error: 'Error', at: expect.any(Array) }),
  );
  const metrics = await (await fetch(`http://127.0.0.1:${flow.handrail.port}/metrics`)).text();
  expect(metrics).toContain('handrail_audit_findings_total{finding="unreadable"} 1');
  expect(metrics).toContain('handrail_audit_seconds_count 3');
  const behind = (part: string) =>
    Number(metrics.match(new RegExp(`handrail_audit_behind_seconds{part="${part}"} (\\d+)`))?.[1]);
  expect(behind('record')).toBeLessThan(60);
  expect(behind('slack')).toBe(behind('record') + 30);
});

test('ESL-1 what the clock lost sight of is told to the leads once, and done with the time since when it was owed', async () => {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana, { priority: 'P1' });
  await everythingIsDelivered(flow);
  await flow.handrail.desk.db.ticket.updateMany({ data: { nextDueAt: null } });
  await flow.minutesPass(60);
  await everythingIsDelivered(flow);
  expect(ana.messagesIn('tickets').filter(({ text }) => text.includes('response missed'))).toEqual([]);
  await audits();
  await seesInThread(ana, ticket, 'response missed');
  await audits();
  expect(told()).toEqual([[`• ${ticket}: the clock had lost sight of it. What was owed is told now.`]]);
  expect(logged()).toMatchObject([
    { finding: 'unarmed', record: ticket, notice: expect.stringContaining('no clock looks at it') },
  ]);
});

test('SEC-2 what was taken back of a restricted ticket is no finding', async () => {
  const { ana } = flow.people;
  const ticket = await morning();
  await ana.types(`/escalate security ${ticket}`, { in: 'tickets' });
  await ana.seesForm(`Security ${ticket}`);
  await ana.submits();
  expect(ana.formText()).toContain('is with the Team Leads');
  await finishes(ana);
  await flow.minutesPass(1);
  await everythingIsDelivered(flow);
  await audits();
  await audits();
  expect([told(), logged()]).toEqual([[], []]);
  expect(ana.messagesIn('tickets').filter(({ text }) => text.includes('Note of'))).toEqual([]);
});

test('ESL-1 what was given up is told once', async () => {
  const ticket = await morning();
  const { desk } = flow.handrail;
  const [notice] = await desk.db.notice.findMany({ where: { stream: ticket, kind: 'taken' } });
  await desk.db.notice.update({
    where: { id: notice?.id ?? 0n },
    data: { state: 'failed', lastError: 'no_text' },
  });
  await audits();
  await audits();
  expect(told()).toEqual([[`• ${ticket}: a message could not be sent in #tickets.`]]);
  await card(flow.people.ana, ticket);
});

test('ESL-1 what was told in a digest is looked for where it stands, and missed when somebody deletes it', async () => {
  const { lena } = flow.people;
  const burst = async () => {
    for (let n = 0; n < 12; n += 1) await arrives(flow, { priority: 'P3' });
    await everythingIsDelivered(flow);
    await flow.minutesPass(180);
    await everythingIsDelivered(flow);
    return lena.messagesIn('leads').filter(({ text }) => text.startsWith('Several at once'));
  };
  const first = await burst();
  expect(first.flatMap(({ text }) => text.match(/T-\d+/g) ?? []).length).toBeGreaterThan(5);
  await audits();
  await audits();
  expect(told()).toEqual([]);

  const deleted = (await burst()).slice(first.length);
  expect(deleted.length).toBeGreaterThan(0);
  for (const { stored } of deleted) deleteMessage(flow.workspace.core, stored);
  await audits();
  await audits();
  const found = told().flat();
  expect(found).toHaveLength(deleted.length);
  for (const one of found) expect(one).toContain('a message was deleted in #leads.');
});
