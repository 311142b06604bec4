import { commandTicket } from '../../desk/command-ticket.ts';
import { confirmFix } from '../../desk/confirm-fix.ts';
import { prepareForm } from '../../desk/prepare-form.ts';
import { readTicketAs } from '../../desk/read-ticket.ts';
import type { Actor } from '../../sop/actor.ts';
import { checkAuthority } from '../../sop/authority.ts';
import { attemptToRecord } from '../../sop/ticket/commands/record-result.ts';
import { findFix } from '../../sop/ticket/ladder.ts';
import { type Answer, form, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { applyFixFields, buildApplyFixForm } from '../views/forms/apply-fix.ts';
import { buildCloseForm } from '../views/forms/close.ts';
import { buildDeclineFixForm, buildReopenForm } from '../views/forms/reason.ts';
import { buildRecordResultForm } from '../views/forms/record-result.ts';
import { buildSentence, buildTicketStep } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { answerOutcome, answerUnread } from './outcome.ts';

/** T1-6: `fix` is the one that was named; null for the one that is owed. */
export async function handleApplyFixForm(
  { desk }: Bot,
  asked: Asked,
  number: number,
  fix: string | null,
): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, { form: 'applyFix', fix });
  if (file.kind !== 'read') return answerUnread(file);
  return form(
    buildApplyFixForm(file.value.ticket, desk.sop.pack, { fix, reason: null }, mayRepeat(asked.actor)),
  );
}

function mayRepeat(actor: Actor): boolean {
  return checkAuthority(actor, 'fix.repeat') === null;
}

/** The steps follow the fix, so the form is drawn again with those of the chosen one. */
export async function handleChooseFix(
  { desk }: Bot,
  asked: Asked,
  { value, fields }: Click,
): Promise<Answer> {
  const [ticket, chosen = ''] = value.split(':');
  const file = await readTicketAs(desk, asked, Number(ticket));
  if (file.kind !== 'read') return answerUnread(file);
  const fix = findFix(desk.sop.pack, chosen)?.id ?? null;
  const reason = fields.one(applyFixFields.reason);
  return form(buildApplyFixForm(file.value.ticket, desk.sop.pack, { fix, reason }, mayRepeat(asked.actor)));
}

/** T1-7: the click after the statement: `7:SF-7:` and why it is done once more. Decided as if nothing had been before. */
export async function handleApplyStated({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [, ticket, fix = '', reason = ''] = /^(\d+):([^:]*):([\s\S]*)$/.exec(value) ?? [];
  const outcome = await commandTicket(desk, asked, Number(ticket), {
    type: 'applyFix',
    fix,
    repeatReason: reason || null,
  });
  return answerOutcome(outcome, (begun) =>
    say(buildTicketStep(begun, desk.sop.pack, `${fix} is under way on T-${begun.number}.`)),
  );
}

/** `verifying`: it starts as resolved, to be shown by one of the fix's own steps (T1-8). */
export async function handleRecordResultForm(
  { desk }: Bot,
  asked: Asked,
  number: number,
  verifying: boolean,
): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, 'recordResult');
  if (file.kind !== 'read') return answerUnread(file);
  const { ticket } = file.value;
  const attempt = attemptToRecord(ticket);
  const fix = attempt && findFix(desk.sop.pack, attempt.fix);
  if (!fix) throw new Error(`the pack in force has no ${attempt?.fix}, whose result is owed`);
  return form(buildRecordResultForm(ticket, fix, verifying));
}

export async function handleCloseForm({ desk }: Bot, asked: Asked, number: number): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, 'close');
  return file.kind === 'read' ? form(buildCloseForm(file.value.ticket, desk.sop.pack)) : answerUnread(file);
}

export async function handleReopenForm({ desk }: Bot, asked: Asked, number: number): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, 'reopen');
  return file.kind === 'read' ? form(buildReopenForm(number)) : answerUnread(file);
}

/** T2-7: a button says which request it belongs to (`7:31`: event 31 of T-7), so that it answers no newer one. */
export async function handleConfirmFix({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const { ticket, request } = requestOf(value);
  const outcome = await confirmFix(desk, asked, ticket, request);
  const [event] = outcome.kind === 'done' ? outcome.events : [];
  return answerOutcome(outcome, (after) =>
    say(
      buildSentence(
        event?.type === 'confirmationVoided'
          ? `Not begun (T2-7): the request is void. ${event.payload.reason}`
          : `Confirmed: the fix is under way on T-${ticket}, and <@${after.owner}> records its result.`,
      ),
    ),
  );
}

export async function handleDeclineFixForm({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const { ticket, request } = requestOf(value);
  const file = await prepareForm(desk, asked, ticket, { form: 'declineFix', request });
  if (file.kind !== 'read') return answerUnread(file);
  return form(buildDeclineFixForm(ticket, request, file.value.ticket.confirmation?.fix ?? ''));
}

function requestOf(value: string): { ticket: number; request: number } {
  const [ticket, request] = value.split(':');
  return { ticket: Number(ticket), request: Number(request) };
}
