import { join } from 'node:path';
import { runSandbox } from '../sandbox/run.ts';
import { untilSignal } from './signals.ts';

/** The sandbox: 0 when every step went as scripted, 1 otherwise. Without `exit` it stays up until it is stopped. */
export async function sandboxCommand({ exit }: { exit: boolean }): Promise<number> {
  return runSandbox({
    port: 4100,
    dataDir: join('data', 'sandbox'),
    stayUntil: exit ? null : untilSignal(),
    write: (line) => console.log(line),
  });
}
