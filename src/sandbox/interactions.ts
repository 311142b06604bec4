import { SlackError } from './api/errors.ts';
import type { Core } from './core.ts';
import type { Ack, EnvelopeType } from './delivery/deliver.ts';
import type { Rec } from './json.ts';
import { messageJson, slackNote } from './messages.ts';
import type { Channel, StoredMessage, StoredView, User } from './model.ts';
import {
  closedPayload,
  commandPayload,
  eventPayload,
  messageActionPayload,
  messageShortcutPayload,
  shortcutPayload,
  viewActionPayload,
} from './payloads.ts';
import { applyResponse } from './respond.ts';
import { encodeTyped } from './text-encoding.ts';
import { closeViews } from './views.ts';

/** Delivers one interaction and tells those who listen how it ended. */
export const interact = async (
  core: Core,
  user: User,
  type: EnvelopeType,
  what: string,
  payload: Rec,
): Promise<Ack> => {
  const ack = await core.deliver(type, payload);
  core.emit({
    type: 'interaction',
    userId: user.id,
    what,
    ...(ack.acked ? { outcome: 'acked' } : { outcome: 'failed', reason: ack.reason }),
  });
  return ack;
};

const failure: Record<string, string> = {
  operation_timeout: 'failed because the app did not respond (operation_timeout)',
  dispatch_failed: 'failed with the error "dispatch_failed"',
  http_error: 'failed with the error "http_service_error"',
};

export const sendCommand = async (core: Core, user: User, channel: Channel, typed: string): Promise<void> => {
  const [command = typed] = typed.split(/\s/, 1);
  core.emit({ type: 'command', userId: user.id, channelId: channel.id, text: typed });
  if (core.app.commands?.has(command) === false || !core.app.scopes.has('commands'))
    return void slackNote(core, user.id, channel.id, `${command} is not a valid command.`);
  const text = encodeTyped(core, typed.slice(command.length).trim(), true);
  const payload = commandPayload(core, user, channel, command, text);
  const ack = await interact(core, user, 'slash_commands', command, payload);
  if (!ack.acked) slackNote(core, user.id, channel.id, `${command} ${failure[ack.reason]}`);
  else if (ack.payload) {
    try {
      applyResponse(core, { userId: user.id, channelId: channel.id, sourceTs: undefined }, ack.payload);
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      core.violations.push(`${command} was answered with a message Slack refuses: ${error.code}`);
      slackNote(core, user.id, channel.id, `${command} failed with the error "${error.code}"`);
    }
  }
};

export const sendMessageAction = async (
  core: Core,
  user: User,
  channel: Channel,
  message: StoredMessage,
  label: string,
  chosen: Rec,
): Promise<void> => {
  const threadTs = message.threadTs;
  core.emit({ type: 'pressed', userId: user.id, label, channelId: channel.id, threadTs });
  const payload = messageActionPayload(core, user, channel, message, chosen);
  const ack = await interact(core, user, 'interactive', label, payload);
  if (!ack.acked) slackNote(core, user.id, channel.id, `"${label}" ${failure[ack.reason]}`);
};

export const sendViewAction = async (
  core: Core,
  user: User,
  view: StoredView,
  label: string,
  chosen: Rec,
): Promise<void> => {
  core.emit({ type: 'pressed', userId: user.id, label, channelId: undefined, threadTs: undefined });
  const ack = await interact(core, user, 'interactive', label, viewActionPayload(core, user, view, chosen));
  if (ack.acked) return;
  view.trouble = `"${label}" ${failure[ack.reason]}`;
  core.emit({ type: 'view', what: 'trouble', view });
};

/** The person closes the topmost form; the app hears of it if it asked to. */
export const sendClose = async (core: Core, user: User, view: StoredView): Promise<void> => {
  const isCleared = view.body.clear_on_close === true;
  for (const closed of closeViews(core, user.id, isCleared).toReversed())
    if (closed.body.notify_on_close === true)
      await interact(core, user, 'interactive', 'close', closedPayload(core, user, closed, isCleared));
};

export const sendShortcut = async (core: Core, user: User, callbackId: string): Promise<void> => {
  core.emit({
    type: 'pressed',
    userId: user.id,
    label: callbackId,
    channelId: undefined,
    threadTs: undefined,
  });
  const ack = await interact(core, user, 'interactive', callbackId, shortcutPayload(core, user, callbackId));
  if (!ack.acked) slackNote(core, user.id, '', `The shortcut ${failure[ack.reason]}`);
};

export const sendMessageShortcut = async (
  core: Core,
  user: User,
  channel: Channel,
  message: StoredMessage,
  callbackId: string,
): Promise<void> => {
  core.emit({
    type: 'pressed',
    userId: user.id,
    label: callbackId,
    channelId: channel.id,
    threadTs: undefined,
  });
  const payload = messageShortcutPayload(core, user, channel, message, callbackId);
  const ack = await interact(core, user, 'interactive', callbackId, payload);
  if (!ack.acked) slackNote(core, user.id, channel.id, `The shortcut ${failure[ack.reason]}`);
};

const messageEvents = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const;
const channelTypes = { public: 'channel', private: 'group', im: 'im' } as const;

/** Tells the app what a person wrote, if it is in the channel and subscribed to messages of its kind. */
export const sendMessageEvent = async (
  core: Core,
  channel: Channel,
  message: StoredMessage,
): Promise<void> => {
  if (!channel.members.has(core.app.botUserId)) return;
  if (!core.app.events.has(messageEvents[channel.kind])) return;
  const event = {
    ...messageJson(core, message, false),
    channel: channel.id,
    channel_type: channelTypes[channel.kind],
  };
  await core.deliver('events_api', eventPayload(core, event));
};

/** Tells the app of something that happened, if it subscribed to it. */
export const sendEvent = async (core: Core, event: Rec): Promise<void> => {
  if (core.app.events.has(String(event.type))) await core.deliver('events_api', eventPayload(core, event));
};
