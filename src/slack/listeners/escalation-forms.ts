import { commandTicket } from '../../desk/command-ticket.ts';
import { prepareForm } from '../../desk/prepare-form.ts';
import { type Answer, fieldError, form, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { type AcceptMetadata, acceptFields, buildAcceptForm } from '../views/forms/accept-escalation.ts';
import { buildTicketStep } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { answerOutcome, answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';

/** T2-1, LD-1: `12:4`, the ticket and the escalation. */
export async function handleAcceptForm({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [ticket = 0, escalation = 0] = value.split(':').map(Number);
  const file = await prepareForm(desk, asked, ticket, { form: 'acceptEscalation', escalation });
  if (file.kind !== 'read') return answerUnread(file);
  return form(buildAcceptForm(file.value, escalation, desk.sop.pack));
}

export async function handleAccept(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket, escalation } = JSON.parse(metadata) as AcceptMetadata;
  const read = fields.many(acceptFields.readRecord).length > 0;
  const outcome = await commandTicket(desk, asked, ticket, { type: 'acceptEscalation', escalation, read });
  if (outcome.kind === 'refused' && !read)
    return fieldError(acceptFields.readRecord, `${outcome.refusal.clause}: ${outcome.refusal.reason}`);
  return answerOutcome(outcome, (accepted) =>
    say(buildTicketStep(accepted, desk.sop.pack, `T-${ticket} is yours now.`)),
  );
}
