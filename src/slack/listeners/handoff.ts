import type { ModalView } from '@slack/types';
import { acknowledgeHandoff } from '../../desk/acknowledge-handoff.ts';
import { commandShift, commandShiftNumber, type ShiftOutcome } from '../../desk/command-shift.ts';
import {
  flagInput,
  nextActionInput,
  notInWritingInput,
  patternsInput,
  waitingOnInput,
  watchInput,
} from '../../desk/input.ts';
import {
  type HandoffFile,
  readHandoffFile,
  readOwnHandoffAs,
  readStandingsAs,
} from '../../desk/read-handoff.ts';
import type { ShiftState } from '../../sop/shift/state.ts';
import { type Answer, fieldError, form, nothing, refuse, say, sayUndone } from '../answer.ts';
import type { Bot } from '../bot.ts';
import {
  type AnswerMetadata,
  answerFields,
  buildAnswerForm,
  buildEntryForm,
  buildFlagForm,
  buildNameForm,
  buildRemarksForm,
  type EntryMetadata,
  entryFields,
  type FlagMetadata,
  flagFields,
  type NameMetadata,
  nameFields,
  type RemarksMetadata,
  remarkFields,
} from '../views/forms/handoff.ts';
import { buildHandoffRecord, buildStandings, counted } from '../views/handoff/record.ts';
import { buildSentence } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';
import { optionalText, requiredText } from './written-text.ts';

const offShift = 'You are on no shift, so there is nothing to hand over. /shift on begins one.';

/** Shows somebody their own record, or something of it; who may not, or is on no shift, is told so. */
async function withOwnRecord(
  { desk }: Bot,
  asked: Asked,
  show: (file: HandoffFile) => ModalView,
): Promise<Answer> {
  const reading = await readOwnHandoffAs(desk, asked);
  if (reading.kind !== 'read') return answerUnread(reading);
  return reading.value ? form(show(reading.value)) : say(buildSentence(offShift));
}

/** `/handoff`, and its pages. */
export function handleHandoffRecord(bot: Bot, asked: Asked, page: number): Promise<Answer> {
  return withOwnRecord(bot, asked, (file) => buildHandoffRecord(file, bot.desk.sop.pack, page));
}

/** `/handoff status`. */
export async function handleHandoffStatus({ desk }: Bot, asked: Asked): Promise<Answer> {
  const reading = await readStandingsAs(desk, asked);
  return reading.kind === 'read' ? say(buildStandings(reading.value, desk.sop.pack)) : answerUnread(reading);
}

/** The value of the button: `12:1`, the ticket and the page of the record that it stands on. */
export function handleEntryForm(bot: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [ticket, page = 1] = value.split(':').map(Number);
  const { pack } = bot.desk.sop;
  return withOwnRecord(bot, asked, (file) => {
    const one = file.tickets.find(({ here, ticket: { number } }) => here && number === ticket);
    // Gone meanwhile, or nothing is written of it: the record says how it is.
    return one && !one.ticket.security
      ? buildEntryForm(one, pack, page)
      : buildHandoffRecord(file, pack, page);
  });
}

/** HO-2: each ticket is saved as one goes, and the record is shown again with it. */
export async function handleEntry(bot: Bot, asked: Asked, { fields, metadata }: Submission): Promise<Answer> {
  const { ticket, page } = JSON.parse(metadata) as EntryMetadata;
  const nextAction = requiredText(fields, entryFields.nextAction, nextActionInput);
  if (!nextAction.ok) return nextAction.answer;
  const waitingOn = requiredText(fields, entryFields.waitingOn, waitingOnInput);
  if (!waitingOn.ok) return waitingOn.answer;
  const watch = optionalText(fields, entryFields.watch, watchInput);
  if (!watch.ok) return watch.answer;
  const outcome = await commandShift(bot.desk, asked, asked.userId, {
    type: 'writeEntry',
    ticket,
    nextAction: nextAction.value,
    waitingOn: waitingOn.value,
    watch: watch.value,
  });
  return answerHandoff(outcome, () => handleHandoffRecord(bot, asked, page));
}

export function handleRemarksForm(bot: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  return withOwnRecord(bot, asked, (file) => buildRemarksForm(file, Number(value)));
}

export async function handleRemarks(
  bot: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { page } = JSON.parse(metadata) as RemarksMetadata;
  const patterns = optionalText(fields, remarkFields.patterns, patternsInput);
  if (!patterns.ok) return patterns.answer;
  const notInWriting = optionalText(fields, remarkFields.notInWriting, notInWritingInput);
  if (!notInWriting.ok) return notInWriting.answer;
  const manager = fields.one(remarkFields.manager);
  const outcome = await commandShift(bot.desk, asked, asked.userId, {
    type: 'writeAnomalies',
    patterns: patterns.value,
    notInWriting: notInWriting.value,
    managerReachable: manager === null ? null : manager === 'yes',
  });
  return answerHandoff(outcome, () => handleHandoffRecord(bot, asked, page));
}

/** *Deliver*. */
export async function handleDeliver({ desk }: Bot, asked: Asked): Promise<Answer> {
  const outcome = await commandShift(desk, asked, asked.userId, { type: 'deliverHandoff' });
  return answerHandoff(outcome, () =>
    say(
      buildSentence(
        'Delivered: the briefing stands in the shift channel. You stay on shift, and the owner of your tickets, until it is acknowledged. Brief the next agent in person, too, and say so there.',
      ),
    ),
  );
}

export async function handleAcknowledgeHandoff(
  { desk }: Bot,
  asked: Asked,
  { value }: Click,
): Promise<Answer> {
  const outcome = await acknowledgeHandoff(desk, asked, Number(value));
  const events = outcome.kind === 'done' ? outcome.events : [];
  const acknowledged = events.find(({ type }) => type === 'handoffAcknowledged');
  const moved = acknowledged?.type === 'handoffAcknowledged' ? acknowledged.payload.tickets.length : 0;
  return answerHandoff(outcome, ({ person }) =>
    say(
      buildSentence(
        moved === 0
          ? `You have acknowledged the handoff of <@${person}>.`
          : `You have acknowledged the handoff of <@${person}>: ${counted(moved, 'ticket')} of it ${moved === 1 ? 'is' : 'are'} yours now. Your queue by the time left is in your messages.`,
      ),
    ),
  );
}

export async function handleShiftBriefing(
  { desk }: Bot,
  asked: Asked,
  { value }: Click,
  held: boolean,
): Promise<Answer> {
  const command = { type: 'recordShiftBriefing', held } as const;
  return answerHandoff(await commandShiftNumber(desk, asked, Number(value), command), () => nothing);
}

/** The value of the button: `3:12`, the shift and the ticket. */
export async function handleFlagForm({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [shift = 0, ticket = 0] = value.split(':').map(Number);
  const outcome = await commandShiftNumber(desk, asked, shift, {
    type: 'prepareHandoffForm',
    form: { of: 'flag', ticket },
  });
  return answerHandoff(outcome, (state) => form(buildFlagForm(state, ticket)));
}

export async function handleFlag(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { shift, ticket } = JSON.parse(metadata) as FlagMetadata;
  const words = requiredText(fields, flagFields.words, flagInput);
  if (!words.ok) return words.answer;
  const command = { type: 'flagTicket', ticket, words: words.value } as const;
  return answerHandoff(await commandShiftNumber(desk, asked, shift, command), () => nothing);
}

/** The value of the button: `3:17`, the shift and the event that asked. */
export async function handleAnswerForm({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [shift = 0, flag = 0] = value.split(':').map(Number);
  const outcome = await commandShiftNumber(desk, asked, shift, {
    type: 'prepareHandoffForm',
    form: { of: 'answer', flag },
  });
  return answerHandoff(outcome, async (state) => {
    const question = questionIn(await readHandoffFile(desk, shift), flag);
    return question ? form(buildAnswerForm(state, question)) : nothing;
  });
}

function questionIn(file: HandoffFile | null, flag: number) {
  const asked = file?.events.find(({ seq }) => seq === flag);
  if (asked?.type !== 'ticketFlagged') return null;
  const { ticket, words } = asked.payload;
  return { flag, ticket, words, by: asked.actor ?? '' };
}

export async function handleAnswer(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { shift, flag } = JSON.parse(metadata) as AnswerMetadata;
  const words = requiredText(fields, answerFields.words, flagInput);
  if (!words.ok) return words.answer;
  const command = { type: 'answerFlag', flag, words: words.value } as const;
  return answerHandoff(await commandShiftNumber(desk, asked, shift, command), () => nothing);
}

export async function handleNameForm({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const outcome = await commandShiftNumber(desk, asked, Number(value), {
    type: 'prepareHandoffForm',
    form: { of: 'name' },
  });
  return answerHandoff(outcome, (state) => form(buildNameForm(state)));
}

export async function handleName(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { shift } = JSON.parse(metadata) as NameMetadata;
  const person = fields.one(nameFields.person);
  if (!person) return fieldError(nameFields.person, 'choose somebody');
  const outcome = await commandShiftNumber(desk, asked, shift, { type: 'nameIncoming', person });
  return answerHandoff(outcome, ({ person: outgoing }) =>
    say(buildSentence(`<@${person}> is asked to acknowledge the handoff of <@${outgoing}>.`)),
  );
}

async function answerHandoff(
  outcome: ShiftOutcome,
  done: (shift: ShiftState) => Answer | Promise<Answer>,
): Promise<Answer> {
  switch (outcome.kind) {
    case 'done':
      return done(outcome.shift);
    case 'refused':
      return refuse(outcome.refusal);
    case 'noShift':
      return sayUndone(buildSentence(offShift));
    case 'repeated':
      return nothing;
  }
}

/** A page of the record: `page:2`; any other button leads to its first. */
export function pageIn(value: string): number {
  return Number(/^page:(\d+)$/.exec(value)?.[1] ?? 1);
}
