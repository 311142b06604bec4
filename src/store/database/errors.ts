/**
 * What went wrong in a query. It surfaces in four shapes: Prisma's own codes for its models (P2002, P2034), P2010
 * for raw SQL, the driver adapter's error by itself for BEGIN and COMMIT, and the driver's plain error when a
 * connection breaks. Where the server spoke, its five-character SQLSTATE is in the first three, and is
 * looked at first: it is the same for all of them.
 */
import { Prisma } from '../generated/client.ts';

/** PostgreSQL's SQLSTATE, when the server gave one. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = driverErrorOf(error)?.originalCode;
  return typeof code === 'string' && SQLSTATE.test(code) ? code : undefined;
}

/**
 * A row with that key exists already. With `fields`, only by the unique constraint on those columns in that
 * order (`@unique`, `@@unique`); of a primary key the server does not tell the columns.
 */
export function isUniqueViolation(error: unknown, fields?: readonly string[]): boolean {
  if (sqlStateOf(error) !== '23505') return false;
  if (!fields) return true;
  const { table, constraint } = driverErrorOf(error) ?? {};
  // That is how Prisma names it.
  return constraint?.index === `${table}_${fields.join('_')}_key`;
}

/** Two transactions got in each other's way, and this one was rolled back: run it again from the start. */
export function isSerializationFailure(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === '40001' || state === '40P01' || prismaCodeOf(error) === 'P2034';
}

/** It took too long: a statement, a lock, a transaction, or the wait for a free connection. Nothing was written. */
export function isTimeout(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state === '57014' || state === '55P03') return true;
  const code = prismaCodeOf(error);
  return (
    code === 'P2028' || code === 'P2024' || messageOf(error) === 'timeout exceeded when trying to connect'
  );
}

/**
 * The database went away, or can't be reached. When it happened during COMMIT, what was written may or may not
 * have been kept.
 */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state) return state.startsWith('08') || SHUTDOWN_STATES.has(state);
  const driver = driverErrorOf(error);
  if (driver) return LOST_KINDS.has(String(driver.kind));
  const code = prismaCodeOf(error) ?? (error as NodeJS.ErrnoException | null)?.code ?? '';
  return LOST_CODES.has(code) || LOST_MESSAGES.some((text) => messageOf(error).startsWith(text));
}

/**
 * The database can do no work now: it went away, cannot be reached, or has no room, memory or connection left. It is no
 * fault of what was asked, and the same will work later.
 */
export function isDatabaseAway(error: unknown): boolean {
  return isConnectionLost(error) || OUT_OF_RESOURCES.test(sqlStateOf(error) ?? '');
}

/** The database is away or busy: the same may work later. */
export function isPassing(error: unknown): boolean {
  return isDatabaseAway(error) || isTimeout(error) || isSerializationFailure(error);
}

const SQLSTATE = /^[0-9A-Z]{5}$/;
/** No room on the disk, no memory, a file that cannot be written. */
const OUT_OF_RESOURCES = /^(53|58)/;
/** Shut down by an administrator, crashed, not yet ready, dropped, out of connections. */
const SHUTDOWN_STATES = new Set(['57P01', '57P02', '57P03', '57P04', '53300', '25P03']);
const LOST_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
]);
const LOST_CODES = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017'],
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOENT',
    'ENOTFOUND',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ],
]);
/** The driver gives these no code. */
const LOST_MESSAGES = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed',
  'Query read timeout',
  'Cannot use a pool after calling end',
];

type DriverError = {
  kind?: unknown;
  originalCode?: unknown;
  table?: string;
  constraint?: { index?: string };
};

function prismaCodeOf(error: unknown): string | undefined {
  return error instanceof Prisma.PrismaClientKnownRequestError ? error.code : undefined;
}

function driverErrorOf(error: unknown): DriverError | undefined {
  const inner =
    error instanceof Prisma.PrismaClientKnownRequestError ? error.meta?.driverAdapterError : error;
  if (!(inner instanceof Error) || inner.name !== 'DriverAdapterError') return undefined;
  return typeof inner.cause === 'object' && inner.cause !== null ? inner.cause : undefined;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : '');
