import { commandTicket } from '../../../desk/command-ticket.ts';
import { prepareForm } from '../../../desk/prepare-form.ts';
import { readAs } from '../../../desk/read-ticket.ts';
import { checkAuthority } from '../../../sop/authority.ts';
import { withdraws } from '../../../sop/ticket/commands/transfer.ts';
import { type Answer, form, nothing } from '../../answer.ts';
import type { Bot } from '../../bot.ts';
import { buildAcknowledgeForm } from '../../views/forms/acknowledge.ts';
import { buildClassifyForm, type ClassifyChoices } from '../../views/forms/classify.ts';
import { buildOpenTicketForm, type Draft, type OpenTicketMetadata } from '../../views/forms/open-ticket.ts';
import { buildDeclineTransferForm } from '../../views/forms/reason.ts';
import type { Asked } from '../asked.ts';
import { answerOutcome, answerUnread } from '../outcome.ts';

export async function handleOpenForm(
  bot: Bot,
  asked: Asked,
  metadata: OpenTicketMetadata,
  draft: Draft | null,
): Promise<Answer> {
  const may = await readAs(bot.desk, asked, 'ticket.open', async () => ({ kind: 'read', value: null }));
  return may.kind === 'read'
    ? form(buildOpenTicketForm(bot.desk.sop.pack, metadata, draft))
    : answerUnread(may);
}

/** The form starts with what was typed, else with the classification the ticket has. */
export async function handleClassifyForm(
  bot: Bot,
  asked: Asked,
  ticket: number,
  choices: ClassifyChoices,
): Promise<Answer> {
  const file = await prepareForm(bot.desk, asked, ticket, 'classify');
  if (file.kind !== 'read') return answerUnread(file);
  const made = file.value.ticket.classification;
  return form(
    buildClassifyForm(file.value, bot.desk.sop.pack, {
      category: choices.category ?? made?.category ?? null,
      symptom: choices.symptom ?? made?.symptom ?? null,
      priority: choices.priority ?? made?.priority ?? null,
    }),
  );
}

export async function handleAcknowledgeForm(bot: Bot, asked: Asked, number: number): Promise<Answer> {
  const { desk } = bot;
  const file = await prepareForm(desk, asked, number, 'acknowledge');
  if (file.kind !== 'read') return answerUnread(file);
  const { ticket } = file.value;
  if (!ticket.classification) throw new Error('only a classified ticket is acknowledged');
  const { classification } = ticket;
  const mayPromise = checkAuthority(asked.actor, 'promise.resolutionTime') === null;
  return form(buildAcknowledgeForm(ticket, classification, desk.sop.pack, desk.clock.now(), mayPromise));
}

/** The receiver is asked for a reason; whoever takes an offer back owes none. */
export async function handleDeclineTransfer(bot: Bot, asked: Asked, number: number): Promise<Answer> {
  const { desk } = bot;
  const file = await prepareForm(desk, asked, number, 'declineTransfer');
  if (file.kind !== 'read') return answerUnread(file);
  if (!withdraws(file.value.ticket, asked.actor)) return form(buildDeclineTransferForm(number));
  const command = { type: 'declineTransfer', reason: null } as const;
  return answerOutcome(await commandTicket(desk, asked, number, command), () => nothing);
}
