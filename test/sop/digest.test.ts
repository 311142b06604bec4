import { describe, expect, test } from 'vitest';
import { digestKinds, digestSize, mayBeInDigest, urgencyOf } from '../../src/sop/digest.ts';
import { type PriorityCode, priorityCodes } from '../../src/sop/pack/schema.ts';
import type { Recorded } from '../../src/sop/recorded.ts';
import type { TicketEvent } from '../../src/sop/ticket/events.ts';
import { noticesOfTicketEvent } from '../../src/sop/ticket/notices.ts';
import { past9, queued, taken } from './ticket/support.ts';

const about = (type: (typeof digestKinds)[number], priority: PriorityCode): Recorded<TicketEvent> => {
  const payload = { clock: 'response', dueAt: past9(30), since: past9(0), limitAt: past9(15), priority };
  const [opening] = queued().events;
  if (!opening) throw new Error('a ticket begins with an event');
  return { ...opening, seq: 9, type, payload } as Recorded<TicketEvent>;
};

describe('what may be told together', () => {
  test.each(priorityCodes.map((priority) => [priority] as const))('ESL-1 a %s', (priority) => {
    expect(urgencyOf(priority)).toBe(priority === 'P1' || priority === 'P2' ? 'urgent' : 'digest');
    for (const type of digestKinds) {
      const told = noticesOfTicketEvent(about(type, priority), taken().state);
      expect(told.map(({ kind, urgency }) => [kind, urgency])).toEqual([
        [type, urgencyOf(priority)],
        [type, urgencyOf(priority)],
        // The card follows when everything has been told.
        ['card', 'quiet'],
      ]);
      expect(told.map(mayBeInDigest)).toEqual([...Array(2).fill(urgencyOf(priority) === 'digest'), false]);
    }
  });

  test('a message that is kept up to date, and another kind, stand by themselves', () => {
    const told = { kind: 'clockBreached', urgency: 'digest', surface: null } as const;
    expect(mayBeInDigest(told)).toBe(true);
    expect(mayBeInDigest({ ...told, surface: 'call' })).toBe(false);
    expect(mayBeInDigest({ ...told, kind: 'noteAdded' })).toBe(false);
    expect(mayBeInDigest({ ...told, urgency: 'normal' })).toBe(false);
  });

  test('ESL-1 two hundred in a minute are told well within the next one, at one message a second', () => {
    expect(digestSize.fewest).toBeGreaterThan(1);
    const singles = digestSize.fewest - 1;
    expect(singles + Math.ceil(200 / digestSize.most)).toBeLessThan(10);
  });
});
