import { describe, expect, test } from 'vitest';
import { describe as described } from '../../../src/sandbox/blocks/check.ts';
import { checkMessageBlocks, checkView, textLengthOf } from '../../../src/sandbox/blocks/surface.ts';
import type { Message } from '../../../src/slack/answer.ts';
import { limits } from '../../../src/slack/limits.ts';
import { buildDocuments, pageOf } from '../../../src/slack/views/documents.ts';
import { exceptionViews } from '../../../src/slack/views/exception-notices.ts';
import { buildExceptionPage, buildLogged, buildOwnExceptions } from '../../../src/slack/views/exceptions.ts';
import {
  buildExceptionForm,
  filledFrom,
  nothingFilled,
  staleLines,
} from '../../../src/slack/views/forms/exception.ts';
import {
  buildAnswerExceptionForm,
  buildExceptionOutcomeForm,
} from '../../../src/slack/views/forms/exception-answer.ts';
import { noticeViews } from '../../../src/slack/views/notices/index.ts';
import { buildRegister, entriesPerPage } from '../../../src/slack/views/register.ts';
import { system } from '../../../src/sop/actor.ts';
import { type ClauseId, clauses } from '../../../src/sop/clauses.ts';
import { documentCurrency } from '../../../src/sop/documents.ts';
import { noticesOfExceptionEvent } from '../../../src/sop/exception/notices.ts';
import { type ExceptionState, registerFilters } from '../../../src/sop/exception/state.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import {
  attempt,
  decide,
  drafted,
  type ExceptionCase,
  entry,
  having,
  logged,
  outOfOrder,
} from '../../sop/exception/support.ts';
import { ana, lena, max } from '../../sop/ticket/support.ts';
import { extremeCase, fileOf, type Kind, kinds } from './extreme.ts';

const taken = { kind: 'outOfOrder', insteadOf: 3 } as const;
const stale = documentCurrency(defaultPack, {}, new Date('2030-01-01T00:00:00Z'));

/** The longest entry that a form takes, answered, reviewed and refused many times over. */
function extremeException(text: Kind): ExceptionCase {
  const long = text(2000);
  const documents = stale.map(({ id }) => ({ id, version: long, stale: true }));
  const full = { ...entry({ required: long, done: long, why: long, gap: 'silent' }), documents };
  let now = logged(lena, full, 999_999_999);
  now = having(now, 1, max, { type: 'answer', answer: 'disputed', words: text(1000) });
  now = having(now, 2, max, { type: 'recordOutcome', words: long, change: long });
  const refused = decide(now, 3, lena, { type: 'flag' });
  if (refused.kind !== 'refused') throw new Error('it is flagged already');
  for (let n = 0; n < 50; n += 1)
    now = having(now, 3, max, { type: 'recordOutcome', words: long, change: long });
  return now;
}

function expectMessage(message: Message): void {
  expect(checkMessageBlocks(message.blocks).map(described)).toEqual([]);
  expect(message.blocks.length).toBeGreaterThan(0);
  expect(textLengthOf(message.blocks)).toBeLessThanOrEqual(limits.messageText);
  expect(JSON.stringify(message.blocks)).not.toContain('"mrkdwn"');
  expect(message.text).not.toMatch(/[<>&]/);
}

function expectView(view: unknown): void {
  expect(checkView(view, 'modal').map(described)).toEqual([]);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(limits.viewBytes);
}

/** The state after each event, with the event and the state before it. */
function steps(given: ExceptionCase) {
  return given.events.map((event, index) => ({
    event,
    state: given.state,
    before: index === 0 ? null : given.state,
  }));
}

describe.each(kinds)('with %s', (_, text) => {
  const given = extremeException(text);

  test('every notice of an exception keeps to Slack’s limits', () => {
    const draft = having(drafted({ ...taken, reason: text(1000) }), 1, system, { type: 'remind' });
    const overdue = having(draft, 2, system, { type: 'reportOverdue' });
    let rendered = 0;
    for (const one of [given, overdue, drafted(attempt), logged(ana)])
      for (const { event, state, before } of steps(one))
        for (const { kind } of noticesOfExceptionEvent(event, before))
          for (const message of exceptionViews[kind]({ event, exception: state, pack: defaultPack })) {
            rendered += 1;
            expectMessage(message);
          }
    expect(rendered).toBeGreaterThan(50);
  });

  test('so do its page, one’s own list, the thread and every form', () => {
    expectView(buildExceptionPage({ exception: given.state, events: given.events }, defaultPack, false));
    expectView(buildExceptionPage({ exception: given.state, events: given.events }, defaultPack, true));
    const many = <T>(one: T) => Array.from({ length: 200 }, () => one);
    const ticket = { ...extremeCase(text).state };
    const numbered = (state: ExceptionState) =>
      many(state).map((one, index) => ({ ...one, number: 999_999_000 + index }));
    expectMessage(
      buildOwnExceptions(
        { drafts: numbered(drafted(outOfOrder).state), logged: numbered(given.state).slice(0, 5) },
        many(ticket).map((one, index) => ({ ...one, number: 999_999_000 + index })),
        defaultPack,
      ),
    );
    expectMessage(buildLogged(given.state, staleLines(stale)));
    const filled = filledFrom({ ...taken, reason: text(1000) }, 'T1-1', 7, false);
    const about = { ticket: 999_999_999, exception: 999_999_999 };
    expectView(
      buildExceptionForm(
        about,
        filled,
        stale,
        Array.from({ length: 10 }, () => text(3000)),
        outOfOrder,
      ),
    );
    expectView(buildExceptionForm({ ticket: null, exception: null }, nothingFilled, [], [], null));
    expectView(buildExceptionOutcomeForm(999_999_999, { words: text(2000), change: text(2000) }));
    for (const step of ['authorize', 'dispute'] as const)
      expectView(buildAnswerExceptionForm(999_999_999, step));
    const { statement } = given.state;
    if (!statement) throw new Error('it was logged');
    const file = fileOf(extremeCase(text));
    const thread = (event: object) => ({ ...file.opened, actor: 'UANA', ...event }) as never;
    for (const message of noticeViews.exceptionLogged({
      event: thread({ type: 'exceptionLogged', payload: { exception: 5, statement } }),
      file,
      pack: defaultPack,
    }))
      expectMessage(message);
    for (const message of noticeViews.exceptionAnswered({
      event: thread({
        type: 'exceptionAnswered',
        payload: { exception: 5, answer: 'noted', words: text(1000) },
      }),
      file,
      pack: defaultPack,
    }))
      expectMessage(message);
  });
});

test('SEC-2 the card of an exception about a restricted ticket holds none of its words', () => {
  const secret = logged(ana, entry({ done: 'quetzal', why: 'quetzal', required: 'quetzal' }));
  const closed = having(secret, 1, system, { type: 'restrict' });
  const [message] = exceptionViews.exceptionCard({
    event: secret.events[0] as never,
    exception: closed.state,
    pack: defaultPack,
  });
  expect(JSON.stringify(message)).not.toContain('quetzal');
  expect(JSON.stringify(message)).toContain('T-7 is restricted');
  const page = buildExceptionPage({ exception: closed.state, events: closed.events }, defaultPack, true);
  expect(JSON.stringify(page)).not.toContain('quetzal');
});

test('the form offers every clause that a Slack select can hold', () => {
  expect(Object.keys(clauses).length).toBeLessThanOrEqual(limits.selectOptions);
  for (const clause of Object.keys(clauses) as ClauseId[])
    expectView(
      buildExceptionForm({ ticket: 7, exception: null }, { ...nothingFilled, clause }, stale, [], null),
    );
});

test('EX-2 of what happened the form does not offer that the lead hears of it first', () => {
  const about = { ticket: 7, exception: 5 };
  const offered = (deviation: typeof outOfOrder | typeof attempt) =>
    JSON.stringify(
      buildExceptionForm(about, filledFrom(deviation, 'T1-1', 7, false), [], [], deviation).blocks,
    );
  expect(offered(outOfOrder)).not.toContain('hears of it from this entry first');
  expect(offered(outOfOrder)).toContain('I told the lead before, in person');
  expect(offered(attempt)).toContain('hears of it from this entry first');
});

describe('EX-4 the register and the documents', () => {
  test.each(kinds)('with %s a full page keeps to Slack’s limits', (_, text) => {
    const { state } = extremeException(text);
    const exceptions = Array.from({ length: entriesPerPage }, (_, index) => ({
      ...state,
      number: 999_999_000 + index,
      answer: null,
    }));
    for (const filter of registerFilters) {
      const page = { filter, page: 2, pages: 99_999, total: 1_499_985, exceptions };
      expectView(buildRegister(page, defaultPack));
    }
    expectView(buildRegister({ filter: 'all', page: 1, pages: 1, total: 0, exceptions: [] }, defaultPack));
  });

  test('SEC-2 it holds no word of what is about a restricted ticket', () => {
    const closed = having(logged(ana, entry({ done: 'quetzal' })), 1, system, { type: 'restrict' });
    const page = { filter: 'all', page: 1, pages: 1, total: 1, exceptions: [closed.state] } as const;
    expect(JSON.stringify(buildRegister(page, defaultPack))).not.toContain('quetzal');
  });

  test('DOC-1 DOC-2 each document stands with version, owner and when it was confirmed', () => {
    const view = buildDocuments(stale, defaultPack, 1);
    expectView(view);
    const text = JSON.stringify(view);
    for (const { id, title, owner } of defaultPack.documents)
      for (const words of [id, title, owner]) expect(text).toContain(words);
    expect(text).toContain(`${stale.length} of ${stale.length} are not confirmed as current.`);
    const current = documentCurrency(defaultPack, {}, new Date('2026-02-01T00:00:00Z'));
    expect(JSON.stringify(buildDocuments(current, defaultPack, 1))).toContain(
      'Every document is confirmed as current.',
    );
    const early = documentCurrency(defaultPack, {}, new Date('2026-01-01T00:00:00Z'));
    expect(JSON.stringify(buildDocuments(early, defaultPack, 1))).toContain(
      'the SOP pack’s date, 2026-01-05, is yet to come',
    );
  });

  test('DOC-1 a hundred documents turn pages, and each is found on its own', () => {
    const [one] = stale;
    if (!one) throw new Error('the pack has documents');
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...one,
      id: `DOC ${index}`,
      version: 'v'.repeat(500),
    }));
    expectView(buildDocuments(many, defaultPack, 1));
    const last = pageOf(many, defaultPack, 'DOC 99');
    expect(last).toBeGreaterThan(1);
    expectView(buildDocuments(many, defaultPack, last));
    expect(JSON.stringify(buildDocuments(many, defaultPack, last))).toContain('DOC 99');
    expect(pageOf(many, defaultPack, 'DOC 0')).toBe(1);
  });
});
