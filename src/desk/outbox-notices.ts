import { type Role, roleRank, roles, type UserId } from '../sop/actor.ts';
import type { Channels } from '../sop/desk-settings.ts';
import type { Destination, Notice, Urgency } from '../sop/notice.ts';
import type { NewNotice } from '../store/outbox.ts';

/** Each ticket's customer is a channel of its own: one that answers slowly keeps nobody else waiting. */
function customerChannelId(stream: string): string {
  return `customer:${stream}`;
}

const urgencies: Record<Urgency, NewNotice['urgency']> = { urgent: 0, normal: 1, digest: 2 };

/**
 * A notice to a role goes to each person who holds it; where nobody does, to those of the next role above, so that it
 * is never told to nobody while the desk has a manager.
 */
export function spreadOverRole(
  notice: Notice<string>,
  members: Readonly<Record<UserId, Role>>,
): readonly Notice<string>[] {
  if (notice.destination.to !== 'role') return [notice];
  const from = roleRank(notice.destination.role);
  const ranks = roles.slice(from).map((role) => Object.keys(members).filter((id) => members[id] === role));
  const people = ranks.find((ids) => ids.length > 0) ?? [];
  // Each has a message of their own, which is kept up to date on its own.
  const surfaceOf = (id: UserId) => notice.surface && `${notice.surface}:${id}`;
  return people.map((id) => ({ ...notice, destination: { to: 'person', id }, surface: surfaceOf(id) }));
}

/** A notice addressed: which channel, and after which others it is to be sent. */
export function addressNotice(
  notice: Notice<string>,
  about: { stream: string; seq: number },
  channels: Channels,
  cardChannel: string | null,
): NewNotice {
  return {
    kind: notice.kind,
    stream: about.stream,
    seq: about.seq,
    urgency: urgencies[notice.urgency],
    surface: notice.surface === null ? null : `${about.stream}/${notice.surface}`,
    ...address(notice, about.stream, channels, cardChannel),
  };
}

/** SEC-2: the same in each lane by which the ticket was told of, after all that is on its way there. */
export function spreadOverLanes(
  notice: Notice<string>,
  about: { stream: string; seq: number },
  lanes: readonly Pick<NewNotice, 'destination' | 'channelId' | 'lane'>[],
): readonly NewNotice[] {
  const urgency = urgencies[notice.urgency];
  return lanes.map((lane) => ({ kind: notice.kind, ...about, urgency, surface: null, ...lane }));
}

function address(
  { destination, surface }: { destination: Destination; surface: string | null },
  stream: string,
  channels: Channels,
  cardChannel: string | null,
): Pick<NewNotice, 'destination' | 'channelId' | 'lane'> {
  switch (destination.to) {
    case 'thread':
      return {
        destination: `thread:${stream}`,
        channelId: cardChannel ?? channels.tickets ?? null,
        lane: stream,
      };
    case 'channel': {
      const name = `channel:${destination.role}`;
      const channelId = channels[destination.role] ?? null;
      // The card opens the thread, so it stands in the thread's lane, and stays where it was posted.
      return surface === 'card'
        ? { destination: name, channelId: cardChannel ?? channelId, lane: stream }
        : { destination: name, channelId, lane: name };
    }
    case 'person':
      return {
        destination: `person:${destination.id}`,
        channelId: destination.id,
        lane: `person:${destination.id}`,
      };
    case 'wherePosted':
      throw new Error('where a ticket was told of is looked up first');
    case 'role':
      throw new Error('a notice to a role is spread over its people first');
    case 'diagnostics':
      return {
        destination: 'diagnostics',
        channelId: `diagnostics:${stream}`,
        lane: `diagnostics:${stream}`,
      };
    case 'customer':
      return { destination: 'customer', channelId: customerChannelId(stream), lane: `customer:${stream}` };
  }
}
