import { describe, expect, test } from 'vitest';
import { isGenuine, sign } from '../../src/customer/signature.ts';

const secret = 'a-secret-for-the-tests';
const now = new Date('2026-03-02T08:00:00.500Z');
const stamp = (seconds: number) => String(Math.floor(now.getTime() / 1000) + seconds);
const body = '{"title":"Größe 界"}';

describe('signatures', () => {
  test('cover timestamp and body, text or bytes', () => {
    // HMAC-SHA256, key "key", over "1.body".
    expect(sign('key', '1', 'body')).toBe(
      'sha256=91b5374b153842ad05b2c4eab9349b8321b14703165bd3fb8b034dfb8be98ae5',
    );
    expect(sign(secret, '1', body)).toBe(sign(secret, '1', Buffer.from(body)));
  });

  test.each<
    [string, boolean, Partial<Record<'secret' | 'timestamp' | 'signature' | 'body', string | undefined>>]
  >([
    ['right', true, {}],
    ['as old as can be', true, { timestamp: stamp(-299) }],
    ['too old', false, { timestamp: stamp(-300) }],
    ['from a clock that runs ahead', true, { timestamp: stamp(300) }],
    ['from too far ahead', false, { timestamp: stamp(301) }],
    ['without a timestamp', false, { timestamp: undefined }],
    ['with a timestamp that is none', false, { timestamp: `${stamp(0)}.5` }],
    ['with a timestamp in another notation', false, { timestamp: '0x69a54680' }],
    ['without a signature', false, { signature: undefined }],
    ['with an empty signature', false, { signature: '' }],
    ['with another key', false, { secret: 'another-secret-than-ours' }],
    ['with another body', false, { body: `${body} ` }],
    ['without the scheme', false, { signature: sign(secret, stamp(0), body).slice(7) }],
    ['cut short', false, { signature: sign(secret, stamp(0), body).slice(0, -1) }],
    ['in capitals', false, { signature: sign(secret, stamp(0), body).toUpperCase() }],
    ['for another timestamp', false, { signature: sign(secret, stamp(1), body) }],
    ['with characters of several bytes', false, { signature: `sha256=${'é'.repeat(32)}` }],
  ])('%s: %s', (_, genuine, change) => {
    const timestamp = 'timestamp' in change ? change.timestamp : stamp(0);
    const signature =
      'signature' in change ? change.signature : sign(change.secret ?? secret, timestamp ?? '', body);
    expect(isGenuine(secret, timestamp, signature, Buffer.from(change.body ?? body), now)).toBe(genuine);
  });
});
