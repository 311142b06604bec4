import { type Logger, pino } from 'pino';
import type { Settings } from './settings.ts';

/** JSON lines on standard output. Nothing that could be a secret or a customer's words is ever handed to it. */
export function createLog(level: Settings['logLevel']): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
