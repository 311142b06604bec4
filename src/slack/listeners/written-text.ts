import type { z } from 'zod';
import { checkInput } from '../../desk/input.ts';
import { type Answer, fieldError } from '../answer.ts';
import type { FieldValues } from './field-values.ts';

/** What a text field of a form holds once checked; else the answer that says in its place what is wrong with it. */
export type WrittenText<T> = { ok: true; value: T } | { ok: false; answer: Answer };

export function requiredText<T>(fields: FieldValues, id: string, schema: z.ZodType<T>): WrittenText<T> {
  const checked = checkInput(schema, fields.one(id) ?? '');
  return checked.ok ? checked : { ok: false, answer: fieldError(id, checked.errors[''] ?? '') };
}

/** Null where nothing was written. */
export function optionalText<T>(
  fields: FieldValues,
  id: string,
  schema: z.ZodType<T>,
): WrittenText<T | null> {
  return fields.one(id) ? requiredText(fields, id, schema) : { ok: true, value: null };
}
