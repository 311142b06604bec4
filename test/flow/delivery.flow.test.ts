import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { takeTicket } from '../../src/desk/take-ticket.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import type { MessageView } from '../../src/sandbox/sight.ts';
import type { Role } from '../../src/sop/actor.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import { expectNoneTwice } from './each-once.ts';
import { arrives, card, endOfDay, timePassesUntilDelivered, written } from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
  // Waits for ever, so that whoever takes another one does so out of order.
  await arrives(flow, { priority: 'P1' });
});
afterAll(() => endOfDay(flow));

/** A kind of message: what is there before, what causes it, which call delivers it, and how often it stands. */
type Told = {
  channel: 'tickets' | 'leads' | null;
  method: 'chat.postMessage' | 'chat.update' | 'chat.delete';
  before(): Promise<string>;
  act(ticket: string): Promise<string>;
  calls(args: Record<string, unknown>, ticket: string): boolean;
  stands(ticket: string): number;
};

const number = (ticket: string) => Number(ticket.slice(2));
const by = (who: keyof Flow['people'], role: Role) => ({
  actor: { kind: 'person', id: flow.people[who].id, role, standing: 'member' } as const,
  requestKey: null,
});
const channel = (name: string) => flow.workspace.channel(name).id;
const counted = (messages: readonly MessageView[], words: string) =>
  messages.filter(({ text, onlyFor }) => onlyFor === undefined && text.includes(words)).length;
const inTickets = (words: string) => counted(flow.workspace.messagesIn('tickets'), words);
const textOf = ({ text }: Record<string, unknown>) => String(text);
const note = written('a note that matters');
const lastLine = 499;
const long = Array.from({ length: lastLine + 1 }, (_, line) => `Line ${line} ${written('of it')}`).join('\n');

/** What stands under any card of the ticket. */
const threadsOf = (ticket: string) => {
  const all = flow.workspace.messagesIn('tickets');
  const roots = all.filter(({ text }) => text.startsWith(`${ticket} · `)).map(({ ts }) => ts);
  return all.filter(({ threadTs }) => threadTs !== undefined && roots.includes(threadTs));
};

const standing = () => arrives(flow);
const does = async (ticket: string, command: Parameters<typeof commandTicket>[3]) => {
  const outcome = await commandTicket(flow.handrail.desk, by('lena', 'lead'), number(ticket), command);
  expect(outcome.kind).toBe('done');
  return ticket;
};
const adds = (ticket: string) => does(ticket, { type: 'addNote', text: `${note} ${ticket}.` });
const reports = (ticket: string) => does(ticket, { type: 'reportSecurity', note: null });
const takes = async (ticket: string) => {
  const { desk } = flow.handrail;
  await takeTicket(desk, by('ana', 'tier1'), number(ticket), written('I know them'));
  return ticket;
};

const messages: Readonly<Record<string, Told>> = {
  'Line in a thread': {
    channel: 'tickets',
    method: 'chat.postMessage',
    before: standing,
    act: adds,
    calls: (args, ticket) => textOf(args).includes(`note on ${ticket}`),
    stands: (ticket) => inTickets(`${note} ${ticket}.`),
  },
  'New card': {
    channel: 'tickets',
    method: 'chat.postMessage',
    before: async () => '',
    act: standing,
    calls: (args) => args.channel === channel('tickets') && args.thread_ts === undefined,
    stands: (ticket) => inTickets(`${ticket} · `),
  },
  'Card brought up to date': {
    channel: 'tickets',
    method: 'chat.update',
    before: standing,
    act: adds,
    calls: (args) => args.channel === channel('tickets'),
    stands: (ticket) => inTickets(`${ticket} · `),
  },
  'Leads’ channel': {
    channel: 'leads',
    method: 'chat.postMessage',
    before: standing,
    act: takes,
    calls: (args) => args.channel === channel('leads'),
    stands: (ticket) => counted(flow.workspace.messagesIn('leads'), `took ${ticket} before`),
  },
  'To a person': {
    channel: null,
    method: 'chat.postMessage',
    before: standing,
    act: reports,
    calls: (args) => args.channel === flow.people.lena.id,
    stands: (ticket) => counted(flow.people.lena.messagesIn('dm'), ticket),
  },
  'Second piece': {
    channel: 'tickets',
    method: 'chat.postMessage',
    before: async () => '',
    act: () => arrives(flow, { description: long }),
    calls: (args) => String(args.metadata).includes('"piece":1'),
    stands: (ticket) => counted(threadsOf(ticket), `Line ${lastLine} `),
  },
  'Taken back': {
    channel: 'tickets',
    method: 'chat.delete',
    before: standing,
    act: reports,
    calls: () => true,
    // What is gone as it should be counts as there.
    stands: (ticket) => 1 - counted(threadsOf(ticket), 'It does not work'),
  },
};

type Row = {
  /** Before what is told is caused. */
  breaks(told: Told, ticket: string): void | Promise<void>;
  heals(told: Told): void | Promise<void>;
};

const fails = (fault: Fault, times: number): Row => ({
  breaks: ({ method, calls }, ticket) =>
    flow.workspace.failNext(method, fault, times, (args) => calls(args, ticket)),
  heals: () => flow.workspace.failNoMore(),
});
const loses = (breaks: (name: string) => Promise<void>, heals: (name: string) => Promise<void>): Row => ({
  breaks: ({ channel: name }) => breaks(name ?? 'tickets'),
  heals: ({ channel: name }) => heals(name ?? 'tickets'),
});

const rows: Readonly<Record<string, Row>> = {
  'Slack answers 429': fails({ retryAfter: 7 }, 2),
  'Slack answers 5xx': fails({ status: 503 }, 2),
  'Slack never answers': fails({ hang: true }, 1),
  'Slack took it, the connection broke': fails({ resetAfterAccepting: true }, 1),
  'Slack took it and never answers': fails({ hangAfterAccepting: true }, 1),
  'The token is revoked': {
    breaks: () => flow.workspace.revokeToken(),
    heals: () => flow.workspace.restoreToken(),
  },
  'The channel is archived': loses(
    (name) => flow.workspace.archive(name),
    (name) => flow.workspace.unarchive(name),
  ),
  'Handrail was removed from the channel': loses(
    (name) => flow.workspace.removeBot(name),
    (name) => flow.workspace.inviteBot(name),
  ),
  'The person is gone': {
    breaks: () => flow.workspace.changePerson(flow.people.lena, { kind: 'deactivated' }),
    heals: () => flow.workspace.changePerson(flow.people.lena, { kind: 'member' }),
  },
  'Somebody deleted what it belongs to': {
    async breaks(told, ticket) {
      const { workspace, people } = flow;
      if (told.method === 'chat.delete') {
        const [description] = people.ana.threadOf(await card(people.ana, ticket));
        if (description) workspace.deleteMessage(description);
      } else if (ticket) workspace.deleteMessage(await card(people.ana, ticket));
      // What has several pieces loses its card after the first.
      else {
        const stop = workspace.on('change', (change) => {
          if (change.type !== 'message' || change.message.threadTs === undefined) return;
          stop();
          const { channelId, threadTs } = change.message;
          const root = workspace.messagesIn('tickets').find(({ ts }) => ts === threadTs);
          if (root?.channelId === channelId) workspace.deleteMessage(root);
        });
      }
    },
    heals: () => undefined,
  },
  'Slack refuses the message for ever': fails({ error: 'invalid_blocks' }, 1),
};

const dm = (words: string) => counted(flow.people.max.messagesIn('dm'), words);
const report = (ticket: string) => new RegExp(`^Not (delivered|taken back): a message about ${ticket} `);
const reported = (views: readonly MessageView[], ticket: string) =>
  views.filter(({ text }) => report(ticket).test(text)).length;

/** What is to happen, by the word in the table: checked after it was caused, with everything broken. */
const words: Readonly<Record<string, (told: Told, ticket: string, row: Row, lost: number) => Promise<void>>> =
  {
    async again(told, ticket) {
      await timePassesUntilDelivered(flow);
      expect(told.stands(ticket)).toBe(1);
    },
    async found(told, ticket) {
      await timePassesUntilDelivered(flow);
      expect(told.stands(ticket)).toBe(1);
    },
    async anew(told, ticket) {
      await timePassesUntilDelivered(flow);
      expect(told.stands(ticket)).toBe(1);
      expect(inTickets(`${ticket} · `)).toBe(1);
    },
    async waits(told, ticket, row) {
      const refusals = () => flow.log.filter((line) => line.includes('Slack refuses the bot token')).length;
      const before = refusals();
      await flow.minutesPass(1);
      await vi.waitFor(() => expect(refusals()).toBeGreaterThan(before));
      const ready = await fetch(`http://127.0.0.1:${flow.handrail.port}/readyz`);
      expect([ready.status, await ready.json()]).toMatchObject([503, { slack: false, database: true }]);
      await row.heals(told);
      await flow.minutesPass(1);
      await timePassesUntilDelivered(flow);
      expect(told.stands(ticket)).toBe(1);
    },
    async 'channel waits'(told, ticket, row, lost) {
      await vi.waitFor(() => expect(dm(`cannot post to #${told.channel}`)).toBe(lost + 1), { timeout: 5000 });
      await row.heals(told);
      await flow.minutesPass(5);
      await timePassesUntilDelivered(flow);
      expect(told.stands(ticket)).toBe(1);
      expect(dm(`cannot post to #${told.channel}`)).toBe(lost + 1);
    },
    async 'leads told'(_, ticket) {
      await timePassesUntilDelivered(flow);
      expect(reported(flow.workspace.messagesIn('leads'), ticket)).toBe(1);
    },
    async 'managers told'(_, ticket) {
      await timePassesUntilDelivered(flow);
      expect(reported(flow.people.max.messagesIn('dm'), ticket)).toBe(1);
      expect(reported(flow.workspace.messagesIn('leads'), ticket)).toBe(0);
    },
  };

/** The first table of the page: its head, and its rows. */
const [head = [], , ...cells] = readFileSync('docs/delivery.md', 'utf8')
  .split('\n\n')
  .flatMap((part) => (part.startsWith('| When |') ? part.trim().split('\n') : []))
  .map((line) => line.slice(2, -2).split(' | '));
const cases = cells.flatMap(([when = '', ...outcomes]) =>
  outcomes.map((word, index) => [when, head[index + 1] ?? '', word] as const),
);

test('the table names every fault and every message that is tried here', () => {
  expect(cells.map(([when]) => when)).toEqual(Object.keys(rows));
  expect(head.slice(1)).toEqual(Object.keys(messages));
  expect(new Set(cases.map(([, , word]) => word))).toEqual(new Set([...Object.keys(words), '–']));
});

test.each(cases.filter(([, , word]) => word !== '–'))('%s: %s: %s', async (when, what, word) => {
  const told = messages[what];
  const row = rows[when];
  const check = words[word];
  if (!told || !row || !check) throw new Error('the table says what is not tried here');
  const short = when.endsWith('never answers') ? withShortPatience() : null;
  const before = await told.before();
  await timePassesUntilDelivered(flow);
  const lost = dm(`cannot post to #${told.channel}`);
  await row.breaks(told, before);
  try {
    const ticket = await told.act(before);
    await check(told, ticket, row, lost);
    expect(flow.workspace.failuresLeft(), 'it did happen').toBe(0);
    expectNoneTwice(flow.workspace);
  } finally {
    await row.heals(told);
    short?.mockRestore();
    await timePassesUntilDelivered(flow);
  }
});

/** Nobody waits ten seconds for an answer that never comes. */
function withShortPatience() {
  const { timeout } = AbortSignal;
  return vi
    .spyOn(AbortSignal, 'timeout')
    .mockImplementation((ms) => timeout.call(AbortSignal, ms === 10_000 ? 300 : ms));
}
