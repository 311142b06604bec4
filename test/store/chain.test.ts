import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChainedEvent, canonicalJson, chainHash, chainStart } from '../../src/store/chain.ts';

const event = (seq: number, payload: unknown): ChainedEvent => ({
  deskId: 1,
  stream: 'T-1',
  seq,
  type: 'noteAdded',
  at: '2026-03-02T08:00:00.000Z',
  actorId: 'UANA',
  actorRole: 'tier1',
  clause: 'SC-1',
  packVersion: '1',
  packHash: 'hash',
  payload,
});

const headOf = (events: readonly ChainedEvent[]) => events.reduce(chainHash, chainStart);

/** The same value with the keys of every object in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, field]) => [key, reversed(field)]),
  );
}

describe('canonical JSON', () => {
  test.each([
    [{ b: 1, a: [2, { d: null, c: 'x' }] }, '{"a":[2,{"c":"x","d":null}],"b":1}'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [{}, '{}'],
    [[], '[]'],
    ['“\n\u2028\u{1F600}', JSON.stringify('“\n\u2028\u{1F600}')],
    [null, 'null'],
    [-0, '0'],
    [{ é: 1, e: 2, Z: 3 }, '{"Z":3,"e":2,"é":1}'],
  ])('%j', (value, json) => {
    expect(canonicalJson(value)).toBe(json);
  });

  test('says the same whatever the order of keys, and what it says is the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('says different things of different values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const same = JSON.stringify(reversed(one)) === JSON.stringify(reversed(other));
        fc.pre(!same);
        expect(canonicalJson(one) === canonicalJson(other)).toBe(
          canonicalJson(JSON.parse(canonicalJson(one))) === canonicalJson(JSON.parse(canonicalJson(other))),
        );
        expect(canonicalJson(['x', one])).not.toBe(canonicalJson([one]));
      }),
    );
  });
});

describe('the chain', () => {
  const stream = [event(1, { text: 'a' }), event(2, { text: 'b' }), event(3, { text: 'c' })];
  const head = headOf(stream);

  test('is the same for the same stream', () => {
    expect(headOf(stream.map((one) => reversed(one) as ChainedEvent))).toBe(head);
    expect(head).toMatch(/^[0-9a-f]{64}$/);
  });

  const [first, second, third] = stream;
  test.each([
    ['dropped at the start', [second, third]],
    ['dropped in the middle', [first, third]],
    ['dropped at the end', [first, second]],
    ['swapped', [first, third, second]],
    ['repeated', [first, second, second, third]],
    ['moved to another place', [second, first, third]],
    ['gone', []],
  ])('shows what was %s', (_, changed) => {
    expect(headOf(changed.flatMap((one) => (one ? [one] : [])))).not.toBe(head);
  });

  test.each(Object.keys(event(2, null)))('shows a change of %s', (field) => {
    const changed = stream.map((one) => (one.seq === 2 ? { ...one, [field]: 'changed' } : one));
    expect(headOf(changed)).not.toBe(head);
  });
});
