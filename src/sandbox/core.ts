import { EventEmitter } from 'node:events';
import type { Clock } from '../clock.ts';
import type { Deliver } from './delivery/deliver.ts';
import { createFaults, type Faults } from './faults.ts';
import { createIds, type Ids } from './ids.ts';
import type { Call, Change, Channel, StoredMessage, StoredView, User, UserGroup } from './model.ts';
import { createRates, type Rates } from './rates.ts';
import { createResponseUrls, type ResponseUrls } from './response-urls.ts';
import { createTriggers, type Triggers } from './triggers.ts';

export type Shortcut = { callbackId: string; name: string; type: 'global' | 'message' };

/** Everything the workspace holds. One object, passed to whatever serves or drives it. */
export type Core = {
  clock: Clock;
  ids: Ids;
  team: { id: string; domain: string; name: string };
  app: {
    id: string;
    botId: string;
    botUserId: string;
    botToken: string;
    tokenRevoked: boolean;
    appToken: string;
    signingSecret: string;
    verificationToken: string;
    scopes: ReadonlySet<string>;
    events: ReadonlySet<string>;
    commands: ReadonlySet<string> | undefined;
  };
  users: Map<string, User>;
  channels: Map<string, Channel>;
  groups: Map<string, UserGroup>;
  shortcuts: Shortcut[];
  messages: StoredMessage[];
  views: Map<string, StoredView>;
  /** Ids of the views open on each person's screen, the topmost last. */
  stacks: Map<string, string[]>;
  homes: Map<string, string>;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  rates: Rates;
  faults: Faults;
  calls: Call[];
  /** Answers of the app that Slack would not accept, in words. */
  violations: string[];
  /** `http://127.0.0.1:port`, known once the server listens. */
  baseUrl: string;
  deliver: Deliver;
  /** How long people wait for a button, field or form before giving up, in ms of real time. */
  patienceMs: number;
  changes: EventEmitter<{ change: [Change] }>;
  emit: (change: Change) => void;
};

export type CoreOptions = {
  clock: Clock;
  scopes: readonly string[];
  events: readonly string[];
  commands: readonly string[] | undefined;
  patienceMs: number;
};

export const createCore = (options: CoreOptions): Core => {
  const { clock } = options;
  const ids = createIds(clock);
  const changes = new EventEmitter<{ change: [Change] }>();
  changes.setMaxListeners(0);
  // Another workspace each time: what an earlier one left in a data folder belongs to another desk.
  const team = { id: `T0S${ids.secret(4).toUpperCase()}`, domain: 'sandbox', name: 'Sandbox' };
  const app = {
    id: ids.next('A'),
    botId: ids.next('B'),
    botUserId: ids.next('U'),
    botToken: `xoxb-sandbox-${ids.secret(12)}`,
    tokenRevoked: false,
    appToken: `xapp-1-sandbox-${ids.secret(12)}`,
    signingSecret: ids.secret(16),
    verificationToken: ids.secret(12),
    scopes: new Set(options.scopes),
    events: new Set(options.events),
    commands: options.commands && new Set(options.commands),
  };
  return {
    clock,
    ids,
    team,
    app,
    users: new Map(),
    channels: new Map(),
    groups: new Map(),
    shortcuts: [],
    messages: [],
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    triggers: createTriggers(clock, ids),
    responseUrls: createResponseUrls(clock, ids),
    rates: createRates(clock),
    faults: createFaults(),
    calls: [],
    violations: [],
    baseUrl: '',
    deliver: async () => ({ acked: false, reason: 'dispatch_failed' }),
    patienceMs: options.patienceMs,
    changes,
    emit: (change) => void changes.emit('change', change),
  };
};
