import { comesBefore, readOwnedAs, readQueueAs } from '../../../desk/read-desk.ts';
import { justReceived } from '../../../desk/read-handoff.ts';
import { type Taking, takeNext, takeNextByButton, takeTicket } from '../../../desk/take-ticket.ts';
import { byRisk } from '../../../sop/shift/handoff/risk.ts';
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
  return answerTaking(bot, await takeNext(bot.desk, asked));
}

/** The same by a button, which can be pressed twice by mistake. */
export async function handleNextClick(bot: Bot, asked: Asked): Promise<Answer> {
  return answerTaking(bot, await takeNextByButton(bot.desk, asked));
}

function answerTaking(bot: Bot, outcome: Taking): Answer {
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
  const { desk } = bot;
  const mine = await readOwnedAs(desk, asked, asked.userId);
  if (mine.kind !== 'read') return answerUnread(mine);
  // HO-5: in the first minutes after a handoff by the time left.
  const first = await justReceived(desk, asked.userId);
  const { readable } = mine.value;
  const inOrder = first ? byRisk(readable, desk.sop.pack, desk.clock.now()) : readable;
  return say(buildMine({ ...mine.value, readable: inOrder }, desk.sop.pack));
}
