import type { WebClient } from '@slack/web-api';
import type { CustomerWebhook } from '../customer/webhook.ts';
import type { AtPoint, Passing } from '../desk/delivery-point.ts';
import type { Desk } from '../desk/desk.ts';
import { giveUp } from '../desk/give-up.ts';
import { isDatabasePassing } from '../desk/in-transaction.ts';
import { type ClaimedNotice, claimOutbox, outboxIdleFor, retryLater } from '../desk/outbox.ts';
import type { DiagnosticsTool } from '../diagnostics/tool.ts';
import { faultId, logFault, openJobFaults } from '../fault.ts';
import { UnknownKind } from '../slack/unknown-kind.ts';
import { backoffMs } from './backoff.ts';
import { sendCustomerNotice } from './send-customer-notice.ts';
import { sendDiagnosticsNotice } from './send-diagnostics-notice.ts';
import { sendDigest } from './send-digest.ts';
import { sendSlackNotice } from './send-slack-notice.ts';
import { retryOrGiveUp } from './setback.ts';
import { sendTakeBack } from './take-back.ts';

/** Sends under way at once, over all channels. */
const atOnce = 8;
/** Looks again after this long, in ms, even when nobody said that there is anything new: a replica may have died. */
const idleMs = 5000;
/** So often, over a quarter of an hour, a notice of a later version's is left to it while processes are replaced. */
const laterVersionsTurns = 11;

export type Delivery = {
  /** Something was written to the outbox. */
  nudge(): void;
  /** Finishes what is being sent, then stops. */
  stop(): Promise<void>;
};

export type Outlets = {
  slack: WebClient;
  customer: CustomerWebhook | null;
  diagnostics: DiagnosticsTool | null;
};

/**
 * Sends what the outbox holds, oldest first in each lane, paced in each channel, many channels at once. `passing` is told
 * of each step; null where nobody wants to know.
 */
export function startDelivery(desk: Desk, outlets: Outlets, passing: Passing | null): Delivery {
  const inHand = new Set<Promise<void>>();
  let stopped = false;
  const logJobFault = openJobFaults(desk.log);
  let wake = new AbortController();
  const nudge = () => wake.abort();

  const begin = (notice: ClaimedNotice) => {
    const sending = send(desk, outlets, notice, async (point) => passing?.(point, notice)).finally(() => {
      inHand.delete(sending);
      nudge();
    });
    inHand.add(sending);
  };
  const loop = (async () => {
    while (!stopped) {
      // Before looking, so that what is written while we look wakes us.
      wake = new AbortController();
      const { signal } = wake;
      try {
        await passing?.('claiming', null);
        const claimed = inHand.size < atOnce ? await claimOutbox(desk, atOnce - inHand.size) : [];
        claimed.forEach(begin);
        if (claimed.length === 0) await sleep(desk, signal);
      } catch (error) {
        logJobFault(error);
        await desk.clock.wait(idleMs, signal);
      }
    }
  })();

  return {
    nudge,
    async stop() {
      stopped = true;
      nudge();
      await loop;
      await Promise.all(inHand);
    },
  };
}

async function sleep(desk: Desk, wake: AbortSignal): Promise<void> {
  const ms = (await outboxIdleFor(desk)) ?? idleMs;
  if (ms > 0) await desk.clock.wait(Math.min(ms, idleMs), wake);
}

/**
 * A view or a record that is broken must not stop the others: its notice is given up. While the database is away
 * nothing can be written down, so what was sent may have arrived, and is looked for.
 */
async function send(
  desk: Desk,
  { slack, customer, diagnostics }: Outlets,
  notice: ClaimedNotice,
  at: AtPoint,
): Promise<void> {
  try {
    await at('claimed');
    if (notice.destination === 'customer') await sendCustomerNotice(desk, customer, notice);
    else if (notice.destination === 'diagnostics') await sendDiagnosticsNotice(desk, diagnostics, notice);
    else if (notice.kind === 'takeBack') await sendTakeBack(desk, slack, notice, at);
    else if (notice.members.length > 0) await sendDigest(desk, slack, notice, at);
    else await sendSlackNotice(desk, slack, notice, at);
    await at('recorded');
  } catch (error) {
    if (error instanceof UnknownKind && notice.attempts < laterVersionsTurns) {
      desk.log.warn({ notice: notice.key, kind: notice.kind }, 'a notice is left to a later version');
      return comeRoundAgain(desk, notice, 'unknown kind');
    }
    const id = faultId();
    logFault(desk.log, id, error);
    const after = isDatabasePassing(error) ? retryOrGiveUp(desk, notice, id) : giveUp(desk, notice, id);
    await after.catch((again: unknown) => logFault(desk.log, faultId(), again));
  }
}

/**
 * Not this time: the database went away, or it is a later version's to tell. Slack may have the message, and only its
 * record is missing, so it is looked for first. If not even that can be written down, the claim runs out by itself.
 */
async function comeRoundAgain(desk: Desk, notice: ClaimedNotice, error: string): Promise<void> {
  const retry = { uncertain: true, counts: true, error, inMs: backoffMs(notice.attempts), pauseMs: 0 };
  await retryLater(desk, notice, retry).catch((again: unknown) => logFault(desk.log, faultId(), again));
}
