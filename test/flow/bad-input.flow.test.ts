import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MessageView } from '../../src/sandbox/sight.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  acknowledges,
  answered,
  arrives,
  asks,
  card,
  classifies,
  customerWord,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  keepDatabaseBusy,
  opens,
  seesInThread,
  thread,
  timePassesUntilDelivered,
  written,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));
afterEach(async () => {
  for (const person of Object.values(flow.people)) await finishes(person);
});

const nobody = { users: [], groups: [], channels: [], broadcasts: [] };

describe('what people write is shown as they wrote it', () => {
  const nasty = () => {
    const { ben } = flow.people;
    const { id } = flow.workspace.channel('leads');
    return `<!channel> ${ben.mention} <#${id}> <https://evil.test|safe> \`x\` *b* &lt;i&gt; & :bomb: ${customerWord}`;
  };

  test('in title, description and account, wherever they stand', async () => {
    const { ana, tess } = flow.people;
    const text = nasty();
    const account = text.slice(0, 95);
    const ticket = await opens(ana, {
      title: text,
      description: `${text}\n${text}`,
      account,
      priority: 'P1',
    });
    const root = await card(tess, ticket);
    expect(root.text).toContain(text.slice(0, 140));
    expect(root.notification).toContain(text.slice(0, 30));
    expect(root.text).toContain(account);
    expect(root.mentions).toEqual(nobody);
    const description = await seesInThread(tess, ticket, 'Description');
    expect(description.text.split(text)).toHaveLength(3);
    expect(description.mentions).toEqual(nobody);

    expect((await asks(flow, ana, '/ticket queue', 'waiting')).text).toContain(text.slice(0, 119));
    const taken = await asks(flow, ana, '/ticket next', `${ticket} is yours`);
    expect(taken.text).toContain(text);
    const told = ana.lastPrivate();
    if (told) expect(told.mentions).toEqual(nobody);
    expect((await asks(flow, ana, '/ticket mine', ticket)).text).toContain(text.slice(0, 119));
    for (const [command, title] of [
      ['show', ticket],
      ['why', ticket],
    ] as const) {
      await finishes(ana);
      await ana.types(`/ticket ${command} ${ticket}`, { in: 'tickets' });
      await ana.seesForm(title);
      if (command === 'show') expect(ana.form?.text.join('\n').split(text)).toHaveLength(4);
    }
    await finishes(ana);
    await ana.types(`/classify ${ticket} AUTH P1`, { in: 'tickets' });
    const form = await ana.seesForm(`Classify ${ticket}`);
    expect(form.text.join('\n').split(text)).toHaveLength(4);
    await finishes(ana);
    await classifies(ana, ticket, { priority: 'P1' });
    await acknowledges(ana, ticket);
    const request = await seesInThread(tess, ticket, 'Acknowledgement. @ana');
    expect(request.text).toContain(text);
    expect(request.mentions).toEqual({ ...nobody, users: ['ana'] });
  });

  test('in notes, reasons and what a ticket waits for', async () => {
    const { ana, ben, lena, tess } = flow.people;
    const { id } = flow.workspace.channel('leads');
    // Typed by hand, all of it is plain text to Slack.
    const text = `<!channel> ${ben.mention} <#${id}> \`x\` *b* &lt;i&gt; & :bomb: ${customerWord}`;
    const ticket = await hasTaken(flow, ana, { priority: 'P2' });
    await asks(flow, tess, `/ticket note ${ticket} ${text}`, 'Noted on');
    const note = await seesInThread(ben, ticket, 'Note of @tess');
    expect(note.text).toContain(text);
    expect(note.mentions).toEqual({ ...nobody, users: ['tess'] });

    await asks(flow, tess, `/ticket link ${ticket} ${text}`, 'concerns that account too');
    const linked = await seesInThread(ben, ticket, 'Account linked by @tess');
    expect(linked.text).toContain(text);
    expect(linked.mentions).toEqual({ ...nobody, users: ['tess'] });

    await classifies(ana, ticket);
    await acknowledges(ana, ticket);
    await ana.clicks('Confirm', { on: await seesInThread(ana, ticket, 'Acknowledgement. @ana') });
    await seesInThread(ana, ticket, 'Acknowledged:');
    await asks(flow, ana, `/ticket wait ${ticket} ${text}`, 'waits, and its resolution clock');
    const waits = await seesInThread(ben, ticket, 'Waiting: @ana');
    expect(waits.text).toContain(text);
    expect(waits.mentions).toEqual({ ...nobody, users: ['ana'] });
    const root = await card(ben, ticket);
    await flow.workspace.until(() => (root.text.includes('it waits for') ? true : undefined));
    expect(root.text).toContain(`it waits for ${text}; @ana resumes it then`);
    expect(root.mentions).toEqual({ ...nobody, users: ['ana'] });
    await ben.types(`/ticket why ${ticket}`, { in: 'tickets' });
    await ben.seesForm(ticket);
    expect(ben.form?.text.join('\n')).toContain(`set it waiting for: ${text}. The resolution`);
    await finishes(ben);

    await asks(flow, ana, `/ticket transfer ${ticket} @tess ${text}`, 'is offered to @tess');
    const offer = await seesInThread(ben, ticket, 'Transfer: @ana offers');
    expect(offer.text).toContain(text);
    expect(offer.mentions).toEqual({ ...nobody, users: ['ana', 'tess'] });

    const first = await arrives(flow, { priority: 'P1' });
    const other = await arrives(flow, { priority: 'P4' });
    await tess.clicks('Take', { on: await card(tess, other) });
    await tess.seesForm(`Take ${other}`);
    await tess.fills({ Reason: text });
    await tess.submits();
    const deviation = await lena.sees(`took ${other} before ${first}`, { in: 'leads' });
    expect(deviation.text).toContain(text);
    expect(deviation.mentions).toEqual({ ...nobody, users: ['tess'] });
    await finishes(tess);
    await tess.types(`/ticket why ${other}`, { in: 'tickets' });
    await tess.seesForm(other);
    expect(tess.form?.text.join('\n')).toContain(`because: ${text}`);
    await asks(flow, lena, '/ticket next', `${first} is yours`);
  });

  test('a mention typed into a note becomes a name, and calls nobody', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await asks(
      flow,
      ana,
      `/ticket note ${ticket} ask @ben and @channel in #leads ${customerWord}`,
      'Noted on',
    );
    const note = await seesInThread(ben, ticket, `ask @ben and @channel in #leads`);
    expect(note.mentions).toEqual({ ...nobody, users: ['ana'] });
  });

  test('emoji, right-to-left and combined characters', async () => {
    const { ana, ben } = flow.people;
    const text = `👩‍👩‍👧‍👦 مرحبا بالعالم שלום e\u0301 \u202eevil\u202c ${customerWord}`;
    const ticket = await opens(ana, { title: text, description: text, account: text });
    expect((await card(ben, ticket)).text).toContain(text);
    expect((await seesInThread(ben, ticket, 'Description')).text).toContain(text);
  });

  test('what no text can hold is left out, and nothing breaks', async () => {
    const { ana, ben } = flow.people;
    const ticket = await opens(ana, {
      title: `a\u0000b\u0007c ${customerWord}`,
      description: `first\r\nsecond\u0000 \ud800 third ${customerWord}`,
      account: 'A\nB',
    });
    const root = await card(ben, ticket);
    expect(root.text).toContain(`abc ${customerWord}`);
    expect(root.text).toContain('account A B');
    expect((await seesInThread(ben, ticket, 'Description')).text).toContain('second \ufffd third');
  });

  test('nothing to be seen is asked for again; too much is named', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    for (const [command, words] of [
      [`/ticket note ${ticket}`, 'write something that can be read'],
      [`/ticket note ${ticket} \u200b\u200d\ufeff`, 'write something that can be read'],
      [`/ticket note ${ticket} ${'x'.repeat(10_001)}`, 'at most 10,000 characters'],
      [`/ticket link ${ticket} ${'x'.repeat(101)}`, 'at most 100 characters'],
      [`/ticket transfer ${ticket} @ben ${'x'.repeat(1001)}`, 'at most 1,000 characters'],
      [`/ticket wait ${ticket} ${'x'.repeat(1001)}`, 'at most 1,000 characters'],
    ] as const)
      await asks(flow, ana, command, words);
  });
});

describe('words nobody knows', () => {
  test.each([
    ['/ticket nxt', 'Did you mean /ticket next?'],
    ['/ticket QUEUE', 'waiting|empty'],
    ['/ticket trasnfer 1 @ben', 'Did you mean /ticket transfer?'],
    ['/ops rooster', 'Did you mean /ops roster?'],
    ['/ticket xyzzyplugh', '/ticket help lists what it can do'],
    ['/ticket', 'What /ticket can do'],
    ['/ticket help', '/ticket take N'],
    ['/ops help', '/ops can-i ACTION'],
    ['/ticket <b>&amp;', '/ticket does not know “<b>&amp;”'],
    ['/ticket @channel', '/ticket does not know “@channel”'],
    ['/ticket @ben', '/ticket does not know “@ben”'],
    ['/classify <!channel>', '“<!channel>” is neither a ticket nor'],
    ['/ticket take', 'Say which ticket, as in /ticket take 12.'],
    ['/ticket take none', 'Say which ticket, as in /ticket take 12.'],
    ['/ticket take 0', 'Say which ticket, as in /ticket take 12.'],
    ['/ticket take 99999999999999', 'There is no T-99999999999999 on this desk.'],
  ] as const)('%s', async (command, words) => {
    const { ben } = flow.people;
    await asks(flow, ben, command, new RegExp(words.replace(/[.?*+^$()[\]{}]/g, '\\$&')));
    expect(ben.lastPrivate()?.mentions).toEqual(nobody);
  });
});

describe('twice', () => {
  test('T1-4 a double click on Confirm, a form sent twice: once', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await ana.types(`/classify ${ticket} AUTH P2`, { in: 'tickets' });
    await ana.seesForm(`Classify ${ticket}`);
    await ana.fills({
      Symptom: 'Signing in fails with correct details',
      'I have read the whole description and every attachment': true,
    });
    await ana.submits({ twice: true });
    await finishes(ana);
    await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Acknowledge ${ticket}`);
    await ana.submits({ twice: true });
    await finishes(ana);
    await ana.clicksTwice('Confirm', { on: await seesInThread(ana, ticket, 'Acknowledgement. @ana') });
    await seesInThread(ana, ticket, 'Acknowledged:');
    await everythingIsDelivered(flow);
    const replies = await thread(ana, ticket);
    for (const begins of ['Classified', 'Acknowledgement.', 'Acknowledged:'])
      expect(
        replies.filter((text) => text.startsWith(begins)),
        begins,
      ).toHaveLength(1);
  });
});

describe('when the database is slow', () => {
  test('a form opens at once and is filled when the data is there', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await everythingIsDelivered(flow);
    const release = await keepDatabaseBusy(flow);
    await ana.types(`/classify ${ticket} AUTH P2`, { in: 'tickets' });
    const loading = await ana.seesForm('Handrail');
    expect(loading.text.join()).toContain('One moment: reading the record…');
    flow.clock.advance(10_000);
    await release();
    const form = await ana.seesForm(`Classify ${ticket}`);
    expect(form.fields.find(({ label }) => label === 'Category')?.value).toContain('AUTH');
  });

  test('a form that is closed while it is written is written all the same, and nothing is amiss', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await ana.types(`/classify ${ticket} AUTH P2`, { in: 'tickets' });
    await ana.seesForm(`Classify ${ticket}`);
    await ana.fills({
      Symptom: 'Signing in fails with correct details',
      'I have read the whole description and every attachment': true,
    });
    await everythingIsDelivered(flow);
    const release = await keepDatabaseBusy(flow);
    await ana.submits();
    expect(ana.formText()).toContain('One moment');
    await ana.closes();
    await release();
    // Had the closed form been a fault, the end of the day would find it in the log.
    await seesInThread(ana, ticket, 'Classified by @ana');
  });

  test('a form that was sent is acknowledged in time, and answered when it is written', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await ana.types(`/classify ${ticket} AUTH P2`, { in: 'tickets' });
    await ana.seesForm(`Classify ${ticket}`);
    await ana.fills({
      Symptom: 'Signing in fails with correct details',
      'I have read the whole description and every attachment': true,
    });
    await everythingIsDelivered(flow);
    const release = await keepDatabaseBusy(flow);
    await ana.submits();
    expect(ana.form?.trouble).toBeUndefined();
    expect(ana.formText()).toContain('One moment: this is being written to the record…');
    await release();
    await flow.workspace.until(() => (ana.formText().includes(`${ticket} is AUTH P2.`) ? true : undefined));
    await seesInThread(ana, ticket, 'Classified by @ana');
  });

  test('a refusal that comes late says what was wrong', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await classifies(ana, ticket);
    // What is still being delivered moves the clock, by which a form can be opened.
    await everythingIsDelivered(flow);
    await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Acknowledge ${ticket}`);
    await ana.fills({ Message: `It will be fixed by 5 pm today. ${customerWord}` });
    const release = await keepDatabaseBusy(flow);
    await ana.submits();
    await release();
    await flow.workspace.until(() =>
      ana.formText().includes('T1-4: This reads like a promise') ? true : undefined,
    );
    // Slack has taken the form away by then: what was written is not lost with it.
    expect(ana.formText()).toContain('What you wrote');
    expect(ana.formText()).toContain('It will be fixed by 5 pm today.');
    expect(ana.formText()).toContain('Please open the form again.');
  });

  test.each(['/ticket show 1', 'ticket_new'] as const)(
    'when Slack’s moment for a form has passed, %s says so',
    async (what) => {
      const { tess } = flow.people;
      await everythingIsDelivered(flow);
      const release = await keepDatabaseBusy(flow);
      if (what === 'ticket_new') await tess.uses(what);
      else await tess.types(what, { in: 'tickets' });
      flow.clock.advance(4000);
      await release();
      const words = 'Slack closed the moment in which a form can be opened.';
      const told = await tess.sees(words, what === 'ticket_new' ? { in: 'dm' } : {});
      expect(told.text).toContain('Nothing was changed: please do it again.');
      expect(tess.form).toBeUndefined();
    },
  );
});

describe('when Slack is in trouble', () => {
  const replies = async (ticket: string, words: string): Promise<readonly MessageView[]> => {
    const root = await card(flow.people.ana, ticket);
    return flow.people.ana.threadOf(root).filter(({ text }) => text.includes(words));
  };
  const note = async (ticket: string) => {
    const words = written(`A note ${Math.random()}`);
    await asks(flow, flow.people.ben, `/ticket note ${ticket} ${words}`, 'Noted on');
    return words;
  };

  test.each([
    ['answers 429', { retryAfter: 2 }, 1],
    ['answers 500 once', { status: 500 }, 1],
    ['answers fatal_error', { error: 'fatal_error' }, 1],
    ['loses the answer after accepting', { resetAfterAccepting: true as const }, 1],
    ['loses two answers', { resetAfterAccepting: true as const }, 2],
    ['is away for a while', { status: 503 }, 6],
  ])('%s: each message arrives exactly once', async (_, fault, times) => {
    const ticket = await hasTaken(flow, flow.people.ana);
    await everythingIsDelivered(flow);
    flow.workspace.failNext('chat.postMessage', fault, times);
    const words = await note(ticket);
    await timePassesUntilDelivered(flow);
    expect(await replies(ticket, words)).toHaveLength(1);
  });

  test('never answers: it is given up on after ten seconds, and the message arrives once', async () => {
    const ticket = await hasTaken(flow, flow.people.ana);
    await everythingIsDelivered(flow);
    flow.workspace.failNext('chat.postMessage', { hang: true });
    const asked: number[] = [];
    const { timeout } = AbortSignal;
    const short = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      asked.push(ms);
      return timeout.call(AbortSignal, ms === 10_000 ? 300 : ms);
    });
    const words = await note(ticket);
    await vi.waitFor(() => expect(asked).toContain(10_000));
    await timePassesUntilDelivered(flow);
    short.mockRestore();
    expect(await replies(ticket, words)).toHaveLength(1);
  });

  test('an update of a card that is lost on the way comes all the same', async () => {
    const { ana } = flow.people;
    const ticket = await arrives(flow, { priority: 'P1' });
    const root = await card(ana, ticket);
    await everythingIsDelivered(flow);
    flow.workspace.failNext('chat.update', { status: 500 }, 2);
    await asks(flow, ana, `/ticket take ${ticket}`, 'is yours');
    await timePassesUntilDelivered(flow);
    expect(root.text).toContain('Owner: @ana');
  });

  test('while Slack takes no message for half a minute, forms open at once', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await everythingIsDelivered(flow);
    flow.workspace.failNext('chat.postMessage', { retryAfter: 30 });
    const words = await note(ticket);
    await vi.waitFor(() => expect(flow.workspace.failuresLeft()).toBe(0));
    await ana.types(`/ticket show ${ticket}`, { in: 'tickets' });
    await ana.seesForm(ticket);
    await finishes(ana);
    expect(await replies(ticket, words)).toEqual([]);
    await timePassesUntilDelivered(flow);
    expect(await replies(ticket, words)).toHaveLength(1);
  });

  test('while Slack takes no more forms, it is said for how long, and messages need not wait', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await everythingIsDelivered(flow);
    flow.workspace.failNext('views.open', { retryAfter: 30 });
    const told = await asks(flow, ana, `/ticket show ${ticket}`, 'Slack takes no more forms from Handrail');
    expect(told.text).toContain('for 30 seconds. Nothing was changed: please do it again then.');
    const words = await note(ticket);
    await everythingIsDelivered(flow);
    expect(await replies(ticket, words)).toHaveLength(1);
  });

  test('a form that Slack does not open is told of, with an id that the log holds', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await everythingIsDelivered(flow);
    flow.workspace.failNext('views.open', { status: 500 });
    const told = await answered(
      flow,
      ana,
      () => ana.types(`/ticket show ${ticket}`, { in: 'tickets' }),
      'Something went wrong on our side',
    );
    const id = /F-[0-9a-f]{8}/.exec(told.text)?.[0] ?? 'no id';
    const lines = flow.log.filter((line) => line.includes(id));
    expect(lines).toHaveLength(1);
    // Known from here on; the end of the day expects no others.
    (flow.log as string[]).splice(flow.log.indexOf(lines[0] ?? ''), 1);
  });
});

describe('when a person deletes what stands', () => {
  const deletes = (message: MessageView) => {
    const { messages } = flow.workspace.core;
    messages.splice(messages.indexOf(message.stored), 1);
  };

  test('a deleted card is posted anew with the next change', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await everythingIsDelivered(flow);
    deletes(await card(ana, ticket));
    await asks(flow, ana, `/ticket link ${ticket} ${written('B')}`, 'concerns that account too');
    const root = await card(ana, ticket);
    await everythingIsDelivered(flow);
    expect(
      ana
        .messagesIn('tickets')
        .filter(({ text, threadTs }) => threadTs === undefined && text.startsWith(`${ticket} ·`)),
    ).toHaveLength(1);
    expect(root.text).toContain('Owner: @ana');
    expect((await thread(ana, ticket)).join()).toContain('Account linked by @ana');
  });

  test('a deleted request is posted anew when it is answered, without its buttons', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await asks(flow, ana, `/ticket transfer ${ticket} @ben`, 'is offered to @ben');
    const offer = await seesInThread(ben, ticket, 'Transfer: @ana offers');
    await everythingIsDelivered(flow);
    await ben.clicks('Accept', { on: offer });
    deletes(offer);
    await seesInThread(ana, ticket, 'Transferred: @ben owns');
    await everythingIsDelivered(flow);
    const offers = (await thread(ana, ticket)).filter((text) => text.includes('Transfer: @ana offers'));
    expect(offers).toEqual([expect.stringContaining('Accepted.')]);
  });

  test('a deleted card that nothing changes on is posted anew under a note', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await everythingIsDelivered(flow);
    deletes(await card(ana, ticket));
    const note = written('still here');
    await asks(flow, ben, `/ticket note ${ticket} ${note}`, 'Noted on');
    await everythingIsDelivered(flow);
    expect(await thread(ana, ticket)).toEqual([expect.stringContaining(note)]);
  });
});
