import type { Destination } from '../notice.ts';

/** Where a shift is briefed and reminded: the pattern's own channel, or the desk's. */
export function channelOf({ channel }: { channel: string | null }): Destination {
  return channel === null ? { to: 'channel', role: 'shift' } : { to: 'conversation', id: channel };
}
