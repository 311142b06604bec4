import { limits } from '../limits.ts';
import {
  boolean,
  byType,
  integer,
  list,
  matching,
  object,
  oneOf,
  optional,
  required,
  string,
} from './check.ts';
import { url } from './composition.ts';

const style = optional(
  object({
    bold: optional(boolean),
    italic: optional(boolean),
    strike: optional(boolean),
    code: optional(boolean),
    underline: optional(boolean),
  }),
);
const type = (name: string) => ({ type: required(oneOf(name)) });
const id = required(string(50));

/** Pieces of a line. Slack accepts an empty `text` nowhere in rich text. */
const inline = {
  text: object({ ...type('text'), text: required(string(limits.message.text)), style }),
  link: object({
    ...type('link'),
    url: required(url(limits.url)),
    text: optional(string(limits.text)),
    unsafe: optional(boolean),
    style,
  }),
  user: object({ ...type('user'), user_id: id, style }),
  channel: object({ ...type('channel'), channel_id: id, style }),
  usergroup: object({ ...type('usergroup'), usergroup_id: id, style }),
  broadcast: object({ ...type('broadcast'), range: required(oneOf('here', 'channel', 'everyone')), style }),
  emoji: object({
    ...type('emoji'),
    name: required(string(100)),
    unicode: optional(string(100)),
    skin_tone: optional(integer(1, 6)),
    style,
  }),
  date: object({
    ...type('date'),
    timestamp: required(integer(0, 99_999_999_999)),
    format: required(string(200)),
    url: optional(url(limits.url)),
    fallback: optional(string(200)),
    style,
  }),
  color: object({ ...type('color'), value: required(matching(/^#[0-9a-f]{6}$/i, 'must be a color')) }),
};
const anyInline = byType(inline);
const line = list(anyInline, 1000, 0);
const border = optional(integer(0, 1));

const section = object({ ...type('rich_text_section'), elements: required(line) });

export const richTextElement = byType({
  rich_text_section: section,
  rich_text_quote: object({ ...type('rich_text_quote'), elements: required(line), border }),
  rich_text_preformatted: object({
    ...type('rich_text_preformatted'),
    elements: required(list(byType({ text: inline.text, link: inline.link }), 1000, 0)),
    border,
    language: optional(string(50)),
  }),
  rich_text_list: object({
    ...type('rich_text_list'),
    style: required(oneOf('bullet', 'ordered')),
    elements: required(list(byType({ rich_text_section: section }), 1000)),
    indent: optional(integer(0, 8)),
    offset: optional(integer(0, 1000)),
    border,
  }),
});
