import { commandTicket } from '../../desk/command-ticket.ts';
import { messageInput, referenceInput } from '../../desk/input.ts';
import { prepareForm } from '../../desk/prepare-form.ts';
import { type Answer, form, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import {
  buildHandOverForm,
  buildReportSecurityForm,
  type SecurityMetadata,
  securityFields,
} from '../views/forms/security.ts';
import { buildReported } from '../views/restricted.ts';
import { buildSentence } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import { answerOutcome, answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';
import { optionalText, requiredText } from './written-text.ts';

/** SEC-1: from any role and state. */
export async function handleReportSecurityForm({ desk }: Bot, asked: Asked, number: number): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, 'reportSecurity');
  return file.kind === 'read' ? form(buildReportSecurityForm(number)) : answerUnread(file);
}

export async function handleReportSecurity(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as SecurityMetadata;
  const note = optionalText(fields, securityFields.seen, messageInput);
  if (!note.ok) return note.answer;
  const command = { type: 'reportSecurity', note: note.value } as const;
  return answerOutcome(await commandTicket(desk, asked, ticket, command), (reported) =>
    say(buildReported(reported)),
  );
}

/** SEC-3. */
export async function handleHandOverForm({ desk }: Bot, asked: Asked, number: number): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, 'handOver');
  return file.kind === 'read' ? form(buildHandOverForm(number)) : answerUnread(file);
}

export async function handleHandOver(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as SecurityMetadata;
  const reference = requiredText(fields, securityFields.reference, referenceInput);
  if (!reference.ok) return reference.answer;
  const command = { type: 'handOverSecurity', reference: reference.value } as const;
  return answerOutcome(await commandTicket(desk, asked, ticket, command), () =>
    say(buildSentence(`T-${ticket} is handed over under SEC-PCD-001 and closed here. It stays restricted.`)),
  );
}
