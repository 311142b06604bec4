import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { inject, vi } from 'vitest';

const run = promisify(execFile);

/** Where the tests build to: beside `dist`, so that paths relative to the package hold. */
export const folder = resolve('dist-test');

/** Builds what `npm start` runs, from the sources as they are now; once for all files of tests in a run. */
export async function buildForTests(): Promise<void> {
  const marks = inject('scratchDir');
  const outcome = join(marks, 'built');
  const first = await mkdir(join(marks, 'building')).then(
    () => true,
    () => false,
  );
  if (first) await writeFile(outcome, await build().then(() => '', String));
  const problem = await vi.waitFor(() => readFile(outcome, 'utf8'), { timeout: 170_000, interval: 100 });
  if (problem) throw new Error(problem);
}

function build(): Promise<void> {
  return buildInto(folder);
}

/** The same, for tests that go on while others build. */
export async function buildInto(folder: string): Promise<void> {
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
  /** Where the build is, if it is another one. */
  built?: string,
): Running {
  return startNode([resolve(built ?? folder, 'cli.js'), ...args], env, cwd);
}

/** The same of any script. */
export function startNode(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Running {
  const child = spawn(process.execPath, args, {
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
