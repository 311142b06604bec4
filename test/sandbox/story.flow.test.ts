import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runSandbox } from '../../src/sandbox/run.ts';
import { copyEmbeddedTemplate } from '../support/database.ts';

test('the story of the sandbox goes as scripted, and the README shows it as it is', async () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(...line.split('\n'));
  const code = await runSandbox({ port: 0, dataDir: copyEmbeddedTemplate(), stayUntil: null, write });
  const told = lines.join('\n');
  expect(told.slice(-200)).toContain('Every step went as scripted.');
  expect(code).toBe(0);
  const [, excerpt = ''] =
    /<!-- excerpt:start -->.*?```text\n(.*?)```/s.exec(readFileSync('README.md', 'utf8')) ?? [];
  const steps = excerpt.split(/^(?=── )/m).map((step) => step.trim());
  expect(steps.length).toBeGreaterThan(1);
  for (const step of steps) expect(told).toContain(step);
}, 120_000);
