import { describe, expect, test } from 'vitest';
import { describe as described } from '../../../src/sandbox/blocks/check.ts';
import { checkMessageBlocks, textLengthOf } from '../../../src/sandbox/blocks/surface.ts';
import { buildDigest, type DigestEntry } from '../../../src/slack/views/digest.ts';
import { digestViews } from '../../../src/slack/views/digests.ts';
import { type DigestKind, digestKinds, digestSize } from '../../../src/sop/digest.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import type { SlaClockKind } from '../../../src/sop/sla-clock.ts';
import type { TicketEvent } from '../../../src/sop/ticket/events.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { past9, queued, taken } from '../../sop/ticket/support.ts';
import { extremeCase, fileOf, kinds } from './extreme.ts';

/** A notice about a ticket of this number. */
function entry(
  kind: DigestKind,
  number: number,
  change: Partial<TicketState> = {},
  clock: SlaClockKind = 'response',
): DigestEntry {
  const given = kind === 'leftUnassigned' ? queued() : taken();
  const file = fileOf(given);
  const [opening] = given.events;
  if (!opening) throw new Error('a ticket begins with an event');
  const payload = { clock, dueAt: past9(270), since: past9(0), limitAt: past9(120), priority: 'P3' };
  const event = { ...opening, seq: 9, at: past9(60), type: kind, payload } as Recorded<TicketEvent>;
  return { kind, event, file: { ...file, ticket: { ...file.ticket, number, ...change } } };
}

function textOf(message: ReturnType<typeof buildDigest>): string {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    if (typeof value !== 'object' || value === null) return;
    if ('text' in value && typeof value.text === 'string') texts.push(value.text);
    if ('user_id' in value) texts.push(`@${value.user_id}`);
    if ('fallback' in value) texts.push(String(value.fallback));
    if ('elements' in value) walk(value.elements);
  };
  walk(message?.blocks);
  return texts.join('');
}

describe('a digest', () => {
  test('ESL-1 says of each ticket what was missed, what is left, and whose it is', () => {
    const digest = buildDigest(
      [
        entry('clockAtRisk', 3),
        entry('leftUnassigned', 4),
        entry('clockBreached', 2, { title: 'Exports <!channel> fail' }),
        entry('clockBreached', 1, { owner: null }),
      ],
      defaultPack,
    );
    expect(digest?.text).toBe('Several at once: 2 missed, 1 at risk, 1 taken by nobody.');
    const text = textOf(digest);
    expect(text).toContain(
      'T-2 · P2 · Exports <!channel> fail · response was due Mon 2 Mar, 13:30 CET · @UANA',
    );
    expect(text).toContain('T-1 · P2 · ');
    expect(text).toContain('nobody owns it');
    // From 10:00 to 13:30 there is the break from 12:30 to 13:15.
    expect(text).toMatch(
      /T-3 · .* · response, 2 h 45 min of working time left, due Mon 2 Mar, 13:30 CET · @UANA/,
    );
    expect(text).toMatch(/T-4 · .* · in the queue since Mon 2 Mar, 09:00 CET/);
  });

  test('one line is a message, too', () => {
    const digest = buildDigest([entry('clockBreached', 1)], defaultPack);
    expect(digest?.text).toBe('Several at once: 1 missed.');
    expect(textOf(digest).match(/T-\d+/g)).toEqual(['T-1']);
  });

  test('ESL-1 of one clock only the gravest stands, and of two clocks both', () => {
    const digest = buildDigest(
      [
        entry('clockAtRisk', 1),
        entry('clockBreached', 1),
        entry('clockAtRisk', 1, {}, 'resolution'),
        entry('clockAtRisk', 2),
      ],
      defaultPack,
    );
    expect(digest?.text).toBe('Several at once: 1 missed, 2 at risk.');
  });

  test('T1-1 what somebody has taken meanwhile is not called for, and nothing is said of nothing', () => {
    const [waits, gone] = [entry('leftUnassigned', 1), entry('leftUnassigned', 2, { owner: 'UANA' })];
    expect(textOf(buildDigest([waits, gone], defaultPack))).not.toContain('T-2');
    expect(buildDigest([gone], defaultPack)).toBeNull();
    expect(buildDigest([], defaultPack)).toBeNull();
  });

  test.each(kinds)('as many as one holds keep to Slack’s limits, with %s', (_, text) => {
    const { title, customerAccount } = extremeCase(text).state;
    for (const of of [[digestKinds[0]], [digestKinds[1]], [digestKinds[2]], digestKinds]) {
      const entries = Array.from({ length: digestSize.most }, (__, index) =>
        entry(of[index % of.length] ?? 'clockBreached', 999_999_900 + index, { title, customerAccount }),
      );
      const digest = buildDigest(entries, defaultPack);
      if (!digest) throw new Error('there is something to tell');
      expect(checkMessageBlocks(digest.blocks).map(described)).toEqual([]);
      expect(textLengthOf(digest.blocks)).toBeLessThanOrEqual(12_000);
      expect(JSON.stringify(digest.blocks)).not.toContain('mrkdwn');
      for (const { file } of entries) expect(JSON.stringify(digest)).toContain(`T-${file.ticket.number}`);
    }
  });

  test('every kind that may stand in one has its line', () => {
    expect(Object.keys(digestViews).toSorted()).toEqual([...digestKinds].toSorted());
  });
});
