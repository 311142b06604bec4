import { describe, expect, test } from 'vitest';
import { changedDocuments, documentCurrency, documentStamps } from '../../src/sop/documents.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';

const day = 24 * 60 * 60_000;
const confirmedInPack = Date.parse('2026-01-04T23:00:00.000Z');
const policy = (now: number, confirmations: Parameters<typeof documentCurrency>[1] = {}) => {
  const found = documentCurrency(defaultPack, confirmations, new Date(now)).find(
    ({ id }) => id === 'POL00001',
  );
  if (!found) throw new Error('the pack has POL00001');
  return found;
};

describe('DOC-2 a document is current', () => {
  test('DOC-2 for as long as the pack says, from its date there in the desk’s zone', () => {
    expect(policy(confirmedInPack + 90 * day)).toMatchObject({
      stale: null,
      confirmedAt: '2026-01-04T23:00:00.000Z',
      confirmedBy: null,
    });
    expect(policy(confirmedInPack + 90 * day + 1).stale).toBe('old');
  });

  test('DOC-2 not by a date in the pack that is yet to come, but by the desk’s own', () => {
    expect(policy(confirmedInPack - 1)).toMatchObject({ stale: 'old', confirmedAt: null });
    const at = '2026-01-03T08:00:00.000Z';
    const ours = { POL00001: { version: '1.0', confirmed: { by: 'ULENA', at } } };
    expect(policy(confirmedInPack - 1, ours)).toMatchObject({ stale: null, confirmedAt: at });
  });

  test('DOC-2 by a date whose midnight the clocks skip', () => {
    const [first] = defaultPack.documents;
    if (!first) throw new Error('the pack has documents');
    const documents = [{ ...first, lastConfirmed: '2026-04-24' }];
    const cairo = { ...defaultPack, timeZone: 'Africa/Cairo', documents };
    const [found] = documentCurrency(cairo, {}, new Date('2026-04-25T00:00:00Z'));
    expect(found).toMatchObject({ stale: null, confirmedAt: '2026-04-23T22:00:00.000Z' });
  });

  test('DOC-2 from the day it was confirmed, at that version', () => {
    const at = '2026-05-01T08:00:00.000Z';
    const ours = { POL00001: { version: '1.0', confirmed: { by: 'ULENA', at } } };
    const now = Date.parse(at) + 80 * day;
    expect(policy(now, ours)).toMatchObject({ stale: null, confirmedAt: at, confirmedBy: 'ULENA' });
    expect(policy(Date.parse(at) + 91 * day, ours).stale).toBe('old');
  });

  test('DOC-2 not at another version than was confirmed, nor at one that a new pack brought', () => {
    const at = '2026-01-06T08:00:00.000Z';
    const older = { POL00001: { version: '0.9', confirmed: { by: 'ULENA', at } } };
    const brought = { POL00001: { version: '1.0', confirmed: null } };
    for (const confirmations of [older, brought])
      expect(policy(Date.parse(at), confirmations)).toMatchObject({ stale: 'newVersion', confirmedAt: null });
  });
});

test('DOC-1 DOC-2 every document of the pack is stamped with its version', () => {
  const stamps = documentStamps(documentCurrency(defaultPack, {}, new Date(confirmedInPack)));
  expect(stamps.map(({ id }) => id)).toEqual(defaultPack.documents.map(({ id }) => id));
  expect(stamps).toContainEqual({ id: 'REF-OPS-002', version: '2026.1', stale: false });
});

test('DOC-2 another version is to be confirmed anew; a new document rests on its date', () => {
  const before = [
    { id: 'A', version: '1' },
    { id: 'B', version: '1' },
  ];
  const after = [
    { id: 'A', version: '2' },
    { id: 'B', version: '1' },
    { id: 'C', version: '1' },
  ];
  expect(changedDocuments(before, after)).toEqual([{ id: 'A', version: '2' }]);
});
