import type { ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { checkInput, ticketInput } from '../../../src/desk/input.ts';
import type { TicketFile } from '../../../src/desk/read-ticket.ts';
import { describe as described } from '../../../src/sandbox/blocks/check.ts';
import { checkMessageBlocks, checkView, textLengthOf } from '../../../src/sandbox/blocks/surface.ts';
import type { Message } from '../../../src/slack/answer.ts';
import { buildCanI } from '../../../src/slack/views/can-i.ts';
import { buildCard } from '../../../src/slack/views/card.ts';
import { buildChannelLost } from '../../../src/slack/views/channel-lost.ts';
import { messageView } from '../../../src/slack/views/elements.ts';
import { buildAcknowledgeForm } from '../../../src/slack/views/forms/acknowledge.ts';
import { buildClassifyForm } from '../../../src/slack/views/forms/classify.ts';
import { buildOpenTicketForm } from '../../../src/slack/views/forms/open-ticket.ts';
import { buildDeclineTransferForm, buildTakeOutOfOrderForm } from '../../../src/slack/views/forms/reason.ts';
import { buildSetupForm } from '../../../src/slack/views/forms/setup.ts';
import { buildHelp, buildUnknownWord } from '../../../src/slack/views/help.ts';
import { buildMine, buildQueue, listed } from '../../../src/slack/views/lists.ts';
import { noticeViews } from '../../../src/slack/views/notices/index.ts';
import { buildPage, paginate } from '../../../src/slack/views/pages.ts';
import { buildRefusal } from '../../../src/slack/views/refusal.ts';
import { buildRoster } from '../../../src/slack/views/roster.ts';
import { buildSetupDone } from '../../../src/slack/views/setup-done.ts';
import {
  buildFault,
  buildLoading,
  buildOpened,
  buildSaving,
  buildTaken,
  buildTicketChoice,
  buildTicketStep,
  buildUnknownTicket,
} from '../../../src/slack/views/short-answers.ts';
import { buildTicketPage } from '../../../src/slack/views/ticket-page.ts';
import { buildWhyPage } from '../../../src/slack/views/why-page.ts';
import { actionIds } from '../../../src/sop/authority.ts';
import { clauses } from '../../../src/sop/clauses.ts';
import type { NextStep, Refusal, WhoMay } from '../../../src/sop/decision.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import {
  acknowledge,
  ana,
  bot,
  type Case,
  classified,
  decide,
  inForce,
  max,
  otto,
  queued,
  refusalOf,
  taken,
} from '../../sop/ticket/support.ts';
import { extremeCase, fileOf, filled, kinds, later, many } from './extreme.ts';

/** Every text in blocks, in the order it is read. */
function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('text' in value && typeof value.text === 'string') return [value.text];
  return Object.values(value).flatMap(textsIn);
}

/** What is quoted, joined: what somebody wrote, word for word. */
function quotedIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(quotedIn).join('');
  if (typeof value !== 'object' || value === null) return '';
  if ('type' in value && value.type === 'rich_text_quote') return textsIn(value).join('');
  return Object.values(value).map(quotedIn).join('');
}

function expectNoMarkup(value: unknown): void {
  expect(JSON.stringify(value)).not.toContain('"mrkdwn"');
}

function expectMessage(message: Message): void {
  expect(checkMessageBlocks(message.blocks).map(described)).toEqual([]);
  expect(message.blocks.length).toBeGreaterThan(0);
  expect(textLengthOf(message.blocks)).toBeLessThanOrEqual(13_200);
  // Every `<`, `>` and `&` of it takes four or five characters once it is escaped; an update takes 4,000.
  expect(message.text.length).toBeLessThanOrEqual(4000 / 5);
  expectNoMarkup(message);
  expectView(messageView(message));
}

function expectView(view: ModalView): void {
  expect(checkView(view, 'modal').map(described)).toEqual([]);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThanOrEqual(250_000);
  expectNoMarkup(view);
}

/** Some of the longest texts are turned away at the door, since no form could show them. */
function tooLongTogether({ opened }: TicketFile): boolean {
  const input = checkInput(ticketInput, opened.payload);
  if (input.ok) return false;
  expect(Object.keys(input.errors)).toEqual(['description']);
  expect(Buffer.byteLength(JSON.stringify(opened.payload))).toBeGreaterThan(220_000);
  return true;
}

const choices = { category: 'AUTH', symptom: 'cannot-sign-in', priority: 'P1' } as const;

describe.each(kinds)('with %s', (_, text) => {
  const given: Case = extremeCase(text);
  const file = fileOf(given);
  const { ticket } = file;

  test('every notice keeps to Slack’s limits', () => {
    for (const [index, event] of given.events.entries()) {
      for (const notice of noticesOfTicketEvent(event, index === 0 ? null : ticket)) {
        if (notice.kind === 'acknowledgementToCustomer' || notice.kind === 'diagnosticsToTool') continue;
        if (notice.kind === 'takeBack') continue;
        if (event.type === 'noteAdded' && index > 10) continue;
        for (const message of noticeViews[notice.kind]({
          event,
          file,
          pack: defaultPack,
          surface: notice.surface,
        }))
          expectMessage(message);
      }
    }
  });

  test('T1-2 the description and every note are told whole, over as many messages as it takes', () => {
    const whole = (kind: 'description' | 'noteAdded', type: string) => {
      const event = given.events.find((one) => one.type === type);
      if (!event) throw new Error(`there is no '${type}'`);
      return noticeViews[kind]({ event, file, pack: defaultPack });
    };
    const description = whole('description', 'opened');
    expect(quotedIn(description.map(({ blocks }) => blocks))).toBe(file.opened.payload.description);
    const told = JSON.stringify(description);
    for (const { name, url } of file.opened.payload.attachments) {
      expect(told).toContain(JSON.stringify(url));
      expect(told).toContain(JSON.stringify(name));
    }
    expect(quotedIn(whole('noteAdded', 'noteAdded').map(({ blocks }) => blocks))).toBe(text(10_000));
  });

  test('the card keeps to Slack’s limits', () => {
    expectMessage(buildCard(ticket, defaultPack));
  });

  test('T1-2 the classify form shows everything, and fits', () => {
    if (tooLongTogether(file)) return;
    for (const chosen of [choices, { category: null, symptom: null, priority: null }]) {
      const view = buildClassifyForm(file, defaultPack, chosen);
      expectView(view);
      expect(quotedIn(view.blocks)).toBe(file.opened.payload.description);
    }
  });

  test('the other forms fit', () => {
    const { classification } = ticket;
    if (!classification) throw new Error('it was classified');
    for (const mayPromise of [true, false])
      expectView(buildAcknowledgeForm(ticket, classification, defaultPack, later, mayPromise));
    expectView(buildTakeOutOfOrderForm(999_999_999, 999_999_998));
    expectView(buildDeclineTransferForm(999_999_999));
    const { message, description } = file.opened.payload;
    const draft = { title: ticket.title, description, attachments: text(3000) };
    const view = buildOpenTicketForm(defaultPack, { source: 'message', message }, draft);
    expectView(view);
  });

  test('every page of show and why fits, and together they are whole', () => {
    for (const [what, blocks] of [
      ['show', buildTicketPage(file, defaultPack)],
      ['why', buildWhyPage(file, later, inForce({ pack: defaultPack }))],
    ] as const) {
      const pages = paginate(blocks);
      expect(pages.flat()).toEqual(blocks);
      for (let page = 0; page <= pages.length + 1; page += 1)
        expectView(buildPage('T-1', { what, ticket: ticket.number }, blocks, page));
    }
    const notes = given.events.flatMap((event) => (event.type === 'noteAdded' ? [event.payload.text] : []));
    const page = quotedIn(buildTicketPage(file, defaultPack));
    expect(page.startsWith(file.opened.payload.description)).toBe(true);
    expect(page.endsWith(notes.join(''))).toBe(true);
  });

  test('lists of two hundred keep to the limits', () => {
    const tickets = many(ticket);
    const first = tickets.slice(0, listed);
    for (const toAccept of [[], first])
      expectMessage(buildQueue({ first, waiting: 200, toAccept }, defaultPack));
    expectMessage(
      buildMine({ readable: tickets, restricted: tickets.map(({ number }) => number) }, defaultPack),
    );
    expectMessage(buildTicketChoice('acknowledge', 'acknowledge', tickets));
  });

  test('what only one person sees keeps to the limits', () => {
    for (const state of [ticket, taken().state, classified().state, queued().state]) {
      const filledIn = { ...state, title: ticket.title, customerAccount: ticket.customerAccount };
      expectMessage(buildTaken(filledIn, defaultPack));
      expectMessage(buildOpened(filledIn, true));
      expectMessage(buildOpened(filledIn, false));
      expectMessage(buildTicketStep(filledIn, defaultPack, `T-7 is AUTH P1.`));
    }
    expectMessage(buildUnknownWord({ name: '/ticket', forms: [] }, text(3000), null));
  });
});

describe('refusals', () => {
  const steps: readonly (NextStep | null)[] = [
    null,
    ...(['openTicket', 'takeNext', 'mine', 'roster', 'setup', 'shiftOn', 'handoff'] as const).map((step) => ({
      step,
    })),
    ...(
      [
        'take',
        'classify',
        'acknowledge',
        'show',
        'why',
        'resume',
        'applyFix',
        'recordResult',
        'verify',
        'investigate',
        'close',
        'handoffEntry',
      ] as const
    ).map((step) => ({
      step,
      ticket: 999_999_999,
    })),
  ];
  const whoMay: readonly WhoMay[] = [
    { kind: 'nobody' },
    { kind: 'people', ids: ['UANA', 'UBEN'] },
    ...(['tier1', 'tier2', 'lead', 'manager'] as const).map(
      (atLeast) => ({ kind: 'role', atLeast }) as const,
    ),
  ];
  test.each(steps)('AU-6 with %j as the way on', (nextStep) => {
    for (const who of whoMay) {
      for (const clause of Object.keys(clauses) as (keyof typeof clauses)[]) {
        const refusal: Refusal = {
          action: 'ticket.take',
          clause,
          reason: 'No, <@UANA>.',
          whoMay: who,
          nextStep,
        };
        const message = buildRefusal(refusal, ana);
        expectMessage(message);
        expect(textsIn(message.blocks).join(' ')).toContain(clauses[clause]);
      }
    }
  });

  test('AU-6 people who may are told apart', () => {
    const message = buildRefusal(
      {
        action: 'ticket.take',
        clause: 'T1-1',
        reason: 'No.',
        whoMay: { kind: 'people', ids: ['UANA', 'UBEN'] },
        nextStep: null,
      },
      max,
    );
    expect(JSON.stringify(message.blocks)).toMatch(
      /UANA"\},\{"type":"text","text":", "\},\{"type":"user","user_id":"UBEN/,
    );
  });

  test('T1-4 a message full of promises is refused within the limits', () => {
    for (const sentence of [
      'It will be fixed by 5 pm. ',
      'We fix it in 2 hours, and it will be solved by noon; ',
    ]) {
      const text = filled(sentence, 3000).trim();
      const refusal = refusalOf(decide(classified(), 3, ana, { ...acknowledge, text }));
      expect(refusal.action).toBe('promise.resolutionTime');
      expectMessage(buildRefusal(refusal, ana));
    }
  });
});

test('the views without a ticket keep to the limits', () => {
  const members = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`U${index}`, index % 2 ? 'tier1' : 'lead'] as const),
  );
  expectMessage(buildRoster(members));
  expectMessage(buildRoster({}));
  for (const actor of [max, ana, otto, bot]) expectMessage(buildCanI(actor, actionIds));
  expectMessage(buildHelp({ name: '/ticket', forms: [{ word: 'a', usage: '', summary: 'b' }] }));
  expectMessage(buildChannelLost({ channelId: 'C1', error: 'is_archived' }));
  expectMessage(buildSetupDone({}));
  expectMessage(buildSetupDone({ tickets: 'C1', leads: 'C2', shift: 'C3', stakeholders: 'C4' }));
  expectMessage(buildFault('0123-4567'));
  expectMessage(buildUnknownTicket(999_999_999));
  expectMessage(buildQueue({ first: [], waiting: 0, toAccept: [] }, defaultPack));
  expectMessage(buildMine({ readable: [], restricted: [] }, defaultPack));
  for (const view of [buildLoading(), buildSaving(), buildSetupForm({}), buildSetupForm({ tickets: 'C1' })])
    expectView(view);
  expectView(buildOpenTicketForm(defaultPack, { source: 'command', message: null }, null));
});
