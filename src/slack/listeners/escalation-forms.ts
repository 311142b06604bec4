import { commandTicket } from '../../desk/command-ticket.ts';
import { reasonInput } from '../../desk/input.ts';
import { prepareForm } from '../../desk/prepare-form.ts';
import { personTriggers } from '../../sop/escalation/person-triggers.ts';
import type { TriggerId } from '../../sop/escalation/trigger.ts';
import { pendingEscalation } from '../../sop/ticket/escalation/pending.ts';
import { type Answer, fieldError, form, nothing, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { type AcceptMetadata, acceptFields, buildAcceptForm } from '../views/forms/accept-escalation.ts';
import { buildEscalateForm, type EscalateMetadata, escalateFields } from '../views/forms/escalate.ts';
import { buildTicketStep } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { answerOutcome, answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';
import { requiredText } from './written-text.ts';

/** `trigger`: the one that was named; null for one that is still to be chosen. */
export async function handleEscalateForm(
  { desk }: Bot,
  asked: Asked,
  number: number,
  trigger: TriggerId | null,
): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, { form: 'escalate', trigger });
  if (file.kind !== 'read') return answerUnread(file);
  return form(buildEscalateForm(file.value.ticket, desk.sop.pack, trigger));
}

export async function handleEscalate(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as EscalateMetadata;
  const trigger = chosenTrigger(fields.one(escalateFields.trigger));
  if (!trigger) return fieldError(escalateFields.trigger, 'choose what makes it go up');
  const reason = requiredText(fields, escalateFields.reason, reasonInput);
  if (!reason.ok) return reason.answer;
  const outcome = await commandTicket(desk, asked, ticket, {
    type: 'escalate',
    trigger,
    reason: reason.value,
  });
  return answerOutcome(outcome, (escalated) =>
    say(buildTicketStep(escalated, desk.sop.pack, `T-${ticket} is escalated (${trigger}).`)),
  );
}

function chosenTrigger(value: string | null): TriggerId | null {
  const all = (['tier1', 'tier2', 'lead', 'manager'] as const).flatMap(personTriggers);
  return all.find(({ id }) => id === value)?.id ?? null;
}

/** T2-1, LD-1: `12:4` or `12:4:2`, the ticket, the escalation and the page of its record; the open one without. */
export async function handleAcceptForm({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [ticket = '', escalation, page] = value.split(':');
  const file = await prepareForm(desk, asked, Number(ticket), {
    form: 'acceptEscalation',
    escalation: escalation ? Number(escalation) : null,
  });
  if (file.kind !== 'read') return answerUnread(file);
  const pending = pendingEscalation(file.value.ticket);
  if (!pending) throw new Error('only an open escalation is accepted');
  return form(buildAcceptForm(file.value, pending, desk.sop.pack, Number(page ?? 1)));
}

export async function handleAccept(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket, escalation } = JSON.parse(metadata) as AcceptMetadata;
  const read = fields.many(acceptFields.readRecord).length > 0;
  const outcome = await commandTicket(desk, asked, ticket, { type: 'acceptEscalation', escalation, read });
  // The refusal stands where the box is.
  if (outcome.kind === 'refused' && outcome.refusal.nextStep?.step === 'acceptEscalation')
    return fieldError(acceptFields.readRecord, `${outcome.refusal.clause}: ${outcome.refusal.reason}`);
  return answerOutcome(outcome, (accepted) =>
    say(buildTicketStep(accepted, desk.sop.pack, `T-${ticket} is yours now.`)),
  );
}

/** T2-2: `12:4`, the ticket and the escalation. What came of it is seen in the thread. */
export async function handleBriefing(
  { desk }: Bot,
  asked: Asked,
  { value }: Click,
  held: boolean,
): Promise<Answer> {
  const [ticket, escalation] = value.split(':').map(Number);
  const command = { type: 'recordBriefing', escalation: escalation ?? 0, held } as const;
  return answerOutcome(await commandTicket(desk, asked, ticket ?? 0, command), () => nothing);
}
