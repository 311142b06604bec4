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

export function describeError(error: unknown): { error: string; code?: string; at?: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = codeOf(error);
  const places = (error.stack ?? '').split('\n').flatMap((line) => /^\s+at (.+)$/.exec(line)?.[1] ?? []);
  return { error: error.name, ...(code ? { code } : {}), at: places.slice(0, 8) };
}

/** Slack's, Node's or the database's own code for an error. */
export function codeOf(error: Error): string | null {
  if ('data' in error && typeof error.data === 'object' && error.data !== null && 'error' in error.data)
    return String(error.data.error);
  if ('code' in error && (typeof error.code === 'string' || typeof error.code === 'number'))
    return String(error.code);
  return null;
}
