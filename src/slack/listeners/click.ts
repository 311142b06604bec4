import type { FieldValues } from './field-values.ts';

/** A click: its button's value, and what the form it stands in holds so far. */
export type Click = { value: string; fields: FieldValues };
