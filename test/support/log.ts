import type { DatabaseLog } from '../../src/store/database/pool.ts';

/** Faults are printed; warnings (a connection lost on purpose) are not worth a line in a test run. */
export const testLog: DatabaseLog = {
  warn: () => undefined,
  error: (fields, message) => console.error(message, fields),
};
