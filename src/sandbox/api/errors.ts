import type { Problem } from '../blocks/check.ts';
import { describe } from '../blocks/check.ts';
import type { Rec } from '../json.ts';

/** A refusal in Slack's own code; `extra` joins the answer's JSON. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: Rec;

  constructor(code: string, extra: Rec = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

export class RateLimited extends Error {
  readonly retryAfterSeconds: number;

  constructor(waitMs: number) {
    super('ratelimited');
    this.retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  }
}

/** Throws `code` with the problems listed as Slack lists them, if there are any. */
export const refuse = (code: string, problems: readonly Problem[]): void => {
  if (problems.length === 0) return;
  throw new SlackError(code, {
    errors: problems.map((problem) => describe(problem).replace('[ERROR] ', '')),
    response_metadata: { messages: problems.map(describe) },
  });
};
