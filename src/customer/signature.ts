import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a signed request may be. */
const maxAgeMs = 5 * 60_000;

/** `sha256=` and the hex HMAC over `timestamp.body`: what intake expects and what the customer's channel gets. */
export function sign(secret: string, timestamp: string, body: string | Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}

/** Whether the signature is right and the timestamp (seconds since 1970) within five minutes of `now`, either way. */
export function isGenuine(
  secret: string,
  timestamp: string | undefined,
  signature: string | undefined,
  body: Buffer,
  now: Date,
): boolean {
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > maxAgeMs) return false;
  const expected = Buffer.from(sign(secret, timestamp, body));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
