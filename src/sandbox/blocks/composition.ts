import { isRec, recsOf } from '../json.ts';
import { limits } from '../limits.ts';
import {
  boolean,
  byType,
  type Check,
  list,
  matching,
  object,
  oneOf,
  optional,
  type Problem,
  required,
  string,
} from './check.ts';

const plain = (max: number) =>
  object({ type: required(oneOf('plain_text')), text: required(string(max)), emoji: optional(boolean) });
const mrkdwn = (max: number) =>
  object({ type: required(oneOf('mrkdwn')), text: required(string(max)), verbatim: optional(boolean) });

export const plainText = (max: number): Check => byType({ plain_text: plain(max) });
export const anyText = (max: number): Check => byType({ plain_text: plain(max), mrkdwn: mrkdwn(max) });

export const url = (max: number): Check => {
  const length = string(max);
  const shape = matching(/^(https?|mailto|slack):/i, 'must be a valid url');
  return (value, at, problems) => {
    length(value, at, problems);
    shape(value, at, problems);
  };
};

export const confirm = object({
  title: required(plainText(limits.confirm.title)),
  text: required(anyText(limits.confirm.text)),
  confirm: required(plainText(limits.confirm.confirm)),
  deny: required(plainText(limits.confirm.deny)),
  style: optional(oneOf('primary', 'danger')),
});

const optionOf = (text: Check, description: Check, withUrl: boolean) =>
  object({
    text: required(text),
    value: required(string(limits.option.value)),
    description: optional(description),
    ...(withUrl ? { url: optional(url(limits.url)) } : {}),
  });

export const menuOption = optionOf(
  plainText(limits.option.text),
  plainText(limits.option.description),
  false,
);
export const overflowOption = optionOf(
  plainText(limits.option.text),
  plainText(limits.option.description),
  true,
);
export const tickOption = optionOf(anyText(limits.option.text), anyText(limits.option.description), false);

export const optionGroup = object({
  label: required(plainText(limits.optionGroup.label)),
  options: required(list(menuOption, limits.optionGroup.options)),
});

const sameOption = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: unknown): unknown =>
  isRec(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key])]),
      )
    : value;

/** Slack wants what is chosen at the start to be, field for field, one of the options on offer. */
export const checkInitial = (element: Record<string, unknown>, at: string, problems: Problem[]): void => {
  const offered = [
    ...recsOf(element.options),
    ...recsOf(element.option_groups).flatMap((group) => recsOf(group.options)),
  ];
  const values = offered.map((option) => option.value);
  if (new Set(values).size < values.length) problems.push({ at, what: 'option values must be unique' });
  const chosen = isRec(element.initial_option) ? [element.initial_option] : recsOf(element.initial_options);
  const where = element.initial_option === undefined ? 'initial_options' : 'initial_option';
  for (const option of chosen)
    if (!offered.some((candidate) => sameOption(candidate, option)))
      problems.push({ at: `${at}/${where}`, what: `${where} must be among the options` });
};
