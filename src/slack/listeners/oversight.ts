import { commandTicket } from '../../desk/command-ticket.ts';
import { reasonInput } from '../../desk/input.ts';
import { displacedBy, overridePriority } from '../../desk/override-priority.ts';
import { prepareForm } from '../../desk/prepare-form.ts';
import { parseDueTime } from '../../sop/due-time.ts';
import { instant } from '../../sop/instant.ts';
import { type PriorityCode, priorityCodes } from '../../sop/pack/schema.ts';
import { slaClockWords } from '../../sop/sla-clock.ts';
import { settableClocks } from '../../sop/ticket/oversight/commands.ts';
import { wallClock } from '../../sop/wall-clock.ts';
import { type Answer, fieldError, form, nothing, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import {
  buildCheckInForm,
  buildClosingNoteForm,
  buildOverridePriorityForm,
  buildOverrideSlaForm,
  buildSendUpdateForm,
  clockNames,
  lineFields,
  type OversightMetadata,
  overridePriorityFields,
  overrideSlaFields,
} from '../views/forms/oversight.ts';
import { buildSentence, buildTicketStep } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { answerOutcome, answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';
import { optionalText, requiredText } from './written-text.ts';

/** LD-2. `priority`: chosen in the form already; what it displaces is shown with it. */
export async function handleOverridePriorityForm(
  { desk }: Bot,
  asked: Asked,
  number: number,
  priority: PriorityCode | null,
): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, 'overridePriority');
  if (file.kind !== 'read') return answerUnread(file);
  const { ticket } = file.value;
  const to = priority && { priority, displaced: await displacedBy(desk, ticket, priority) };
  return form(buildOverridePriorityForm(ticket, desk.sop.pack, to));
}

/** The criteria and the displaced tickets follow the priority, so the form is drawn again with those of the chosen one. */
export function handleChoosePriority(bot: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [ticket, chosen] = value.split(':');
  return handleOverridePriorityForm(bot, asked, Number(ticket), priorityIn(chosen));
}

export async function handleOverridePriority(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as OversightMetadata;
  const priority = priorityIn(fields.one(overridePriorityFields.priority));
  const criterion =
    fields.one(overridePriorityFields.criterion('up')) ??
    fields.one(overridePriorityFields.criterion('down'));
  if (!priority) return fieldError(overridePriorityFields.priority, 'choose a priority');
  if (!criterion)
    return fieldError(
      overridePriorityFields.priority,
      'choose another priority, and a criterion for it below',
    );
  const impact = optionalText(fields, overridePriorityFields.impact, reasonInput);
  if (!impact.ok) return impact.answer;
  const outcome = await overridePriority(desk, asked, ticket, {
    priority,
    criterion,
    impact: impact.value,
  });
  // What was written stays in the form, where the words can be changed.
  if (outcome.kind === 'refused' && outcome.refusal.clause === 'LD-2')
    return fieldError(overridePriorityFields.impact, `${outcome.refusal.clause}: ${outcome.refusal.reason}`);
  return answerOutcome(outcome, (after) =>
    say(buildTicketStep(after, desk.sop.pack, `T-${ticket} is ${priority} now, and its clocks follow.`)),
  );
}

function priorityIn(text: string | null | undefined): PriorityCode | null {
  return priorityCodes.find((code) => code === text) ?? null;
}

const clockKinds = Object.keys(clockNames) as (keyof typeof clockNames)[];

/** AU-4. */
export async function handleOverrideSlaForm({ desk }: Bot, asked: Asked, number: number): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, 'overrideSla');
  if (file.kind !== 'read') return answerUnread(file);
  const { ticket } = file.value;
  const now = instant(desk.clock.now());
  return form(buildOverrideSlaForm(ticket, desk.sop.pack, settableClocks(ticket, now)));
}

export async function handleOverrideSla(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as OversightMetadata;
  const zone = desk.sop.pack.timeZone;
  const chosen = fields.one(overrideSlaFields.clock);
  const clock = clockKinds.find((kind) => kind === chosen);
  if (!clock) return fieldError(overrideSlaFields.clock, 'choose a clock');
  const dueAt = parseDueTime(fields.one(overrideSlaFields.due) ?? '', zone, desk.clock.now());
  if (!dueAt)
    return fieldError(
      overrideSlaFields.due,
      `a date and time as 2026-03-31 14:30 (${zone}), a time of today as 14:30, or from now as 2 h 30 min`,
    );
  const reason = requiredText(fields, overrideSlaFields.reason, reasonInput);
  if (!reason.ok) return reason.answer;
  const command = { type: 'overrideSla', clock, dueAt, reason: reason.value } as const;
  const outcome = await commandTicket(desk, asked, ticket, command);
  if (
    outcome.kind === 'refused' &&
    outcome.refusal.whoMay.kind === 'role' &&
    outcome.refusal.clause === 'AU-4'
  )
    return fieldError(overrideSlaFields.due, `${outcome.refusal.clause}: ${outcome.refusal.reason}`);
  return answerOutcome(outcome, () =>
    say(
      buildSentence(`The ${slaClockWords[clock]} clock of T-${ticket} is due ${wallClock(dueAt, zone)} now.`),
    ),
  );
}

const lineForms = {
  p1Update: buildSendUpdateForm,
  closingNote: buildClosingNoteForm,
  checkIn: buildCheckInForm,
} as const;
type LineForm = keyof typeof lineForms;

/** LD-3, LD-4: a form of one line. */
export async function handleLineForm(
  { desk }: Bot,
  asked: Asked,
  number: number,
  of: LineForm,
): Promise<Answer> {
  const file = await prepareForm(desk, asked, number, of);
  return file.kind === 'read' ? form(lineForms[of](file.value.ticket, desk.sop.pack)) : answerUnread(file);
}

/** What was written in it, as the command of that form. */
export function handleLine(of: LineForm) {
  return async ({ desk }: Bot, asked: Asked, { fields, metadata }: Submission): Promise<Answer> => {
    const { ticket } = JSON.parse(metadata) as OversightMetadata;
    const written = requiredText(fields, lineFields.words, reasonInput);
    if (!written.ok) return written.answer;
    return answerOutcome(
      await commandTicket(desk, asked, ticket, lineCommand(of, written.value)),
      () => nothing,
    );
  };
}

function lineCommand(of: LineForm, written: string) {
  switch (of) {
    case 'p1Update':
      return { type: 'sendP1Update', text: written } as const;
    case 'closingNote':
      return { type: 'writeClosingNote', note: written } as const;
    case 'checkIn':
      return { type: 'checkIn', words: written } as const;
  }
}
