import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';

/** A short id for something that broke: the person sees it, the log line holds it. */
export function faultId(): string {
  return `F-${randomBytes(4).toString('hex')}`;
}

/**
 * Logs what broke without what people wrote: messages of the database layer quote the values they were given, so
 * only the error's kind, its code and the places in our code are kept.
 */
export function logFault(log: Logger, id: string, error: unknown): void {
  log.error({ fault: id, ...describeError(error) }, 'fault');
}

/** The same fault of a job is logged so often, in ms. */
const sayAgainAfter = 60_000;

/**
 * For a job that runs by itself, many times a minute: a fault is logged at once, the same one again after a minute at
 * the earliest, with how many times it happened since. An outage of an hour fills no disk.
 */
export function openJobFaults(log: Logger): (error: unknown) => void {
  const known = new Map<string, { saidAt: number; since: number }>();
  return (error) => {
    const { error: name, code } = describeError(error);
    const kind = `${name} ${code}`;
    const now = performance.now();
    const before = known.get(kind);
    const times = (before?.since ?? 0) + 1;
    if (before && now - before.saidAt < sayAgainAfter) {
      before.since = times;
      return;
    }
    known.set(kind, { saidAt: now, since: 0 });
    logFault(times > 1 ? log.child({ times }) : log, faultId(), error);
  };
}

export function describeError(error: unknown): { error: string; code?: string; at?: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = codeOf(error);
  const places = (error.stack ?? '').split('\n').flatMap((line) => /^\s+at (.+)$/.exec(line)?.[1] ?? []);
  return { error: error.name, ...(code ? { code } : {}), at: places.slice(0, 8) };
}

/** What Prisma wraps: of raw SQL its own code says nothing. */
function driverErrorOf(error: Error): Error {
  const { meta } = error as { meta?: { driverAdapterError?: unknown } };
  return meta?.driverAdapterError instanceof Error ? meta.driverAdapterError : error;
}

/** Slack's, Node's or the database's own code for an error; of the database's driver, what kind of error it is. */
function codeOf(error: Error): string | null {
  if ('data' in error && typeof error.data === 'object' && error.data !== null && 'error' in error.data)
    return String(error.data.error);
  const { cause } = driverErrorOf(error);
  if (typeof cause === 'object' && cause !== null && 'kind' in cause) {
    const original = 'originalCode' in cause ? cause.originalCode : undefined;
    return String(original ?? cause.kind);
  }
  if ('code' in error && (typeof error.code === 'string' || typeof error.code === 'number'))
    return String(error.code);
  return null;
}
