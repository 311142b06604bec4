import type { Core } from './core.ts';
import { isRec, listOf, type Rec, recsOf, strOf } from './json.ts';
import type { StoredMessage } from './model.ts';
import { unescapeText } from './text-encoding.ts';

const userName = (core: Core, id: string) => core.users.get(id)?.name ?? 'unknown person';
const channelName = (core: Core, id: string) => core.channels.get(id)?.name ?? 'private channel';
const groupHandle = (core: Core, id: string) => core.groups.get(id)?.handle ?? 'unknown-group';

const reference = (core: Core, inside: string): string => {
  const [target = '', label] = inside.split('|', 2);
  if (target.startsWith('@')) return `@${userName(core, target.slice(1))}`;
  if (target.startsWith('#')) return `#${channelName(core, target.slice(1))}`;
  if (target.startsWith('!subteam^')) return `@${groupHandle(core, target.slice('!subteam^'.length))}`;
  if (target.startsWith('!date^')) return label ?? '';
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label ?? target.replace(/^mailto:/, '');
};

const emphasis = /(^|[\s(["'—–·:>-])([*_~])(?=\S)([^\n]*?\S)\2(?=$|[\s.,;:!?)\]"'…—–·-])/gm;

const withoutEmphasis = (text: string): string => {
  let before = '';
  let after = text;
  // Nested styles (*_both_*) take one round each.
  while (before !== after) {
    before = after;
    after = after.replaceAll(emphasis, '$1$3');
  }
  return after;
};

/** Slack's mrkdwn as a person reads it: no marks, names for references, entities as characters. */
export const readMrkdwn = (core: Core, text: string): string =>
  text
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part, index) => {
      const isCode = index % 2 === 1;
      const bare = isCode ? part.replaceAll(/^`+|`+$/g, '') : withoutEmphasis(part);
      return unescapeText(bare.replaceAll(/<([^<>\n]+)>/g, (_, inside: string) => reference(core, inside)));
    })
    .join('');

/** Standard Markdown, as in `markdown` blocks. */
const readMarkdown = (core: Core, text: string): string =>
  readMrkdwn(
    core,
    text
      .replaceAll(/\*\*(.+?)\*\*/g, '$1')
      .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
      .replaceAll(/^#+ /gm, ''),
  );

export const readTextObject = (core: Core, value: unknown): string => {
  if (!isRec(value)) return '';
  const text = strOf(value.text) ?? '';
  return value.type === 'mrkdwn' ? readMrkdwn(core, text) : text;
};

const inlineText = (core: Core, item: Rec): string => {
  switch (item.type) {
    case 'text':
      return String(item.text);
    case 'link':
      return strOf(item.text) ?? String(item.url);
    case 'user':
      return `@${userName(core, String(item.user_id))}`;
    case 'channel':
      return `#${channelName(core, String(item.channel_id))}`;
    case 'usergroup':
      return `@${groupHandle(core, String(item.usergroup_id))}`;
    case 'broadcast':
      return `@${item.range}`;
    case 'emoji':
      return `:${item.name}:`;
    case 'date':
      return strOf(item.fallback) ?? String(item.timestamp);
    default:
      return '';
  }
};

const inlineAll = (core: Core, element: Rec) =>
  recsOf(element.elements)
    .map((item) => inlineText(core, item))
    .join('');

const richTextLines = (core: Core, element: Rec): string => {
  if (element.type === 'rich_text_list')
    return recsOf(element.elements)
      .map((item, index) => `${element.style === 'ordered' ? `${index + 1}.` : '•'} ${inlineAll(core, item)}`)
      .join('\n');
  const text = inlineAll(core, element);
  return element.type === 'rich_text_quote' ? text.replaceAll(/^/gm, '> ') : text;
};

/** A block's own words, without what its buttons and menus say. */
export const readBlock = (core: Core, block: Rec): string => {
  switch (block.type) {
    case 'section':
      return [block.text, ...listOf(block.fields)]
        .filter(isRec)
        .map((text) => readTextObject(core, text))
        .join('\n');
    case 'header':
      return readTextObject(core, block.text);
    case 'context':
      return recsOf(block.elements)
        .map((item) => (item.type === 'image' ? `[${item.alt_text}]` : readTextObject(core, item)))
        .join('  ');
    case 'image':
      return `[${block.alt_text}]`;
    case 'rich_text':
      return recsOf(block.elements)
        .map((element) => richTextLines(core, element))
        .join('\n');
    case 'markdown':
      return readMarkdown(core, strOf(block.text) ?? '');
    default:
      return '';
  }
};

export const readBlocks = (core: Core, blocks: Rec[]): string[] =>
  blocks.map((block) => readBlock(core, block)).filter((text) => text !== '');

/** What a person reads in the message: its blocks when it has any, else its text. */
export const readMessage = (core: Core, message: StoredMessage): string =>
  message.blocks.length > 0 ? readBlocks(core, message.blocks).join('\n') : readMrkdwn(core, message.text);
