import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { settingNames } from '../src/settings.ts';
import type { Bot } from '../src/slack/bot.ts';
import { actions, commands, forms, shortcuts } from '../src/slack/ids.ts';
import { actionHandlers } from '../src/slack/listeners/actions.ts';
import { commandList } from '../src/slack/listeners/commands/index.ts';
import { registerListeners } from '../src/slack/listeners/index.ts';
import { submissionHandlers } from '../src/slack/listeners/submissions.ts';
import { exceptionViews } from '../src/slack/views/exception-notices.ts';
import { incidentViews } from '../src/slack/views/incident-notices.ts';
import { noticeViews } from '../src/slack/views/notices/index.ts';
import { isClauseId } from '../src/sop/clauses.ts';
import { deskNoticeKinds } from '../src/sop/desk-settings.ts';
import { exceptionRecordNoticeKinds } from '../src/sop/exception/notices.ts';
import { incidentRecordNoticeKinds } from '../src/sop/incident/notices.ts';
import { ticketNoticeKinds } from '../src/sop/ticket/notices.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const json = (path: string): unknown => JSON.parse(read(path));
const filesIn = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending) && !file.includes('generated'))
    .map((file) => join(folder, file));
const textIn = (folder: string) => filesIn(folder, '.ts').map(read).join('\n');
const sorted = (of: Iterable<string>) => [...new Set(of)].sort();

/** What each Web API method needs, of the kinds of conversation it is called for: public and private channels. */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.update': [],
};

/** Slash commands and shortcuts come to an app that holds this. */
const scopeOfCommands = 'commands';

const url = z.url({ protocol: /^https$/ }).max(3000);

/** An app manifest as Slack takes it: no other keys, nothing longer. Lengths in characters. */
const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['global', 'message']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z
            .string()
            .regex(/^\/[a-z][a-z0-9_-]*$/)
            .max(32),
          url: url.optional(),
          description: z.string().min(1).max(2000),
          usage_hint: z.string().min(1).max(1000),
          should_escape: z.boolean(),
        }),
      )
      .max(25),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string().regex(/^[a-z]+(:[a-z.]+)?$/)).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z
      .strictObject({ request_url: url.optional(), bot_events: z.array(z.string().max(50)).max(100) })
      .optional(),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: url.optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

const manifestFiles = ['socket-mode', 'http'] as const;
const manifestOf = (name: (typeof manifestFiles)[number]) =>
  manifestSchema.parse(json(`manifests/${name}.json`));

/** The app as Bolt would be told: every name that is listened to. */
function listening() {
  const heard = {
    commands: [] as string[],
    actions: [] as RegExp[],
    views: [] as unknown[],
    shortcuts: [] as unknown[],
    events: [] as string[],
  };
  const app = {
    command: (name: string) => heard.commands.push(name),
    action: (pattern: RegExp) => heard.actions.push(pattern),
    view: (constraints: unknown) => heard.views.push(constraints),
    shortcut: (constraints: unknown) => heard.shortcuts.push(constraints),
    event: (name: string) => heard.events.push(name),
  };
  // Registering only stores the listeners: neither the rest of the app nor the bot is touched.
  registerListeners(app as unknown as App, {} as Bot, (work) => work);
  return heard;
}

describe('manifests', () => {
  test.each(manifestFiles)('%s is one that Slack takes', (name) => {
    expect(manifestSchema.safeParse(json(`manifests/${name}.json`)).error).toBeUndefined();
  });

  test('the two differ in how Slack reaches the app, and in nothing else', () => {
    const plain = (name: (typeof manifestFiles)[number]) => {
      const { features, settings, ...rest } = manifestOf(name);
      const { event_subscriptions, interactivity, socket_mode_enabled, ...others } = settings;
      return {
        ...rest,
        features: {
          ...features,
          slash_commands: features.slash_commands.map(({ url: _, ...command }) => command),
        },
        settings: { ...others, events: event_subscriptions?.bot_events ?? [] },
      };
    };
    expect(plain('http')).toEqual(plain('socket-mode'));
  });

  test('Socket Mode names no address; over HTTP there is one for everything', () => {
    const socket = manifestOf('socket-mode');
    const http = manifestOf('http');
    expect(socket.settings.socket_mode_enabled).toBe(true);
    expect(http.settings.socket_mode_enabled).toBe(false);
    expect(read('manifests/socket-mode.json')).not.toContain('url');
    const subscribed = http.settings.event_subscriptions;
    const addresses = [
      http.settings.interactivity.request_url,
      ...http.features.slash_commands.map((command) => command.url),
      ...(subscribed ? [subscribed.request_url] : []),
    ];
    expect(sorted(addresses.map(String))).toEqual(['https://handrail.example.com/slack/events']);
  });

  test.each(manifestFiles)('%s: the commands are those that are listened to, with people escaped', (name) => {
    const { slash_commands } = manifestOf(name).features;
    expect(slash_commands.map(({ command }) => command)).toEqual([...commands]);
    // `@user` arrives as an id only so.
    expect(slash_commands.every(({ should_escape }) => should_escape)).toBe(true);
    expect(listening().commands).toEqual([...commands]);
    expect(commandList.map((command) => command.name)).toEqual([...commands]);
  });

  test.each(manifestFiles)('%s: the shortcuts are those that are listened to', (name) => {
    const offered = manifestOf(name).features.shortcuts.map(({ type, callback_id }) => ({
      type: type === 'global' ? 'shortcut' : 'message_action',
      callback_id,
    }));
    expect(listening().shortcuts).toEqual(offered);
    expect(sorted(offered.map(({ callback_id }) => callback_id))).toEqual(sorted(Object.values(shortcuts)));
  });

  test.each(manifestFiles)('%s: the events are those that are listened to', (name) => {
    const subscribed = manifestOf(name).settings.event_subscriptions?.bot_events ?? [];
    expect(sorted(listening().events)).toEqual(sorted(subscribed));
  });

  test.each(manifestFiles)('%s: the scopes are what the methods called need, and no more', (name) => {
    const needed = [scopeOfCommands, ...methodsCalled().flatMap((method) => scopesOf[method] ?? [])];
    expect(manifestOf(name).oauth_config.scopes.bot).toEqual(sorted(needed));
  });

  test('every Web API method that is called has its scopes here, and every one here is called', () => {
    expect(methodsCalled()).toEqual(sorted(Object.keys(scopesOf)));
  });

  test('docs/slack-app.md gives each scope with the methods that need it', () => {
    const rows = [...read('docs/slack-app.md').matchAll(/^\| `([a-z:]+)` \| (.+?) \|/gm)].map(
      ([, scope = '', cell = '']) => ({ scope, methods: [...cell.matchAll(/`([a-z]+\.\w+)`/gi)] }),
    );
    const documented = Object.fromEntries(
      rows.map(({ scope, methods }) => [scope, sorted(methods.map(([, method = '']) => method))]),
    );
    const { bot } = manifestOf('http').oauth_config.scopes;
    expect(documented).toEqual(
      Object.fromEntries(
        bot.map((scope) => [
          scope,
          sorted(Object.keys(scopesOf).filter((method) => scopesOf[method]?.includes(scope))),
        ]),
      ),
    );
  });
});

/** `chat.update` and its like, wherever a client's method is called in what speaks to Slack. */
function methodsCalled(): readonly string[] {
  const client: unknown = new WebClient();
  const text = `${textIn('src/slack')}\n${textIn('src/jobs')}`;
  const calls = [...text.matchAll(/\.(\w+)\s*\.(\w+)\(/g)];
  return sorted(
    calls
      .filter(([, family = '', method = '']) => typeof part(part(client, family), method) === 'function')
      .filter(([, family = '']) => typeof part(client, family) === 'object')
      .map(([, family, method]) => `${family}.${method}`),
  );
}

function part(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name) ? Reflect.get(of, name) : undefined;
}

describe('ids', () => {
  test('every action has a handler, and a listener of its own', () => {
    expect(sorted(Object.keys(actionHandlers))).toEqual(sorted(Object.values(actions)));
    const { actions: patterns } = listening();
    for (const name of Object.values(actions)) {
      expect(patterns.filter((pattern) => pattern.test(name))).toHaveLength(1);
      expect(patterns.filter((pattern) => pattern.test(`${name}:12`))).toHaveLength(1);
    }
    expect(patterns).toHaveLength(Object.keys(actions).length);
  });

  test('every action stands in a view', () => {
    const views = textIn('src/slack/views');
    const shown = [...views.matchAll(/\bactions\.(\w+)/g)].map(([, name = '']) => name);
    expect(sorted(shown)).toEqual(sorted(Object.keys(actions)));
  });

  test('every form has a handler, a listener and a view', () => {
    expect(sorted(Object.keys(submissionHandlers))).toEqual(sorted(Object.values(forms)));
    expect(listening().views).toEqual(
      Object.values(forms).map((callback_id) => ({ type: 'view_submission', callback_id })),
    );
    const views = textIn('src/slack/views');
    const shown = [...views.matchAll(/\bname: forms\.(\w+)/g)].map(([, name = '']) => name);
    expect(sorted(shown)).toEqual(sorted(Object.keys(forms)));
  });

  test('ids are written once: no view or listener spells an action or a form out', () => {
    const text = `${textIn('src/slack/views')}\n${textIn('src/slack/listeners')}`;
    expect([...text.matchAll(/\b(?:action_id|callback_id): '/g)]).toHaveLength(0);
  });
});

describe('notices', () => {
  test('every kind told of a ticket has a view; what goes to other systems is sent as it is', () => {
    const unseen = ['acknowledgementToCustomer', 'diagnosticsToTool', 'takeBack'];
    expect(sorted([...Object.keys(noticeViews), ...unseen])).toEqual(sorted(ticketNoticeKinds));
  });

  test('every kind told of an incident has a view', () => {
    expect(sorted(Object.keys(incidentViews))).toEqual(sorted(incidentRecordNoticeKinds));
  });

  test('every kind told of an exception has a view', () => {
    expect(sorted(Object.keys(exceptionViews))).toEqual(sorted(exceptionRecordNoticeKinds));
  });

  test('every kind told of the desk is rendered', () => {
    const text = read('src/slack/render-desk-notice.ts');
    expect(deskNoticeKinds.filter((kind) => !text.includes(`'${kind}'`))).toEqual([]);
  });
});

describe('clauses', () => {
  const cited = /\b(?:SC|AU|ESC|ESL|SEC|T1|T2|LD|HO|CK|EX|DOC)-\d+\b/g;
  const documents = [
    ...filesIn('src', '.ts'),
    ...filesIn('docs', '.md'),
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
  ];

  test('every clause that code or a text cites exists', () => {
    const unknown = documents.flatMap((file) =>
      (read(file).match(cited) ?? []).filter((id) => !isClauseId(id)).map((id) => `${file}: ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  /** The clauses that are built so far. */
  const built = [
    'T1-1',
    'T1-2',
    'T1-3',
    'T1-4',
    'T1-5',
    'T1-6',
    'T1-7',
    'T1-8',
    'T1-9',
    'T1-10',
    'T2-1',
    'T2-3',
    'T2-4',
    'T2-5',
    'T2-6',
    'T2-7',
    'T2-8',
    'AU-1',
    'AU-2',
    'AU-3',
    'AU-4',
    'AU-5',
    'AU-6',
    'AU-7',
    'SC-1',
    'SC-2',
    'ESC-1',
    'ESC-2',
    'ESC-3',
    'ESC-4',
    'ESC-5',
    'ESL-1',
    'ESL-2',
    'ESL-4',
    'ESL-5',
    'T2-2',
    'LD-1',
    'ESC-6',
    'ESL-3',
    'SEC-1',
    'SEC-2',
    'SEC-3',
    'LD-2',
    'LD-3',
    'LD-4',
    'EX-1',
    'EX-2',
    'EX-3',
    'EX-4',
    'DOC-1',
    'DOC-2',
  ];

  test.each(built)('%s has a test whose name begins with it', (clause) => {
    expect(namedInTests()).toContain(clause);
  });

  /** Names as they are written; where one begins with a file's `clauseOf` table, the clauses of that table. */
  function namedInTests(): readonly string[] {
    return filesIn('test', '.test.ts').flatMap((file) => {
      const text = read(file);
      const names = [
        ...text.matchAll(/\b(?:test|it|describe)(?:\.each\([^;]*?\))?\(\s*['"`]([A-Z0-9]+-\d+)\b/g),
      ];
      const tables = /\b(?:test|it|describe)(?:\.each\([^;]*?\))?\(\s*`\$\{clauseOf\[/.test(text)
        ? [...text.matchAll(/\bclauseOf\b[^=;]*=\s*\{([^}]*)\}/g)].map(([, table = '']) => table)
        : [];
      return [
        ...names.map(([, clause = '']) => clause),
        ...tables.flatMap((table) => table.match(cited) ?? []),
      ];
    });
  }
});

describe('README', () => {
  const readme = read('README.md');
  const firstCells = (pattern: RegExp) => [...readme.matchAll(pattern)].map(([, cell = '']) => cell);

  test('the command table holds every form of every command, and no other', () => {
    const documented = firstCells(/^\| `(\/[^`]+)` \|/gm).map((cell) => cell.replaceAll('\\|', '|'));
    const real = commandList.flatMap(({ name, forms: of }) =>
      of.map(({ usage }) => `${name} ${usage}`.trim()),
    );
    expect(sorted(documented)).toEqual(sorted(real));
  });

  test('the settings table and .env.example hold every setting, and no other', () => {
    const documented = firstCells(/^\| ((?:`[A-Z][A-Z0-9_]+`(?:, )?)+) \|/gm).flatMap((cell) => [
      ...cell.matchAll(/`([A-Z0-9_]+)`/g),
    ]);
    expect(sorted(documented.map(([, name = '']) => name))).toEqual(sorted(settingNames));
    const example = [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(
      ([, name = '']) => name,
    );
    expect(sorted(example)).toEqual(sorted(settingNames));
  });
});

describe('documents', () => {
  const records = readdirSync('docs/decisions').filter((file) => file !== 'README.md');

  test('the index of decisions holds every record by its title, in order, without gaps', () => {
    const index = [...read('docs/decisions/README.md').matchAll(/\[(\d{3} [^\]]+)\]\(([^)]+)\)/g)];
    expect(index.map(([, , file]) => file)).toEqual(sorted(records));
    expect(index.map(([, title]) => title)).toEqual(
      sorted(records).map((file) => /^# (.+)$/m.exec(read(`docs/decisions/${file}`))?.[1]),
    );
    expect(sorted(records).map((file) => Number(file.slice(0, 3)))).toEqual(
      records.map((_, index) => index + 1),
    );
  });

  test.each(records)('%s says status, context, decision and consequences', (file) => {
    const headings = [...read(`docs/decisions/${file}`).matchAll(/^## (.+)$/gm)].map(
      ([, heading]) => heading,
    );
    expect(headings).toEqual(['Status', 'Context', 'Decision', 'Consequences']);
  });

  test('every dependency has its reason in the record of dependencies, and no other', () => {
    const { dependencies, devDependencies } = z
      .object({
        dependencies: z.record(z.string(), z.string()),
        devDependencies: z.record(z.string(), z.string()),
      })
      .parse(json('package.json'));
    const record = read('docs/decisions/008-dependencies.md');
    const cells = [...record.matchAll(/^\| ((?:`[^`]+`(?:, )?)+) \|/gm)].map(([, cell = '']) => cell);
    const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
    expect(sorted(named)).toEqual(sorted([...Object.keys(dependencies), ...Object.keys(devDependencies)]));
  });

  test('links between documents lead to files', () => {
    const texts = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesIn('docs', '.md')];
    const broken = texts.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:)([^)#\s]+)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(join(dirname(file), target)))
        .map((target) => `${file}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
