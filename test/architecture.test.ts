import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Where each part of `src` may import from, besides itself. What is not named here may be imported by nobody. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  sop: [],
  'bounded.ts': [],
  'clock.ts': [],
  'meter.ts': [],
  'fault.ts': [],
  'settings.ts': [],
  'log.ts': ['settings.ts'],
  'http-server.ts': ['fault.ts'],
  'sop-source.ts': ['sop'],
  store: ['sop'],
  desk: ['store', 'sop', 'clock.ts', 'fault.ts', 'meter.ts'],
  customer: ['desk', 'sop', 'clock.ts', 'fault.ts'],
  diagnostics: ['customer', 'sop', 'clock.ts'],
  /** What listeners, views and delivery share: ids, limits, words, the shape of an answer. */
  'slack/shared': ['sop'],
  'slack/views': ['slack/shared', 'desk', 'sop'],
  'slack/listeners': ['slack/views', 'slack/shared', 'slack/bot.ts', 'desk', 'sop', 'fault.ts'],
  'slack/bot.ts': ['slack/shared', 'desk', 'sop', 'clock.ts'],
  slack: [
    'slack/listeners',
    'slack/views',
    'slack/shared',
    'slack/bot.ts',
    'desk',
    'sop',
    'clock.ts',
    'fault.ts',
    'meter.ts',
    'settings.ts',
  ],
  jobs: [
    'slack',
    'slack/shared',
    'customer',
    'diagnostics',
    'desk',
    'sop',
    'bounded.ts',
    'clock.ts',
    'fault.ts',
    'meter.ts',
  ],
  'metrics.ts': ['desk', 'store', 'meter.ts', 'bounded.ts'],
  'readiness.ts': ['bounded.ts'],
  sandbox: ['clock.ts'],
  /** What `npm run sandbox` plays: it brings the workspace and the bot together. */
  'sandbox/story': [
    'sandbox',
    'main.ts',
    'customer',
    'desk',
    'slack/shared',
    'settings.ts',
    'log.ts',
    'sop',
    'clock.ts',
  ],
  'main.ts': [
    'slack',
    'jobs',
    'customer',
    'desk',
    'store',
    'sop',
    'clock.ts',
    'settings.ts',
    'sop-source.ts',
    'http-server.ts',
    'metrics.ts',
    'readiness.ts',
  ],
  cli: [
    'sandbox/story',
    'main.ts',
    'desk',
    'store',
    'sop',
    'clock.ts',
    'settings.ts',
    'log.ts',
    'sop-source.ts',
  ],
};

const shared = new Set(['slack/answer.ts', 'slack/ids.ts', 'slack/limits.ts', 'slack/words.ts']);
const bot = new Set(['slack/bot.ts', 'slack/actor.ts', 'slack/directory.ts']);
const story = /^sandbox\/(?:story\/|run\.ts$)/;

function partOf(file: string): string {
  if (shared.has(file)) return 'slack/shared';
  if (bot.has(file)) return 'slack/bot.ts';
  if (story.test(file)) return 'sandbox/story';
  if (/^cli(?:\.ts$|\/)/.test(file)) return 'cli';
  const inSlack = ['slack/views', 'slack/listeners'].find((part) => file.startsWith(`${part}/`));
  return inSlack ?? file.split('/')[0] ?? file;
}

type Import = {
  from: string;
  /** A file of `src`, or the specifier of a package. */
  to: string;
  ours: boolean;
  /** Names that exist at run time; types are gone by then. */
  values: readonly string[];
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|mjs)$/.test(file));
const ours = files.filter((file) => !file.startsWith('store/generated/'));
const texts = new Map(files.map((file) => [file, readFileSync(join('src', file), 'utf8')]));
const textOf = (file: string) => texts.get(file) ?? '';

/** Import statements begin a line and hold no quotation mark before their specifier. */
const statement = /^(?:import|export)\s(?:(?<clause>[^'";]*?)\sfrom\s)?['"](?<specifier>[^'"]+)['"]/gm;
const lazy = /(?<!typeof )(?<!\{)\bimport\('(?<specifier>[^']+)'\)/g;

function importsOf(file: string): readonly Import[] {
  const text = textOf(file);
  const fixed = [...text.matchAll(statement)].map(({ groups }) =>
    toImport(file, groups?.specifier ?? '', valuesIn(groups?.clause ?? '*')),
  );
  const late = [...text.matchAll(lazy)].map(({ groups }) => toImport(file, groups?.specifier ?? '', ['*']));
  return [...fixed, ...late];
}

function toImport(from: string, specifier: string, values: readonly string[]): Import {
  const relative = specifier.startsWith('.');
  return {
    from,
    to: relative ? normalize(join(dirname(from), specifier)).replaceAll('\\', '/') : specifier,
    ours: relative,
    values,
  };
}

function valuesIn(clause: string): readonly string[] {
  if (/^type\s/.test(clause)) return [];
  const named = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  const others = clause.replace(/\{[^}]*\}/, '').match(/[\w*]+/g) ?? [];
  const names = named.split(',').map((name) => name.trim());
  return [...others, ...names.filter((name) => name !== '' && !name.startsWith('type '))];
}

const imports = files.flatMap(importsOf);
const between = imports.filter((one) => one.ours && !one.from.startsWith('store/generated/'));
const words = ({ from, to }: Import) => `${from} → ${to}`;

test('every import statement is understood by this test', () => {
  for (const file of files) {
    const begun = textOf(file).match(/^(?:import\s|export\s[^=(\n]*\sfrom\s)/gm) ?? [];
    const read = textOf(file).match(statement) ?? [];
    expect(read.length, file).toBeGreaterThanOrEqual(begun.length);
  }
  expect(between.every(({ to }) => files.includes(to) || to.startsWith('store/generated/'))).toBe(true);
});

describe('imports point inward', () => {
  test.each(Object.keys(mayImport))('%s imports nothing it may not', (part) => {
    const wrong = between.filter(
      ({ from, to }) =>
        partOf(from) === part && partOf(to) !== part && !mayImport[part]?.includes(partOf(to)),
    );
    expect(wrong.map(words)).toEqual([]);
  });

  test('every file belongs to a part with a rule', () => {
    expect(ours.filter((file) => !(partOf(file) in mayImport))).toEqual([]);
  });

  test('the law takes only a schema library and a YAML library from outside', () => {
    const outside = imports.filter(({ from, ours }) => from.startsWith('sop/') && !ours);
    expect([...new Set(outside.map(({ to }) => to))].sort()).toEqual(['yaml', 'zod']);
  });

  test('the sandbox is imported by the command line alone', () => {
    const wrong = between.filter(
      ({ from, to }) => to.startsWith('sandbox/') && !from.startsWith('sandbox/') && partOf(from) !== 'cli',
    );
    expect(wrong.map(words)).toEqual([]);
  });

  test('the store takes no rules of the procedure, only its types and lists', () => {
    const taken = between.filter(({ from, to }) => from.startsWith('store/') && to.startsWith('sop/'));
    const values = taken.flatMap((one) => one.values);
    expect(values.filter((name) => name !== 'priorityCodes')).toEqual([]);
  });

  test('views take from the desk what they show, and call nothing that acts', () => {
    const taken = between.filter(({ from, to }) => from.startsWith('slack/views/') && to.startsWith('desk/'));
    expect([...new Set(taken.flatMap((one) => one.values))]).toEqual(['inputLimits']);
  });

  test('no imports in a circle', () => {
    expect(circles(between.filter(({ values }) => values.length > 0))).toEqual([]);
  });
});

describe('the law is pure', () => {
  const impure: readonly [string, RegExp][] = [
    ['the current time', /\bDate\.now\(|\bnew Date\(\s*\)|\bdayjs\(\s*\)|\bperformance\.now\(/],
    ['chance', /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/],
    ['the environment', /\bprocess\.|\bglobalThis\./],
    ['timers and the network', /\bsetTimeout\(|\bsetInterval\(|\bfetch\(/],
    ['modules of Node', /\bfrom 'node:|\bimport\('node:/],
  ];

  test.each(impure)('sop does not use %s', (_, pattern) => {
    expect(ours.filter((file) => file.startsWith('sop/') && pattern.test(textOf(file)))).toEqual([]);
  });
});

test('the environment is read where the process starts', () => {
  const readers = ours.filter((file) => /\bprocess\.env\b/.test(textOf(file)));
  expect(readers.filter((file) => file !== 'cli.ts')).toEqual([]);
});

test('the current time comes from the injected clock', () => {
  // Real time on purpose: whether the tick is alive, and since when a process holds the data folder.
  const exempt = new Set(['clock.ts', 'main.ts', 'jobs/clock-tick.ts', 'store/database/embedded.ts']);
  const readers = ours.filter((file) => /\bDate\.now\(|\bnew Date\(\s*\)|\bdayjs\(\s*\)/.test(textOf(file)));
  expect(readers.filter((file) => !exempt.has(file) && !file.startsWith('sandbox/'))).toEqual([]);
});

test('the database libraries are used in the store alone', () => {
  const wrong = imports.filter(
    ({ from, to, ours }) =>
      !ours && /^(@prisma\/|pg$|@electric-sql\/)/.test(to) && !from.startsWith('store/'),
  );
  expect(wrong.map(words)).toEqual([]);
});

test('the generated client is known outside the store by its type only', () => {
  const wrong = between.filter(
    ({ from, to, values }) =>
      to.startsWith('store/generated/') && !from.startsWith('store/') && values.length > 0,
  );
  expect(wrong.map(words)).toEqual([]);
});

test('queries stand in the store', () => {
  // It begins the transaction that everything else takes part in.
  const exempt = new Set(['desk/in-transaction.ts']);
  const query =
    /\b(?:db|prisma|tx)\.(?:\$\w+|\w+\.(?:find|create|update|upsert|delete|count|groupBy|aggregate))/;
  const asking = ours.filter((file) => !/^(?:store|sandbox)\//.test(file) && query.test(textOf(file)));
  expect(asking.filter((file) => !exempt.has(file))).toEqual([]);
});

test('nothing is exported as default', () => {
  expect(ours.filter((file) => /^export default\b/m.test(textOf(file)))).toEqual([]);
});

describe('packages', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const used = new Set(
    imports
      .filter(({ to, ours }) => !ours && !to.startsWith('node:'))
      .map(({ to }) =>
        to
          .split('/')
          .slice(0, to.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
  );

  test('what src imports is a dependency of its own, not somebody else’s', () => {
    expect([...used].filter((name) => !(name in dependencies))).toEqual([]);
  });

  test('every dependency is imported', () => {
    expect(Object.keys(dependencies).filter((name) => !used.has(name))).toEqual([]);
  });
});

/** Files that import each other in a circle, each circle from the file where it was met. */
function circles(graph: readonly Import[]): readonly string[] {
  const next = new Map(graph.map(({ from }) => [from, graph.filter((one) => one.from === from)]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, path: readonly string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) return void found.push([...path.slice(at), file].join(' → '));
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}
