/** What embedded.ts and its worker thread tell each other. */
export type EmbeddedOptions = {
  /** PostgreSQL's own folder; filled on the first start. */
  folder: string;
  listen: { path: string } | { host: string; port: number };
  maxConnections: number;
};

export type EmbeddedReport =
  | { type: 'ready'; address: string }
  /** It did not start, or it can't go on. */
  | { type: 'failed'; reason: string };
