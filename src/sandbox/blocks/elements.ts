import type { Rec } from '../json.ts';
import { limits } from '../limits.ts';
import {
  boolean,
  type Check,
  integer,
  list,
  matching,
  object,
  oneOf,
  optional,
  type Problem,
  required,
  string,
} from './check.ts';
import {
  checkInitial,
  confirm,
  menuOption,
  optionGroup,
  overflowOption,
  plainText,
  tickOption,
  url,
} from './composition.ts';

const base = (type: string) => ({
  type: required(oneOf(type)),
  action_id: optional(string(limits.actionId)),
});
const entry = (type: string) => ({
  ...base(type),
  placeholder: optional(plainText(limits.placeholder)),
  focus_on_load: optional(boolean),
});
const menu = (type: string) => ({ ...entry(type), confirm: optional(confirm) });
const multi = (type: string) => ({ ...menu(type), max_selected_items: optional(integer(1, 100)) });
const id = string(50);
const ids = list(id, 100);
const dispatch = object({
  trigger_actions_on: required(list(oneOf('on_enter_pressed', 'on_character_entered'), 2)),
});

const checkMenu = (element: Rec, at: string, problems: Problem[]): void => {
  const given = [element.options, element.option_groups].filter((field) => field !== undefined).length;
  if (given !== 1) problems.push({ at, what: 'must provide exactly one of options or option_groups' });
  checkInitial(element, at, problems);
};
const choices = {
  options: optional(list(menuOption, limits.select.options)),
  option_groups: optional(list(optionGroup, limits.select.groups)),
};
const checkLengths = (element: Rec, at: string, problems: Problem[]): void => {
  const { min_length: min, max_length: max, initial_value: initial } = element;
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    problems.push({ at, what: 'min_length must not be greater than max_length' });
  if (typeof max === 'number' && typeof initial === 'string' && initial.length > max)
    problems.push({ at: `${at}/initial_value`, what: `must be less than ${max + 1} characters` });
};
const filter = object({
  include: optional(list(oneOf('im', 'mpim', 'private', 'public'), 4)),
  exclude_external_shared_channels: optional(boolean),
  exclude_bot_users: optional(boolean),
});
const numeral = matching(/^-?\d+(\.\d+)?$/, 'must be a number');

/** Every element the sandbox knows, by type. `file_input`, `external_select` and others it lacks are refused. */
const elements: Record<string, Check> = {
  button: object({
    ...base('button'),
    text: required(plainText(limits.button.text)),
    value: optional(string(limits.button.value)),
    url: optional(url(limits.url)),
    style: optional(oneOf('primary', 'danger')),
    confirm: optional(confirm),
    accessibility_label: optional(string(limits.button.accessibilityLabel)),
  }),
  static_select: object(
    { ...menu('static_select'), ...choices, initial_option: optional(menuOption) },
    checkMenu,
  ),
  multi_static_select: object(
    { ...multi('multi_static_select'), ...choices, initial_options: optional(list(menuOption, 100)) },
    checkMenu,
  ),
  users_select: object({ ...menu('users_select'), initial_user: optional(id) }),
  multi_users_select: object({ ...multi('multi_users_select'), initial_users: optional(ids) }),
  channels_select: object({
    ...menu('channels_select'),
    initial_channel: optional(id),
    response_url_enabled: optional(boolean),
  }),
  multi_channels_select: object({ ...multi('multi_channels_select'), initial_channels: optional(ids) }),
  conversations_select: object({
    ...menu('conversations_select'),
    initial_conversation: optional(id),
    default_to_current_conversation: optional(boolean),
    response_url_enabled: optional(boolean),
    filter: optional(filter),
  }),
  multi_conversations_select: object({
    ...multi('multi_conversations_select'),
    initial_conversations: optional(ids),
    default_to_current_conversation: optional(boolean),
    filter: optional(filter),
  }),
  overflow: object({
    ...base('overflow'),
    options: required(list(overflowOption, limits.overflow.max, limits.overflow.min)),
    confirm: optional(confirm),
  }),
  checkboxes: object(
    {
      ...base('checkboxes'),
      options: required(list(tickOption, limits.checkboxes)),
      initial_options: optional(list(tickOption, limits.checkboxes)),
      confirm: optional(confirm),
      focus_on_load: optional(boolean),
    },
    checkInitial,
  ),
  radio_buttons: object(
    {
      ...base('radio_buttons'),
      options: required(list(tickOption, limits.radioButtons)),
      initial_option: optional(tickOption),
      confirm: optional(confirm),
      focus_on_load: optional(boolean),
    },
    checkInitial,
  ),
  plain_text_input: object(
    {
      ...entry('plain_text_input'),
      initial_value: optional(string(limits.plainTextInput.maxLength, 0)),
      multiline: optional(boolean),
      min_length: optional(integer(0, limits.plainTextInput.maxLength)),
      max_length: optional(integer(1, limits.plainTextInput.maxLength)),
      dispatch_action_config: optional(dispatch),
    },
    checkLengths,
  ),
  url_text_input: object({
    ...entry('url_text_input'),
    initial_value: optional(url(limits.url)),
    dispatch_action_config: optional(dispatch),
  }),
  email_text_input: object({
    ...entry('email_text_input'),
    initial_value: optional(matching(/^\S+@\S+\.\S+$/, 'must be a valid email')),
    dispatch_action_config: optional(dispatch),
  }),
  number_input: object({
    ...entry('number_input'),
    is_decimal_allowed: required(boolean),
    initial_value: optional(numeral),
    min_value: optional(numeral),
    max_value: optional(numeral),
    dispatch_action_config: optional(dispatch),
  }),
  datepicker: object({
    ...menu('datepicker'),
    initial_date: optional(matching(/^\d{4}-\d\d-\d\d$/, 'must be a date as YYYY-MM-DD')),
  }),
  timepicker: object({
    ...menu('timepicker'),
    initial_time: optional(matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time as HH:mm')),
    timezone: optional(string(100)),
  }),
  datetimepicker: object({
    ...base('datetimepicker'),
    initial_date_time: optional(integer(1_000_000_000, 9_999_999_999)),
    confirm: optional(confirm),
    focus_on_load: optional(boolean),
  }),
};

const pick = (...types: string[]): Record<string, Check> =>
  Object.fromEntries(Object.entries(elements).filter(([type]) => types.includes(type)));

const selects = ['static_select', 'users_select', 'channels_select', 'conversations_select'];
const common = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker'];
const multis = selects.map((type) => `multi_${type}`);
const typed = ['plain_text_input', 'url_text_input', 'email_text_input', 'number_input'];

export const accessories = pick('button', 'overflow', ...common, ...selects, ...multis);
export const actionElements = pick('button', 'overflow', 'datetimepicker', ...common, ...selects);
export const inputElements = pick(...typed, 'datetimepicker', ...common, ...selects, ...multis);
