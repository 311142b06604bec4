import type { WebClient } from '@slack/web-api';
import type { CustomerWebhook } from '../customer/webhook.ts';
import type { Desk } from '../desk/desk.ts';
import { type ClaimedNotice, claimOutbox, giveUp, outboxIdleFor } from '../desk/outbox.ts';
import type { DiagnosticsTool } from '../diagnostics/tool.ts';
import { faultId, logFault } from '../fault.ts';
import { sendCustomerNotice } from './send-customer-notice.ts';
import { sendDiagnosticsNotice } from './send-diagnostics-notice.ts';
import { sendSlackNotice } from './send-slack-notice.ts';
import { sendTakeBack } from './take-back.ts';

/** Sends under way at once, over all channels. */
const atOnce = 8;
/** Looks again after this long, in ms, even when nobody said that there is anything new: a replica may have died. */
const idleMs = 5000;

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

/** Sends what the outbox holds, oldest first in each lane, paced in each channel, many channels at once. */
export function startDelivery(desk: Desk, outlets: Outlets): Delivery {
  const inHand = new Set<Promise<void>>();
  let stopped = false;
  let wake = new AbortController();
  const nudge = () => wake.abort();

  const begin = (notice: ClaimedNotice) => {
    const sending = send(desk, outlets, notice).finally(() => {
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
        const claimed = inHand.size < atOnce ? await claimOutbox(desk, atOnce - inHand.size) : [];
        claimed.forEach(begin);
        if (claimed.length === 0) await sleep(desk, signal);
      } catch (error) {
        logFault(desk.log, faultId(), error);
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

/** A view or a record that is broken must not stop the others: its notice is set aside. */
async function send(
  desk: Desk,
  { slack, customer, diagnostics }: Outlets,
  notice: ClaimedNotice,
): Promise<void> {
  try {
    if (notice.destination === 'customer') await sendCustomerNotice(desk, customer, notice);
    else if (notice.destination === 'diagnostics') await sendDiagnosticsNotice(desk, diagnostics, notice);
    else if (notice.kind === 'takeBack') await sendTakeBack(desk, slack, notice);
    else await sendSlackNotice(desk, slack, notice);
  } catch (error) {
    const id = faultId();
    logFault(desk.log, id, error);
    await giveUp(desk, notice, id).catch((again: unknown) => logFault(desk.log, faultId(), again));
  }
}
