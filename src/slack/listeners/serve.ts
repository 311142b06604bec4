import { setTimeout as delay } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { isDatabasePassing } from '../../desk/in-transaction.ts';
import { faultId, logFault } from '../../fault.ts';
import { type Message, type ShownAnswer, sayUndone } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { messageView, withWritten } from '../views/elements.ts';
import {
  buildDatabaseAway,
  buildFault,
  buildFieldErrors,
  buildFormTooLate,
  buildLoading,
  buildSaving,
  buildSlackBusy,
} from '../views/short-answers.ts';

/** A trigger opens a form for 3 s: past this, in ms, an empty one is opened and filled when the data is there. */
const loadingAfter = 800;
/** Slack waits 3 s for the answer to a submitted form: past this, in ms, it is told that we are writing. */
const savingAfter = 2200;

/** The way back to the person who did something. */
export type Door = {
  /** Says something that only this person sees. */
  say(message: Message): Promise<void>;
  /** Shows a form (or another view) and returns its id, for updates. */
  show(view: ModalView): Promise<string>;
};

/**
 * Runs a handler and gives its answer through the door. `opensForm`: it will want to show a form, and Slack's
 * trigger must not run out while it reads. A fault gets an id that the person sees and the log holds.
 */
export async function serve(
  bot: Bot,
  door: Door,
  opensForm: boolean,
  handler: () => Promise<ShownAnswer>,
): Promise<void> {
  const work = answerOrFault(bot, handler);
  const loading =
    opensForm && !(await settlesWithin(work, loadingAfter)) ? await tryShow(bot, door, buildLoading()) : null;
  const answer = await work;
  try {
    await give(bot, door, loading, answer);
  } catch (error) {
    await door.say(notShown(bot, error));
  }
}

async function give(bot: Bot, door: Door, loading: string | null, answer: ShownAnswer): Promise<void> {
  const update = (view: ModalView) => bot.interactive.views.update({ view_id: loading ?? '', view });
  switch (answer.kind) {
    case 'nothing':
      return;
    case 'form':
      await (loading ? update(answer.view) : door.show(answer.view));
      return;
    case 'say':
      await (loading ? update(messageView(answer.message)) : door.say(answer.message));
      return;
    case 'fieldErrors':
      throw new Error('only a submitted form has fields to be corrected');
  }
}

/**
 * What a submitted form is answered within Slack's three seconds; the slow rest follows into the same view. Where an
 * answer takes the form's place and nothing was done, or may not have been, what was `written` in it is shown again:
 * none of it is lost.
 */
export async function serveSubmission(
  bot: Bot,
  viewId: string,
  written: readonly string[],
  ack: (response?: SubmissionResponse) => Promise<void>,
  handler: () => Promise<ShownAnswer>,
): Promise<void> {
  const work = answerOrFault(bot, handler);
  if (await settlesWithin(work, savingAfter)) return ack(responseTo(await work, written));
  await ack({ response_action: 'update', view: buildSaving() });
  const answer = await work;
  const kept = answer.kind === 'say' && !answer.undone ? [] : written;
  const view = withWritten(finalView(answer), kept);
  // Whoever closed it meanwhile has gone on to something else.
  await bot.interactive.views.update({ view_id: viewId, view }).catch(unlessTooLate);
}

export type SubmissionResponse =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView }
  | { response_action: 'clear' };

function responseTo(answer: ShownAnswer, written: readonly string[]): SubmissionResponse {
  switch (answer.kind) {
    case 'nothing':
      return { response_action: 'clear' };
    case 'fieldErrors':
      return { response_action: 'errors', errors: { ...answer.errors } };
    case 'form':
      return { response_action: 'update', view: answer.view };
    case 'say': {
      const view = finalView(answer);
      return { response_action: 'update', view: answer.undone ? withWritten(view, written) : view };
    }
  }
}

function finalView(answer: ShownAnswer): ModalView {
  switch (answer.kind) {
    case 'form':
      return answer.view;
    case 'say':
      return messageView(answer.message);
    case 'nothing':
      return messageView({
        text: 'Done.',
        blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Done.' } }],
      });
    case 'fieldErrors':
      return messageView(buildFieldErrors(Object.values(answer.errors)));
  }
}

async function answerOrFault(bot: Bot, handler: () => Promise<ShownAnswer>): Promise<ShownAnswer> {
  try {
    return await handler();
  } catch (error) {
    return sayUndone(faultMessage(bot, error));
  }
}

function notShown(bot: Bot, error: unknown): Message {
  if (isTooLate(error)) return buildFormTooLate();
  if (error instanceof WebAPIRateLimitedError) return buildSlackBusy(error.retryAfter);
  return faultMessage(bot, error);
}

function faultMessage(bot: Bot, error: unknown): Message {
  const id = faultId();
  logFault(bot.desk.log, id, error);
  return isDatabasePassing(error) ? buildDatabaseAway(id) : buildFault(id);
}

async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(ms, false, { signal: timer.signal }).catch(() => false);
  const settled = await Promise.race([work.then(() => true), late]);
  timer.abort();
  return settled;
}

async function tryShow(bot: Bot, door: Door, view: ModalView): Promise<string | null> {
  try {
    return await door.show(view);
  } catch (error) {
    if (!isTooLate(error)) logFault(bot.desk.log, faultId(), error);
    return null;
  }
}

export function unlessTooLate(error: unknown): void {
  if (!isTooLate(error)) throw error;
}

/** The moment for a form has passed, or the person has closed the one that was to be changed. */
function isTooLate(error: unknown): boolean {
  return (
    error instanceof WebAPIPlatformError &&
    [
      'expired_trigger_id',
      'exchanged_trigger_id',
      'trigger_expired',
      'trigger_exchanged',
      'not_found',
    ].includes(error.data.error)
  );
}
