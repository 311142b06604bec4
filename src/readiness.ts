import { within } from './bounded.ts';

/** A tick this old, in ms, means that the clocks are not watched. */
const tickTooOld = 60_000;
/** What has not answered within this, in ms, counts as away. */
const answerMs = 2000;

/** What `/readyz` asks, each question with its own way to an answer. */
export type Readiness = {
  database(): Promise<boolean>;
  slack(): Promise<boolean>;
  /** How long ago the clocks were last looked through, in ms. */
  sinceTick(): number | null;
  /** Records whose clocks cannot be read. */
  setAside(): Promise<readonly string[]>;
};

export type Ready = {
  database: boolean;
  slack: boolean;
  clock: boolean;
  /** A detail: one poisoned ticket is no reason to take a replica out of service. Null when it cannot be read. */
  setAside: readonly string[] | null;
};

/** Answers within two seconds, whatever hangs. */
export async function askReady(ask: Readiness): Promise<{ status: 200 | 503; ready: Ready }> {
  const [database, slack, setAside] = await Promise.all([
    soon(ask.database(), false),
    soon(ask.slack(), false),
    soon(ask.setAside(), null),
  ]);
  const sinceTick = ask.sinceTick();
  const clock = sinceTick !== null && sinceTick < tickTooOld;
  return { status: database && slack && clock ? 200 : 503, ready: { database, slack, clock, setAside } };
}

function soon<Answer, Otherwise>(answer: Promise<Answer>, otherwise: Otherwise) {
  return within(answerMs, answer, otherwise).catch(() => otherwise);
}
