import { within } from '../bounded.ts';
import type { Desk } from '../desk/desk.ts';
import type { DueSource, DueStrike } from '../desk/due/due-source.ts';
import { faultId, logFault } from '../fault.ts';
import { epoch } from '../sop/instant.ts';

/** At most so many records of a kind in one round: what is left is due in the next one, a second later. */
const mostStrikes = 500;
/** A round ends after so many ms, so that it shows that it still goes on. */
const roundMs = 20_000;
/** A strike that takes longer than this, in ms, is left to end beside the others; so many may. */
const slowMs = 1000;
const mostSlow = 3;
/** A record that could not be decided on is tried again after so many ms: at first soon, for what passes by itself. */
const setAsideMs = { once: 5000, again: 60_000 };

/** The work of one kind of record: rounds of strikes, with what this process has set aside. */
export type Drain = {
  /** One round: until nothing is due, or the round is full. Throws where no record can be claimed. */
  round(): Promise<void>;
  /** Waits for strikes that are still under way. */
  settle(): Promise<void>;
};

/**
 * Strikes one kind of record. A slow record lets the others past; one that fails is set aside for this process, and
 * `failedAgain` is told of the second time in a row.
 */
export function openDrain(
  desk: Desk,
  source: DueSource,
  failedAgain: (stream: string, fault: string) => Promise<void>,
): Drain {
  const setAside = new Map<string, { until: number; times: number }>();
  const slow = new Set<Promise<unknown>>();

  const fail = async (stream: string, error: unknown) => {
    const id = faultId();
    logFault(desk.log, id, error);
    desk.log.error({ fault: id, record: stream }, 'what a record owes by the clock is set aside');
    const times = (setAside.get(stream)?.times ?? 0) + 1;
    const ms = times === 1 ? setAsideMs.once : setAsideMs.again;
    setAside.set(stream, { until: desk.clock.now().getTime() + ms, times });
    if (times === 1) return;
    // Nor may what cannot be told keep the others waiting: it is tried again with the record.
    await failedAgain(stream, id).catch((again: unknown) => logFault(desk.log, faultId(), again));
  };
  const strike = async (except: readonly string[]): Promise<DueStrike> => {
    const struck = await source.strikeNext(desk, except);
    if (struck.kind === 'failed') await fail(struck.stream, struck.error);
    if (struck.kind === 'struck') {
      setAside.delete(struck.stream);
      if (struck.dueAt) desk.meter.struck(source.name, desk.clock.now().getTime() - epoch(struck.dueAt));
    }
    return struck;
  };
  /** The strike's outcome; null when it is slow, and ends beside the others. */
  const strikeOrLeave = async (except: readonly string[]): Promise<DueStrike | null> => {
    const striking = strike(except);
    if (slow.size >= mostSlow) return striking;
    const outcome = await within(slowMs, striking, null);
    if (outcome === null) {
      const ending = striking
        .catch((error: unknown) => logFault(desk.log, faultId(), error))
        .finally(() => slow.delete(ending));
      slow.add(ending);
    }
    return outcome;
  };

  return {
    async round() {
      const began = performance.now();
      const busy: string[] = [];
      for (let strikes = 0; strikes < mostStrikes && performance.now() - began < roundMs; strikes += 1) {
        const now = desk.clock.now().getTime();
        const waiting = [...setAside].filter(([, { until }]) => until > now).map(([stream]) => stream);
        const except = [...waiting, ...busy];
        const outcome = await strikeOrLeave(except);
        if (outcome?.kind === 'nothingDue') {
          // What was set aside and might have been struck owes nothing any more: its next failure is a first one.
          for (const stream of setAside.keys()) if (!except.includes(stream)) setAside.delete(stream);
          break;
        }
        // For a replica under that pack; it need not be asked about each second meanwhile.
        if (outcome?.kind === 'othersOwe')
          setAside.set(outcome.stream, { until: now + setAsideMs.again, times: 0 });
        if (outcome?.kind === 'busy') busy.push(outcome.stream);
      }
    },
    async settle() {
      await Promise.all(slow);
    },
  };
}
