import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const RUNNER = fileURLToPath(new URL('../../scripts/run-ts.mjs', import.meta.url));

export type RunningScript = {
  pid: number;
  /** The whole lines it has printed so far. */
  lines(): string[];
  /** SIGKILL: it gets no chance to clean up. */
  kill(): Promise<void>;
};

/** Runs a TypeScript file's `main` in a process of its own. */
export function runScript(file: URL, ...args: string[]): RunningScript {
  const child: ChildProcess = spawn(process.execPath, [RUNNER, fileURLToPath(file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return {
    pid: child.pid ?? 0,
    lines: () => output.split('\n').slice(0, -1),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
