import { isRec, type Rec } from '../json.ts';

/** Something Slack would refuse: where (JSON pointer) and in which words. */
export type Problem = { at: string; what: string };
export type Check = (value: unknown, at: string, problems: Problem[]) => void;
type Field = { check: Check; required: boolean };

export const required = (check: Check): Field => ({ check, required: true });
export const optional = (check: Check): Field => ({ check, required: false });

/** One half of an emoji that was cut in two: no valid UTF-8, so nothing real would ever carry it. */
const loneSurrogate = /\p{Surrogate}/u;

export const string =
  (max: number, min = 1): Check =>
  (value, at, problems) => {
    if (typeof value !== 'string') return void problems.push({ at, what: 'must be a string' });
    if (value.length < min) problems.push({ at, what: `must be more than ${min - 1} characters` });
    if (value.length > max) problems.push({ at, what: `must be less than ${max + 1} characters` });
    if (loneSurrogate.test(value)) problems.push({ at, what: 'must be valid unicode text' });
  };

export const matching =
  (pattern: RegExp, what: string): Check =>
  (value, at, problems) => {
    if (typeof value !== 'string' || !pattern.test(value)) problems.push({ at, what });
  };

export const oneOf =
  (...allowed: unknown[]): Check =>
  (value, at, problems) => {
    if (!allowed.includes(value)) problems.push({ at, what: `must be one of: ${allowed.join(', ')}` });
  };

export const boolean: Check = (value, at, problems) => {
  if (typeof value !== 'boolean') problems.push({ at, what: 'must be a boolean' });
};

export const integer =
  (min: number, max: number): Check =>
  (value, at, problems) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return void problems.push({ at, what: 'must be an integer' });
    if (value < min || value > max) problems.push({ at, what: `must be between ${min} and ${max}` });
  };

export const list =
  (item: Check, max: number, min = 1): Check =>
  (value, at, problems) => {
    if (!Array.isArray(value)) return void problems.push({ at, what: 'must be an array' });
    if (value.length < min) problems.push({ at, what: `must have at least ${min} items` });
    if (value.length > max) problems.push({ at, what: `no more than ${max} items allowed` });
    value.forEach((entry, index) => {
      item(entry, `${at}/${index}`, problems);
    });
  };

/** An object with these fields and no others; `whole` sees it once the fields were looked at. */
export const object =
  (fields: Record<string, Field>, whole?: (rec: Rec, at: string, problems: Problem[]) => void): Check =>
  (value, at, problems) => {
    if (!isRec(value)) return void problems.push({ at, what: 'must be an object' });
    for (const [name, field] of Object.entries(fields)) {
      if (value[name] !== undefined) field.check(value[name], `${at}/${name}`, problems);
      else if (field.required) problems.push({ at, what: `missing required field: ${name}` });
    }
    for (const name of Object.keys(value))
      if (!(name in fields) && value[name] !== undefined)
        problems.push({ at, what: `invalid additional property: ${name}` });
    whole?.(value, at, problems);
  };

/** Chooses the check by the object's `type`. */
export const byType =
  (table: Record<string, Check>): Check =>
  (value, at, problems) => {
    if (!isRec(value)) return void problems.push({ at, what: 'must be an object' });
    if (value.type === undefined) return void problems.push({ at, what: 'missing required field: type' });
    const check =
      typeof value.type === 'string' && Object.hasOwn(table, value.type) ? table[value.type] : undefined;
    if (!check)
      return void problems.push({ at: `${at}/type`, what: `unsupported type: ${String(value.type)}` });
    check(value, at, problems);
  };

export const describe = (problem: Problem): string => `[ERROR] ${problem.what} [json-pointer:${problem.at}]`;
