import type { Clock } from '../clock.ts';
import { sign } from './signature.ts';

/** Another system's address, and the key that what we post there is signed with. */
export type SignedEndpoint = { url: string; secret: string };

export type PostAnswer =
  | { kind: 'answered'; text: string }
  /** Silence, or an answer that asks to be tried again. */
  | { kind: 'retry'; error: string }
  /** The other side will never take it. */
  | { kind: 'refused'; error: string };

const timeoutMs = 10_000;

/**
 * Posts JSON, signed like intake, with an `Idempotency-Key` that stays the same when it is sent again. 2xx is an
 * answer; 408, 425, 429, 5xx and silence are tried again; the rest is final. Of an answer `maxBytes` are read at most.
 */
export async function postSigned(
  endpoint: SignedEndpoint,
  clock: Clock,
  key: string,
  content: unknown,
  maxBytes: number,
): Promise<PostAnswer> {
  const body = JSON.stringify(content);
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
        'X-Handrail-Timestamp': timestamp,
        'X-Handrail-Signature': sign(endpoint.secret, timestamp, body),
      },
      body,
      // Not followed: a signed message goes where the settings say, and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.ok) return await readText(response, maxBytes);
    await response.body?.cancel();
    const error = `http ${response.status}`;
    return [408, 425, 429].includes(response.status) || response.status >= 500
      ? { kind: 'retry', error }
      : { kind: 'refused', error };
  } catch (error) {
    return { kind: 'retry', error: error instanceof Error ? error.name : 'unknown' };
  }
}

async function readText(response: Response, maxBytes: number): Promise<PostAnswer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (maxBytes === 0) await response.body?.cancel();
  else
    for await (const chunk of response.body ?? []) {
      const bytes = Buffer.from(chunk);
      length += bytes.length;
      if (length > maxBytes) return { kind: 'refused', error: 'the answer is too long' };
      chunks.push(bytes);
    }
  return { kind: 'answered', text: Buffer.concat(chunks).toString('utf8') };
}
