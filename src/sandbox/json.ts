/** Untyped JSON as it comes off the wire, and the few questions the sandbox asks of it. */
export type Rec = Record<string, unknown>;

export const isRec = (value: unknown): value is Rec =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const recsOf = (value: unknown): Rec[] => listOf(value).filter(isRec);

export const strOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
