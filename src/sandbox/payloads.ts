import type { Core } from './core.ts';
import { valuesOf } from './field-values.ts';
import type { Rec } from './json.ts';
import { messageJson } from './messages.ts';
import type { Channel, StoredMessage, StoredView, User } from './model.ts';
import { viewJson } from './views.ts';

const now = (core: Core) => core.ids.ts();

const base = (core: Core, user: User): Rec => ({
  token: core.app.verificationToken,
  team: { id: core.team.id, domain: core.team.domain },
  user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
  api_app_id: core.app.id,
  enterprise: null,
  is_enterprise_install: false,
});

const channelNameOf = (channel: Channel): string =>
  channel.kind === 'im' ? 'directmessage' : channel.kind === 'private' ? 'privategroup' : channel.name;

const responseUrl = (core: Core, userId: string, channelId: string, sourceTs: string | undefined) => {
  const family = sourceTs === undefined ? 'commands' : 'actions';
  return core.baseUrl + core.responseUrls.issue({ userId, channelId, sourceTs }, family);
};

export const commandPayload = (
  core: Core,
  user: User,
  channel: Channel,
  command: string,
  text: string,
): Rec => ({
  token: core.app.verificationToken,
  team_id: core.team.id,
  team_domain: core.team.domain,
  channel_id: channel.id,
  channel_name: channelNameOf(channel),
  user_id: user.id,
  user_name: user.name,
  command,
  text,
  api_app_id: core.app.id,
  is_enterprise_install: 'false',
  response_url: responseUrl(core, user.id, channel.id, undefined),
  trigger_id: core.triggers.issue(user.id),
});

/** `chosen` is the action without what every action has: its type, ids and value. */
export const messageActionPayload = (
  core: Core,
  user: User,
  channel: Channel,
  message: StoredMessage,
  chosen: Rec,
): Rec => ({
  type: 'block_actions',
  ...base(core, user),
  container: {
    type: 'message',
    message_ts: message.ts,
    channel_id: channel.id,
    is_ephemeral: message.onlyFor !== undefined,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  },
  trigger_id: core.triggers.issue(user.id),
  channel: { id: channel.id, name: channelNameOf(channel) },
  // Slack sends no `message` for one that only this person sees.
  ...(message.onlyFor === undefined ? { message: messageJson(core, message, true) } : {}),
  state: { values: structuredClone(valuesOf(message.blocks, message.state)) },
  response_url: responseUrl(core, user.id, channel.id, message.ts),
  actions: [{ ...chosen, action_ts: now(core) }],
});

export const viewActionPayload = (core: Core, user: User, view: StoredView, chosen: Rec): Rec => ({
  type: 'block_actions',
  ...base(core, user),
  container: { type: 'view', view_id: view.id },
  trigger_id: core.triggers.issue(user.id),
  view: viewJson(core, view),
  actions: [{ ...chosen, action_ts: now(core) }],
});

/** Fields with `response_url_enabled` give the submission a URL to answer in the channel chosen there. */
const responseUrlsOf = (core: Core, user: User, view: StoredView): Rec[] =>
  view.blocks.flatMap((block) => {
    const element = block.element as Rec | undefined;
    if (element?.response_url_enabled !== true) return [];
    const value = view.values[String(block.block_id)]?.[String(element.action_id)];
    const channelId = value?.selected_conversation ?? value?.selected_channel;
    if (typeof channelId !== 'string') return [];
    return [
      {
        block_id: block.block_id,
        action_id: element.action_id,
        channel_id: channelId,
        response_url: responseUrl(core, user.id, channelId, undefined),
      },
    ];
  });

export const submissionPayload = (core: Core, user: User, view: StoredView): Rec => ({
  type: 'view_submission',
  ...base(core, user),
  trigger_id: core.triggers.issue(user.id),
  view: viewJson(core, view),
  response_urls: responseUrlsOf(core, user, view),
});

export const closedPayload = (core: Core, user: User, view: StoredView, isCleared: boolean): Rec => ({
  type: 'view_closed',
  ...base(core, user),
  view: viewJson(core, view),
  is_cleared: isCleared,
});

export const shortcutPayload = (core: Core, user: User, callbackId: string): Rec => ({
  type: 'shortcut',
  ...base(core, user),
  callback_id: callbackId,
  trigger_id: core.triggers.issue(user.id),
  action_ts: now(core),
});

export const messageShortcutPayload = (
  core: Core,
  user: User,
  channel: Channel,
  message: StoredMessage,
  callbackId: string,
): Rec => ({
  type: 'message_action',
  ...base(core, user),
  callback_id: callbackId,
  trigger_id: core.triggers.issue(user.id),
  action_ts: now(core),
  response_url: responseUrl(core, user.id, channel.id, message.ts),
  message_ts: message.ts,
  channel: { id: channel.id, name: channelNameOf(channel) },
  message: messageJson(core, message, false),
});

export const eventPayload = (core: Core, event: Rec): Rec => ({
  token: core.app.verificationToken,
  team_id: core.team.id,
  context_team_id: core.team.id,
  context_enterprise_id: null,
  api_app_id: core.app.id,
  event: { ...event, event_ts: now(core) },
  type: 'event_callback',
  event_id: core.ids.next('Ev'),
  event_time: Math.floor(core.clock.now().getTime() / 1000),
  authorizations: [
    {
      enterprise_id: null,
      team_id: core.team.id,
      user_id: core.app.botUserId,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
  event_context: core.ids.next('4-'),
});
