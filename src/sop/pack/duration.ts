import { z } from 'zod';

const second = 1000;
const pattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Longer than anything a procedure waits for, in ms (ten years). */
const longest = 3650 * 24 * 3600 * second;

/**
 * ISO 8601 duration of days, hours, minutes and seconds → milliseconds, or null if it is none.
 * A day counts 24 hours: in a calendar with working hours write hours, where a "day" would mislead.
 */
export function parseDuration(text: string): number | null {
  const match = pattern.exec(text);
  if (!match || text.endsWith('P') || text.endsWith('T')) return null;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const ms = ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * second;
  return Number.isSafeInteger(ms) ? ms : null;
}

/** Milliseconds → ISO 8601 in hours, minutes and seconds (`PT26H30M`), never days. RangeError below a second's grain. */
export function formatDuration(ms: number): string {
  if (!Number.isSafeInteger(ms) || ms < 0 || ms % second !== 0) {
    throw new RangeError(`not a duration in whole seconds: ${ms} ms`);
  }
  const total = ms / second;
  const parts = [
    [Math.floor(total / 3600), 'H'],
    [Math.floor(total / 60) % 60, 'M'],
    [total % 60, 'S'],
  ] as const;
  const written = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return written.length === 0 ? 'PT0S' : `PT${written.join('')}`;
}

/** A positive duration, written in ISO 8601 (`PT15M`), read as milliseconds. */
export const duration = z.codec(z.string(), z.number(), {
  decode: (text, context) => {
    const ms = parseDuration(text);
    if (ms !== null && ms > 0 && ms <= longest) return ms;
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'write a duration above zero (ten years at most) in ISO 8601, as PT15M or P3DT12H',
    });
    return z.NEVER;
  },
  encode: formatDuration,
});
