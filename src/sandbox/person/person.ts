import type { Core } from '../core.ts';
import {
  sendClose,
  sendCommand,
  sendEvent,
  sendMessageEvent,
  sendMessageShortcut,
  sendShortcut,
} from '../interactions.ts';
import { directChannel, postMessage } from '../messages.ts';
import type { Channel, User } from '../model.ts';
import { readMessage } from '../rendering.ts';
import {
  channelFor,
  contains,
  homeText,
  type MessageView,
  screenOf,
  viewMessage,
  visibleMessages,
  type Where,
} from '../sight.ts';
import { encodeTyped } from '../text-encoding.ts';
import { topView, viewJson } from '../views.ts';
import { until } from '../waiting.ts';
import { chooseOption, clickButton, fillForm, openForm, type Press, submitForm } from './acting.ts';
import type { FillValue } from './fill.ts';
import { type Form, formText, readForm } from './form.ts';

type Wanted = string | RegExp;
export type Sees = Where & { withinMs?: number };

/** Somebody at a keyboard: does what a person in Slack can do, and sees what that person would see. */
export type Person = {
  readonly id: string;
  readonly name: string;
  /** How the bot's texts refer to them. */
  readonly mention: string;
  /** `/command …` runs it; anything else is posted. `in` is a channel's name or `dm`; else where they last were. */
  types(text: `/${string}`, where?: { in?: string }): Promise<void>;
  types(text: string, where?: { in?: string }): Promise<MessageView>;
  replies(text: string, to: { to: MessageView }): Promise<MessageView>;
  clicks(label: string, press?: Press): Promise<void>;
  clicksTwice(label: string, press?: Press): Promise<void>;
  chooses(label: string, option: string, press?: Press): Promise<void>;
  fills(values: Record<string, FillValue>): Promise<void>;
  submits(how?: { twice?: boolean }): Promise<void>;
  closes(): Promise<void>;
  uses(shortcut: string): Promise<void>;
  usesOn(message: MessageView, shortcut: string): Promise<void>;
  opensHome(): Promise<void>;
  readonly form: Form | undefined;
  formText(): string;
  readonly home: string;
  screen(where?: { in?: string }): string;
  sees(wanted: Wanted, where?: Sees): Promise<MessageView>;
  seesForm(title: Wanted, withinMs?: number): Promise<Form>;
  doesNotSee(wanted: Wanted, where?: Where): void;
  messagesIn(channel: string): MessageView[];
  threadOf(message: MessageView): MessageView[];
  ephemerals(where?: Where): MessageView[];
  lastPrivate(): MessageView | undefined;
};

const defaultPatienceMs = 15_000;

export const createPerson = (core: Core, user: User): Person => {
  let place: Channel | undefined;

  /** Where `in` says, else where they last acted, else the first channel they are in. */
  const goTo = (name: string | undefined): Channel => {
    const own = () => [...core.channels.values()].find((channel) => channel.members.has(user.id));
    const channel =
      name === 'dm'
        ? directChannel(core, user.id)
        : name === undefined
          ? (place ?? own() ?? directChannel(core, user.id))
          : channelFor(core, user, name);
    if (!channel) throw new Error(`there is no channel #${name}`);
    if (!channel.members.has(user.id)) throw new Error(`${user.name} is not in #${channel.name}`);
    place = channel;
    return channel;
  };

  const say = async (channel: Channel, text: string, threadTs: string | undefined): Promise<MessageView> => {
    if (channel.archived) throw new Error(`#${channel.name} is archived`);
    const encoded = encodeTyped(core, text, false);
    const message = postMessage(core, { channelId: channel.id, userId: user.id, text: encoded, threadTs });
    await sendMessageEvent(core, channel, message);
    return viewMessage(core, message);
  };

  const types = async (text: string, where: { in?: string } = {}): Promise<MessageView | undefined> => {
    const channel = goTo(where.in);
    if (!text.startsWith('/')) return say(channel, text, undefined);
    await sendCommand(core, user, channel, text);
    return undefined;
  };

  const shortcut = (given: string, type: 'global' | 'message'): string => {
    const known = core.shortcuts.filter((candidate) => candidate.type === type);
    const found = known.find(({ callbackId, name }) => callbackId === given || name === given);
    if (!found && known.length > 0)
      throw new Error(
        `no ${type} shortcut "${given}"; there are: ${known.map(({ name }) => name).join(' | ')}`,
      );
    return found?.callbackId ?? given;
  };

  const find = (wanted: Wanted, where: Where) =>
    visibleMessages(core, user, where)
      .toReversed()
      .find((message) => contains(readMessage(core, message), wanted));

  const screens = (where: Where): string => {
    const one = where.in === undefined ? undefined : channelFor(core, user, where.in);
    const channels = one
      ? [one]
      : [...core.channels.values()].filter((channel) => channel.members.has(user.id));
    return channels.map((channel) => screenOf(core, user, channel)).join('\n\n');
  };

  const views = (where: Where) =>
    visibleMessages(core, user, where).map((message) => viewMessage(core, message));

  return {
    id: user.id,
    name: user.name,
    mention: `<@${user.id}>`,
    types: types as Person['types'],
    replies: async (text, { to }) => {
      const channel = core.channels.get(to.channelId);
      if (!channel?.members.has(user.id)) throw new Error(`${user.name} is not in #${to.channel}`);
      place = channel;
      return say(channel, text, to.threadTs ?? to.ts);
    },
    clicks: (label, press = {}) => clickButton(core, user, label, press, 1),
    clicksTwice: (label, press = {}) => clickButton(core, user, label, press, 2),
    chooses: (label, option, press = {}) => chooseOption(core, user, label, option, press),
    fills: (values) => fillForm(core, user, values),
    submits: (how = {}) => submitForm(core, user, how.twice === true ? 2 : 1),
    closes: async () => sendClose(core, user, await openForm(core, user)),
    uses: (given) => sendShortcut(core, user, shortcut(given, 'global')),
    usesOn: async (message, given) => {
      const channel = core.channels.get(message.channelId);
      if (!channel) throw new Error('the message is gone');
      await sendMessageShortcut(core, user, channel, message.stored, shortcut(given, 'message'));
    },
    opensHome: async () => {
      const home = core.views.get(core.homes.get(user.id) ?? '');
      await sendEvent(core, {
        type: 'app_home_opened',
        user: user.id,
        channel: directChannel(core, user.id).id,
        tab: 'home',
        ...(home ? { view: viewJson(core, home) } : {}),
      });
    },
    get form() {
      const view = topView(core, user.id);
      return view && readForm(core, view);
    },
    formText: () => {
      const view = topView(core, user.id);
      return view ? formText(readForm(core, view)) : '(no form open)';
    },
    get home() {
      return homeText(core, user);
    },
    screen: (where = {}) => screenOf(core, user, goTo(where.in)),
    sees: async (wanted, where = {}) => {
      const message = await until(core, where.withinMs ?? defaultPatienceMs, () => find(wanted, where));
      if (!message) throw new Error(`${user.name} does not see ${wanted}. In sight:\n${screens(where)}`);
      return viewMessage(core, message);
    },
    seesForm: async (title, withinMs = defaultPatienceMs) => {
      const form = await until(core, withinMs, () => {
        const view = topView(core, user.id);
        const seen = view && readForm(core, view);
        return seen && contains(seen.title, title) ? seen : undefined;
      });
      if (form) return form;
      const view = topView(core, user.id);
      const open = view ? formText(readForm(core, view)) : 'no form';
      throw new Error(`${user.name} does not see a form ${title}. Open: ${open}\n${screens({})}`);
    },
    doesNotSee: (wanted, where = {}) => {
      const message = find(wanted, where);
      if (message) throw new Error(`${user.name} sees ${wanted}: ${readMessage(core, message)}`);
    },
    messagesIn: (channel) => views({ in: channel }),
    threadOf: (message) => views({ thread: message }).filter((reply) => reply.threadTs !== undefined),
    ephemerals: (where = {}) => views(where).filter((message) => message.onlyFor !== undefined),
    lastPrivate: () => views({}).findLast((message) => message.onlyFor !== undefined),
  };
};
