import type { Core } from '../core.ts';
import { isRec, type Rec, recsOf } from '../json.ts';
import { readTextObject } from '../rendering.ts';
import { optionsOf } from './form.ts';

/** A person where a field wants one: their driver, or their name. */
export type Someone = { readonly id: string };
export type FillValue = string | number | boolean | null | Someone | readonly (string | Someone)[];

const separator = /^\s*[—–\-:·,;|(]/;

const matches = (offered: string, wanted: string): boolean =>
  offered === wanted ||
  (offered.startsWith(wanted) && separator.test(offered.slice(wanted.length))) ||
  (/(…|\.\.\.)$/.test(wanted) && offered.startsWith(wanted.replace(/(…|\.\.\.)$/, '').trim()));

/** The option of `element` that reads as `wanted`, in full or up to a separator. Throws listing what there is. */
const findOption = (core: Core, element: Rec, wanted: string): Rec => {
  const options = optionsOf(element);
  const textOf = (option: Rec) => readTextObject(core, option.text);
  const exact = options.filter((option) => textOf(option) === wanted);
  const fitting = exact.length > 0 ? exact : options.filter((option) => matches(textOf(option), wanted));
  const [first] = fitting;
  if (first && fitting.length === 1) return first;
  const problem = first ? 'more than one option' : 'no option';
  throw new Error(`${problem} "${wanted}"; there are: ${options.map(textOf).join(' | ')}`);
};

export const hasOption = (core: Core, element: Rec, wanted: string): boolean =>
  optionsOf(element).some((option) => matches(readTextObject(core, option.text), wanted));

const peopleId = (core: Core, value: unknown): string => {
  if (isRec(value) && typeof value.id === 'string') return value.id;
  const name = String(value).replace(/^@/, '');
  for (const user of core.users.values()) if (user.name === name) return user.id;
  throw new Error(`nobody is called ${name}`);
};

const channelId = (core: Core, value: unknown): string => {
  const name = String(value).replace(/^#/, '');
  for (const channel of core.channels.values())
    if (channel.kind !== 'im' && channel.name === name) return channel.id;
  throw new Error(`no channel is called #${name}`);
};

const many = (value: FillValue): unknown[] =>
  value === null ? [] : Array.isArray(value) ? [...value] : [value];

const typedText = (element: Rec, value: FillValue): Rec => {
  const text = value === null ? null : String(value);
  const max = typeof element.max_length === 'number' ? element.max_length : 3000;
  if (text !== null && text.length > max)
    throw new Error(`the field takes ${max} characters, ${text.length} were typed`);
  return { value: text === '' ? null : text };
};

const ticked = (core: Core, element: Rec, value: FillValue): Rec => {
  if (typeof value !== 'boolean')
    return { selected_options: many(value).map((text) => findOption(core, element, String(text))) };
  const options = optionsOf(element);
  if (options.length !== 1) throw new Error('several checkboxes: say which by their text');
  return { selected_options: value ? options : [] };
};

/** The state an element takes when a person enters `value`; throws when its kind can't take that. */
export const stateFor = (core: Core, element: Rec, value: FillValue): Rec => {
  const type = String(element.type);
  const state = (rest: Rec): Rec => ({ type, ...rest });
  switch (type) {
    case 'plain_text_input':
    case 'url_text_input':
    case 'email_text_input':
    case 'number_input':
      return state(typedText(element, value));
    case 'static_select':
    case 'radio_buttons':
      return state({ selected_option: value === null ? null : findOption(core, element, String(value)) });
    case 'checkboxes':
      return state(ticked(core, element, value));
    case 'multi_static_select':
      return state({ selected_options: many(value).map((text) => findOption(core, element, String(text))) });
    case 'users_select':
      return state({ selected_user: value === null ? null : peopleId(core, value) });
    case 'multi_users_select':
      return state({ selected_users: many(value).map((item) => peopleId(core, item)) });
    case 'channels_select':
      return state({ selected_channel: value === null ? null : channelId(core, value) });
    case 'multi_channels_select':
      return state({ selected_channels: many(value).map((item) => channelId(core, item)) });
    case 'conversations_select':
      return state({ selected_conversation: value === null ? null : channelId(core, value) });
    case 'multi_conversations_select':
      return state({ selected_conversations: many(value).map((item) => channelId(core, item)) });
    case 'datepicker':
      return state({ selected_date: value });
    case 'timepicker':
      return state({ selected_time: value });
    case 'datetimepicker':
      return state({ selected_date_time: value });
    default:
      throw new Error(`nobody can fill in a ${type}`);
  }
};

/** Ticks or unticks one checkbox, leaving the others. */
export const tickOne = (
  core: Core,
  element: Rec,
  before: Rec | undefined,
  text: string,
  on: boolean,
): Rec => {
  const option = findOption(core, element, text);
  const others = recsOf(before?.selected_options).filter((chosen) => chosen.value !== option.value);
  return { type: 'checkboxes', selected_options: on ? [...others, option] : others };
};
