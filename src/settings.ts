import { z } from 'zod';

const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
  )
  .pipe(z.array(z.string().regex(/^[UW][A-Z0-9]+$/, 'Slack user ids like U012ABC, separated by commas')));

const address = z.url({ protocol: /^https?$/, error: 'a web address beginning with http:// or https://' });

const databaseShape = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'begins with postgresql://' }).optional(),
  DATA_DIR: z.string().default('./data'),
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const schema = z
  .object({
    SLACK_BOT_TOKEN: z
      .string({ error: 'is missing: the bot token, xoxb-…' })
      .startsWith('xoxb-', 'begins with xoxb-'),
    SLACK_SIGNING_SECRET: z.string({ error: 'is missing: the app’s signing secret' }).min(1, 'is empty'),
    SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'begins with xapp-').optional(),
    SLACK_API_URL: address.default('https://slack.com/api/'),
    ...databaseShape,
    PORT: z
      .string()
      .regex(/^\d{1,5}$/, 'is a port number')
      .transform(Number)
      .refine((port) => port <= 65_535, 'is a port number, 65535 at most')
      .default(3000),
    SOP_PACK: z.string().optional(),
    BOOTSTRAP_MANAGERS: list.default([]),
    INTAKE_SECRET: z.string().min(16, 'has at least 16 characters').optional(),
    CUSTOMER_WEBHOOK_URL: address.optional(),
    CUSTOMER_WEBHOOK_SECRET: z.string().min(16, 'has at least 16 characters').optional(),
    DIAGNOSTICS_URL: address.optional(),
    DIAGNOSTICS_SECRET: z.string().min(16, 'has at least 16 characters').optional(),
    LOG_LEVEL: z.enum(logLevels, { error: `is one of ${logLevels.join(', ')}` }).default('info'),
  })
  .refine((env) => !env.CUSTOMER_WEBHOOK_URL || env.CUSTOMER_WEBHOOK_SECRET, {
    path: ['CUSTOMER_WEBHOOK_SECRET'],
    message: 'is missing: CUSTOMER_WEBHOOK_URL needs a key to sign with',
  })
  .refine((env) => !env.DIAGNOSTICS_URL || env.DIAGNOSTICS_SECRET, {
    path: ['DIAGNOSTICS_SECRET'],
    message: 'is missing: DIAGNOSTICS_URL needs a key to sign with',
  });

export type SlackSettings = {
  botToken: string;
  signingSecret: string;
  appToken: string | null;
  apiUrl: string;
};

/** What the environment says, typed. `settingNames` and the README name every one of them. */
export type Settings = {
  slack: SlackSettings;
  databaseUrl: string | null;
  dataDir: string;
  port: number;
  sopPack: string | null;
  bootstrapManagers: readonly string[];
  intakeSecret: string | null;
  customerWebhook: { url: string; secret: string } | null;
  diagnostics: { url: string; secret: string } | null;
  logLevel: z.output<typeof schema>['LOG_LEVEL'];
};

export const settingNames = Object.keys(schema.shape);

export type SettingsProblem = { name: string; message: string };

/** Where the record is: all that the audit and the migrations need to know. */
export type DatabaseSettings = Pick<Settings, 'databaseUrl' | 'dataDir'>;

type Read<T> = { ok: true; settings: T } | { ok: false; problems: readonly SettingsProblem[] };
type Environment = Readonly<Record<string, string | undefined>>;

/** As `readSettings`, for what works without Slack. */
export function readDatabaseSettings(env: Environment): Read<DatabaseSettings> {
  const result = z.object(databaseShape).safeParse(made(env));
  if (!result.success) return { ok: false, problems: problemsOf(result.error) };
  return {
    ok: true,
    settings: { databaseUrl: result.data.DATABASE_URL ?? null, dataDir: result.data.DATA_DIR },
  };
}

/** Reads the environment whole and names every setting that is missing or wrong, all at once. Never their values. */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; settings: Settings } | { ok: false; problems: readonly SettingsProblem[] } {
  // In a .env file `NAME=` means that the setting is not made.
  const made = Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
  const result = schema.safeParse(made);
  if (!result.success) {
    return {
      ok: false,
      problems: result.error.issues.map(({ path, message }) => ({
        name: String(path[0]),
        message,
      })),
    };
  }
  const { data } = result;
  return {
    ok: true,
    settings: {
      slack: {
        botToken: data.SLACK_BOT_TOKEN,
        signingSecret: data.SLACK_SIGNING_SECRET,
        appToken: data.SLACK_APP_TOKEN ?? null,
        apiUrl: data.SLACK_API_URL.endsWith('/') ? data.SLACK_API_URL : `${data.SLACK_API_URL}/`,
      },
      databaseUrl: data.DATABASE_URL ?? null,
      dataDir: data.DATA_DIR,
      port: data.PORT,
      sopPack: data.SOP_PACK ?? null,
      bootstrapManagers: data.BOOTSTRAP_MANAGERS,
      intakeSecret: data.INTAKE_SECRET ?? null,
      customerWebhook:
        data.CUSTOMER_WEBHOOK_URL && data.CUSTOMER_WEBHOOK_SECRET
          ? { url: data.CUSTOMER_WEBHOOK_URL, secret: data.CUSTOMER_WEBHOOK_SECRET }
          : null,
      diagnostics:
        data.DIAGNOSTICS_URL && data.DIAGNOSTICS_SECRET
          ? { url: data.DIAGNOSTICS_URL, secret: data.DIAGNOSTICS_SECRET }
          : null,
      logLevel: data.LOG_LEVEL,
    },
  };
}

/** In a .env file `NAME=` means that the setting is not made. */
function made(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

function problemsOf(error: z.ZodError): readonly SettingsProblem[] {
  return error.issues.map(({ path, message }) => ({ name: String(path[0]), message }));
}
