import { setTimeout as delay } from 'node:timers/promises';
import { within } from '../bounded.ts';
import type { Desk } from '../desk/desk.ts';
import { claimRearming, isUnderOtherPack, keepArmed, rearmAll } from '../desk/rearm.ts';
import { faultId, logFault } from '../fault.ts';

export type Rearming = { stop(): Promise<void> };

/** The start waits so long for it, in ms: a desk of some thousand tickets begins with all of it armed. */
const startWaitsMs = 2000;
/** Between two batches, in ms: people and clocks come first. */
const pauseMs = 5;
/** When another replica does it, or the database is away, it is asked again after this, in ms. */
const againMs = 10_000;
/** How often it is seen to that everything stays armed, in ms. */
const lookMs = 60_000;

/**
 * Re-arms tickets and shifts after a change of pack, beside everything else: the start is not held up by how many there are.
 * By the machine's clock, for it is work of this process and no deadline of the desk's.
 */
export async function startRearming(desk: Desk): Promise<Rearming> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = async (ms: number) => {
    await delay(ms, undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  };
  const rearm = async () => {
    if (!(await isUnderOtherPack(desk))) return true;
    if (!(await claimRearming(desk))) return false;
    const began = performance.now();
    if ((await rearmAll(desk, () => pause(pauseMs))) === 'stopped') return true;
    desk.log.info(
      { ms: Math.round(performance.now() - began) },
      'tickets and shifts are armed under the pack in force',
    );
    return true;
  };
  const look = async () => {
    if (await keepArmed(desk, () => pause(pauseMs)))
      desk.log.info('nobody runs under the pack in force any more: armed under the one of this replica');
    return true;
  };
  const untilDone = async () => {
    while (!signal.aborted && !(await unlessFault(desk, rearm))) await pause(againMs);
  };
  const first = untilDone();
  const watching = first.then(async () => {
    while (!signal.aborted) {
      await unlessFault(desk, look);
      await pause(lookMs);
    }
  });
  await within(startWaitsMs, first, undefined);
  return {
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

async function unlessFault(desk: Desk, work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    logFault(desk.log, faultId(), error);
    return false;
  }
}
