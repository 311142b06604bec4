import { type Clock, systemClock } from '../../src/clock.ts';

/** Time that runs fast, the same in every process that is told these figures; `at` and `real` in ms since the epoch. */
export type FastTime = { at: number; real: number; speed: number };

export function fastTime(speed: number): FastTime {
  return { at: Date.now(), real: Date.now(), speed };
}

export function clockIn(time: FastTime): Clock {
  return {
    now: () => new Date(time.at + (Date.now() - time.real) * time.speed),
    wait: (ms, signal) => systemClock.wait(ms / time.speed, signal),
  };
}
