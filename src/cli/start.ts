import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { type Handrail, startHandrail } from '../main.ts';
import { readSettings } from '../settings.ts';
import { settingsMessage } from './settings-message.ts';
import { untilSignal } from './signals.ts';

/** Runs the bot until it is told to stop. 2: settings are missing or wrong; 1: it could not start or died. */
export async function startCommand(env: NodeJS.ProcessEnv): Promise<number> {
  const read = readSettings(env);
  if (!read.ok) {
    console.error(settingsMessage(read.problems));
    return 2;
  }
  const log = createLog(read.settings.logLevel);
  let fail: (reason: 'failed') => void = () => undefined;
  const failed = new Promise<'failed'>((resolve) => {
    fail = resolve;
  });
  // From the first moment on: told to stop while it starts, it stops as soon as it has.
  const signal = untilSignal();
  const toldToStop = new AbortController();
  void signal.then(() => toldToStop.abort());
  let handrail: Handrail;
  try {
    handrail = await startHandrail({
      settings: read.settings,
      clock: systemClock,
      log,
      signal: toldToStop.signal,
      onFailure: (error) => {
        log.fatal({ error: error.name }, 'the embedded database died');
        console.error(`Handrail stops. ${error.message}`);
        fail('failed');
      },
    });
  } catch (error) {
    console.error(`Handrail could not start. ${startProblem(error)}`);
    return 1;
  }
  const reason = await Promise.race([signal, failed]);
  return (await stopsInTime(handrail)) && reason !== 'failed' ? 0 : 1;
}

/** Everything in hand is finished within this, in ms, or the process ends without, and says so by its exit code. */
const stopWithin = 8500;

async function stopsInTime(handrail: Handrail): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), stopWithin).unref());
  return Promise.race([handrail.stop().then(() => true), late]);
}

function startProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') return `${error.message}. Set PORT to a free port.`;
  return error.message;
}
