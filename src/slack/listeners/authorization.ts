import { commandTicket } from '../../desk/command-ticket.ts';
import { flagOnDesk } from '../../desk/flag-calibration.ts';
import { reasonInput } from '../../desk/input.ts';
import { prepareForm } from '../../desk/prepare-form.ts';
import { isAction } from '../../sop/authority.ts';
import { isClauseId } from '../../sop/clauses.ts';
import { wallClock } from '../../sop/wall-clock.ts';
import { type Answer, form, nothing, refuse, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import {
  type AnswerAuthorizationMetadata,
  buildAnswerAuthorizationForm,
  buildAskAuthorizationForm,
  buildFlagCalibrationForm,
  type RefusedMetadata,
} from '../views/forms/authorization.ts';
import { reasonFields } from '../views/forms/reason.ts';
import { refusalChoices } from '../views/refusal-menu.ts';
import { buildSentence } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { handleRefusedExceptionForm } from './exception-entry.ts';
import { answerOutcome, answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';
import { requiredText } from './written-text.ts';

/** The menu of a refusal: `7:diagnostics.pull:AU-3:ask`. Whether it may be asked is decided now, and again later. */
export async function handleAboutRefusal(bot: Bot, asked: Asked, { value, fields }: Click): Promise<Answer> {
  const [about = '', action = '', clause = '', choice] = value.split(':');
  if (!isAction(action) || !isClauseId(clause)) throw new Error(`no refusal has the menu '${value}'`);
  const ticket = about === 'desk' ? null : Number(about);
  if (choice === refusalChoices.exception)
    return handleRefusedExceptionForm(bot, asked, { ticket, action, clause }, fields.texts);
  if (choice !== refusalChoices.ask || ticket === null)
    return form(buildFlagCalibrationForm({ ticket, action, clause }));
  const file = await prepareForm(bot.desk, asked, ticket, { form: 'askAuthorization', action });
  if (file.kind !== 'read') return answerUnread(file);
  const { pack } = bot.desk.sop;
  return form(buildAskAuthorizationForm({ ticket, action, clause }, pack, fields.texts));
}

/** AU-6. */
export async function handleAskAuthorization(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket, action, clause } = JSON.parse(metadata) as RefusedMetadata & { ticket: number };
  const reason = requiredText(fields, reasonFields.reason, reasonInput);
  if (!reason.ok) return reason.answer;
  const command = { type: 'askAuthorization', action, refused: clause, reason: reason.value } as const;
  return answerOutcome(await commandTicket(desk, asked, ticket, command), ({ authorizations }) => {
    const until = wallClock(authorizations.at(-1)?.expiresAt ?? '', desk.sop.pack.timeZone);
    return say(
      buildSentence(
        `Your request stands in the thread of T-${ticket} until ${until}. You are told there what comes of it.`,
      ),
    );
  });
}

/** The buttons in the thread: `7:23`, the ticket and the number of the event that asked. */
export async function handleAnswerAuthorizationForm(
  { desk }: Bot,
  asked: Asked,
  { value }: Click,
  granted: boolean,
): Promise<Answer> {
  const [ticket = NaN, request = NaN] = value.split(':').map(Number);
  const file = await prepareForm(desk, asked, ticket, { form: 'answerAuthorization', request });
  if (file.kind !== 'read') return answerUnread(file);
  const found = file.value.ticket.authorizations.find(({ seq }) => seq === request);
  if (!found) throw new Error('a request that may be answered is on the ticket');
  return form(buildAnswerAuthorizationForm(ticket, found, granted, desk.sop.pack));
}

export async function handleAnswerAuthorization(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket, request, granted } = JSON.parse(metadata) as AnswerAuthorizationMetadata;
  const reason = requiredText(fields, reasonFields.reason, reasonInput);
  if (!reason.ok) return reason.answer;
  const command = { type: 'answerAuthorization', request, granted, reason: reason.value } as const;
  return answerOutcome(await commandTicket(desk, asked, ticket, command), () => nothing);
}

/** AU-7: on the ticket's stream, or on the desk's where no ticket was concerned. */
export async function handleFlagCalibration(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket, action, clause } = JSON.parse(metadata) as RefusedMetadata;
  const words = requiredText(fields, reasonFields.reason, reasonInput);
  if (!words.ok) return words.answer;
  const flag = { type: 'flagCalibration', action, refused: clause, words: words.value } as const;
  const kept = say(
    buildSentence(`Kept for the SOP review of ${clause}. Until it is changed, the rule holds.`),
  );
  if (ticket !== null) return answerOutcome(await commandTicket(desk, asked, ticket, flag), () => kept);
  const outcome = await flagOnDesk(desk, asked, flag);
  return outcome.kind === 'refused' ? refuse(outcome.refusal) : kept;
}
