import type { ViewStateValue } from '@slack/bolt';

/** What a form holds, by block id. */
export type FieldValues = {
  /** The text or the one chosen value of a field; null when it is empty or not there. */
  one(id: string): string | null;
  /** The chosen values of a checkbox group. */
  many(id: string): readonly string[];
};

export function fieldValues(values: Record<string, Record<string, ViewStateValue>> | undefined): FieldValues {
  const held = (id: string): ViewStateValue | undefined => Object.values(values?.[id] ?? {})[0];
  return {
    one(id) {
      const value = held(id);
      if (!value) return null;
      return (
        value.value ??
        value.selected_option?.value ??
        value.selected_conversation ??
        value.selected_channel ??
        value.selected_user ??
        null
      );
    },
    many: (id) => (held(id)?.selected_options ?? []).flatMap(({ value }) => (value ? [value] : [])),
  };
}
