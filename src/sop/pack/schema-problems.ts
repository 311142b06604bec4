import type * as z from 'zod';
import type { PackProblem } from './checks/problem.ts';

/** What the schema found, in words for whoever writes a pack. */
export function schemaProblems(issue: z.core.$ZodIssue): PackProblem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `the key ${key} means nothing here`,
      }));
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ path, message: `the name ${path.at(-1)}: ${message}` }));
    case 'invalid_type':
      return [{ path, message: typeMessage(issue.expected, issue.input) }];
    default:
      return [{ path, message: issue.input === undefined ? 'is missing' : lowerFirst(issue.message) }];
  }
}

const typeNames: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a record',
  record: 'a record',
};

function typeMessage(expected: string, input: unknown): string {
  if (input === undefined) return 'is missing';
  const wanted = typeNames[expected] ?? expected;
  if (input === null) return `has no value: expected ${wanted}`;
  const found = typeNames[Array.isArray(input) ? 'array' : typeof input] ?? typeof input;
  const hint = expected === 'string' && typeof input !== 'object' ? ': put it in quotes' : '';
  return `expected ${wanted}, found ${found}${hint}`;
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
