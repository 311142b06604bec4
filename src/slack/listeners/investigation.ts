import { commandTicket } from '../../desk/command-ticket.ts';
import { commandTogether } from '../../desk/command-together.ts';
import { checkInput, findingInput, inputLimits, linkInput, messageInput } from '../../desk/input.ts';
import { prepareForm } from '../../desk/prepare-form.ts';
import { instant } from '../../sop/instant.ts';
import type { TicketCommand } from '../../sop/ticket/decide.ts';
import { isOwner } from '../../sop/ticket/guards.ts';
import { type Answer, fieldError, form, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import {
  buildInvestigateForm,
  type InvestigateMetadata,
  inForm,
  investigateFields,
} from '../views/forms/investigate.ts';
import { buildTicketStep } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import type { FieldValues } from './field-values.ts';
import { answerOutcome, answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';

export async function handleInvestigateForm({ desk }: Bot, asked: Asked, number: number): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, 'investigate');
  if (file.kind !== 'read') return answerUnread(file);
  const owns = isOwner(file.value.ticket, asked.actor);
  const { diagnosticsTool } = desk;
  return form(buildInvestigateForm(file.value, desk.sop.pack, { owns, diagnosticsTool }));
}

/** T2-4: the tool's answer comes into the thread. The form is drawn again, since Slack keeps what is written in it. */
export async function handlePullDiagnostics(bot: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const { desk } = bot;
  const [ticketNumber, where] = value.split(':');
  const number = Number(ticketNumber);
  const command = { type: 'requestDiagnostics', tool: desk.diagnosticsTool } as const;
  const outcome = await commandTicket(desk, asked, number, command);
  if (outcome.kind === 'done' && where === inForm) return handleInvestigateForm(bot, asked, number);
  return answerOutcome(outcome, (ticket) =>
    say(
      buildTicketStep(
        ticket,
        desk.sop.pack,
        `The diagnostic package of T-${number} is asked for; it comes into the thread.`,
      ),
    ),
  );
}

/** T2-4, T2-5: what was entered is recorded together, or none of it. */
export async function handleInvestigate(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as InvestigateMetadata;
  const entered = [packageOf(fields), findingOf(fields), ...causesOf(fields)];
  const errors = Object.fromEntries(
    entered.flatMap((one) => (one?.kind === 'wrong' ? [[one.field, one.words] as const] : [])),
  );
  if (Object.keys(errors).length > 0) return { kind: 'fieldErrors', errors };
  const given = entered.flatMap((one) => (one?.kind === 'given' ? [one] : []));
  const [first] = given;
  if (!first) return fieldError(investigateFields.finding, 'enter a finding, a cause or the package');
  const commands = given.map(({ command }) => command);
  const outcome = await commandTogether(desk, asked, ticket, commands);
  // What this form can put right is said at its field; anything else is a refusal like any other.
  if (outcome.kind === 'refused' && outcome.refusal.nextStep?.step === 'investigate') {
    const { refusal } = outcome;
    const about = given.findLast(({ action }) => action === refusal.action) ?? first;
    return fieldError(about.field, `${refusal.clause}: ${refusal.reason}`);
  }
  return answerOutcome(outcome, (after) =>
    say(buildTicketStep(after, desk.sop.pack, `Recorded on T-${ticket}.`)),
  );
}

/** One thing that the form can record: nothing of it, a command, or a field that needs another look. */
type Entered =
  | { kind: 'given'; command: TicketCommand; action: string; field: string }
  | { kind: 'wrong'; field: string; words: string }
  | null;

function packageOf(fields: FieldValues): Entered {
  const written = fields.one(investigateFields.link);
  const generatedAt = fields.one(investigateFields.generatedAt);
  if (!written) {
    return generatedAt
      ? { kind: 'wrong', field: investigateFields.link, words: 'T2-4: give its web address, too' }
      : null;
  }
  const link = checkInput(linkInput, written);
  if (!link.ok) return { kind: 'wrong', field: investigateFields.link, words: link.errors[''] ?? '' };
  if (!generatedAt)
    return { kind: 'wrong', field: investigateFields.generatedAt, words: 'T2-4: say when it was generated' };
  const command: TicketCommand = {
    type: 'recordDiagnostics',
    generatedAt: instant(Number(generatedAt) * 1000),
    links: [{ part: 'the whole package', url: link.value }],
  };
  return { kind: 'given', command, action: 'diagnostics.pull', field: investigateFields.generatedAt };
}

function findingOf(fields: FieldValues): Entered {
  const field = investigateFields.finding;
  const written = fields.long(field, inputLimits.finding);
  if (!written) return null;
  const point = fields.one(investigateFields.point);
  if (!point) return { kind: 'wrong', field: investigateFields.point, words: 'choose the decision point' };
  const text = checkInput(findingInput, written);
  if (!text.ok) return { kind: 'wrong', field, words: text.errors[''] ?? '' };
  const command: TicketCommand = { type: 'recordFinding', point, text: text.value };
  return { kind: 'given', command, action: 'investigation.record', field };
}

function causesOf(fields: FieldValues): readonly Entered[] {
  const near = causeText(fields, investigateFields.proximate);
  const code = fields.one(investigateFields.root);
  const why = causeText(fields, investigateFields.rootText);
  const action = 'cause.record';
  return [
    near.kind === 'text'
      ? {
          kind: 'given',
          command: { type: 'recordCause', kind: 'proximate', text: near.text },
          action,
          field: investigateFields.proximate,
        }
      : near.kind === 'wrong'
        ? near
        : null,
    why.kind === 'wrong' ? why : rootOf(code, why.kind === 'text' ? why.text : null),
  ];
}

function rootOf(code: string | null, why: string | null): Entered {
  const field = investigateFields.root;
  if (!code) return why === null ? null : { kind: 'wrong', field, words: 'choose the root cause' };
  const command: TicketCommand = { type: 'recordCause', kind: 'root', code, text: why ?? '' };
  return { kind: 'given', command, action: 'cause.record', field };
}

type CauseText =
  | { kind: 'none' }
  | { kind: 'text'; text: string }
  | { kind: 'wrong'; field: string; words: string };

function causeText(fields: FieldValues, field: string): CauseText {
  const written = fields.one(field);
  if (!written) return { kind: 'none' };
  const text = checkInput(messageInput, written);
  return text.ok
    ? { kind: 'text', text: text.value }
    : { kind: 'wrong', field, words: text.errors[''] ?? '' };
}
