import type { WebClient } from '@slack/web-api';
import type { Desk } from '../desk/desk.ts';
import { doubledOf, expectedMessages, type Place, removedOf } from '../desk/self-audit/expected-messages.ts';
import { type Found, foundUnseen } from '../desk/self-audit/findings.ts';
import { type Looking, readPage, type Standing } from '../slack/standing.ts';

/** At most so many questions to Slack in one audit, one in so many ms: well below its fifty a minute. */
const mostCalls = 120;
const paceMs = 2000;
/** And it takes no longer than this, in ms, so that it is over before the next one. */
const mostMs = 200_000;
/** Pages read of one place: what stands behind them is left for the next audit's window. */
const mostPages = 10;

/** Slack's words for what the app was not granted: to post may be allowed all the same, so nobody else finds out. */
const forbidden: ReadonlySet<string> = new Set(['missing_scope', 'no_permission']);

/** What one audit may still ask of Slack. */
type Budget = { calls: number; until: number; stopping: AbortSignal };

/**
 * The outbox against Slack: whether the messages sent in the period stand where they are to, and once. Gentle with
 * Slack: what it has no room for, or no time because we are `stopping`, is looked at next time, from `doneTo` on. `read`:
 * the channels that could be read.
 */
export async function auditSlack(
  desk: Desk,
  client: WebClient,
  from: Date,
  to: Date,
  stopping: AbortSignal,
): Promise<{ found: readonly Found[]; read: readonly string[]; doneTo: Date }> {
  const budget: Budget = { calls: mostCalls, until: performance.now() + mostMs, stopping };
  const { places, to: reached } = await expectedMessages(desk, from, to);
  const found: Found[] = [];
  const read: string[] = [];
  for (const place of places) {
    const outcome = await auditPlace(desk, client, place, from, budget);
    if (outcome === 'stopped')
      return { found, read, doneTo: new Date(Math.max(place.sentAt.getTime(), from.getTime())) };
    if (outcome === 'lost') continue;
    found.push(...outcome.found);
    if (outcome.read) read.push(place.channelId);
  }
  return { found, read, doneTo: reached };
}

async function auditPlace(
  desk: Desk,
  client: WebClient,
  place: Place,
  from: Date,
  budget: Budget,
): Promise<{ found: readonly Found[]; read: boolean } | 'lost' | 'stopped'> {
  const { channelId, threadTs, expected } = place;
  const start = slackTime(from);
  // Sent before, and brought up to date since: looked up one by one, for what stands in between is no concern.
  const older = threadTs ? [] : expected.filter(({ ts }) => Number(ts) < Number(start));
  const lookings: Looking[] = [
    { channelId, threadTs, from: earliest(start, threadTs ? expected.map(({ ts }) => ts) : []), to: null },
    ...older.map(({ ts }) => ({ channelId, threadTs: null, from: ts, to: ts })),
  ];
  const standing: Standing[] = [];
  for (const looking of lookings) {
    const read = await readAll(desk, client, looking, budget);
    if (read === 'stopped' || read === 'lost') return read;
    if ('forbidden' in read) return { found: [foundUnseen(channelId, read.forbidden)], read: false };
    standing.push(...read);
  }
  const seen = new Set(standing.map(({ ts }) => ts));
  const ours = standing.flatMap(({ ts, mark }) => (mark ? [{ ts, notice: mark.notice }] : []));
  const missing = expected.filter(({ ts }) => !seen.has(ts));
  const found = [...(await removedOf(desk, missing)), ...(await doubledOf(desk, channelId, ours))];
  return { found, read: true };
}

async function readAll(
  desk: Desk,
  client: WebClient,
  looking: Looking,
  budget: Budget,
): Promise<readonly Standing[] | { forbidden: string } | 'lost' | 'stopped'> {
  const standing: Standing[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    if (budget.stopping.aborted || budget.calls === 0 || performance.now() > budget.until) return 'stopped';
    budget.calls -= 1;
    const answer: Awaited<ReturnType<typeof readPage>> = await readPage(client, looking, cursor);
    await desk.clock.wait(paceMs, budget.stopping);
    if ('kind' in answer) {
      // Archived, gone, or we are no member: whoever posts there finds out, and says so.
      if (answer.kind === 'channelLost')
        return forbidden.has(answer.error) ? { forbidden: answer.error } : 'lost';
      // The thread's root is gone, and what stood under it with it.
      if (answer.kind === 'messageGone') return standing;
      desk.log.warn({ channel: looking.channelId, reason: answer.kind }, 'the self-audit cannot read on');
      return 'stopped';
    }
    standing.push(...answer.messages);
    if (!answer.cursor) return standing;
    cursor = answer.cursor;
  }
  return standing;
}

function slackTime(at: Date): string {
  return (at.getTime() / 1000).toFixed(6);
}

function earliest(start: string, of: readonly string[]): string {
  return [start, ...of].reduce((first, one) => (Number(one) < Number(first) ? one : first));
}
