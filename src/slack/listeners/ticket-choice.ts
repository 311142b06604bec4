import { ownedAs } from '../../desk/read-desk.ts';
import { readAs } from '../../desk/read-ticket.ts';
import { asWritten } from '../../sop/as-written.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import { type Answer, type Message, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import type { ActionName } from '../ids.ts';
import { buildNoTicketInHand, buildSentence, buildTicketChoice } from '../views/short-answers.ts';
import { firstWord, plainWords, ticketNumber } from '../words.ts';
import type { Asked } from './asked.ts';
import { answerUnread } from './outcome.ts';

/**
 * Which ticket a command means: the number it names, else the one ticket its person works on. With several there is
 * a choice of buttons, each of which does `action`. `run` gets the number and the words after it.
 */
export async function withTicket(
  bot: Bot,
  asked: Asked,
  words: string,
  choice: { verb: string; action: ActionName },
  run: (ticket: number, rest: string) => Promise<Answer>,
): Promise<Answer> {
  const { word, rest } = firstWord(words);
  const named = ticketNumber(word);
  if (named !== null) return run(named, rest);
  if (word !== '')
    return say(
      buildSentence(
        `“${asWritten(plainWords(word).slice(0, 40))}” is no ticket. Name its number, as in T-12.`,
      ),
    );
  return withTicketInHand(
    bot,
    asked,
    (ticket) => run(ticket, ''),
    (several) => buildTicketChoice(choice.verb, choice.action, several),
  );
}

/** The same where what follows are words that a button cannot carry: with several tickets the number is asked for. */
export async function withTicketAndWords(
  bot: Bot,
  asked: Asked,
  words: string,
  example: string,
  run: (ticket: number, rest: string) => Promise<Answer>,
): Promise<Answer> {
  const { word, rest } = firstWord(words);
  const named = ticketNumber(word);
  if (named !== null) return run(named, rest);
  return withTicketInHand(
    bot,
    asked,
    (ticket) => run(ticket, words),
    (several) =>
      buildSentence(`You have several tickets in hand (${numbers(several)}): say which, as in ${example}.`),
  );
}

/** No number was named: the one ticket its person works on is meant; with several, `ask` says what is needed. */
async function withTicketInHand(
  bot: Bot,
  asked: Asked,
  run: (ticket: number) => Promise<Answer>,
  ask: (several: readonly TicketState[]) => Message,
): Promise<Answer> {
  const { readable, restricted } = await ownedAs(bot.desk, asked.actor, asked.userId);
  // SEC-2: one that was closed to its owner is no choice; where there is no other, its refusal says why.
  const only = readable[0]?.number ?? restricted[0];
  if (only === undefined) return noTicket(bot, asked);
  return readable.length <= 1 ? run(only) : say(ask(readable));
}

/** Who may not act here at all learns that first, and the attempt is kept. */
async function noTicket(bot: Bot, asked: Asked): Promise<Answer> {
  const may = await readAs(bot.desk, asked, 'ticket.read', async () => ({ kind: 'read', value: null }));
  return may.kind === 'read' ? say(buildNoTicketInHand()) : answerUnread(may);
}

function numbers(tickets: readonly TicketState[]): string {
  return tickets.map(({ number }) => `T-${number}`).join(', ');
}
