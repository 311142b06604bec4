import { readSettings } from '../../store/desks.ts';
import {
  readNoticesByKey,
  readPostedBy,
  readSent,
  readStanding,
  readSurfaces,
  type WrittenNotice,
} from '../../store/self-audit.ts';
import type { Desk } from '../desk.ts';
import type { Found } from './findings.ts';
import { withoutRestricted } from './restricted.ts';

/** A message that is to stand in Slack, by what the outbox says. */
export type Expected = { channelId: string; ts: string; stream: string; notice: string };

/** Messages that stand together in one thread, or in one channel itself; `until` is when the first of them was sent. */
export type Place = {
  channelId: string;
  threadTs: string | null;
  expected: readonly Expected[];
  sentAt: Date;
};

/** Notices looked at in one audit. What is more comes next time. */
const most = 2000;

/**
 * Where the messages sent in a period are to stand: the desk's own channels in any case, and the threads and
 * conversations concerned, in the order of their first message. `to` is how far the notices looked at go.
 */
export async function expectedMessages(
  desk: Desk,
  from: Date,
  to: Date,
): Promise<{ places: readonly Place[]; to: Date }> {
  const { db, id } = desk;
  const sent = await readSent(db, id, from, to, most);
  const reached = sent.length < most ? to : (sent.at(-1)?.sentAt ?? to);
  const notices = await withoutRestricted(desk, sent);
  const surfaces = await readSurfaces(
    db,
    id,
    notices.flatMap(({ surface }) => surface ?? []),
  );
  const posted = await readPostedBy(
    db,
    id,
    notices.map((notice) => notice.id),
  );
  const places = new Map<string, Place & { expected: Expected[] }>();
  const add = (channelId: string, threadTs: string | null, sentAt: Date, expected: Expected | null) => {
    const key = `${channelId} ${threadTs ?? ''}`;
    const place = places.get(key) ?? { channelId, threadTs, expected: [], sentAt };
    places.set(key, place);
    if (expected && !place.expected.some(({ ts }) => ts === expected.ts)) place.expected.push(expected);
  };
  for (const channelId of Object.values((await readSettings(db, id)).channels))
    add(channelId, null, from, null);
  for (const notice of notices) {
    const { stream, lane, surface, sentAt } = notice;
    const own = posted.filter(({ noticeId }) => noticeId === notice.id);
    const stands =
      surface === null ? own.filter(({ ts }) => notice.sentTs.includes(ts)) : surfaces.get(surface);
    for (const { channelId, ts, threadTs } of stands === undefined ? [] : [stands].flat()) {
      // A ticket's card is seen with the replies under it, as their root.
      const root = lane === stream && surface === `${stream}/card` ? ts : null;
      const expected = { channelId, ts, stream, notice: `${notice.kind} ${notice.key}` };
      add(channelId, threadTs ?? root, sentAt ?? from, expected);
    }
  }
  return { places: [...places.values()], to: reached };
}

/**
 * Of messages that were not found where they are to stand, those that were deleted: what was taken back or posted anew
 * meanwhile is not to stand there any more.
 */
export async function removedOf(desk: Desk, missing: readonly Expected[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { channelId, ts, stream, notice } of missing) {
    const stands = await readStanding(desk.db, desk.id, channelId, [ts]);
    if (stands.has(ts))
      found.push({ kind: 'removed', stream, channelId, key: `removed:${channelId}:${ts}`, notice });
  }
  return found;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Of messages of ours that stand in a channel, those too many: they bear the mark of a notice whose message stands
 * elsewhere. One whose notice is just being sent is not written down yet.
 */
export async function doubledOf(
  desk: Desk,
  channelId: string,
  ours: readonly { ts: string; notice: string }[],
): Promise<readonly Found[]> {
  const { db, id } = desk;
  const standing = await readStanding(
    db,
    id,
    channelId,
    ours.map(({ ts }) => ts),
  );
  const extra = ours
    .filter(({ ts }) => !standing.has(ts))
    // A card that a notice needed bears that notice's key: `<key>/card`.
    .map(({ ts, notice }) => ({ ts, key: notice.split('/')[0] ?? '' }))
    .filter(({ key }) => uuid.test(key));
  if (extra.length === 0) return [];
  const notices = new Map<string, WrittenNotice>(
    (
      await readNoticesByKey(
        db,
        id,
        extra.map(({ key }) => key),
      )
    ).map((notice) => [notice.key, notice]),
  );
  const known = extra.flatMap(({ ts, key }) => {
    const notice = notices.get(key);
    return notice?.state === 'sent' ? [{ ts, notice }] : [];
  });
  // Sent between the two looks: it was written down where it stands in the same transaction as that it was sent.
  const meanwhile = await readStanding(
    db,
    id,
    channelId,
    known.map(({ ts }) => ts),
  );
  const doubled = known.filter(({ ts }) => !meanwhile.has(ts));
  const tellable = new Set(await withoutRestricted(desk, [...new Set(doubled.map(({ notice }) => notice))]));
  return doubled
    .filter(({ notice }) => tellable.has(notice))
    .map(
      ({ ts, notice }): Found => ({
        kind: 'doubled',
        stream: notice.stream,
        channelId,
        key: `doubled:${channelId}:${ts}`,
        notice: `${notice.kind} ${notice.key}`,
      }),
    );
}
