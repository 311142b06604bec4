import type { ViewStateValue } from '@slack/bolt';
import { limits } from '../limits.ts';
import { partId, partsOf } from '../views/elements.ts';

/** What a form holds, by block id. */
export type FieldValues = {
  /** The text or the one chosen value of a field; null when it is empty or not there. */
  one(id: string): string | null;
  /** Everything that was typed, in the order of the form. */
  texts: readonly string[];
  /** The chosen values of a checkbox group, or the people chosen. */
  many(id: string): readonly string[];
  /** A text of several fields, as one; null when all of them are empty. */
  long(id: string, maxLength: number): string | null;
};

/** A full field goes on in the next one; what is written into the next of one's own accord is a paragraph of its own. */
function joined(parts: readonly string[]): string {
  return parts
    .map((part, index) =>
      (parts[index - 1]?.length ?? limits.plainTextInput) < limits.plainTextInput ? `\n${part}` : part,
    )
    .join('');
}

export function fieldValues(values: Record<string, Record<string, ViewStateValue>> | undefined): FieldValues {
  const held = (id: string): ViewStateValue | undefined => Object.values(values?.[id] ?? {})[0];
  const one = (id: string): string | null => {
    const value = held(id);
    if (!value) return null;
    return (
      value.value ??
      value.selected_option?.value ??
      value.selected_conversation ??
      value.selected_channel ??
      value.selected_user ??
      value.selected_date ??
      value.selected_time ??
      (value.selected_date_time ? String(value.selected_date_time) : null)
    );
  };
  return {
    one,
    texts: Object.values(values ?? {})
      .flatMap((block) => Object.values(block))
      .flatMap(({ value }) => (value ? [value] : [])),
    many: (id) =>
      held(id)?.selected_users ??
      (held(id)?.selected_options ?? []).flatMap(({ value }) => (value ? [value] : [])),
    long(id, maxLength) {
      const parts = Array.from({ length: partsOf(maxLength) }, (_, part) => one(partId(id, part)) ?? '');
      return joined(parts.filter((part) => part !== '')) || null;
    },
  };
}
