import type { WebClient } from '@slack/web-api';
import type { Desk } from '../desk/desk.ts';
import { doubledOf, expectedMessages, type Place, removedOf } from '../desk/self-audit/expected-messages.ts';
import type { Found } from '../desk/self-audit/findings.ts';
import { type Looking, readPage, type Standing } from '../slack/standing.ts';

/** At most so many questions to Slack in one audit, one in so many ms: well below its fifty a minute. */
const mostCalls = 120;
const paceMs = 2000;
/** And it takes no longer than this, in ms, so that it is over before the next one. */
const mostMs = 200_000;
/** Pages read of one place: what stands behind them is left for the next audit's window. */
const mostPages = 10;

/** What one audit may still ask of Slack. */
type Budget = { calls: number; until: number; stopping: AbortSignal };

/**
 * The outbox against Slack: whether the messages sent in the period stand where they are to, and once. Gentle with
 * Slack: what it has no room for, or no time because we are `stopping`, is looked at next time, from `doneTo` on.
 */
export async function auditSlack(
  desk: Desk,
  client: WebClient,
  from: Date,
  to: Date,
  stopping: AbortSignal,
): Promise<{ found: readonly Found[]; doneTo: Date }> {
  const budget: Budget = { calls: mostCalls, until: performance.now() + mostMs, stopping };
  const { places, to: reached } = await expectedMessages(desk, from, to);
  const found: Found[] = [];
  for (const place of places) {
    const outcome = await auditPlace(desk, client, place, from, budget);
    if (outcome === 'stopped')
      return { found, doneTo: new Date(Math.max(place.sentAt.getTime(), from.getTime())) };
    found.push(...outcome);
  }
  return { found, doneTo: reached };
}

async function auditPlace(
  desk: Desk,
  client: WebClient,
  place: Place,
  from: Date,
  budget: Budget,
): Promise<readonly Found[] | 'stopped'> {
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
    if (read === 'stopped') return 'stopped';
    // The channel cannot be read: whoever posts there finds out, and says so.
    if (read === 'unreadable') return [];
    standing.push(...read);
  }
  const seen = new Set(standing.map(({ ts }) => ts));
  const ours = standing.flatMap(({ ts, mark }) => (mark ? [{ ts, notice: mark.notice }] : []));
  return [
    ...(await removedOf(
      desk,
      expected.filter(({ ts }) => !seen.has(ts)),
    )),
    ...(await doubledOf(desk, channelId, ours)),
  ];
}

async function readAll(
  desk: Desk,
  client: WebClient,
  looking: Looking,
  budget: Budget,
): Promise<readonly Standing[] | 'stopped' | 'unreadable'> {
  const standing: Standing[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    if (budget.stopping.aborted || budget.calls === 0 || performance.now() > budget.until) return 'stopped';
    budget.calls -= 1;
    const answer: Awaited<ReturnType<typeof readPage>> = await readPage(client, looking, cursor);
    await desk.clock.wait(paceMs, budget.stopping);
    if ('kind' in answer) {
      if (answer.kind === 'channelLost') return 'unreadable';
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
