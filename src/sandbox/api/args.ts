import type { Rec } from '../json.ts';
import { SlackError } from './errors.ts';

/**
 * A method's arguments, alike whether they came as a form (all strings, nested values as JSON text) or as JSON.
 */
export const readArgs = (raw: Rec) => {
  const text = (name: string): string | undefined => {
    const value = raw[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'object') throw new SlackError('invalid_arguments', badType(name));
    return String(value);
  };
  return {
    raw,
    text,
    needed: (name: string): string => {
      const value = text(name);
      if (value === undefined) throw new SlackError('invalid_arguments', missing(name));
      return value;
    },
    flag: (name: string): boolean => ['true', '1'].includes(text(name) ?? ''),
    /** Parsed JSON; `code` is Slack's error for text that is none. */
    json: (name: string, code: string): unknown => {
      const value = raw[name];
      if (value === undefined || value === null || value === '') return undefined;
      if (typeof value !== 'string') return value;
      try {
        return JSON.parse(value);
      } catch {
        throw new SlackError(code);
      }
    },
    /** `limit` between 1 and `max`; `usual` when none is given. */
    limit: (usual: number, max: number): number => {
      const given = text('limit');
      if (given === undefined) return usual;
      const count = Number(given);
      if (!Number.isInteger(count) || count < 1 || count > max) throw new SlackError('invalid_limit');
      return count;
    },
  };
};

export type Args = ReturnType<typeof readArgs>;

export const missing = (name: string): Rec => ({
  response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
});
const badType = (name: string): Rec => ({
  response_metadata: { messages: [`[ERROR] must be a string [json-pointer:/${name}]`] },
});

const cursorOf = (offset: number) => Buffer.from(`next:${offset}`).toString('base64');

/** One page of `items`, with the cursor of the next as Slack words it. */
export const paginate = <T>(items: T[], args: Args, limit: number): { items: T[]; nextCursor: string } => {
  const cursor = args.text('cursor');
  let offset = 0;
  if (cursor !== undefined) {
    const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
    if (!match) throw new SlackError('invalid_cursor');
    offset = Number(match[1]);
  }
  const end = offset + limit;
  return { items: items.slice(offset, end), nextCursor: end < items.length ? cursorOf(end) : '' };
};
