import { commandTicket } from '../../desk/command-ticket.ts';
import { messageInput, reasonInput } from '../../desk/input.ts';
import { reopenTicket } from '../../desk/reopen-ticket.ts';
import { type Answer, nothing, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { type CloseMetadata, closeFields } from '../views/forms/close.ts';
import { type DeclineFixMetadata, type ReasonMetadata, reasonFields } from '../views/forms/reason.ts';
import { buildTicketStep } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import { answerOutcome } from './outcome.ts';
import type { Submission } from './submission.ts';
import { requiredText } from './written-text.ts';

/** T1-9, T2-8. */
export async function handleClose(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as CloseMetadata;
  const summary = requiredText(fields, closeFields.summary, messageInput);
  if (!summary.ok) return summary.answer;
  const outcome = await commandTicket(desk, asked, ticket, {
    type: 'close',
    resolutionCode: fields.one(closeFields.resolutionCode) ?? '',
    summary: summary.value,
    rootCause: fields.one(closeFields.rootCause),
    followUps: fields.many(closeFields.followUps),
  });
  return answerOutcome(outcome, (closed) =>
    say(buildTicketStep(closed, desk.sop.pack, `T-${ticket} is closed.`)),
  );
}

export async function handleReopen(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as ReasonMetadata;
  const reason = requiredText(fields, reasonFields.reason, reasonInput);
  if (!reason.ok) return reason.answer;
  const outcome = await reopenTicket(desk, asked, ticket, reason.value);
  return answerOutcome(outcome, (reopened) =>
    say(buildTicketStep(reopened, desk.sop.pack, `T-${ticket} is open again.`)),
  );
}

/** T2-7: the second agent's no, for the request that the form was opened from. */
export async function handleDeclineFix(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket, request } = JSON.parse(metadata) as DeclineFixMetadata;
  const reason = requiredText(fields, reasonFields.reason, reasonInput);
  if (!reason.ok) return reason.answer;
  const command = { type: 'declineFix', request, reason: reason.value } as const;
  return answerOutcome(await commandTicket(desk, asked, ticket, command), () => nothing);
}
