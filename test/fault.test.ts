import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openJobFaults } from '../src/fault.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

test('a job that fails every second says so at once, then once a minute with how often; another fault at once', () => {
  const lines: { fault: string; error: string; times?: number }[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const jobFault = openJobFaults(log);
  for (let second = 0; second < 150; second += 1) {
    jobFault(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
    if (second === 30) jobFault(new TypeError('something else'));
    vi.advanceTimersByTime(1000);
  }
  expect(lines.map(({ error, times }) => [error, times])).toEqual([
    ['Error', undefined],
    ['TypeError', undefined],
    ['Error', 60],
    ['Error', 60],
  ]);
  expect(new Set(lines.map(({ fault }) => fault)).size).toBe(4);
});
