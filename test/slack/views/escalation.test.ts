import { describe, expect, test } from 'vitest';
import { buildCard } from '../../../src/slack/views/card.ts';
import { buildMine } from '../../../src/slack/views/lists.ts';
import { noticeViews } from '../../../src/slack/views/notices/index.ts';
import { buildTicketStep } from '../../../src/slack/views/short-answers.ts';
import { system } from '../../../src/sop/actor.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import { acceptance, played } from '../../sop/ticket/journey.ts';
import {
  acknowledged,
  ana,
  type Case,
  classified,
  fold,
  having,
  past9,
  tess,
} from '../../sop/ticket/support.ts';
import { fileOf } from './extreme.ts';

const escalate = (trigger: 'ESC-5' | 'ESL-4') =>
  ({ type: 'escalate', trigger, reason: 'It needs a change.' }) as const;
const redirect = { type: 'redirect', code: 'infrastructure', note: 'A server.' } as const;
const strike = { type: 'clockStruck' } as const;
const pending = () => having(acknowledged(), 6, ana, escalate('ESC-5'));

/** The labels of all buttons in a message or a list of blocks. */
function labels(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'button' && 'text' in value)
    return [String((value.text as { text: string }).text)];
  return Object.values(value).flatMap(labels);
}

describe('what is offered to whoever passed a ticket on', () => {
  const mine = ({ state, pack }: Case) => labels(buildMine({ readable: [state], restricted: [] }, pack));
  const step = ({ state, pack }: Case) => labels(buildTicketStep(state, pack, 'It is escalated.'));

  test('T2-1 accepting is the receiving tier’s: the card has it, their own answers do not', () => {
    const given = pending();
    expect(labels(buildCard(given.state, given.pack))).toContain('Accept');
    expect(mine(given)).toEqual(['Show']);
    expect(step(given)).toEqual(['Show']);
  });

  test('T1-4 what they still owe the customer is', () => {
    const given = having(classified(), 3, ana, escalate('ESC-5'));
    expect(mine(given)).toEqual(['Acknowledge', 'Show']);
    expect(step(given)).toEqual(['Acknowledge', 'Show']);
  });
});

/** The call of 09:06, as the last event leaves it. */
function firstCall(given: Case): readonly { text: string; blocks: unknown }[] {
  const [event] = given.events.slice(-1);
  if (!event) throw new Error('something happened');
  const before = fold(given.events.slice(0, -1));
  const surface = `call:${past9(6)}`;
  const told = noticesOfTicketEvent(event, before).filter((one) => one.surface === surface);
  expect(told).toHaveLength(1);
  return noticeViews.escalationCall({ event, file: fileOf(given), pack: given.pack, surface });
}

test.each<[string, () => Case, string]>([
  ['accepted', () => having(pending(), 7, tess, acceptance(pending())), 'T-7, by '],
  ['reminded of', () => having(pending(), 16, system, strike), 'the newer call stands below'],
  ['redirected', () => having(pending(), 7, ana, redirect), 'was closed before it was accepted'],
])('T2-1 a call that was %s says so, and is answered no longer', (_, given, words) => {
  const [message] = firstCall(given());
  expect(JSON.stringify(message?.blocks)).toContain(words);
  expect(labels(message)).toEqual([]);
});

test('T2-1 the call that stands has its button, and one that was overtaken is not posted at all', () => {
  const given = pending();
  expect(labels(firstCall(given))).toEqual(['Accept', 'Show']);
  const [event] = given.events.slice(-1);
  if (!event) throw new Error('it was escalated');
  const later = having(given, 7, tess, acceptance(given));
  const surface = `call:${past9(6)}`;
  expect(noticeViews.escalationCall({ event, file: fileOf(later), pack: later.pack, surface })).toEqual([]);
});

test('T2-2 a verbal handoff that nobody recorded is not asked for any more once it goes on', () => {
  const accepted = having(pending(), 7, tess, acceptance(pending()));
  const given = played(accepted, [8, tess, escalate('ESL-4')]);
  const [event] = given.events.slice(-1);
  if (!event) throw new Error('it was escalated');
  const surface = `briefing:${accepted.state.escalation?.seq}`;
  const [told] = noticesOfTicketEvent(event, accepted.state).filter((one) => one.surface === surface);
  expect(told?.kind).toBe('briefing');
  const [message] = noticeViews.briefing({ event, file: fileOf(given), pack: given.pack, surface });
  expect(labels(message)).toEqual([]);
  expect(JSON.stringify(message?.blocks)).toContain('escalated once more before either was recorded');
});
