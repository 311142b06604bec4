import type { Clock } from '../clock.ts';
import { type Core, createCore, type Shortcut } from './core.ts';
import { createHttpDelivery } from './delivery/http.ts';
import { createSocketDelivery } from './delivery/socket.ts';
import type { Fault, Which } from './faults.ts';
import { deleteMessage } from './messages.ts';
import { defaultEvents, defaultScopes } from './methods.ts';
import type { Call, Change, PersonKind, User } from './model.ts';
import { createPerson, type Person } from './person/person.ts';
import { changesOfPlace, type PlaceChanges } from './places.ts';
import { startServer } from './server.ts';
import { type MessageView, viewMessage } from './sight.ts';
import { until } from './waiting.ts';

export type WorkspaceOptions = {
  clock: Clock;
  /** 0 takes any free port. Always on 127.0.0.1. */
  port: number;
  socketMode: boolean;
  /** Where to deliver without Socket Mode; `deliverTo` sets it later. */
  events?: { requestUrl: string };
  /** Real ms the app has to acknowledge; Slack's 3000 if absent. */
  ackDeadlineMs?: number;
  /** OAuth scopes granted to the bot. */
  scopes?: readonly string[];
  /** Event types the app subscribed to. */
  subscribed?: readonly string[];
  /** Slash commands that exist; any when absent. */
  commands?: readonly string[];
  /** Real ms people wait for a button, field or form to appear before they give up (2000). */
  patienceMs?: number;
};

export type PersonSpec = {
  name: string;
  realName?: string;
  kind?: PersonKind;
  admin?: boolean;
  timeZone?: string;
};

export type Workspace = PlaceChanges & {
  readonly apiUrl: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly botUserId: string;
  readonly calls: readonly Call[];
  /** Answers of the app that Slack would not take. A careful app leaves this empty. */
  readonly violations: readonly string[];
  /** For what reads the workspace closely: the transcript, the page. */
  readonly core: Core;
  addPerson(spec: PersonSpec): Person;
  person(name: string): Person;
  registerShortcuts(shortcuts: readonly Shortcut[]): void;
  deliverTo(url: string): Promise<void>;
  /** The next calls of a method fail: as many as said (1), of those that `which` picks (all). */
  failNext(method: string, fault: Fault, times?: number, which?: Which): void;
  /** How many of the failures asked for have not happened yet. */
  failuresLeft(): number;
  /** What is left of the failures asked for does not happen. */
  failNoMore(): void;
  /** The bot's token is good for nothing until it is restored. */
  revokeToken(): void;
  restoreToken(): void;
  /** Somebody with the right to deletes a message. */
  deleteMessage(message: MessageView): void;
  on(event: 'change', listener: (change: Change) => void): () => void;
  /** Resolves with what `look` finds, trying after every change; throws after `withinMs` (5 s). */
  until<T>(look: () => T | undefined, withinMs?: number): Promise<T>;
  /** Every message of a channel, whoever sees it. */
  messagesIn(channel: string): MessageView[];
  sockets: { count(): number; recycle(): void; deliverTwice(): void; cut(howMany?: number): void };
  stop(): Promise<void>;
};

const botUser = (core: Core): User => ({
  id: core.app.botUserId,
  name: 'handrail',
  realName: 'Handrail',
  kind: 'bot',
  admin: false,
  teamId: core.team.id,
  timeZone: 'UTC',
});

/** Starts a local Slack workspace. The bot under it is the real one: it connects by `apiUrl` and the tokens. */
export const startWorkspace = async (options: WorkspaceOptions): Promise<Workspace> => {
  const core = createCore({
    clock: options.clock,
    scopes: options.scopes ?? defaultScopes,
    events: options.subscribed ?? defaultEvents,
    commands: options.commands,
    patienceMs: options.patienceMs ?? 10_000,
  });
  core.users.set(core.app.botUserId, botUser(core));
  const deadline = options.ackDeadlineMs ?? 3_000;
  const socket = createSocketDelivery(core, deadline);
  const http = createHttpDelivery(core, deadline);
  core.deliver = options.socketMode ? socket.deliver : http.deliver;
  const listening = await startServer(core, options.socketMode ? socket.methods : {}, options.port);
  socket.attach(listening.server);
  if (options.events) await http.deliverTo(options.events.requestUrl);
  const people = new Map<string, Person>();

  return {
    ...changesOfPlace(core),
    apiUrl: `${core.baseUrl}/api/`,
    teamId: core.team.id,
    appId: core.app.id,
    botToken: core.app.botToken,
    appToken: core.app.appToken,
    signingSecret: core.app.signingSecret,
    botUserId: core.app.botUserId,
    calls: core.calls,
    violations: core.violations,
    core,
    addPerson: (spec) => {
      if (people.has(spec.name)) throw new Error(`there is a ${spec.name} already`);
      const user: User = {
        id: core.ids.next('U'),
        name: spec.name,
        realName: spec.realName ?? spec.name,
        kind: spec.kind ?? 'member',
        admin: spec.admin ?? false,
        teamId: spec.kind === 'stranger' ? core.ids.next('T') : core.team.id,
        timeZone: spec.timeZone ?? 'UTC',
      };
      core.users.set(user.id, user);
      const person = createPerson(core, user);
      people.set(spec.name, person);
      return person;
    },
    person: (name) => {
      const person = people.get(name);
      if (!person) throw new Error(`nobody is called ${name}`);
      return person;
    },
    registerShortcuts: (shortcuts) => void core.shortcuts.push(...shortcuts),
    deliverTo: http.deliverTo,
    failNext: (method, fault, times = 1, which = () => true) => core.faults.add(method, fault, times, which),
    failuresLeft: () => core.faults.left(),
    failNoMore: () => core.faults.clear(),
    revokeToken: () => {
      core.app.tokenRevoked = true;
    },
    restoreToken: () => {
      core.app.tokenRevoked = false;
    },
    deleteMessage: ({ stored }) => deleteMessage(core, stored),
    on: (event, listener) => {
      core.changes.on(event, listener);
      return () => void core.changes.off(event, listener);
    },
    until: async (look, withinMs = 5_000) => {
      const found = await until(core, withinMs, look);
      if (found === undefined) throw new Error('what was waited for did not happen');
      return found;
    },
    messagesIn: (name) => {
      const bare = name.replace(/^#/, '');
      const channel = [...core.channels.values()].find((candidate) => candidate.name === bare);
      return core.messages
        .filter((message) => message.channelId === channel?.id)
        .map((message) => viewMessage(core, message));
    },
    sockets: {
      count: socket.count,
      recycle: () => socket.recycle(),
      deliverTwice: socket.deliverTwice,
      cut: (howMany = Number.POSITIVE_INFINITY) => socket.cut(howMany),
    },
    stop: async () => {
      await socket.stop();
      await listening.stop();
    },
  };
};
