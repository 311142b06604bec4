import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { roleOf } from '../../src/desk/read-desk.ts';
import { reopenTicket } from '../../src/desk/reopen-ticket.ts';
import { interact, sendMessageAction } from '../../src/sandbox/interactions.ts';
import type { StoredView } from '../../src/sandbox/model.ts';
import { submissionPayload } from '../../src/sandbox/payloads.ts';
import type { Person } from '../../src/sandbox/person/person.ts';
import { visibleMessages } from '../../src/sandbox/sight.ts';
import { stackOf } from '../../src/sandbox/views.ts';
import { actions, forms } from '../../src/slack/ids.ts';
import { commandList } from '../../src/slack/listeners/commands/index.ts';
import type { Actor } from '../../src/sop/actor.ts';
import { pathwayOf } from '../../src/sop/ticket/commands/investigate.ts';
import { recordOf } from '../desk/support.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  acknowledges,
  answered,
  arrives,
  asks,
  card,
  classifies,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  keepDatabaseBusy,
  seesInThread,
  timePassesUntilDelivered,
  written,
} from './habits.ts';

/** Words that stand nowhere else, one for each place in which something of a ticket is written. */
const marks = {
  title: 'mark-aardvark',
  description: 'mark-bandicoot',
  account: 'mark-capybara',
  attachment: 'mark-dugong',
  note: 'mark-echidna',
  linked: 'mark-fossa',
  waiting: 'mark-gerenuk',
  transfer: 'mark-hoatzin',
  outOfOrder: 'mark-ibex',
  acknowledgement: 'mark-jerboa',
  setAside: 'mark-kinkajou',
  evidence: 'mark-lemming',
  escalation: 'mark-margay',
  finding: 'mark-numbat',
  cause: 'mark-okapi',
  package: 'mark-pangolin',
  seen: 'mark-quokka',
  reference: 'mark-ratel',
} as const;
const everyMark = Object.values(marks);
const restricted = (ticket: string) => `${ticket} is restricted (SEC-2). The Team Leads have it.`;

async function actorOf(flow: Flow, { id }: Person): Promise<Actor> {
  return { kind: 'person', id, role: await roleOf(flow.handrail.desk, id), standing: 'member' };
}

/** Done without Slack, where the way there is not what is looked at. */
async function does(
  flow: Flow,
  person: Person,
  ticket: string,
  command: Parameters<typeof commandTicket>[3],
) {
  const request = { actor: await actorOf(flow, person), requestKey: null };
  const outcome = await commandTicket(flow.handrail.desk, request, Number(ticket.slice(2)), command);
  if (outcome.kind !== 'done') throw new Error(`${command.type}: ${JSON.stringify(outcome)}`);
  return outcome.ticket;
}

/** What this person has in front of them: messages of any age, what they alone were told since then, open views. */
function sightOf({ workspace: { core } }: Flow, person: Person, since: number): string {
  const user = core.users.get(person.id);
  if (!user) throw new Error(`nobody is called ${person.name}`);
  const told = visibleMessages(core, user, {}).filter(
    (message) => message.onlyFor === undefined || core.messages.indexOf(message) >= since,
  );
  return JSON.stringify([told, stackOf(core, person.id), person.home]);
}

function marksIn(sight: string): readonly string[] {
  return everyMark.filter((mark) => sight.includes(mark));
}

/** Nobody below lead, nor any channel or log line, holds a word of it; whoever may read it is told in person alone. */
function expectNothingIsSeen(flow: Flow, since: number, readers: readonly Person[]): void {
  const { people, workspace, log } = flow;
  for (const person of Object.values(people)) {
    if (!readers.includes(person)) expect(marksIn(sightOf(flow, person, since)), person.name).toEqual([]);
    for (const channel of ['tickets', 'shift', 'leads', 'stakeholders'])
      expect(marksIn(standingIn(flow, channel)), channel).toEqual([]);
  }
  expect(marksIn(log.join(''))).toEqual([]);
  expect(workspace.violations).toEqual([]);
}

/** What everybody in a channel can read there. */
function standingIn({ workspace }: Flow, channel: string): string {
  const messages = workspace.messagesIn(channel).filter(({ onlyFor }) => onlyFor === undefined);
  return JSON.stringify(messages.map(({ stored }) => stored));
}

/** Whatever the ticket is worked on with says what it is about. */
async function ticketFullOfMarks(flow: Flow): Promise<string> {
  const { ana, ben, tess } = flow.people;
  await arrives(flow, { priority: 'P1' });
  const ticket = await arrives(flow, {
    title: marks.title,
    description: `${marks.description} ${'and so on '.repeat(900)} ${marks.description}`,
    account: marks.account,
    priority: 'P3',
  });
  const number = Number(ticket.slice(2));
  await ben.types(`/ticket take ${ticket}`, { in: 'tickets' });
  await ben.fills({ Reason: marks.outOfOrder });
  await ben.submits();
  await finishes(ben);
  await ben.types(`/ticket transfer ${ticket} @ana ${marks.transfer}`, { in: 'tickets' });
  await ana.clicks('Accept', { on: await seesInThread(ana, ticket, `offers ${ticket}`) });
  await seesInThread(ana, ticket, 'Transferred');
  await asks(flow, ana, `/ticket note ${ticket} ${marks.note}`, 'Noted');
  await asks(flow, ana, `/ticket link ${ticket} ${marks.linked}`, 'concerns that account');
  await classifies(ana, ticket, { category: 'AUTH', symptom: 'Signing in fails with correct details' });
  await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
  await ana.seesForm(`Acknowledge ${ticket}`);
  const text = String(ana.form?.fields.find(({ label }) => label === 'Message')?.value);
  await ana.fills({ Message: `${text}\n${marks.acknowledgement}` });
  await ana.submits();
  await finishes(ana);
  await ana.clicks('Confirm', { on: await seesInThread(ana, ticket, 'Acknowledgement.') });
  await seesInThread(ana, ticket, 'Acknowledged:');
  await asks(flow, ana, `/ticket wait ${ticket} ${marks.waiting}`, 'is paused');
  await asks(flow, ana, `/ticket resume ${ticket}`, 'goes on');
  const desk: readonly [Person, Parameters<typeof commandTicket>[3]][] = [
    [ana, { type: 'setFixAside', fix: 'SF-1', reason: marks.setAside }],
    [ana, { type: 'escalate', trigger: 'ESC-4', reason: marks.escalation }],
  ];
  for (const [person, command] of desk) await does(flow, person, ticket, command);
  const events = await recordOf(flow.handrail.desk, number);
  const escalation = events.find(({ type }) => type === 'escalated')?.seq ?? 0;
  const accepted = await does(flow, tess, ticket, { type: 'acceptEscalation', escalation, read: true });
  const points = pathwayOf(accepted, flow.handrail.desk.sop.pack);
  const tier2: readonly Parameters<typeof commandTicket>[3][] = [
    {
      type: 'recordDiagnostics',
      generatedAt: '2026-03-02T07:00:00.000Z',
      links: [{ part: 'all', url: `https://tool.example/${marks.package}` }],
    },
    ...points.map(({ id }) => ({ type: 'recordFinding', point: id, text: marks.finding }) as const),
    { type: 'recordCause', kind: 'proximate', text: marks.cause },
  ];
  for (const command of tier2) await does(flow, tess, ticket, command);
  await everythingIsDelivered(flow);
  return ticket;
}

/** What the buttons carry beside the ticket's number. */
const compound = [
  [actions.chooseCategory, 'AUTH'],
  [actions.chooseFix, 'SF-1'],
  [actions.applyStated, 'SF-7:'],
  [actions.confirmFix, '5'],
  [actions.declineFix, '5'],
  [actions.acceptEscalation, '5'],
  [actions.authorize, '5'],
  [actions.declineAuthorization, '5'],
] as const;

describe('a ticket of which everything is known', () => {
  let flow: Flow;
  let ticket: string;
  let since: number;
  const number = () => Number(ticket.slice(2));

  beforeAll(async () => {
    flow = await startFlow();
  });

  // Everything below happens to this ticket.
  test('SEC-1 the button on the card takes one line, or none, and it is with the leads', async () => {
    ticket = await ticketFullOfMarks(flow);
    const { ben } = flow.people;
    const before = sightOf(flow, ben, 0);
    for (const mark of everyMark.filter((one) => !untold.includes(one))) expect(before).toContain(mark);
    await ben.clicks('Security', { on: await card(ben, ticket) });
    await ben.seesForm(`Security ${ticket}`);
    await ben.fills({ 'What did you see': marks.seen });
    since = flow.workspace.core.messages.length;
    await ben.submits();
    expect(ben.formText()).toContain(`${ticket} is with the Team Leads as a suspected security matter.`);
    await timePassesUntilDelivered(flow);
  });
  /** Written later, or never told by itself. */
  const untold: readonly string[] = [
    marks.attachment,
    marks.evidence,
    marks.escalation,
    marks.seen,
    marks.reference,
  ];
  afterAll(() => endOfDay(flow));
  afterEach(async () => {
    for (const person of Object.values(flow.people)) await finishes(person);
  });

  test('SEC-2 the card and its thread keep one line each, everywhere else it is taken back', async () => {
    const { ana, ben, lena, max } = flow.people;
    expectNothingIsSeen(flow, since, [ben, lena, max]);
    const all = flow.workspace.messagesIn('tickets').filter(({ onlyFor }) => onlyFor === undefined);
    const ours = all.filter(({ text }) => text.includes(ticket));
    expect(ours.map(({ text }) => text)).toEqual([restricted(ticket), restricted(ticket)]);
    expect(ours.map(({ buttons }) => buttons)).toEqual([[], []]);
    const [root] = ours;
    if (!root) throw new Error('the card is gone');
    const replies = ana.threadOf(root).filter(({ onlyFor }) => onlyFor === undefined);
    expect(replies.map(({ text }) => text)).toEqual([restricted(ticket)]);
    for (const channel of ['shift', 'leads', 'stakeholders'])
      expect(standingIn(flow, channel)).not.toContain(`${ticket} `);
  });

  test('SEC-1 each lead hears at once, in person, what leads may know', async () => {
    const { lena, ana, tess, max } = flow.people;
    const call = await lena.sees('a suspected security matter (SEC-1)', { in: 'dm' });
    for (const words of [marks.title, marks.account, marks.seen, 'Reported: @ben'])
      expect(call.text).toContain(words);
    expect(call.buttons).toEqual(['Accept', 'Hand over', 'Show']);
    for (const person of [ana, tess, max])
      expect(person.messagesIn('dm').filter(({ text }) => text.includes('SEC-1'))).toEqual([]);
  });

  describe.each(['ana', 'tess', 'otto'] as const)('%s', (name) => {
    const person = () => flow.people[name];

    test('SEC-2 is refused every command, and learns nothing from it', async () => {
      const words = {
        '': `${ticket} SF-1`,
        note: `${ticket} words`,
        transfer: `${ticket} @ben`,
        link: `${ticket} A-1`,
      };
      const of = (word: string) => (words as Record<string, string>)[word] ?? ticket;
      for (const command of commandList) {
        for (const { word } of command.forms) {
          // About the desk and one's own shift, not about a ticket.
          if (['/ops', '/shift', '/handoff'].includes(command.name)) continue;
          if (['new', 'next', 'queue', 'mine'].includes(word)) continue;
          const text = command.name === '/apply-fix' ? of(word) : word === '' ? ticket : of(word);
          const typed = `${command.name} ${word} ${text}`.replace('  ', ' ') as `/${string}`;
          const answer = await asks(flow, person(), typed, 'Not done.');
          expect(answer.text, typed).toMatch(name === 'otto' ? /AU-1/ : /SEC-2/);
          expect(answer.text, typed).toContain('Who may: ');
          expect(person().form?.fields ?? [], typed).toEqual([]);
        }
      }
      for (const typed of [
        '/ticket queue',
        '/ticket mine',
        '/ticket show',
        '/ticket why',
        '/ticket next',
      ] as const) {
        await asks(flow, person(), typed, /./);
        await finishes(person());
      }
      expect(marksIn(sightOf(flow, person(), since))).toEqual([]);
    });

    test('SEC-2 is refused every button, old or made up', async () => {
      const { core } = flow.workspace;
      const user = core.users.get(person().id);
      const line = flow.workspace.messagesIn('tickets').find(({ text }) => text === restricted(ticket));
      const channel = core.channels.get(line?.channelId ?? '');
      if (!user || !line || !channel) throw new Error('there is nothing to press');
      const plain = Object.values(actions).filter(
        (action) => ![actions.page, actions.aboutRefusal, actions.more].some((one) => one === action),
      );
      const presses = [
        ...plain.map((action) => [action, String(number())] as const),
        ...compound.map(([action, rest]) => [action, `${number()}:${rest}`] as const),
        ...['show', 'why'].flatMap((what) =>
          [1, 2].map((page) => [actions.page, `${what}:${number()}:${page}`] as const),
        ),
      ];
      const press = async (chosen: Record<string, unknown>, said: string) => {
        const shown = core.messages.length;
        await sendMessageAction(core, user, channel, line.stored, said, { block_id: 'x', ...chosen });
        const isAnswered = () => stackOf(core, user.id).length > 0 || core.messages.length > shown;
        await flow.workspace.until(() => isAnswered() || undefined, 10_000);
        expect(marksIn(sightOf(flow, person(), since)), said).toEqual([]);
        await finishes(person());
      };
      for (const [action, value] of presses)
        await press({ type: 'button', action_id: action, value }, `${action} ${value}`);
      // The menu beside a refusal: asking to be let through once.
      const menu = `${actions.aboutRefusal}:${number()}:ticket.classify:T1-1`;
      const ask = { text: { type: 'plain_text', text: 'Ask' }, value: 'ask' };
      await press({ type: 'static_select', action_id: menu, selected_option: ask }, menu);
      const rare = { text: { type: 'plain_text', text: 'Redirect' }, value: actions.redirect };
      const more = `${actions.more}:${number()}`;
      await press({ type: 'static_select', action_id: more, selected_option: rare }, more);
    });

    test('SEC-2 is refused every form, opened before or made up', async () => {
      const { core } = flow.workspace;
      const user = core.users.get(person().id);
      if (!user) throw new Error('nobody');
      const refusal = name === 'otto' ? 'AU-1' : 'SEC-2';
      const refused: string[] = [];
      for (const callbackId of Object.values(forms)) {
        // These are about no one ticket.
        const aboutNone: readonly string[] = [
          forms.openTicket,
          forms.setup,
          forms.incidentStep,
          forms.shiftPattern,
          forms.shiftDay,
          forms.shiftCover,
          forms.handoffRecord,
          forms.handoffRemarks,
        ];
        if (aboutNone.includes(callbackId)) continue;
        const ack = await interact(
          core,
          user,
          'interactive',
          'submit',
          submissionPayload(core, user, madeUp(user.id, callbackId, number())),
        );
        expect(ack.acked, callbackId).toBe(true);
        // What is checked before anything is decided knows nothing of the ticket.
        if (!JSON.stringify(ack).includes('"errors"')) refused.push(callbackId);
        if (refused.includes(callbackId)) expect(JSON.stringify(ack), callbackId).toContain(refusal);
        expect(marksIn(JSON.stringify(ack)), callbackId).toEqual([]);
      }
      expect(refused).toContain(forms.classify);
      expect(refused.length).toBeGreaterThan(10);
    });
  });

  test('SEC-2 every attempt is on record, without a word of the ticket', async () => {
    const events = await recordOf(flow.handrail.desk, number());
    const attempts = events.filter(({ type }) => type === 'attemptRefused');
    expect(attempts.length).toBeGreaterThan(80);
    expect(marksIn(JSON.stringify(attempts))).toEqual([]);
    expect(events.findLast(({ type }) => type !== 'attemptRefused')?.type).toBe('escalated');
  });

  test('SEC-2 who owned it sees the number and no more; the queue does not have it', async () => {
    const { tess, ana } = flow.people;
    const mine = await asks(flow, tess, '/ticket mine', restricted(ticket));
    expect(marksIn(mine.text)).toEqual([]);
    expect(mine.buttons).not.toContain('Show');
    expect((await asks(flow, ana, '/ticket queue', /waiting|empty/)).text).not.toContain(ticket);
  });

  test('SEC-2 the reporter reads it, and does nothing more', async () => {
    const { ben } = flow.people;
    await ben.types(`/ticket show ${ticket}`, { in: 'tickets' });
    await ben.seesForm(ticket);
    for (const mark of [marks.title, marks.description]) expect(ben.formText()).toContain(mark);
    await finishes(ben);
    await ben.types(`/ticket why ${ticket}`, { in: 'tickets' });
    await ben.seesForm(ticket);
    expect(ben.formText()).toContain(marks.seen);
    const refusal = await asks(flow, ben, `/ticket note ${ticket} one more thing`, 'is restricted');
    expect(refusal.buttons).toEqual(['Show']);
    await refusal.clicks('Show');
    await ben.seesForm(ticket);
    expectNothingIsSeen(flow, since, [ben, flow.people.lena, flow.people.max]);
  });

  test('SEC-3 a lead accepts it from the message, hands it over, and it stays restricted', async () => {
    const { ben, lena, max, ana, tess } = flow.people;
    const call = await lena.sees('a suspected security matter (SEC-1)', { in: 'dm' });
    await lena.clicks('Accept', { on: call });
    await lena.seesForm(`Accept ${ticket}`);
    expect(lena.formText()).toContain(marks.title);
    await lena.submits();
    expect(Object.values(lena.form?.errors ?? {}).join()).toContain('LD-1');
    await lena.fills({ 'I have read the whole record of this ticket': true });
    await lena.submits();
    await finishes(lena);
    await timePassesUntilDelivered(flow);
    expect(call.text).toContain('Accepted by @lena');
    expect(call.buttons).toEqual(['Hand over', 'Show']);
    const refusal = await asks(flow, lena, `/classify ${ticket}`, 'it is not worked on here');
    expect(refusal.text).toContain('SEC-3');
    await refusal.clicks('Hand over');
    await lena.seesForm(`Hand over ${ticket}`);
    await lena.fills({ Reference: marks.reference });
    await lena.submits();
    expect(lena.formText()).toContain('is handed over under SEC-PCD-001');
    await finishes(lena);
    await timePassesUntilDelivered(flow);
    expect(call.text).toContain(`Handed over under SEC-PCD-001, reference ${marks.reference}, by @lena.`);
    expect(call.buttons).toEqual(['Show']);
    expectNothingIsSeen(flow, since, [ben, lena, max]);
    for (const person of [ana, tess]) await asks(flow, person, `/ticket show ${ticket}`, 'is restricted');
    await asks(flow, max, `/ticket show ${ticket}`, marks.title);
  });

  test('SEC-3 reopened by a lead it is as closed to the others as before', async () => {
    const { ben, lena, max, ana } = flow.people;
    const request = { actor: await actorOf(flow, lena), requestKey: null };
    const { desk } = flow.handrail;
    expect(await reopenTicket(desk, request, Number(ticket.slice(2)), marks.note)).toMatchObject({
      kind: 'done',
    });
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, [ben, lena, max]);
    await asks(flow, ana, `/ticket why ${ticket}`, 'is restricted');
  });

  test('SEC-2 the record is whole: every row is what its events say', async () => {
    const { replayRecord } = await import('../../src/desk/audit.ts');
    const { desk } = flow.handrail;
    expect((await replayRecord(desk.db, desk.id)).findings).toEqual([]);
  });
});

/** A form as somebody who kept it open, or wrote their own client, would send it. */
function madeUp(userId: string, callbackId: string, ticket: number): StoredView {
  const typed = (value: string) => ({ x: { type: 'plain_text_input', value } });
  const chosen = (value: string) => ({
    x: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: value }, value } },
  });
  const ticked = {
    x: {
      type: 'checkboxes',
      selected_options: [{ text: { type: 'plain_text', text: 'yes' }, value: 'yes' }],
    },
  };
  return {
    id: `V${callbackId}${userId}`,
    userId,
    type: 'modal',
    body: {
      callback_id: callbackId,
      private_metadata: JSON.stringify({
        ticket,
        account: 'A',
        escalation: 1,
        fix: 'SF-1',
        request: 5,
        action: 'ticket.classify',
        clause: 'T1-1',
        granted: true,
        preparedFor: '2026-03-02T08:00:00.000Z',
      }),
      title: { type: 'plain_text', text: 'x' },
      blocks: [],
    },
    blocks: [],
    hash: 'x',
    rootViewId: 'V',
    previousViewId: null,
    values: {
      reason: typed('words'),
      message: typed('words'),
      summary: typed('words'),
      finding: typed('words'),
      seen: typed('words'),
      reference: typed('words'),
      evidence: typed('The sign-in log shows a success at 10:42'),
      category: chosen('AUTH'),
      'symptom:AUTH': chosen('cannot-sign-in'),
      priority: chosen('P2'),
      readWhole: ticked,
      readRecord: ticked,
      fix: chosen('SF-1'),
      'decision:SF-1': chosen('apply'),
      outcome: chosen('persists'),
      resolutionCode: chosen('fixed'),
      point: chosen('auth-scope'),
      trigger: chosen('ESC-4'),
    },
    errors: {},
    trouble: undefined,
  };
}

describe('a report while something is under way', () => {
  const heard: string[] = [];
  let answers: number[] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    req.on('end', () => {
      heard.push(body);
      res.writeHead(answers.shift() ?? 200).end();
    });
  });
  let flow: Flow;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const secret = 'the-webhook-secret-of-the-tests';
    flow = await startFlow({ customerWebhook: { url: `http://127.0.0.1:${port}/hook`, secret } });
  });
  afterAll(async () => {
    await endOfDay(flow);
    server.closeAllConnections();
    server.close();
  });
  afterEach(async () => {
    heard.length = 0;
    answers = [];
    for (const person of Object.values(flow.people)) await finishes(person);
  });
  const full = { title: marks.title, description: marks.description, account: marks.account };

  async function reports(person: Person, ticket: string): Promise<number> {
    await person.types(`/escalate security ${ticket}`, { in: 'tickets' });
    await person.seesForm(`Security ${ticket}`);
    const since = flow.workspace.core.messages.length;
    await person.submits();
    expect(person.formText()).toContain('is with the Team Leads');
    await finishes(person);
    return since;
  }
  const readers = () => [flow.people.ben, flow.people.lena, flow.people.max];

  test('SEC-2 a classification that was being entered is refused, and what it showed is gone', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, full);
    await ana.types(`/classify ${ticket} AUTH P2`, { in: 'tickets' });
    await ana.seesForm(`Classify ${ticket}`);
    expect(ana.formText()).toContain(marks.description);
    await ana.fills({
      Symptom: 'Signing in fails with correct details',
      'I have read the whole description and every attachment': true,
    });
    const since = await reports(ben, ticket);
    await ana.submits();
    expect(ana.formText()).toContain('is restricted. The Team Leads have it.');
    expect(ana.formText()).toContain('SEC-2');
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, readers());
    const types = (await recordOf(flow.handrail.desk, Number(ticket.slice(2)))).map(({ type }) => type);
    expect(types).not.toContain('classified');
    expect(types.at(-1)).toBe('attemptRefused');
  });

  test('SEC-2 an open message to the customer, which has the title in it, is not shown once more', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, full);
    await classifies(ana, ticket);
    await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Acknowledge ${ticket}`);
    const since = await reports(ben, ticket);
    await ana.submits();
    expect(ana.formText()).toContain('is restricted. The Team Leads have it.');
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, readers());
  });

  test('SEC-2 nor is it where the answer takes its time', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, full);
    await classifies(ana, ticket);
    await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Acknowledge ${ticket}`);
    const since = await reports(ben, ticket);
    await everythingIsDelivered(flow);
    const free = await keepDatabaseBusy(flow);
    await ana.submits();
    expect(ana.formText()).toContain('being written to the record');
    await free();
    await expect.poll(() => ana.formText(), { timeout: 10_000 }).toContain('is restricted.');
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, readers());
  });

  test('SEC-2 choosing a category in the open form ends it, too', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, full);
    await ana.types(`/classify ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Classify ${ticket}`);
    const since = await reports(ben, ticket);
    await ana.fills({ Category: 'AUTH' });
    await ana.seesForm('Handrail');
    expect(ana.formText()).toContain('SEC-2');
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, readers());
  });

  test('SEC-2 from the queue it waits for the leads, out of reach of everybody', async () => {
    const { ana, ben, tess, lena } = flow.people;
    const ticket = await arrives(flow, { ...full, priority: 'P1' });
    await card(ana, ticket);
    const since = await reports(ben, ticket);
    await timePassesUntilDelivered(flow);
    for (const person of [ana, tess]) {
      await asks(flow, person, '/ticket next', /the queue is empty/i);
      await asks(flow, person, `/ticket take ${ticket}`, 'is restricted');
    }
    expect((await asks(flow, lena, `/ticket take ${ticket}`, 'Not done')).text).toContain('SEC-3');
    expectNothingIsSeen(flow, since, readers());
  });

  test('SEC-2 a message that Slack had taken, though it never said so, is found and taken back', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, full);
    await everythingIsDelivered(flow);
    flow.clock.advance(5000);
    flow.workspace.failNext('chat.postMessage', { resetAfterAccepting: true });
    await asks(flow, ana, `/ticket note ${ticket} ${marks.note}`, 'Noted');
    await seesInThread(ben, ticket, marks.note);
    const since = await reports(ben, ticket);
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, readers());
  });

  test('SEC-2 taking back outlives failures of Slack and a new start of the bot', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, full);
    await asks(flow, ana, `/ticket note ${ticket} ${marks.note}`, 'Noted');
    await everythingIsDelivered(flow);
    flow.workspace.failNext('chat.delete', { error: 'cant_delete_message' });
    flow.workspace.failNext('chat.delete', { status: 500 });
    flow.workspace.failNext('chat.delete', { resetAfterAccepting: true });
    flow.workspace.failNext('chat.delete', { retryAfter: 3 });
    const since = await reports(ben, ticket);
    await flow.restart();
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, readers());
    expect(standingIn(flow, 'tickets')).toContain('This message was taken back (SEC-2).');
  });

  test('SEC-2 what was still to be posted is not posted any more', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, full);
    await everythingIsDelivered(flow);
    flow.workspace.failNext('chat.postMessage', { error: 'fatal_error' }, 2);
    await asks(flow, ana, `/ticket note ${ticket} ${marks.note}`, 'Noted');
    const since = await reports(ben, ticket);
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, readers());
    const posts = flow.workspace.calls.filter(
      ({ method, outcome, args }) =>
        method === 'chat.postMessage' && outcome === 'ok' && JSON.stringify(args).includes(marks.note),
    );
    expect(posts.filter(({ args }) => JSON.stringify(args).includes(`on ${ticket}`))).toEqual([]);
  });

  test('SEC-2 the customer’s message that had not left does not leave', async () => {
    const { ana, ben, lena } = flow.people;
    const ticket = await hasTaken(flow, ana, full);
    await classifies(ana, ticket);
    // The first tries follow each other; the next one is four seconds off, on a clock that stands still.
    answers = [503, 503, 503];
    await acknowledges(ana, ticket);
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(3);
    const since = await reports(ben, ticket);
    await timePassesUntilDelivered(flow);
    expect(heard).toHaveLength(3);
    expectNothingIsSeen(flow, since, readers());
    const why = await answered(
      flow,
      lena,
      () => lena.types(`/ticket why ${ticket}`, { in: 'tickets' }),
      'was not sent any more',
    );
    expect(why.text).toContain('SEC-2');
    await asks(flow, lena, `/ticket ack ${ticket}`, 'nothing of it is sent out');
  });
});

describe('a security matter from the first moment', () => {
  let flow: Flow;
  beforeAll(async () => {
    flow = await startFlow();
  });
  afterAll(() => endOfDay(flow));

  test('SEC-1 opened as one by an agent, only leads, managers and the agent ever see it', async () => {
    const { ben, lena, max, ana } = flow.people;
    const since = flow.workspace.core.messages.length;
    await ben.types('/ticket new', { in: 'tickets' });
    await ben.seesForm('Open a ticket');
    await ben.fills({
      Title: marks.title,
      Description: marks.description,
      'Customer account': marks.account,
      'Suspected security matter': true,
    });
    await ben.submits();
    expect(ben.formText()).toContain('is with the Team Leads');
    await finishes(ben);
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, [ben, lena, max]);
    const call = await lena.sees('a suspected security matter', { in: 'dm' });
    expect(call.text).toContain(marks.title);
    expect((await ana.sees('is restricted', { in: 'tickets' })).text).toContain('T-1');
    await asks(flow, max, '/ticket show T-1', marks.title);
    expect(max.form?.buttons).not.toContain('Escalate to executives');
    await finishes(max);
    for (const { method, args } of flow.workspace.calls.filter(({ method }) => method.startsWith('chat.'))) {
      if (marksIn(JSON.stringify(args)).length > 0) expect(args.channel, method).toBe(lena.id);
    }
  });

  test('SEC-1 by intake it belongs to leads and managers alone, and the answer says as little', async () => {
    const since = flow.workspace.core.messages.length;
    const body = {
      externalId: 'sec-1',
      title: marks.title,
      description: marks.description,
      customerAccount: marks.account,
      security: true,
    };
    const answer = await flow.intake(body);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ ticket: { id: 'T-2', number: 2, externalId: 'sec-1' } });
    await timePassesUntilDelivered(flow);
    const { lena, max, ben } = flow.people;
    expectNothingIsSeen(flow, since, [lena, max]);
    await asks(flow, ben, '/ticket show 2', 'is restricted');
    const again = await flow.intake({ ...body, security: undefined });
    expect(again.status).toBe(200);
    expect(marksIn(await again.text())).toEqual([]);
  });

  test('SEC-1 a request sent before, sent again as a security matter, becomes one', async () => {
    const { lena, max, ana } = flow.people;
    const body = {
      externalId: 'later',
      title: marks.title,
      description: marks.description,
      customerAccount: marks.account,
    };
    await flow.intake(body);
    await ana.sees(marks.title, { in: 'tickets' });
    const since = flow.workspace.core.messages.length;
    expect((await flow.intake({ ...body, security: true })).status).toBe(200);
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, [lena, max, flow.people.ben]);
    expect((await flow.intake({ ...body, security: 'yes' })).status).toBe(400);
  });

  test('SEC-1 a closed ticket is opened again for the leads, by its card or by the request sent again', async () => {
    const { lena, max, ana, ben } = flow.people;
    const body = {
      externalId: 'closed',
      title: marks.title,
      description: marks.description,
      customerAccount: marks.account,
    };
    const sent = async () => {
      const answer = await flow.intake(body);
      const { ticket } = (await answer.json()) as { ticket: { id: string } };
      const redirect = { type: 'redirect', code: 'refund-authorization', note: marks.note } as const;
      await does(flow, lena, ticket.id, redirect);
      await everythingIsDelivered(flow);
      return ticket.id;
    };
    const byCard = await sent();
    await ana.clicks('Security', { on: await card(ana, byCard) });
    await ana.seesForm(`Security ${byCard}`);
    let since = flow.workspace.core.messages.length;
    await ana.submits();
    expect(ana.formText()).toContain('is with the Team Leads');
    await finishes(ana);
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, [lena, max, ana, ben]);
    body.externalId = 'closed-too';
    const byIntake = await sent();
    since = flow.workspace.core.messages.length;
    expect((await flow.intake({ ...body, security: true })).status).toBe(200);
    await timePassesUntilDelivered(flow);
    expectNothingIsSeen(flow, since, [lena, max, ana, ben]);
    for (const ticket of [byCard, byIntake]) {
      await lena.sees(new RegExp(`${ticket}: a suspected security matter`), { in: 'dm' });
      expect((await ben.sees(restricted(ticket), { in: 'tickets' })).buttons).toEqual([]);
    }
  });

  test('SEC-1 without a lead on the roster the manager is told', async () => {
    const { max, lena, ana } = flow.people;
    await asks(flow, max, '/ops roster remove @lena', 'was taken off');
    const ticket = await hasTaken(flow, ana, { title: marks.title });
    await ana.clicks('Security', { on: await card(ana, ticket) });
    await ana.seesForm(`Security ${ticket}`);
    await ana.submits();
    await finishes(ana);
    const call = await max.sees(new RegExp(`${ticket}: a suspected security matter`), { in: 'dm' });
    expect(call.text).toContain(marks.title);
    lena.doesNotSee(new RegExp(`${ticket}: a suspected`), { in: 'dm' });
    await timePassesUntilDelivered(flow);
  });

  test('SEC-2 two who report it at once: one does, the other is told that it is restricted', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, { title: written('Odd') });
    for (const person of [ana, ben]) {
      await person.types(`/escalate security ${ticket}`, { in: 'tickets' });
      await person.seesForm(`Security ${ticket}`);
    }
    await Promise.all([ana.submits(), ben.submits()]);
    const said = [ana.formText(), ben.formText()];
    expect(said.filter((text) => text.includes('is with the Team Leads'))).toHaveLength(1);
    expect(said.filter((text) => text.includes('SEC-2') && text.includes('Not done'))).toHaveLength(1);
    await timePassesUntilDelivered(flow);
  });
});
