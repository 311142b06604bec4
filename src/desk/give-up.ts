import { system } from '../sop/actor.ts';
import type { NoticeGivenUp } from '../sop/desk-settings.ts';
import { recordFailed } from '../store/deliveries.ts';
import { recordDigestFailed } from '../store/digests.ts';
import { readLastSent } from '../store/outbox.ts';
import type { PostedMessage } from '../store/surfaces.ts';
import type { Transaction } from '../store/transaction.ts';
import type { Desk } from './desk.ts';
import { executeOnDesk } from './execute.ts';
import { belongsInThread, type ClaimedNotice, setAside, targetOf } from './outbox.ts';
import { digestParts } from './outbox-digest.ts';
import { deskEventOf } from './read-desk.ts';

/** A report that nobody could be told something. */
const reportKind = 'noticeGivenUp';

/**
 * It can never be delivered: it stays in the outbox as failed, its lane goes on, and somebody else is told so, in the
 * same transaction and once. What failed to reach that somebody is tried one step further up, then only logged.
 */
export async function giveUp(desk: Desk, notice: ClaimedNotice, error: string): Promise<void> {
  const { key, kind, stream, seq, destination } = notice;
  desk.log.error({ notice: key, kind, stream, error }, 'a message is given up');
  if (kind === reportKind && destination.startsWith('person:')) return setAside(desk, notice, error);
  const about: NoticeGivenUp =
    kind === reportKind
      ? { ...(await reported(desk, seq)), tell: 'managers' }
      : { notice: key, kind, stream, seq, ...(await addressOf(desk, notice)), error, tell: 'leads' };
  const request = { actor: system, requestKey: `given-up:${await occasionOf(desk, notice)}` };
  const { id, deskId, channelId, members, leaseUntil } = notice;
  const nextSendAt = desk.clock.now();
  const failed = (tx: Transaction) =>
    members.length > 0
      ? recordDigestFailed(tx, { ...notice, error, nextSendAt })
      : recordFailed(tx, { id, deskId, channelId, leaseUntil, error, nextSendAt });
  const outcome = await executeOnDesk(desk, request, { type: 'noticeGivenUp', about }, (tx) => failed(tx));
  if (outcome.kind === 'repeated') return setAside(desk, notice, error);
  desk.meter.gaveUp(targetOf(notice));
}

/** SEC-2: a message about a restricted ticket stays where it stands, and somebody has to know. */
export async function giveUpTakingBack(
  desk: Desk,
  notice: ClaimedNotice,
  { channelId, ts }: PostedMessage,
  error: string,
): Promise<void> {
  const { key, kind, stream, seq } = notice;
  desk.log.error({ notice: key, stream, channel: channelId, error }, 'a message is not taken back');
  const about: NoticeGivenUp = {
    notice: key,
    kind,
    stream,
    seq,
    destination: `in:${channelId}`,
    beside: [],
    error,
    tell: 'leads',
  };
  const requestKey = `given-up:${key}:${channelId}:${ts}`;
  await executeOnDesk(desk, { actor: system, requestKey }, { type: 'noticeGivenUp', about });
}

/** A message kept up to date that does not get through is told of once, until it did get through. */
async function occasionOf(desk: Desk, { key, lane, surface }: ClaimedNotice): Promise<string> {
  if (surface === null) return key;
  return `${surface}:${(await readLastSent(desk.db, desk.id, { lane, surface })) ?? 'never'}`;
}

/** Where it was to go, and of what else it tells: a digest stands in the channel, also for what belongs in threads. */
async function addressOf(
  desk: Desk,
  notice: ClaimedNotice,
): Promise<Pick<NoticeGivenUp, 'destination' | 'beside'>> {
  const { stream, destination, members } = notice;
  if (members.length === 0) return { destination, beside: [] };
  const parts = await digestParts(desk, notice);
  const beside = [...new Set(parts.map((part) => part.stream))].filter((other) => other !== stream);
  return { destination: belongsInThread(notice) ? 'channel:tickets' : destination, beside };
}

async function reported(desk: Desk, seq: number): Promise<NoticeGivenUp> {
  const event = await deskEventOf(desk, seq);
  if (event.type !== 'noticeGivenUp') throw new Error(`event ${seq} of the desk reports nothing`);
  return event.payload;
}
