import { elementsOf } from './blocks/surface.ts';
import type { Core } from './core.ts';
import type { Rec } from './json.ts';
import { type Mentions, mentionsOf } from './mentions.ts';
import { findMessage } from './messages.ts';
import type { Channel, Metadata, StoredMessage, User } from './model.ts';
import { readBlocks, readMessage, readMrkdwn, readTextObject } from './rendering.ts';

/** A message as people see it. Reads live: after an edit the same handle shows the new words. */
export type MessageView = {
  readonly ts: string;
  readonly channelId: string;
  readonly channel: string;
  readonly author: string;
  /** What a person reads: blocks flattened, names for references, no marks. */
  readonly text: string;
  /** The top-level text, which notifications and screen readers use. */
  readonly notification: string;
  readonly buttons: string[];
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly metadata: Metadata | undefined;
  readonly mentions: Mentions;
  /** Name of the only person who sees it, if so. */
  readonly onlyFor: string | undefined;
  readonly threadTs: string | undefined;
  readonly stored: StoredMessage;
};

export const authorOf = (core: Core, message: StoredMessage): string =>
  message.fromSlack ? 'Slackbot' : (core.users.get(message.userId)?.name ?? message.userId);

/** The words on an element: a button's text, a menu's placeholder. */
export const labelOf = (core: Core, element: Rec): string =>
  element.type === 'overflow' ? '…' : readTextObject(core, element.text ?? element.placeholder);

export const buttonsOf = (core: Core, blocks: Rec[]): string[] =>
  blocks
    .flatMap(elementsOf)
    .filter(({ element }) => element.type === 'button')
    .map(({ element }) => labelOf(core, element));

export const viewMessage = (core: Core, stored: StoredMessage): MessageView => ({
  ts: stored.ts,
  channelId: stored.channelId,
  threadTs: stored.threadTs,
  stored,
  get channel() {
    return core.channels.get(stored.channelId)?.name ?? '';
  },
  get author() {
    return authorOf(core, stored);
  },
  get text() {
    return readMessage(core, stored);
  },
  get notification() {
    return readMrkdwn(core, stored.text);
  },
  get buttons() {
    return buttonsOf(core, stored.blocks);
  },
  get edited() {
    return stored.editedTs !== undefined;
  },
  get deleted() {
    return !core.messages.includes(stored);
  },
  get metadata() {
    return stored.metadata;
  },
  get mentions() {
    return mentionsOf(core, stored);
  },
  get onlyFor() {
    return stored.onlyFor === undefined ? undefined : core.users.get(stored.onlyFor)?.name;
  },
});

const canSee = (core: Core, user: User, message: StoredMessage): boolean => {
  if (message.onlyFor !== undefined) return message.onlyFor === user.id;
  return core.channels.get(message.channelId)?.members.has(user.id) ?? false;
};

export type Where = { in?: string; thread?: MessageView };

/** A channel by name as `user` would say it: `tickets`, `#tickets`, or `dm` for the talk with the bot. */
export const channelFor = (core: Core, user: User, name: string): Channel | undefined => {
  const bare = name.replace(/^#/, '');
  return [...core.channels.values()].find((channel) =>
    bare === 'dm'
      ? channel.kind === 'im' && channel.members.has(user.id)
      : channel.kind !== 'im' && channel.name === bare,
  );
};

export const visibleMessages = (core: Core, user: User, where: Where): StoredMessage[] => {
  const channel = where.in === undefined ? undefined : channelFor(core, user, where.in);
  const rootTs = where.thread && (where.thread.threadTs ?? where.thread.ts);
  return core.messages.filter(
    (message) =>
      canSee(core, user, message) &&
      (where.in === undefined || message.channelId === channel?.id) &&
      (rootTs === undefined || message.threadTs === rootTs || message.ts === rootTs),
  );
};

/** `T-1` must not find T-12; other strings are found anywhere. */
export const contains = (text: string, wanted: string | RegExp): boolean => {
  if (typeof wanted !== 'string') return wanted.test(text);
  return /^[A-Z]+-\d+$/.test(wanted)
    ? new RegExp(`(^|[^\\p{L}\\d])${wanted}(?!\\d)`, 'u').test(text)
    : text.includes(wanted);
};

/** Whether a message is the one meant: by its own words, or those that its thread began with. */
export const isMeant = (core: Core, message: StoredMessage, matcher: string | RegExp): boolean => {
  if (contains(readMessage(core, message), matcher)) return true;
  const root = message.threadTs && findMessage(core, message.channelId, message.threadTs);
  return root ? contains(readMessage(core, root), matcher) : false;
};

const indent = (text: string, by: string) => text.replaceAll('\n', `\n${by}`);

const lineOf = (core: Core, message: StoredMessage, margin: string): string => {
  const body = [readMessage(core, message), ...buttonsOf(core, message.blocks).map((label) => `[${label}]`)];
  const mark = `${message.onlyFor === undefined ? '' : '(only you) '}${message.editedTs === undefined ? '' : '(edited) '}`;
  return `${margin}${authorOf(core, message)}: ${mark}${indent(body.join(' '), `${margin}  `)}`;
};

/** Everything `user` sees in a channel, threads under what they began with. */
export const screenOf = (core: Core, user: User, channel: Channel): string => {
  const all = visibleMessages(core, user, {}).filter((message) => message.channelId === channel.id);
  const title = channel.kind === 'im' ? 'Direct messages' : `#${channel.name}`;
  const lines = all
    .filter((message) => message.threadTs === undefined)
    .flatMap((message) => [
      lineOf(core, message, ''),
      ...all.filter((reply) => reply.threadTs === message.ts).map((reply) => lineOf(core, reply, '    ')),
    ]);
  return [`${title}${channel.archived ? ' (archived)' : ''}`, ...lines].join('\n');
};

export const homeText = (core: Core, user: User): string => {
  const view = core.views.get(core.homes.get(user.id) ?? '');
  return view ? readBlocks(core, view.blocks).join('\n') : '';
};
