import type { Core } from './core.ts';
import { isRec, type Rec } from './json.ts';
import type { StoredMessage } from './model.ts';

/** Who is really called by a message: by name, as a group, or everybody (`channel`, `here`, `everyone`). */
export type Mentions = { users: string[]; groups: string[]; channels: string[]; broadcasts: string[] };

/** Texts in which Slack looks for references; `plain_text` is shown as it stands. */
const markedTexts = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(markedTexts);
  if (!isRec(value)) return [];
  if ((value.type === 'mrkdwn' || value.type === 'markdown') && typeof value.text === 'string')
    return [value.text];
  return Object.values(value).flatMap(markedTexts);
};

const richItems = (value: unknown): Rec[] => {
  if (Array.isArray(value)) return value.flatMap(richItems);
  if (!isRec(value)) return [];
  return ['user', 'usergroup', 'channel', 'broadcast'].includes(String(value.type))
    ? [value]
    : Object.values(value).flatMap(richItems);
};

export const mentionsOf = (core: Core, message: StoredMessage): Mentions => {
  const found = {
    users: new Set<string>(),
    groups: new Set<string>(),
    channels: new Set<string>(),
    broadcasts: new Set<string>(),
  };
  const user = (id: string) => found.users.add(core.users.get(id)?.name ?? id);
  const group = (id: string) => found.groups.add(core.groups.get(id)?.handle ?? id);
  const channel = (id: string) => found.channels.add(core.channels.get(id)?.name ?? id);
  for (const text of [message.text, ...markedTexts(message.blocks)])
    for (const [, target = ''] of text.matchAll(/<([^<>|\n]+)(?:\|[^<>\n]*)?>/g)) {
      if (target.startsWith('@')) user(target.slice(1));
      else if (target.startsWith('#')) channel(target.slice(1));
      else if (target.startsWith('!subteam^')) group(target.slice('!subteam^'.length));
      else if (/^!(channel|here|everyone)$/.test(target)) found.broadcasts.add(target.slice(1));
    }
  for (const item of message.blocks.filter((block) => block.type === 'rich_text').flatMap(richItems)) {
    if (item.type === 'user') user(String(item.user_id));
    if (item.type === 'usergroup') group(String(item.usergroup_id));
    if (item.type === 'channel') channel(String(item.channel_id));
    if (item.type === 'broadcast') found.broadcasts.add(String(item.range));
  }
  return {
    users: [...found.users],
    groups: [...found.groups],
    channels: [...found.channels],
    broadcasts: [...found.broadcasts],
  };
};
