import { elementsOf } from '../blocks/surface.ts';
import type { Core } from '../core.ts';
import { type Rec, recsOf, strOf } from '../json.ts';
import type { StoredView } from '../model.ts';
import { readBlocks, readTextObject } from '../rendering.ts';
import { buttonsOf, labelOf } from '../sight.ts';

export type Field = {
  label: string;
  kind: string;
  /** As a person reads it: the text typed, the options' words, names of people and channels. */
  value: string | string[] | null;
  options: string[];
  optional: boolean;
  hint: string;
  error: string | undefined;
};

export type Form = {
  title: string;
  callbackId: string;
  text: string[];
  fields: Field[];
  /** By field label. */
  errors: Record<string, string>;
  buttons: string[];
  submit: string | undefined;
  close: string | undefined;
  /** What Slack says at the top when the app failed to answer. */
  trouble: string | undefined;
};

/** A field with where it lives in the view. */
export type Place = { label: string; block: Rec; element: Rec };

export const optionsOf = (element: Rec): Rec[] => [
  ...recsOf(element.options),
  ...recsOf(element.option_groups).flatMap((group) => recsOf(group.options)),
];

export const placesOf = (core: Core, view: StoredView): Place[] =>
  view.blocks.flatMap((block) =>
    elementsOf(block)
      .filter(({ element }) => element.type !== 'button' && element.type !== 'overflow')
      .map(({ element }) => ({
        block,
        element,
        label: readTextObject(core, block.label ?? block.text) || labelOf(core, element),
      })),
  );

const nameOf = (core: Core, id: unknown): string => {
  const user = core.users.get(String(id));
  return user ? user.name : `#${core.channels.get(String(id))?.name ?? id}`;
};

/** A state value in words. */
const wordsOf = (core: Core, value: Rec | undefined): string | string[] | null => {
  const { type: _, ...rest } = value ?? {};
  const [key] = Object.keys(rest);
  if (key === undefined) return null;
  const held = rest[key];
  if (held === null || held === undefined) return null;
  if (key === 'selected_option') return readTextObject(core, (held as Rec).text);
  if (key === 'selected_options') return recsOf(held).map((option) => readTextObject(core, option.text));
  if (['selected_users', 'selected_channels', 'selected_conversations'].includes(key))
    return (held as unknown[]).map((id) => nameOf(core, id));
  if (['selected_user', 'selected_channel', 'selected_conversation'].includes(key)) return nameOf(core, held);
  return String(held);
};

export const readForm = (core: Core, view: StoredView): Form => {
  const fields = placesOf(core, view).map(({ label, block, element }) => ({
    label,
    kind: String(element.type),
    value: wordsOf(core, view.values[String(block.block_id)]?.[String(element.action_id)]),
    options: optionsOf(element).map((option) => readTextObject(core, option.text)),
    optional: block.optional === true || block.type !== 'input',
    hint: readTextObject(core, block.hint),
    error: view.errors[String(block.block_id)],
  }));
  return {
    title: readTextObject(core, view.body.title),
    callbackId: strOf(view.body.callback_id) ?? '',
    text: readBlocks(core, view.blocks),
    fields,
    errors: Object.fromEntries(
      fields.flatMap(({ label, error }) => (error === undefined ? [] : [[label, error]])),
    ),
    buttons: buttonsOf(core, view.blocks),
    submit: readTextObject(core, view.body.submit) || undefined,
    close: readTextObject(core, view.body.close) || undefined,
    trouble: view.trouble,
  };
};

const shown = ({ kind, value, options }: Field): string => {
  if (kind === 'checkboxes')
    return options.map((option) => `${value?.includes(option) ? '☑' : '☐'} ${option}`).join('  ');
  return Array.isArray(value) ? value.join(', ') : (value ?? '').replaceAll('\n', '\n│   ');
};

export const formText = (form: Form): string =>
  [
    `┌ ${form.title}`,
    ...(form.trouble ? [`│ ! ${form.trouble}`] : []),
    ...form.text.map((text) => `│ ${text.replaceAll('\n', '\n│ ')}`),
    ...form.fields.flatMap((field) => [
      `│ ${field.label}${field.optional ? ' (optional)' : ''}: ${shown(field)}`,
      ...(field.error ? [`│   ! ${field.error}`] : []),
    ]),
    `└ ${[...form.buttons, form.close ?? 'Cancel', ...(form.submit ? [form.submit] : [])].map((label) => `[${label}]`).join(' ')}`,
  ].join('\n');
