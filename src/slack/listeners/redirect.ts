import { commandTicket } from '../../desk/command-ticket.ts';
import { checkInput, messageInput, reasonInput, titleInput } from '../../desk/input.ts';
import { prepareForm } from '../../desk/prepare-form.ts';
import { redirectPart } from '../../desk/redirect-part.ts';
import { type Answer, form, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { buildRedirectForm, type RedirectMetadata, redirectFields } from '../views/forms/redirect.ts';
import { buildTicketStep } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { FieldValues } from './field-values.ts';
import { answerOutcome, answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';

export async function handleRedirectForm({ desk }: Bot, asked: Asked, number: number): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, 'redirect');
  return file.kind === 'read'
    ? form(buildRedirectForm(file.value.ticket, desk.sop.pack))
    : answerUnread(file);
}

/** SC-2. */
export async function handleRedirect(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as RedirectMetadata;
  const input = readInput(fields);
  if (!input.ok) return { kind: 'fieldErrors', errors: input.errors };
  const { code, note, part } = input;
  const outcome = part
    ? await redirectPart(desk, asked, ticket, { code, note, ...part })
    : await commandTicket(desk, asked, ticket, { type: 'redirect', code, note });
  // It stands where it was chosen, so that nothing entered is lost.
  if (outcome.kind === 'refused' && outcome.refusal.clause === 'SEC-1')
    return { kind: 'fieldErrors', errors: { [redirectFields.code]: `SEC-1: ${outcome.refusal.reason}` } };
  return answerOutcome(outcome, (done) => {
    const happened = part
      ? `A part of T-${ticket} is T-${done.split.into.at(-1)} now, and redirected. T-${ticket} goes on.`
      : `T-${ticket} is redirected under ${done.closure?.redirect?.document}.`;
    return say(buildTicketStep(done, desk.sop.pack, happened));
  });
}

type Input =
  | { ok: true; code: string; note: string; part: { title: string; description: string } | null }
  | { ok: false; errors: Record<string, string> };

/** Every field that needs another look is named at once. */
function readInput(fields: FieldValues): Input {
  const code = fields.one(redirectFields.code) ?? '';
  const isPart = fields.one(redirectFields.extent) === 'part';
  const written = {
    title: fields.one(redirectFields.title) ?? '',
    description: fields.one(redirectFields.description) ?? '',
  };
  const note = checkInput(reasonInput, fields.one(redirectFields.note) ?? '');
  const title = isPart ? checkInput(titleInput, written.title) : null;
  const description = isPart ? checkInput(messageInput, written.description) : null;
  const spare = !isPart && (written.title.trim() !== '' || written.description.trim() !== '');
  const errors = {
    ...(code ? {} : { [redirectFields.code]: 'choose what is out of scope' }),
    ...(note.ok ? {} : { [redirectFields.note]: note.errors[''] ?? '' }),
    ...(title && !title.ok ? { [redirectFields.title]: title.errors[''] ?? '' } : {}),
    ...(description && !description.ok ? { [redirectFields.description]: description.errors[''] ?? '' } : {}),
    ...(spare
      ? { [redirectFields.extent]: 'choose “A part of it”, or leave Title and Description empty' }
      : {}),
  };
  if (Object.keys(errors).length > 0 || !note.ok) return { ok: false, errors };
  const part = title?.ok && description?.ok ? { title: title.value, description: description.value } : null;
  return { ok: true, code, note: note.value, part };
}
