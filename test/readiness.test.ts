import { describe, expect, test } from 'vitest';
import { askReady, type Readiness } from '../src/readiness.ts';

const well: Readiness = {
  database: async () => true,
  slack: async () => true,
  sinceTick: () => 1000,
  setAside: async () => [],
};
const never = () => new Promise<never>(() => undefined);
const fails = () => Promise.reject(new Error('away'));

describe('/readyz', () => {
  test.each<[string, Partial<Readiness>, number, object]>([
    ['all is well', {}, 200, { database: true, slack: true, clock: true, setAside: [] }],
    ['the database says no', { database: async () => false }, 503, { database: false }],
    ['the database fails', { database: fails, setAside: fails }, 503, { database: false, setAside: null }],
    ['Slack is away', { slack: async () => false }, 503, { slack: false, database: true }],
    ['nothing has ticked yet', { sinceTick: () => null }, 503, { clock: false }],
    ['the last tick is 59 seconds old', { sinceTick: () => 59_999 }, 200, { clock: true }],
    ['the last tick is a minute old', { sinceTick: () => 60_000 }, 503, { clock: false }],
    ['a ticket is poisoned', { setAside: async () => ['T-7'] }, 200, { setAside: ['T-7'] }],
  ])('%s', async (_, change, status, detail) => {
    const answer = await askReady({ ...well, ...change });
    expect(answer.status).toBe(status);
    expect(answer.ready).toMatchObject(detail);
  });

  test('it answers within a bound, though everything hangs', async () => {
    const began = performance.now();
    const answer = await askReady({ database: never, slack: never, sinceTick: () => 0, setAside: never });
    expect(performance.now() - began).toBeLessThan(4000);
    expect(answer).toEqual({
      status: 503,
      ready: { database: false, slack: false, clock: true, setAside: null },
    });
  });
});
