import { readLostChannels } from '../../store/desks.ts';
import {
  readGivenUp,
  readNeverPosted,
  readOverdueChannels,
  type WrittenNotice,
} from '../../store/self-audit.ts';
import type { Desk } from '../desk.ts';
import type { Found } from './findings.ts';
import { withoutRestricted } from './restricted.ts';

/** What has waited longer than this, in ms, is overdue. */
const overdueAfter = 10 * 60_000;
/** Notices given up are told of when they were written within this, in ms. */
const givenUpWithin = 24 * 60 * 60_000;

/** The outbox by itself: what waits too long, was given up, or counts as sent though Slack never had it. */
export async function auditOutbox(desk: Desk, from: Date, to: Date): Promise<readonly Found[]> {
  const { db, id } = desk;
  const now = to.getTime();
  const lost = new Set(await readLostChannels(db, id));
  const overdue = await readOverdueChannels(db, id, new Date(now - overdueAfter));
  const givenUp = await readGivenUp(db, id, new Date(now - givenUpWithin));
  const unposted = await readNeverPosted(db, id, from, to);
  return [
    // Of a channel that takes nothing the managers have been told.
    ...overdue
      .filter((channelId) => !lost.has(channelId))
      .map(
        (channelId): Found => ({
          kind: 'overdue',
          stream: null,
          channelId,
          key: `overdue:${channelId}`,
          notice: 'the oldest of its channel',
        }),
      ),
    ...(await withoutRestricted(desk, givenUp)).map((notice) => aboutNotice('givenUp', notice)),
    ...(await withoutRestricted(desk, unposted)).map((notice) => aboutNotice('neverPosted', notice)),
  ];
}

function aboutNotice(
  kind: 'givenUp' | 'neverPosted',
  { id, key, kind: of, stream, channelId }: WrittenNotice,
): Found {
  return { kind, stream, channelId, key: `${kind}:${id}`, notice: `${of} ${key}` };
}
