import type { Rec } from '../json.ts';
import { limits } from '../limits.ts';
import {
  boolean,
  byType,
  type Check,
  list,
  object,
  oneOf,
  optional,
  type Problem,
  required,
  string,
} from './check.ts';
import { anyText, plainText, url } from './composition.ts';
import { accessories, actionElements, inputElements } from './elements.ts';
import { richTextElement } from './rich-text.ts';

const base = (type: string) => ({
  type: required(oneOf(type)),
  block_id: optional(string(limits.blockId)),
});

const imageElement = object({
  type: required(oneOf('image')),
  image_url: required(url(limits.url)),
  alt_text: required(string(limits.image.altText)),
});
const textElements = {
  plain_text: plainText(limits.text),
  mrkdwn: anyText(limits.text),
};

const needsTextOrFields = (block: Rec, at: string, problems: Problem[]): void => {
  if (block.text === undefined && block.fields === undefined)
    problems.push({ at, what: 'missing required field: text' });
};

const layouts: Record<string, Check> = {
  section: object(
    {
      ...base('section'),
      text: optional(anyText(limits.section.text)),
      fields: optional(list(anyText(limits.section.field), limits.section.fields)),
      accessory: optional(byType({ ...accessories, image: imageElement })),
      expand: optional(boolean),
    },
    needsTextOrFields,
  ),
  header: object({ ...base('header'), text: required(plainText(limits.header)) }),
  divider: object(base('divider')),
  context: object({
    ...base('context'),
    elements: required(list(byType({ ...textElements, image: imageElement }), limits.context)),
  }),
  actions: object({
    ...base('actions'),
    elements: required(list(byType(actionElements), limits.actions)),
  }),
  image: object({
    ...base('image'),
    image_url: required(url(limits.url)),
    alt_text: required(string(limits.image.altText)),
    title: optional(plainText(limits.image.title)),
  }),
  rich_text: object({ ...base('rich_text'), elements: required(list(richTextElement, 1000)) }),
  markdown: object({ ...base('markdown'), text: required(string(limits.markdown)) }),
};

const input = object({
  ...base('input'),
  label: required(plainText(limits.input.label)),
  element: required(byType(inputElements)),
  hint: optional(plainText(limits.input.hint)),
  optional: optional(boolean),
  dispatch_action: optional(boolean),
});

export const messageBlock = byType(layouts);

/** A view takes form fields, and no `markdown` block: that one exists in messages only. */
const { markdown: _, ...viewLayouts } = layouts;
export const viewBlock = byType({ ...viewLayouts, input });
