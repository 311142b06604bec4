import { elementsOf } from './blocks/surface.ts';
import { listOf, type Rec, strOf } from './json.ts';

const asText = (element: Rec) => ({ value: strOf(element.initial_value) ?? null });

/** For each element with a state: what Slack reports before anybody touched it. */
const untouched: Record<string, (element: Rec) => Rec> = {
  plain_text_input: asText,
  url_text_input: asText,
  email_text_input: asText,
  number_input: asText,
  static_select: (element) => ({ selected_option: element.initial_option ?? null }),
  radio_buttons: (element) => ({ selected_option: element.initial_option ?? null }),
  users_select: (element) => ({ selected_user: element.initial_user ?? null }),
  channels_select: (element) => ({ selected_channel: element.initial_channel ?? null }),
  conversations_select: (element) => ({ selected_conversation: element.initial_conversation ?? null }),
  multi_static_select: (element) => ({ selected_options: listOf(element.initial_options) }),
  checkboxes: (element) => ({ selected_options: listOf(element.initial_options) }),
  multi_users_select: (element) => ({ selected_users: listOf(element.initial_users) }),
  multi_channels_select: (element) => ({ selected_channels: listOf(element.initial_channels) }),
  multi_conversations_select: (element) => ({
    selected_conversations: listOf(element.initial_conversations),
  }),
  datepicker: (element) => ({ selected_date: element.initial_date ?? null }),
  timepicker: (element) => ({ selected_time: element.initial_time ?? null }),
  datetimepicker: (element) => ({ selected_date_time: element.initial_date_time ?? null }),
};

export type Values = Record<string, Record<string, Rec>>;

/**
 * `state.values` of these blocks. What a person entered under the same block id, action id and kind of element
 * survives, as it does in Slack when an app updates an open view.
 */
export const valuesOf = (blocks: Rec[], entered: Values): Values => {
  const values: Values = {};
  for (const block of blocks)
    for (const { element } of elementsOf(block)) {
      const initial = untouched[String(element.type)];
      if (!initial) continue;
      const blockId = String(block.block_id);
      const actionId = String(element.action_id);
      const before = entered[blockId]?.[actionId];
      const kept = before?.type === element.type ? before : undefined;
      values[blockId] = {
        ...values[blockId],
        [actionId]: kept ?? { type: element.type, ...initial(element) },
      };
    }
  return values;
};

/** True when a required field with this value would stop a form from being submitted. */
export const isEmpty = (value: Rec | undefined): boolean =>
  value === undefined ||
  Object.entries(value).every(
    ([key, entry]) =>
      key === 'type' || entry === null || entry === '' || (Array.isArray(entry) && entry.length === 0),
  );
