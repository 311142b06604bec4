import { type Role, roleRank, roles, type UserId } from '../sop/actor.ts';
import type { Channels } from '../sop/desk-settings.ts';
import { mayBeInDigest } from '../sop/digest.ts';
import type { ChannelRole, Destination, Notice, Urgency } from '../sop/notice.ts';
import type { NewNotice } from '../store/outbox.ts';

/** Each ticket's customer is a channel of its own: one that answers slowly keeps nobody else waiting. */
function customerChannelId(stream: string): string {
  return `customer:${stream}`;
}

const urgencies: Record<Urgency, NewNotice['urgency']> = { urgent: 0, normal: 1, digest: 2, quiet: 3 };

/** Who holds which role, who is on shift, and who was told of this very surface in person before. */
export type Readership = {
  members: Readonly<Record<UserId, Role>>;
  onShift: readonly UserId[];
  told: readonly UserId[];
};

/**
 * A notice to a role goes to each person who holds it and is on shift, or to all who hold it where none of them is;
 * where nobody does, to those of the next role above, so that it is never told to nobody while the desk has a manager.
 * What is kept up to date in place stays so for whoever has it already.
 */
export function spreadOverRole(
  notice: Notice<string>,
  { members, onShift, told }: Readership,
): readonly Notice<string>[] {
  if (notice.destination.to !== 'role') return [notice];
  const from = roleRank(notice.destination.role);
  const ranks = roles.slice(from).map((role) => Object.keys(members).filter((id) => members[id] === role));
  const all = ranks.find((ids) => ids.length > 0) ?? [];
  const there = all.filter((id) => onShift.includes(id));
  const before = told.filter((id) => all.includes(id));
  const people = [...new Set([...(there.length > 0 ? there : all), ...before])];
  // Each has a message of their own, which is kept up to date on its own.
  const surfaceOf = (id: UserId) => notice.surface && `${notice.surface}:${id}`;
  return people.map((id) => ({ ...notice, destination: { to: 'person', id }, surface: surfaceOf(id) }));
}

/** A pattern's own channel that takes nothing any more gives way to the desk's shift channel. */
export function instead(notice: Notice<string>, lostChannels: readonly string[]): Notice<string> {
  const { destination } = notice;
  return destination.to === 'conversation' && lostChannels.includes(destination.id)
    ? { ...notice, destination: { to: 'channel', role: 'shift' } }
    : notice;
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
    ...inDigest(notice, address(notice, about.stream, channels, cardChannel)),
  };
}

type Address = Pick<NewNotice, 'destination' | 'channelId' | 'lane'>;

/**
 * What may be told together is known by where it goes. In a channel it has a lane of its own, so that what is urgent
 * gets past it; in a thread it keeps its place among what else is told of the ticket.
 */
function inDigest(notice: Notice<string>, address: Address): Address & Pick<NewNotice, 'digest'> {
  if (!mayBeInDigest(notice)) return { ...address, digest: null };
  if (notice.destination.to === 'thread') return { ...address, digest: 'threads' };
  return { ...address, lane: `${address.lane}/digest`, digest: address.destination };
}

/** SEC-2: the same in each lane by which the ticket was told of, after all that is on its way there. */
export function spreadOverLanes(
  notice: Notice<string>,
  about: { stream: string; seq: number },
  lanes: readonly Address[],
): readonly NewNotice[] {
  const urgency = urgencies[notice.urgency];
  return lanes.map((lane) => ({
    kind: notice.kind,
    ...about,
    urgency,
    surface: null,
    digest: null,
    ...lane,
  }));
}

function address(
  { destination, surface }: { destination: Destination; surface: string | null },
  stream: string,
  channels: Channels,
  cardChannel: string | null,
): Address {
  switch (destination.to) {
    case 'thread':
      return {
        destination: `thread:${stream}`,
        channelId: cardChannel ?? channels[threadsIn(stream)] ?? null,
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
    case 'conversation': {
      const name = `conversation:${destination.id}`;
      return surface === 'card'
        ? { destination: name, channelId: cardChannel ?? destination.id, lane: stream }
        : { destination: name, channelId: destination.id, lane: name };
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

/** Where the threads of a stream hang: those of shifts under their briefing. */
export function threadsIn(stream: string): ChannelRole {
  return stream.startsWith('SHIFT-') ? 'shift' : 'tickets';
}
