import { describe, expect, test } from 'vitest';
import { readDatabaseSettings, readSettings } from '../src/settings.ts';

const least = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };

describe('settings', () => {
  test('the least there must be, and what the rest is then', () => {
    expect(readSettings(least)).toEqual({
      ok: true,
      settings: {
        slack: {
          botToken: 'xoxb-1',
          signingSecret: 'secret',
          appToken: null,
          apiUrl: 'https://slack.com/api/',
        },
        databaseUrl: null,
        dataDir: './data',
        port: 3000,
        sopPack: null,
        bootstrapManagers: [],
        intakeSecret: null,
        customerWebhook: null,
        diagnostics: null,
        logLevel: 'info',
      },
    });
  });

  test('an empty or blank setting is one that is not made', () => {
    const read = readSettings({
      ...least,
      PORT: ' ',
      SLACK_APP_TOKEN: '',
      INTAKE_SECRET: '                ',
    });
    expect(read).toMatchObject({
      ok: true,
      settings: { port: 3000, intakeSecret: null, slack: { appToken: null } },
    });
    expect(readSettings({ ...least, SLACK_SIGNING_SECRET: '   ' })).toMatchObject({
      ok: false,
      problems: [{ name: 'SLACK_SIGNING_SECRET' }],
    });
  });

  test.each([
    ['PORT', '0x10'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['LOG_LEVEL', 'loud'],
    ['BOOTSTRAP_MANAGERS', 'U1,max'],
    ['DATABASE_URL', 'mysql://x'],
    ['SLACK_API_URL', 'slack.com'],
    ['CUSTOMER_WEBHOOK_URL', 'ftp://x'],
    ['INTAKE_SECRET', 'short'],
    ['SLACK_APP_TOKEN', 'xoxb-2'],
  ])('%s=%s is named, its value is not repeated', (name, value) => {
    const read = readSettings({ ...least, [name]: value });
    if (read.ok) throw new Error(`${name}=${value} was taken`);
    expect(read.problems.map((problem) => problem.name)).toContain(name);
    if (value.length > 3) expect(JSON.stringify(read.problems)).not.toContain(`"${value}"`);
  });

  test('a customer webhook needs its key', () => {
    expect(readSettings({ ...least, CUSTOMER_WEBHOOK_URL: 'https://x.example' })).toMatchObject({
      ok: false,
      problems: [{ name: 'CUSTOMER_WEBHOOK_SECRET' }],
    });
  });

  test('what works without Slack asks for none of its settings', () => {
    expect(readDatabaseSettings({ DATA_DIR: '/somewhere' })).toEqual({
      ok: true,
      settings: { databaseUrl: null, dataDir: '/somewhere' },
    });
  });
});
