// The bot as a process of its own, on a clock that runs fast, which ends itself at one step of a delivery as if by
// accident: node crashing-bot.mjs FOLDER PLAN, where FOLDER holds the built bot and PLAN is a CrashPlan in JSON.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';

const [folder = '', given = '{}'] = process.argv.slice(2);
/** @param {string} file */
const load = (file) => import(pathToFileURL(resolve(folder, file)).href);
const [{ startHandrail }, { readSettings }, { systemClock }] = await Promise.all(
  ['main.js', 'settings.js', 'clock.js'].map(load),
);
const { clock, dieAt } = JSON.parse(given);
const read = readSettings(process.env);
if (!read.ok) throw new Error(JSON.stringify(read.problems));

let passes = 0;
await startHandrail({
  settings: read.settings,
  clock: {
    now: () => new Date(clock.at + (Date.now() - clock.real) * clock.speed),
    wait: (/** @type {number} */ ms, /** @type {AbortSignal} */ signal) =>
      systemClock.wait(ms / clock.speed, signal),
  },
  log: pino({ base: null }, pino.destination({ dest: 1, sync: true })),
  onFailure: (/** @type {Error} */ error) => {
    throw error;
  },
  passing: async (
    /** @type {string} */ point,
    /** @type {{ stream: string, kind: string } | null} */ notice,
  ) => {
    if (!dieAt || point !== dieAt.point) return;
    if (dieAt.stream && notice?.stream !== dieAt.stream) return;
    if (dieAt.kind && notice?.kind !== dieAt.kind) return;
    passes += 1;
    if (passes <= dieAt.after) return;
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => undefined);
  },
});
