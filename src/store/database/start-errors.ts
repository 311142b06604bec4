/**
 * A reason why the database can't be used that the person running Handrail has to hear about. Its message is
 * complete and safe to print: it names the place (folder, host and port) and never a password.
 */
export class DatabaseStartError extends Error {
  override name = 'DatabaseStartError';
}

/** Nothing answers at the address, or what answers does not let us in. */
export class DatabaseUnreachable extends DatabaseStartError {
  override name = 'DatabaseUnreachable';
  readonly host: string;
  readonly port: number;
  /** Whether it may come by itself: it is not up yet, or has no connection free. A wrong password stays wrong. */
  readonly mayPass: boolean;

  constructor(address: { host: string; port: number }, reason: string, mayPass: boolean) {
    super(`Cannot use the database at ${address.host}:${address.port}: ${reason}`);
    this.host = address.host;
    this.port = address.port;
    this.mayPass = mayPass;
  }
}

/** DATABASE_URL can't be read as the address of a PostgreSQL database. */
export class DatabaseUrlInvalid extends DatabaseStartError {
  override name = 'DatabaseUrlInvalid';
}

/** The server is older than PostgreSQL 14. */
export class DatabaseTooOld extends DatabaseStartError {
  override name = 'DatabaseTooOld';
}

/** Another process runs on this data folder; two would corrupt it. */
export class DataDirInUse extends DatabaseStartError {
  override name = 'DataDirInUse';
  readonly dataDir: string;
  readonly pid: number | undefined;

  constructor(dataDir: string, owner: { pid: number; startedAt: string } | undefined) {
    const who = owner ? `process ${owner.pid}, started ${owner.startedAt}` : 'another process';
    super(
      `The data folder ${dataDir} is in use by ${who}. ` +
        'Stop it first, or give this one its own folder (DATA_DIR) or a PostgreSQL server (DATABASE_URL).',
    );
    this.dataDir = dataDir;
    this.pid = owner?.pid;
  }
}

/** The data folder can't be created, read or written, or what is in it is not a healthy database. */
export class DataDirUnusable extends DatabaseStartError {
  override name = 'DataDirUnusable';
  readonly dataDir: string;

  constructor(dataDir: string, reason: string) {
    super(`The data folder ${dataDir} cannot be used: ${reason}.`);
    this.dataDir = dataDir;
  }
}

/** The database was migrated by a newer Handrail than this one. */
export class DatabaseAhead extends DatabaseStartError {
  override name = 'DatabaseAhead';
  readonly unknown: readonly string[];

  constructor(unknown: readonly string[]) {
    super(
      `The database is ahead of this version of Handrail: it holds migrations that this version does not know ` +
        `(${unknown.join(', ')}). Run the version that wrote them, or a newer one.`,
    );
    this.unknown = unknown;
  }
}

/** A migration could not be applied, or an earlier attempt by another tool left it unfinished. */
export class MigrationFailed extends DatabaseStartError {
  override name = 'MigrationFailed';
  readonly migration: string;

  constructor(migration: string, reason: string) {
    super(`Migration ${migration} could not be applied: ${reason}`);
    this.migration = migration;
  }
}
