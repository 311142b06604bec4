import { commandTicket } from '../../../desk/command-ticket.ts';
import { accountInput, checkInput, noteInput, reasonInput } from '../../../desk/input.ts';
import { readTicketAs, type TicketFile } from '../../../desk/read-ticket.ts';
import { offerTransfer } from '../../../desk/transfer-ticket.ts';
import { mayDo } from '../../../sop/authority.ts';
import { type Answer, form, say } from '../../answer.ts';
import type { Bot } from '../../bot.ts';
import { buildPage, type Paged } from '../../views/pages.ts';
import { buildSentence } from '../../views/short-answers.ts';
import { buildExecutiveButton, buildTicketPage } from '../../views/ticket-page.ts';
import { buildWhyPage } from '../../views/why-page.ts';
import { firstWord, mentionedUser, plainWords } from '../../words.ts';
import type { Asked } from '../asked.ts';
import { answerOutcome, answerUnread } from '../outcome.ts';

/** One page of a ticket's record (`show`) or of its reasons (`why`). */
export async function handleRead(bot: Bot, asked: Asked, paged: Paged, page: number): Promise<Answer> {
  const { desk } = bot;
  const file = await readTicketAs(desk, asked, paged.ticket);
  if (file.kind !== 'read') return answerUnread(file);
  const blocks =
    paged.what === 'show'
      ? buildTicketPage(file.value, desk.sop.pack)
      : buildWhyPage(file.value, desk.clock.now(), desk.sop);
  return form(
    buildPage(`T-${paged.ticket}`, paged, [...blocks, ...executiveButton(asked, paged, file.value)], page),
  );
}

/** AU-5: a rare step of one role, so it stands on the page of who holds it; whether it may happen is decided later. */
function executiveButton({ actor }: Asked, { what, ticket }: Paged, file: TicketFile) {
  const role = actor.kind === 'person' ? actor.role : null;
  const offered =
    what === 'show' &&
    file.ticket.status !== 'closed' &&
    !file.ticket.security &&
    role &&
    mayDo(role, 'escalation.executive');
  return offered ? [buildExecutiveButton(ticket)] : [];
}

export async function handleNote(bot: Bot, asked: Asked, ticket: number, words: string): Promise<Answer> {
  const text = checkInput(noteInput, plainWords(words));
  if (!text.ok)
    return say(
      buildSentence(
        `The note was not added: ${text.errors['']}. As in /ticket note 12 called back, no answer.`,
      ),
    );
  const outcome = await commandTicket(bot.desk, asked, ticket, { type: 'addNote', text: text.value });
  return answerOutcome(outcome, () => say(buildSentence(`Noted on T-${ticket}.`)));
}

export async function handleLink(bot: Bot, asked: Asked, ticket: number, words: string): Promise<Answer> {
  const account = checkInput(accountInput, plainWords(words));
  if (!account.ok)
    return say(buildSentence(`No account was linked: ${account.errors['']}. As in /ticket link 12 ACME-7.`));
  const outcome = await commandTicket(bot.desk, asked, ticket, {
    type: 'linkAccount',
    account: account.value,
  });
  return answerOutcome(outcome, ({ escalation, incident }) =>
    say(
      buildSentence(
        escalation?.trigger === 'ESL-3' && incident !== null
          ? `T-${ticket} concerns that account too now, and goes to a Team Lead as INC-${incident} (ESL-3).`
          : `T-${ticket} concerns that account too now.`,
      ),
    ),
  );
}

/** `transfer N @user reason`: the receiver's Accept in the thread completes it. */
export async function handleTransfer(bot: Bot, asked: Asked, ticket: number, words: string): Promise<Answer> {
  const { word, rest } = firstWord(words);
  const to = mentionedUser(word);
  if (!to) return say(buildSentence('Say to whom, by mention, as in /ticket transfer 12 @ben.'));
  const reason = rest ? checkInput(reasonInput, plainWords(rest)) : null;
  if (reason && !reason.ok)
    return say(buildSentence(`The transfer was not offered. The reason: ${reason.errors['']}.`));
  const outcome = await offerTransfer(bot.desk, asked, ticket, to, reason?.value ?? null);
  return answerOutcome(outcome, ({ owner }) =>
    say(
      buildSentence(
        owner === to
          ? `T-${ticket} belongs to <@${to}> now.`
          : `T-${ticket} is offered to <@${to}>. It changes hands when they accept in its thread; until then its owner stays.`,
      ),
    ),
  );
}

export async function handleWait(bot: Bot, asked: Asked, ticket: number, words: string): Promise<Answer> {
  const on =
    words.trim() === ''
      ? ({ ok: true, value: 'the customer' } as const)
      : checkInput(reasonInput, plainWords(words));
  if (!on.ok) return say(buildSentence(`T-${ticket} was not paused: ${on.errors['']}.`));
  const outcome = await commandTicket(bot.desk, asked, ticket, { type: 'startWait', on: on.value });
  return answerOutcome(outcome, () =>
    say(
      buildSentence(
        `T-${ticket} waits, and its resolution clock is paused. /ticket resume ${ticket} goes on.`,
      ),
    ),
  );
}

export async function handleResume(bot: Bot, asked: Asked, ticket: number): Promise<Answer> {
  const outcome = await commandTicket(bot.desk, asked, ticket, { type: 'endWait' });
  return answerOutcome(outcome, () =>
    say(buildSentence(`T-${ticket} goes on, and its resolution clock runs again.`)),
  );
}
