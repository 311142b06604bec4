import type { Core } from './core.ts';
import type { Rec } from './json.ts';
import type { Channel, StoredMessage } from './model.ts';

export type Draft = Partial<StoredMessage> & { channelId: string; userId: string };

/** Adds what Slack adds to blocks: ids for those that came without. */
export const withIds = (core: Core, blocks: Rec[]): Rec[] =>
  blocks.map((block) => {
    const copy: Rec = structuredClone(block);
    copy.block_id ??= core.ids.next('b');
    const inside = [
      copy.accessory,
      copy.element,
      ...(copy.type === 'actions' ? (copy.elements as Rec[]) : []),
    ];
    for (const element of inside)
      if (typeof element === 'object' && element !== null && (element as Rec).type !== 'image')
        (element as Rec).action_id ??= core.ids.next('a');
    return copy;
  });

export const postMessage = (core: Core, draft: Draft): StoredMessage => {
  const message: StoredMessage = {
    fromBot: draft.userId === core.app.botUserId,
    text: '',
    threadTs: undefined,
    metadata: undefined,
    editedTs: undefined,
    onlyFor: undefined,
    fromSlack: false,
    reactions: [],
    state: {},
    ...draft,
    ts: core.ids.ts(),
    blocks: withIds(core, draft.blocks ?? []),
  };
  core.messages.push(message);
  core.emit({ type: 'message', what: 'posted', message });
  return message;
};

export const editMessage = (
  core: Core,
  message: StoredMessage,
  change: Pick<Partial<StoredMessage>, 'text' | 'blocks' | 'metadata'>,
): void => {
  if (change.text !== undefined) message.text = change.text;
  if (change.blocks !== undefined) {
    message.blocks = withIds(core, change.blocks);
    message.state = {};
  }
  if (change.metadata !== undefined) message.metadata = change.metadata;
  message.editedTs = core.ids.ts();
  core.emit({ type: 'message', what: 'edited', message });
};

export const deleteMessage = (core: Core, message: StoredMessage): void => {
  core.messages.splice(core.messages.indexOf(message), 1);
  core.emit({ type: 'message', what: 'deleted', message });
};

/** A note that Slack itself shows to one person. */
export const slackNote = (core: Core, userId: string, channelId: string, text: string): StoredMessage =>
  postMessage(core, { channelId, userId: 'USLACKBOT', fromSlack: true, onlyFor: userId, text });

export const findMessage = (core: Core, channelId: string, ts: string): StoredMessage | undefined =>
  core.messages.find((message) => message.channelId === channelId && message.ts === ts);

export const repliesOf = (core: Core, channelId: string, ts: string): StoredMessage[] =>
  core.messages.filter(
    (message) =>
      message.channelId === channelId &&
      message.threadTs === ts &&
      message.onlyFor === undefined &&
      message.ts !== ts,
  );

/** The direct-message channel between the bot and a person, made when first needed. */
export const directChannel = (core: Core, userId: string): Channel => {
  for (const channel of core.channels.values())
    if (channel.kind === 'im' && channel.members.has(userId)) return channel;
  const channel: Channel = {
    id: core.ids.next('D'),
    name: 'directmessage',
    kind: 'im',
    members: new Set([userId, core.app.botUserId]),
    archived: false,
    createdAt: core.clock.now().getTime(),
  };
  core.channels.set(channel.id, channel);
  return channel;
};

/** The message as Slack's JSON shows it to apps. */
export const messageJson = (core: Core, message: StoredMessage, withMetadata: boolean): Rec => {
  const replies = message.threadTs === undefined ? repliesOf(core, message.channelId, message.ts) : [];
  const last = replies.at(-1);
  return {
    type: 'message',
    user: message.userId,
    ts: message.ts,
    text: message.text,
    team: core.team.id,
    ...(message.fromBot
      ? {
          bot_id: core.app.botId,
          app_id: core.app.id,
          bot_profile: {
            id: core.app.botId,
            app_id: core.app.id,
            name: 'handrail',
            team_id: core.team.id,
            deleted: false,
          },
        }
      : {}),
    ...(message.blocks.length > 0 ? { blocks: structuredClone(message.blocks) } : {}),
    ...(message.threadTs !== undefined ? { thread_ts: message.threadTs } : {}),
    ...(last
      ? {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.userId))],
          latest_reply: last.ts,
        }
      : {}),
    ...(message.editedTs !== undefined ? { edited: { user: message.userId, ts: message.editedTs } } : {}),
    ...(withMetadata && message.metadata ? { metadata: structuredClone(message.metadata) } : {}),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map((name) => ({ name, users: [core.app.botUserId], count: 1 })) }
      : {}),
  };
};
