import { comesBefore, readOwnedAs, readQueueAs } from '../../../desk/read-desk.ts';
import { takeNext, takeTicket } from '../../../desk/take-ticket.ts';
import { type Answer, form, say } from '../../answer.ts';
import type { Bot } from '../../bot.ts';
import { buildTakeOutOfOrderForm } from '../../views/forms/reason.ts';
import { buildMine, buildQueue, listed } from '../../views/lists.ts';
import { buildQueueEmpty, buildSentence, buildTaken } from '../../views/short-answers.ts';
import { ticketNumber } from '../../words.ts';
import type { Asked } from '../asked.ts';
import { answerOutcome, answerUnread } from '../outcome.ts';

/** T1-1: the ticket that comes first, and with it its ownership. */
export async function handleNext(bot: Bot, asked: Asked): Promise<Answer> {
  const outcome = await takeNext(bot.desk, asked);
  if (outcome.kind === 'queueEmpty') return say(buildQueueEmpty());
  return answerOutcome(outcome, (ticket) => say(buildTaken(ticket, bot.desk.sop.pack)));
}

/** A particular ticket. One that is not first in the queue asks for the reason before anything happens. */
export async function handleTake(bot: Bot, asked: Asked, words: string): Promise<Answer> {
  const number = ticketNumber(words.trim());
  if (number === null)
    return say(
      buildSentence('Say which ticket, as in /ticket take 12. /ticket next gives the one that comes first.'),
    );
  const { desk } = bot;
  const mayTake = asked.actor.kind === 'person' && asked.actor.role !== null;
  const first = mayTake ? await comesBefore(desk, number) : null;
  if (first !== null) return form(buildTakeOutOfOrderForm(number, first));
  return answerOutcome(await takeTicket(desk, asked, number, null), (taken) =>
    say(buildTaken(taken, desk.sop.pack)),
  );
}

export async function handleQueue(bot: Bot, asked: Asked): Promise<Answer> {
  const queue = await readQueueAs(bot.desk, asked, listed);
  if (queue.kind !== 'read') return answerUnread(queue);
  return say(buildQueue(queue.value, bot.desk.sop.pack));
}

export async function handleMine(bot: Bot, asked: Asked): Promise<Answer> {
  const mine = await readOwnedAs(bot.desk, asked, asked.userId);
  return mine.kind === 'read' ? say(buildMine(mine.value, bot.desk.sop.pack)) : answerUnread(mine);
}
