/**
 * Takes down how long things take and how often they happen, for `/metrics`. Injected, so that each desk has its own.
 * All times are in ms.
 */
export type Meter = {
  /** Slack's request was answered: from when it arrived until then. */
  acknowledged(transport: 'http' | 'socket', ms: number): void;
  /** A use case came to its end, in whatever way; it bears its command's name. */
  useCase(name: string, ms: number): void;
  /** The clock did what a record owed, so long after it was due. */
  struck(kind: string, lateMs: number): void;
  /** A notice was not taken (it is tried again), or never will be. */
  setBack(to: NoticeTarget): void;
  gaveUp(to: NoticeTarget): void;
  /** The self-audit found something new. */
  audited(finding: string): void;
  /** A round of the self-audit ended. */
  auditEnded(ms: number): void;
};

export type NoticeTarget = 'slack' | 'customer' | 'diagnostics';

/** For who keeps no figures. */
export const unmetered: Meter = {
  acknowledged: () => undefined,
  useCase: () => undefined,
  struck: () => undefined,
  setBack: () => undefined,
  gaveUp: () => undefined,
  audited: () => undefined,
  auditEnded: () => undefined,
};
