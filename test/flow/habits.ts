import { expect, vi } from 'vitest';
import type { Person } from '../../src/sandbox/person/person.ts';
import type { MessageView } from '../../src/sandbox/sight.ts';
import { readNextSend } from '../../src/store/outbox.ts';
import { type Flow, intakeSecret } from '../support/flow.ts';

/** Stands in everything that customers and agents write in these tests, so that it can be looked for in the log. */
export const customerWord = 'quetzal';

/** What was written, with the word that no log line may hold. */
export function written(words: string): string {
  return `${words} (${customerWord})`;
}

type Arrival = { title?: string; description?: string; account?: string; priority?: string };

let arrivals = 0;

/** A ticket comes in from another system; resolves with its name once its card stands in the tickets channel. */
export async function arrives(flow: Pick<Flow, 'intake'>, given: Arrival = {}): Promise<string> {
  arrivals += 1;
  const title = given.title ?? written(`Request ${arrivals}`);
  const answer = await flow.intake({
    externalId: `ext-${arrivals}`,
    title,
    description: given.description ?? written('It does not work'),
    customerAccount: given.account ?? `ACME-${arrivals} ${customerWord}`,
    ...(given.priority ? { reportedPriority: given.priority } : {}),
  });
  const { ticket } = (await answer.json()) as { ticket: { id: string } };
  return ticket.id;
}

/** Opens a ticket as a person does, and reads its number off the answer. */
export async function opens(person: Person, given: Arrival = {}): Promise<string> {
  await person.types('/ticket new', { in: 'tickets' });
  await person.seesForm('Open a ticket');
  await person.fills({
    Title: given.title ?? written('Cannot sign in'),
    Description: given.description ?? written('Nobody at our office can sign in.'),
    'Customer account': given.account ?? `ACME-1 ${customerWord}`,
    'Reported priority': given.priority ?? null,
  });
  await person.submits();
  const number = /T-\d+/.exec(person.formText())?.[0];
  if (!number) throw new Error(`no ticket was opened: ${person.formText()}`);
  await person.closes();
  return number;
}

/** A ticket that has come in and that this person has taken. */
export async function hasTaken(flow: Flow, person: Person, given: Arrival = {}): Promise<string> {
  const ticket = await arrives(flow, given);
  await takes(flow, person, ticket);
  return ticket;
}

/** Takes it, with a reason where one is asked for. */
export async function takes(flow: Flow, person: Person, ticket: string): Promise<void> {
  const act = () => person.types(`/ticket take ${ticket}`, { in: 'tickets' });
  const answer = await answered(flow, person, act, new RegExp(`${ticket} is yours|comes first`));
  if (answer.text.includes('is yours')) return finishes(person);
  await person.fills({ Reason: written('I know this customer') });
  await person.submits();
  await finishes(person);
}

/** An answer that only one person gets. */
export type Answer = { text: string; buttons: readonly string[]; clicks(label: string): Promise<void> };

/**
 * What this person alone is answered: a private message, or a view where one was opened (as happens when the answer
 * takes a while). An older answer that is still in front of them is closed first.
 */
export async function answered(
  flow: Pick<Flow, 'workspace'>,
  person: Person,
  act: () => Promise<unknown>,
  words: string | RegExp,
): Promise<Answer> {
  await finishes(person);
  const before = person.lastPrivate()?.ts;
  const has = (text: string) => (typeof words === 'string' ? text.includes(words) : words.test(text));
  await act();
  const look = (): Answer | undefined => {
    const { form } = person;
    if (form && has(form.text.join('\n'))) {
      const text = form.text.join('\n');
      return { text, buttons: form.buttons, clicks: (label) => person.clicks(label) };
    }
    const last = person.lastPrivate();
    if (!last || last.ts === before || !has(last.text)) return undefined;
    return { text: last.text, buttons: last.buttons, clicks: (label) => person.clicks(label, { on: last }) };
  };
  return flow.workspace.until(look).catch(() => {
    throw new Error(
      `${person.name} was not answered ${words}, but: ${person.lastPrivate()?.text}\n${person.formText()}`,
    );
  });
}

export function asks(
  flow: Pick<Flow, 'workspace'>,
  person: Person,
  command: `/${string}`,
  words: string | RegExp,
): Promise<Answer> {
  return answered(flow, person, () => person.types(command, { in: 'tickets' }), words);
}

/** Closes what is in front of them. */
export async function finishes(person: Person): Promise<void> {
  while (person.form) await person.closes();
}

export type Choice = { category?: string; symptom?: string; priority?: string };

export async function classifies(person: Person, ticket: string, choice: Choice = {}): Promise<void> {
  await person.types(`/classify ${ticket}`, { in: 'tickets' });
  await person.seesForm(`Classify ${ticket}`);
  const symptom = choice.symptom ?? 'Signing in fails with correct details';
  await choosesCategory(person, choice.category ?? 'AUTH', symptom);
  await person.fills({
    Symptom: symptom,
    Priority: choice.priority ?? 'P2',
    'I have read the whole description and every attachment': true,
  });
  await person.submits();
  await person.closes();
}

/** Chooses a category and waits, as one does, until its symptoms can be chosen. */
export async function choosesCategory(person: Person, category: string, symptom: string): Promise<void> {
  await person.fills({ Category: category });
  await expect
    .poll(() => person.form?.fields.find(({ label }) => label === 'Symptom')?.options, { timeout: 5000 })
    .toContain(symptom);
}

export async function acknowledges(person: Person, ticket: string): Promise<void> {
  await person.types(`/ticket ack ${ticket}`, { in: 'tickets' });
  await person.seesForm(`Acknowledge ${ticket}`);
  await person.submits();
  await person.closes();
}

/** Classified, acknowledged and confirmed: what is left are the fixes. */
export async function isReadyForFixes(person: Person, ticket: string, choice: Choice = {}): Promise<void> {
  await classifies(person, ticket, choice);
  await acknowledges(person, ticket);
  const request = await seesInThread(person, ticket, 'Acknowledgement.');
  await person.clicks('Confirm', { on: request });
  await seesInThread(person, ticket, 'Acknowledged:');
}

/** Takes over what was escalated, having read its record. */
export async function accepts(person: Person, ticket: string): Promise<void> {
  await finishes(person);
  await person.clicks('Accept', {
    on: await seesInThread(person, ticket, 'to read the record and accept it'),
  });
  await person.seesForm(`Accept ${ticket}`);
  await person.fills({ 'I have read the whole record of this ticket': true });
  await person.submits();
  await person.closes();
  await seesInThread(person, ticket, 'has read the record and owns');
}

/** What tier 2 owes the customer first (T2-3), sent by hand and confirmed. */
export async function answersForTier2(person: Person, ticket: string): Promise<void> {
  await acknowledges(person, ticket);
  await person.clicks('Confirm', { on: await seesInThread(person, ticket, 'Tier 2 acknowledgement.') });
  await seesInThread(person, ticket, 'Acknowledged by tier 2:');
}

/** The ticket's card, as this person sees it in the tickets channel. */
export function card(person: Person, ticket: string, channel = 'tickets'): Promise<MessageView> {
  return person.sees(new RegExp(`^${ticket} · `), { in: channel });
}

export async function seesInThread(
  person: Person,
  ticket: string,
  words: string | RegExp,
): Promise<MessageView> {
  return person.sees(words, { thread: await card(person, ticket) });
}

/** What stands in the card's thread, in its order; without what only this person sees. */
export async function thread(person: Person, ticket: string): Promise<readonly string[]> {
  const replies = person.threadOf(await card(person, ticket));
  return replies.filter(({ onlyFor }) => onlyFor === undefined).map(({ text }) => text);
}

/** So long, in ms, does nothing move where Slack asked to wait and nobody moves the clock. */
const standstill = 5000;

/**
 * Waits until the outbox is empty: everything owed to Slack is there. Where Slack asked to wait, as for updates beyond
 * fifty a minute, the clock goes on to when the next one may be sent.
 */
export async function everythingIsDelivered(flow: Flow): Promise<void> {
  const { desk } = flow.handrail;
  const where = { state: { in: ['pending', 'sending'] } };
  const select = { key: true, kind: true, stream: true, state: true, lastError: true } as const;
  let before = '';
  let since = performance.now();
  await vi.waitFor(
    async () => {
      if ((await desk.db.notice.count({ where })) === 0) return;
      const owed = await desk.db.notice.findMany({ where, select, orderBy: { id: 'asc' } });
      const now = JSON.stringify(owed);
      if (now !== before) since = performance.now();
      before = now;
      if (performance.now() - since > standstill) {
        const next = await readNextSend(desk.db, desk.id);
        flow.clock.advance(Math.max(0, (next?.getTime() ?? 0) - flow.clock.now().getTime()));
        since = performance.now();
      }
      expect(owed).toEqual([]);
    },
    { timeout: 20_000, interval: 20 },
  );
}

/** Keeps the database busy until the function it resolves with is called. */
export async function keepDatabaseBusy(flow: Flow): Promise<() => Promise<void>> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const holding = flow.handrail.desk.db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1`;
      begin();
      await held;
    },
    { maxWait: 10_000, timeout: 30_000 },
  );
  await begun;
  return async () => {
    release();
    await holding;
  };
}

/** Time passes, as far as it takes, until the outbox is empty: what was put off is tried again. */
export async function timePassesUntilDelivered(flow: Flow): Promise<void> {
  const { desk } = flow.handrail;
  const count = (states: readonly string[]) =>
    desk.db.notice.count({ where: { state: { in: [...states] } } });
  await vi.waitFor(
    async () => {
      // Not while something is being sent: its lease is counted by the same clock.
      if ((await count(['sending'])) === 0) flow.clock.advance(5000);
      expect(await count(['pending', 'sending'])).toBe(0);
    },
    { timeout: 15_000, interval: 20 },
  );
}

/**
 * What holds at the end of every day: Slack took every answer, nobody was called who was not meant, and the log holds
 * neither tokens nor a word of what people wrote. `faults` counts the unforeseen ones that the tests made happen.
 */
export function expectGoodManners(flow: Flow, faults: number | 'any'): void {
  const { workspace, log } = flow;
  expect(workspace.violations).toEqual([]);
  expect(
    workspace.calls.flatMap(({ method, warnings }) => warnings.map((one) => `${method}: ${one}`)),
  ).toEqual([]);
  const channels = [...workspace.core.channels.values()].map(({ name }) => name);
  for (const message of channels.flatMap((name) => workspace.messagesIn(name))) {
    if (message.author !== 'handrail') continue;
    expect(message.mentions, message.text).toMatchObject({ broadcasts: [], groups: [] });
    const called = message.onlyFor === undefined ? /<[@#!]/ : /<[#!]/;
    expect(message.stored.text, 'the fallback line calls nobody').not.toMatch(called);
  }
  const lines = log.join('');
  const { botToken, appToken, signingSecret } = workspace;
  for (const secret of [botToken, appToken, signingSecret, intakeSecret, customerWord])
    expect(lines).not.toContain(secret);
  const unforeseen = log.filter((line) => line.includes('"fault":'));
  if (faults !== 'any') expect(unforeseen, unforeseen.join('')).toHaveLength(faults);
}

export async function endOfDay(flow: Flow | undefined, faults: number | 'any' = 0): Promise<void> {
  if (!flow) return;
  try {
    expectGoodManners(flow, faults);
  } finally {
    await flow.stop();
  }
}

/** A manager sets the desk's channels (AU-5). */
export async function choosesChannels(max: Person, channels: Record<string, string>): Promise<void> {
  await finishes(max);
  await max.types('/ops setup', { in: 'leads' });
  await max.seesForm('Set up the desk');
  await max.fills(channels);
  await max.submits();
  expect(max.formText()).toContain('The desk’s channels are set.');
  await finishes(max);
}
