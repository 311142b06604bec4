import type { ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { inputLimits } from '../../../src/desk/input.ts';
import type { HandoffFile } from '../../../src/desk/read-handoff.ts';
import { describe as described } from '../../../src/sandbox/blocks/check.ts';
import { checkMessageBlocks, checkView, textLengthOf } from '../../../src/sandbox/blocks/surface.ts';
import type { Message } from '../../../src/slack/answer.ts';
import {
  buildAnswerForm,
  buildEntryForm,
  buildFlagForm,
  buildNameForm,
  buildRemarksForm,
} from '../../../src/slack/views/forms/handoff.ts';
import { buildHandoffRecord, buildStandings } from '../../../src/slack/views/handoff/record.ts';
import { shiftViews } from '../../../src/slack/views/shift-notices/index.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { handedOver } from '../../../src/sop/shift/facts.ts';
import { missingEntries } from '../../../src/sop/shift/handoff/standing.ts';
import { noticesOfShiftEvent } from '../../../src/sop/shift/notices.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { drafted, held } from '../../sop/incident/support.ts';
import { decide, having, onShift, type ShiftCase } from '../../sop/shift/cases.ts';
import { lena, lou, minute, monday, taken } from '../../sop/ticket/support.ts';
import { extremeCase, kinds } from './extreme.ts';

const now = new Date(monday + 470 * minute);

function expectMessage(message: Message): void {
  expect(checkMessageBlocks(message.blocks).map(described)).toEqual([]);
  expect(message.blocks.length).toBeLessThanOrEqual(50);
  expect(textLengthOf(message.blocks)).toBeLessThanOrEqual(13_200);
  expect(message.text.length).toBeLessThanOrEqual(800);
  expect(JSON.stringify(message)).not.toContain('"mrkdwn"');
}

function expectView(view: ModalView): void {
  expect(checkView(view, 'modal').map(described)).toEqual([]);
  expect(view.blocks.length).toBeLessThanOrEqual(100);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThanOrEqual(250_000);
  expect(JSON.stringify(view)).not.toContain('"mrkdwn"');
}

/** A lead’s shift with so many tickets like this one, each with words of the greatest length, half of them flagged. */
function extremeShift(text: (length: number) => string, ticket: TicketState, count: number): ShiftCase {
  const owned = Array.from({ length: count }, (_, index) => ({
    ...ticket,
    number: 999_999_000 + index,
    owner: 'ULENA',
  }));
  const incidents = Array.from({ length: 30 }, (_, index) => ({
    ...drafted([held(999_999_000, 1)]).state,
    number: 999_000 + index,
  }));
  const others = [{ ...onShift(lou, 600, {}).state, number: 9 }];
  const overridden = Array.from({ length: 200 }, (_, index) => ({ ...ticket, number: 999_999_000 + index }));
  let given = onShift(lena, 480, { owned, incidents, overridden, others });
  for (const { number } of owned)
    given = having(given, 461, lena, {
      type: 'writeEntry',
      ticket: number,
      nextAction: text(inputLimits.nextAction),
      waitingOn: text(inputLimits.waitingOn),
      watch: text(inputLimits.watch),
    });
  given = having(given, 462, lena, {
    type: 'writeAnomalies',
    patterns: text(inputLimits.patterns),
    notInWriting: text(inputLimits.notInWriting),
    managerReachable: false,
  });
  return given;
}

function flagged(given: ShiftCase, text: (length: number) => string): ShiftCase {
  let after = having(given, 463, lena, { type: 'deliverHandoff' });
  for (const { number } of given.facts.owned) {
    after = having(after, 464, lou, { type: 'flagTicket', ticket: number, words: text(inputLimits.flag) });
    const flag = after.state.handoff?.flags.at(-1)?.seq ?? 0;
    if (number % 2 === 0)
      after = having(after, 465, lena, { type: 'answerFlag', flag, words: text(inputLimits.flag) });
  }
  return after;
}

function fileOf({ state, events, facts }: ShiftCase, given: ReturnType<typeof extremeCase>): HandoffFile {
  const bySeq = new Map(events.map((event) => [event.seq, event]));
  const anomalies = bySeq.get(state.handoff?.anomalies ?? -1);
  return {
    shift: state,
    events,
    facts,
    tickets: handedOver(facts).map((ticket) => {
      const entry = bySeq.get(state.handoff?.entries[ticket.number]?.seq ?? -1);
      return {
        ticket,
        lastAction: given.events.at(-1) ?? null,
        entry: entry?.type === 'entryWritten' ? entry : null,
        changed: true,
        here: true,
      };
    }),
    missing: missingEntries(state, facts).map(({ number }) => number),
    anomalies: anomalies?.type === 'anomaliesWritten' ? anomalies : null,
    incidents: facts.incidents,
    incoming: ['ULOU'],
    now,
  };
}

describe.each(kinds)('with %s', (_, text) => {
  const extreme = extremeCase(text);

  test.each([1, 60])('HO-2: the record of %i tickets fits, page by page, and so do its forms', (count) => {
    const given = extremeShift(text, extreme.state, count);
    for (const some of [given, onShift(lena, 480, { owned: given.facts.owned }), flagged(given, text)]) {
      const file = fileOf(some, extreme);
      for (let page = 0; page <= Math.ceil(count / 20) + 1; page += 1)
        expectView(buildHandoffRecord(file, defaultPack, page));
      const [one] = file.tickets;
      if (!one) throw new Error('it has tickets');
      expectView(buildEntryForm(one, defaultPack, 1));
      expectView(buildRemarksForm(file, 1));
    }
    const words = text(inputLimits.flag);
    expectView(buildAnswerForm(given.state, { flag: 9, ticket: 999_999_999, by: 'ULOU', words }));
    expectView(buildFlagForm(given.state, 999_999_999));
    expectView(buildNameForm(given.state));
    const standing = { shift: given.state, open: count, missing: 3 };
    expectMessage(
      buildStandings(
        Array.from({ length: 50 }, () => standing),
        defaultPack,
      ),
    );
  });

  test.each([1, 60])('HO-3: everything that is told of %i tickets keeps to Slack’s limits', (count) => {
    const given = flagged(extremeShift(text, extreme.state, count), text);
    const file = fileOf(given, extreme);
    const told = new Set<string>();
    const tell = (some: ShiftCase) => {
      for (const event of some.events)
        for (const { kind, surface } of noticesOfShiftEvent(
          event,
          event.type === 'began' ? null : some.state,
        )) {
          // A surface is the same whatever brought it up to date.
          if (surface !== null && told.has(surface)) continue;
          const content = { event, file: { ...file, shift: some.state }, pack: defaultPack, now, surface };
          const handoff = { ...file, shift: some.state, events: some.events };
          const messages = shiftViews[kind]({ ...content, handoff, queue: given.facts.owned });
          for (const message of messages) expectMessage(message);
          if (surface !== null && messages.length > 0) told.add(surface);
        }
    };
    tell(given);
    expect([...told].filter((surface) => surface.startsWith('tickets:'))).toHaveLength(Math.ceil(count / 4));
    const answered = given.state.handoff?.flags.filter((flag) => flag.answered === null) ?? [];
    const ready = answered.reduce(
      (some, { seq }) => having(some, 466, lena, { type: 'answerFlag', flag: seq, words: text(600) }),
      given,
    );
    expect(decide(ready, 467, lou, { type: 'acknowledgeHandoff' }).kind).toBe('accepted');
    told.clear();
    tell(having(ready, 467, lou, { type: 'acknowledgeHandoff' }));
  });

  test('SEC-2: of a restricted ticket only the number stands anywhere', () => {
    const given = flagged(extremeShift(text, extreme.state, 1), text);
    const security = { reportedBy: null, at: now.toISOString(), handedOver: null };
    const file = fileOf(given, extreme);
    const closed: HandoffFile = {
      ...file,
      tickets: file.tickets.map((one) => ({ ...one, ticket: { ...one.ticket, security } })),
      anomalies: null,
    };
    const [event] = given.events;
    if (!event) throw new Error('it has events');
    const surface = `tickets:${given.state.handoff?.delivered?.seq}:0`;
    const content = { event, file: closed, pack: defaultPack, now, surface, handoff: closed, queue: [] };
    const shown = [...shiftViews.briefing(content), ...shiftViews.briefingTickets(content)];
    const record = buildHandoffRecord(closed, defaultPack, 1);
    for (const one of [
      ...shown.map(({ blocks }) => blocks.filter(({ type }) => type !== 'header')),
      record,
    ]) {
      const said = JSON.stringify(one);
      expect(said).toContain('T-999999000 is restricted (SEC-2)');
      expect(said).not.toContain(JSON.stringify(text(60)).slice(1, -1));
    }
  });
});

test('HO-6: a lead’s briefing names the incidents and the overrides that pass on', () => {
  const facts = { incidents: [drafted([held(7, 1)]).state], overridden: [{ ...taken().state, number: 5 }] };
  const remarks = { patterns: null, notInWriting: null, managerReachable: true };
  const written = having(onShift(lena, 480, facts), 462, lena, { type: 'writeAnomalies', ...remarks });
  const given = having(written, 463, lena, { type: 'deliverHandoff' });
  const [event] = given.events;
  if (!event) throw new Error('it has events');
  const file = fileOf(
    given,
    extremeCase((length) => 'a'.repeat(length)),
  );
  const content = { event, file, pack: defaultPack, now, surface: 'card', handoff: file, queue: [] };
  const said = JSON.stringify(shiftViews.briefing(content));
  expect(said).toContain('INC-4');
  expect(said).toMatch(/Priority overridden: .*T-5/);
});
