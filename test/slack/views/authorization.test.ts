import type { ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { describe as described } from '../../../src/sandbox/blocks/check.ts';
import { checkMessageBlocks, checkView } from '../../../src/sandbox/blocks/surface.ts';
import type { Message } from '../../../src/slack/answer.ts';
import {
  buildAnswerAuthorizationForm,
  buildAskAuthorizationForm,
  buildFlagCalibrationForm,
} from '../../../src/slack/views/forms/authorization.ts';
import { noticeViews } from '../../../src/slack/views/notices/index.ts';
import { buildRefusal } from '../../../src/slack/views/refusal.ts';
import { actionIds } from '../../../src/sop/authority.ts';
import { clauses } from '../../../src/sop/clauses.ts';
import type { Refusal } from '../../../src/sop/decision.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { TicketCommand } from '../../../src/sop/ticket/decide.ts';
import type { Authorization } from '../../../src/sop/ticket/state.ts';
import { acknowledged, ana, ben, bot, type Case, having, lena, otto } from '../../sop/ticket/support.ts';
import { fileOf, kinds } from './extreme.ts';

const clauseIds = Object.keys(clauses) as (keyof typeof clauses)[];

function expectMessage({ text, blocks }: Message): void {
  expect(text).not.toBe('');
  expect(checkMessageBlocks(blocks).map(described)).toEqual([]);
}

function expectView(view: ModalView): void {
  expect(checkView(view, 'modal').map(described)).toEqual([]);
}

describe('the menu of a refusal', () => {
  const refusal: Refusal = {
    action: 'diagnostics.pull',
    clause: 'AU-3',
    reason: 'No.',
    whoMay: { kind: 'role', atLeast: 'tier2' },
    nextStep: { step: 'roster' },
    ticket: 7,
    ask: true,
  };
  const optionsOf = (message: Message) =>
    [...JSON.stringify(message.blocks).matchAll(/"value":"(ask|calibration|exception)"/g)].map(
      ([, value]) => value,
    );

  test('AU-6 AU-7 who was refused by role alone can ask, or say that the rule is wrong', () => {
    const message = buildRefusal(refusal, ana);
    expect(optionsOf(message)).toEqual(['ask', 'calibration', 'exception']);
    expect(JSON.stringify(message.blocks)).toContain('about_refusal:7:diagnostics.pull:AU-3');
  });

  test('AU-7 any other refusal can be called badly calibrated, on a ticket or not', () => {
    const { ask: _, ticket: __, ...plain } = refusal;
    const message = buildRefusal({ ...plain, nextStep: null }, ana);
    expect(optionsOf(message)).toEqual(['calibration', 'exception']);
    expect(JSON.stringify(message.blocks)).toContain('about_refusal:desk:diagnostics.pull:AU-3');
  });

  test.each([otto, bot])('AU-1 who is not on the desk gets no menu', (reader) => {
    expect(optionsOf(buildRefusal(refusal, reader))).toEqual([]);
  });

  test('AU-6 it fits for every action and every clause', () => {
    for (const action of actionIds)
      expectMessage(buildRefusal({ ...refusal, action, ticket: 999_999_999 }, ana));
    for (const clause of clauseIds) expectMessage(buildRefusal({ ...refusal, clause }, ana));
  });
});

test('AU-6 nobody is told to ask themselves', () => {
  const refusal: Refusal = {
    action: 'fix.applyStandard',
    clause: 'T1-6',
    reason: 'SF-1 comes first.',
    whoMay: { kind: 'people', ids: [ana.id] },
    nextStep: { step: 'applyFix', ticket: 7 },
  };
  const said = (change: Partial<Refusal>, reader = ana) =>
    JSON.stringify(buildRefusal({ ...refusal, ...change }, reader).blocks);
  expect(said({})).toContain('you, once that is settled; the button below helps');
  expect(said({})).not.toContain(ana.id);
  expect(said({ nextStep: null })).toMatch(/you, once that is settled"/);
  expect(said({}, ben)).toContain(ana.id);
  expect(said({ whoMay: { kind: 'people', ids: [ana.id, ben.id] } })).not.toContain(ana.id);
});

describe.each(kinds)('with %s', (_, text) => {
  const ask: TicketCommand = {
    type: 'askAuthorization',
    action: 'diagnostics.pull',
    refused: 'AU-3',
    reason: text(1000),
  };
  const asked = having(acknowledged(), 10, ana, ask);
  const request = asked.state.authorizations[0]?.seq ?? 0;
  const answered = (granted: boolean) =>
    having(asked, 11, lena, { type: 'answerAuthorization', request, granted, reason: text(1000) });
  const told = (given: Case, type: string, status?: Authorization['status']) => {
    const file = fileOf(given);
    const { ticket } = file;
    const changed = status
      ? { ...ticket, authorizations: ticket.authorizations.map((one) => ({ ...one, status })) }
      : ticket;
    const event = given.events.findLast((one) => one.type === type);
    if (!event) throw new Error(`there is no '${type}'`);
    return { event, file: { ...file, ticket: changed }, pack: defaultPack };
  };
  const surface = `authorization:${request}`;

  test.each<[Authorization['status'], string | RegExp]>([
    ['requested', '"Authorize"'],
    ['granted', '"Authorized"'],
    ['used', ', and used:'],
    ['declined', '"Declined"'],
    ['expired', '"Expired: "'],
    ['void', '"Void: "'],
  ])('AU-6 a request that is %s is shown so, within the limits', (status, words) => {
    const content = told(answered(status !== 'declined'), 'authorizationRequested', status);
    const messages = noticeViews.authorization({ ...content, surface });
    for (const message of messages) expectMessage(message);
    const shown = JSON.stringify(messages);
    expect(shown).toContain(words);
    expect(shown.includes('decline_authorization')).toBe(status === 'requested');
  });

  test('AU-6 the call and the answers fit', () => {
    const called = noticeViews.authorizationCall(told(asked, 'authorizationRequested'));
    expect(called).toHaveLength(1);
    const answers = [true, false].flatMap((granted) =>
      noticeViews.authorizationAnswered(told(answered(granted), 'authorizationAnswered')),
    );
    expect(answers).toHaveLength(2);
    for (const message of [...called, ...answers]) expectMessage(message);
    // Nobody is called to what is answered already.
    expect(noticeViews.authorizationCall(told(answered(true), 'authorizationRequested'))).toEqual([]);
  });

  test('SEC-2 once it is a security matter, the thread keeps nothing of what was asked', () => {
    const content = told(asked, 'authorizationRequested', 'void');
    const ticket = {
      ...content.file.ticket,
      security: { reportedBy: ben.id, at: '2026-03-02T08:30:00.000Z', handedOver: null },
    };
    const secret = { ...content, file: { ...content.file, ticket } };
    const shown = JSON.stringify(noticeViews.authorization({ ...secret, surface }));
    expect(shown).toContain('is void.');
    expect(shown).not.toContain('because');
    expect(shown).not.toContain('diagnostic');
    expect(noticeViews.authorizationCall(secret)).toEqual([]);
    expect(
      noticeViews.authorizationAnswered({
        ...told(answered(true), 'authorizationAnswered'),
        file: { ...fileOf(answered(true)), ticket },
      }),
    ).toEqual([]);
  });

  test('AU-6 AU-7 the forms fit', () => {
    for (const action of actionIds) {
      const refused = { ticket: 999_999_999, action, clause: 'AU-3' } as const;
      expectView(buildAskAuthorizationForm(refused, defaultPack, [text(3000), text(1000)]));
      expectView(buildAskAuthorizationForm(refused, defaultPack, []));
    }
    for (const clause of clauseIds)
      expectView(buildFlagCalibrationForm({ ticket: null, action: 'ticket.take', clause }));
    const [one] = asked.state.authorizations;
    if (!one) throw new Error('it was asked for');
    for (const granted of [true, false])
      expectView(buildAnswerAuthorizationForm(999_999_999, one, granted, defaultPack));
  });
});
