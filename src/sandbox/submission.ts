import { SlackError } from './api/errors.ts';
import { checkViewBody } from './api/view-body.ts';
import type { Core } from './core.ts';
import type { Ack } from './delivery/deliver.ts';
import { interact } from './interactions.ts';
import { isRec, type Rec } from './json.ts';
import { limits } from './limits.ts';
import type { StoredView, User } from './model.ts';
import { submissionPayload } from './payloads.ts';
import { closeViews, isOpen, pushView, stackOf, updateView } from './views.ts';

const connectionTrouble = 'We had some trouble connecting. Try again?';

const showTrouble = (core: Core, view: StoredView, violation: string | undefined): void => {
  if (violation) core.violations.push(violation);
  view.trouble = connectionTrouble;
  core.emit({ type: 'view', what: 'trouble', view });
};

/** What is wrong with an answer of field errors, in words. */
const faultOfErrors = (view: StoredView, errors: unknown): string | undefined => {
  const known = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
  const entries = isRec(errors) ? Object.entries(errors) : [];
  if (entries.length === 0) return 'response_action "errors" without errors';
  const wrong = entries.filter(([id, text]) => !known.has(id) || typeof text !== 'string' || text === '');
  if (wrong.length === 0) return undefined;
  return `response_action "errors" must name input blocks of the view: ${wrong.map(([id]) => id).join(', ')}`;
};

const showErrors = (core: Core, view: StoredView, errors: unknown): void => {
  const fault = faultOfErrors(view, errors);
  if (fault !== undefined) {
    showTrouble(core, view, fault);
    return;
  }
  view.errors = Object.fromEntries(Object.entries(errors as Rec).map(([id, text]) => [id, String(text)]));
  core.emit({ type: 'view', what: 'errors', view });
};

const replaceOrPush = (core: Core, view: StoredView, payload: Rec, pushing: boolean): void => {
  if (pushing && stackOf(core, view.userId).length >= limits.view.stack) {
    showTrouble(core, view, 'response_action "push" on a full stack of views');
    return;
  }
  try {
    const body = checkViewBody(core, payload.view, 'modal', pushing ? undefined : view);
    if (pushing) pushView(core, view.userId, body);
    else updateView(core, view, body);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const why = `${error.code} ${JSON.stringify(error.extra)}`;
    showTrouble(core, view, `response_action "${payload.response_action}": ${why}`);
  }
};

const applyAck = (core: Core, view: StoredView, ack: Ack): void => {
  if (!isOpen(core, view)) return;
  view.errors = {};
  view.trouble = undefined;
  const payload = ack.acked ? (ack.payload ?? {}) : {};
  const action = payload.response_action;
  if (!ack.acked) showTrouble(core, view, undefined);
  else if (ack.payload === undefined) closeViews(core, view.userId, false);
  else if (action === 'clear') closeViews(core, view.userId, true);
  else if (action === 'errors') showErrors(core, view, payload.errors);
  else if (action === 'update' || action === 'push') replaceOrPush(core, view, payload, action === 'push');
  else showTrouble(core, view, `an answer to a form that Slack does not know: ${Object.keys(payload)}`);
};

/** Sends the form; `times` above one is the same submission again, as when a client retries. */
export const sendSubmission = async (
  core: Core,
  user: User,
  view: StoredView,
  times: number,
): Promise<void> => {
  core.emit({ type: 'submitted', view });
  const payload = submissionPayload(core, user, view);
  const deliveries = Array.from({ length: times }, () =>
    interact(core, user, 'interactive', 'submit', structuredClone(payload)).then((ack) =>
      applyAck(core, view, ack),
    ),
  );
  await Promise.all(deliveries);
};
