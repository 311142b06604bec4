import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the tests build to: beside `dist`, so that paths relative to the package hold. */
const folder = resolve('dist-test');

/** Builds what `npm start` runs, from the sources as they are now. */
export async function buildForTests(): Promise<void> {
  await run('npx', [
    'tsc',
    '-p',
    'tsconfig.build.json',
    '--outDir',
    folder,
    '--sourceMap',
    'false',
    '--inlineSources',
    'false',
  ]);
}

export type Ran = { code: number | null; stdout: string; stderr: string };

/** A `handrail` process with just these settings. */
export type Running = {
  process: ChildProcess;
  /** Resolves once a line of its output matches; fails when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<Ran>;
};

export function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Running {
  const child = spawn(process.execPath, [resolve(folder, 'cli.js'), ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const heard = () => {
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', (data: Buffer) => {
    stdout += data;
    heard();
  });
  child.stderr.on('data', (data: Buffer) => {
    stderr += data;
    heard();
  });
  const ended = new Promise<Ran>((done) => {
    child.on('close', (code) => {
      done({ code, stdout, stderr });
      heard();
    });
  });
  return {
    process: child,
    ended,
    says: (pattern) =>
      new Promise((found, fail) => {
        const look = () => {
          const match = pattern.exec(stdout + stderr);
          if (match) found(match);
          else if (child.exitCode !== null)
            fail(new Error(`it ended without ${pattern}: ${stdout}${stderr}`));
          else return;
          listeners.delete(look);
        };
        listeners.add(look);
        look();
      }),
  };
}

export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Ran> {
  return startCli(args, env, cwd).ended;
}
