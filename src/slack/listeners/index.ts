import { createHash } from 'node:crypto';
import type { App, BlockAction, BlockElementAction, RespondFn, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { patiently } from '../../desk/in-transaction.ts';
import { type Answer, type Message, type ShownAnswer, say, sayUndone } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { type ActionName, actionPattern, actions, forms, shortcuts } from '../ids.ts';
import { messageView } from '../views/elements.ts';
import { buildRefusal } from '../views/refusal.ts';
import { sentenceMarkup } from '../views/rich-text.ts';
import { actionHandlers } from './actions.ts';
import { type Asked, askedBy } from './asked.ts';
import { findForm } from './commands/command.ts';
import { commandList } from './commands/index.ts';
import { handleOpenForm } from './commands/ticket-forms.ts';
import { fieldValues } from './field-values.ts';
import { draftFromMessage } from './message-draft.ts';
import { type Door, serve, serveSubmission, unlessTooLate } from './serve.ts';
import { submissionHandlers } from './submissions.ts';
import { openViewTurns, type ViewTurns } from './view-turns.ts';

/** The routing table: what Slack sends, and who answers it. `keep` holds what is under way until it is done. */
export function registerListeners(app: App, bot: Bot, keep: <T>(work: Promise<T>) => Promise<T>): void {
  const turns = openViewTurns();
  /** Finds out who asks, lets the handler answer, and puts a refusal in words for them. */
  const answering = async (
    from: Parameters<typeof askedBy>[1],
    handle: (asked: Asked) => Promise<Answer>,
  ): Promise<ShownAnswer> => {
    const asked = await patiently(() => askedBy(bot, from));
    const answer = await handle(asked);
    if (answer.kind !== 'refused') return answer;
    const message = buildRefusal(answer.refusal, asked.actor);
    // What stood in a form about a restricted ticket may be that ticket's own words: it is not shown once more.
    return answer.refusal.clause === 'SEC-2' ? say(message) : sayUndone(message);
  };
  for (const command of commandList) {
    app.command(command.name, async ({ command: typed, ack, respond }) => {
      await ack();
      const form = findForm(command, typed.text);
      const from = { userId: typed.user_id, teamId: typed.team_id, triggerId: typed.trigger_id };
      const door = doorOf(bot, from, (message) => respondPrivately(respond, message, null));
      await keep(
        serve(bot, door, form.opensForm, () => answering(from, (asked) => form.run(bot, asked, typed.text))),
      );
    });
  }

  for (const name of Object.values(actions)) {
    app.action<BlockAction>(actionPattern(name), async ({ body, action, ack, respond }) => {
      await ack();
      const handler = actionHandlers[name];
      const from = {
        userId: body.user.id,
        teamId: body.user.team_id ?? body.team?.id ?? '',
        triggerId: body.trigger_id,
      };
      const click = { value: clickValue(name, action), fields: fieldValues(body.view?.state.values) };
      await keep(
        serve(bot, doorOfAction(bot, turns, body, respond), handler.opensForm, () =>
          answering(from, (asked) => handler.run(bot, asked, click)),
        ),
      );
    });
  }

  for (const name of Object.values(forms)) {
    app.view<ViewSubmitAction>(
      { type: 'view_submission', callback_id: name },
      async ({ body, view, ack }) => {
        const from = {
          userId: body.user.id,
          teamId: body.user.team_id ?? body.team?.id ?? '',
          // Sent twice it has two triggers, but it is one form with the same things in it.
          triggerId: submissionKey(view.id, view.state.values),
        };
        const submission = { fields: fieldValues(view.state.values), metadata: view.private_metadata };
        await keep(
          serveSubmission(
            bot,
            view.id,
            submission.fields.texts,
            (response) => (response ? ack(response) : ack()),
            () => answering(from, (asked) => submissionHandlers[name](bot, asked, submission)),
          ),
        );
      },
    );
  }

  app.shortcut({ type: 'shortcut', callback_id: shortcuts.openTicket }, async ({ shortcut, ack }) => {
    await ack();
    const from = {
      userId: shortcut.user.id,
      teamId: shortcut.user.team_id ?? shortcut.team?.id ?? '',
      triggerId: shortcut.trigger_id,
    };
    await keep(
      serve(bot, doorOf(bot, from, null), true, () =>
        answering(from, (asked) => handleOpenForm(bot, asked, { source: 'shortcut', message: null }, null)),
      ),
    );
  });

  app.shortcut(
    { type: 'message_action', callback_id: shortcuts.openTicketFromMessage },
    async ({ shortcut, ack }) => {
      await ack();
      const from = {
        userId: shortcut.user.id,
        teamId: shortcut.user.team_id ?? shortcut.team?.id ?? '',
        triggerId: shortcut.trigger_id,
      };
      await keep(
        serve(bot, doorOf(bot, from, null), true, () =>
          answering(from, async (asked) => {
            const { draft, message } = await draftFromMessage(bot, shortcut);
            return handleOpenForm(bot, asked, { source: 'message', message }, draft);
          }),
        ),
      );
    },
  );
}

/**
 * The door of a command or a shortcut. Without `sayPrivately` words are shown in a view of their own, or, when the
 * moment for that has passed, as a direct message.
 */
function doorOf(
  bot: Bot,
  { userId, triggerId }: { userId: string; triggerId: string },
  sayPrivately: ((message: Message) => Promise<void>) | null,
): Door {
  const show = async (view: ModalView) => {
    const opened = await bot.interactive.views.open({ trigger_id: triggerId, view });
    return opened.view?.id ?? '';
  };
  const sayInView = async (message: Message) => {
    try {
      await show(messageView(message));
    } catch (error) {
      unlessTooLate(error);
      await bot.interactive.chat.postMessage({
        channel: userId,
        text: sentenceMarkup(message.text),
        blocks: [...message.blocks],
      });
    }
  };
  return { show, say: sayPrivately ?? sayInView };
}

/** A click inside a form is answered in that form; one on a message privately, in the message's own thread. */
function doorOfAction(bot: Bot, turns: ViewTurns, body: BlockAction, respond: RespondFn): Door {
  const { view } = body;
  if (!view) {
    const threadTs = typeof body.container.thread_ts === 'string' ? body.container.thread_ts : null;
    const from = { userId: body.user.id, triggerId: body.trigger_id };
    return doorOf(bot, from, (message) => respondPrivately(respond, message, threadTs));
  }
  const inTurn = turns(view.id);
  const show = async (next: ModalView) => {
    // Whoever closed the form meanwhile has gone on to something else.
    await inTurn(() => bot.interactive.views.update({ view_id: view.id, view: next }).catch(unlessTooLate));
    return view.id;
  };
  return { show, say: async (message) => void (await show(messageView(message))) };
}

async function respondPrivately(
  respond: RespondFn,
  message: Message,
  threadTs: string | null,
): Promise<void> {
  await respond({
    response_type: 'ephemeral',
    replace_original: false,
    text: sentenceMarkup(message.text),
    blocks: [...message.blocks],
    ...(threadTs ? { thread_ts: threadTs } : {}),
  });
}

function submissionKey(viewId: string, values: unknown): string {
  return `${viewId}:${createHash('sha256').update(JSON.stringify(values)).digest('hex')}`;
}

/** A button's value; of a choice or a menu, what it is about and what was chosen: `12:AUTH`. */
function clickValue(name: ActionName, action: BlockElementAction): string {
  if (action.type === 'button') return action.value ?? '';
  const about = action.action_id.slice(name.length + 1);
  const chooses = action.type === 'static_select' || action.type === 'overflow';
  const chosen = chooses ? action.selected_option?.value : undefined;
  return `${about}:${chosen ?? ''}`;
}
