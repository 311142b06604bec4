import { expect } from 'vitest';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';

/** Every channel, thread and person holds what the outbox has sent there, once; and the outbox is empty. */
export async function expectEachOnce(workspace: Workspace, db: PrismaClient): Promise<void> {
  const unsent = await db.notice.findMany({ where: { state: { not: 'sent' } } });
  expect(unsent.map(({ kind, state, lastError }) => ({ kind, state, lastError }))).toEqual([]);

  const standing = workspace.core.messages.filter(({ fromBot, onlyFor }) => fromBot && onlyFor === undefined);
  const marks = standing.map(({ metadata }) => JSON.stringify(metadata?.event_payload));
  expect(
    marks.filter((mark, index) => marks.indexOf(mark) !== index),
    'told twice',
  ).toEqual([]);

  // Each message that stands is one that was written down, and the other way round.
  const rows = await db.posted.findMany();
  // A digest is written down once for each ticket in it.
  const posted = new Set(rows.map(({ channelId, ts }) => `${channelId} ${ts}`));
  expect(
    standingIn(workspace)
      .map(({ channelId, ts }) => `${channelId} ${ts}`)
      .toSorted(),
  ).toEqual([...posted].toSorted());
}

/** No message stands twice, by the key that each carries. */
export function expectNoneTwice(workspace: Workspace): void {
  const marks = standingIn(workspace).map(({ metadata }) => JSON.stringify(metadata?.event_payload));
  expect(
    marks.filter((mark, index) => marks.indexOf(mark) !== index),
    'told twice',
  ).toEqual([]);
}

function standingIn({ core }: Workspace) {
  return core.messages.filter(({ fromBot, onlyFor }) => fromBot && onlyFor === undefined);
}
