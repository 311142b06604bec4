import { changePlan } from '../../desk/change-plan.ts';
import { cleanText } from '../../desk/input.ts';
import { settingsOf } from '../../desk/read-desk.ts';
import { readAs } from '../../desk/read-ticket.ts';
import { type Role, roles } from '../../sop/actor.ts';
import type { Action } from '../../sop/authority.ts';
import type { DeskSettings } from '../../sop/desk-settings.ts';
import type { PlanCommand } from '../../sop/shift/change-plan.ts';
import { dateOf, localDay } from '../../sop/shift/local-time.ts';
import { isTime, patternProblems, peopleProblems, timeProblems } from '../../sop/shift/pattern-input.ts';
import { type Weekday, weekdays, worksInShifts } from '../../sop/shift/plan.ts';
import { rangeOn, zoneOf } from '../../sop/shift/time-words.ts';
import { type Answer, form, nothing, refuse, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import {
  buildCoverForm,
  buildDayForm,
  buildPatternForm,
  coverFields,
  type DayMetadata,
  dayFields,
  type PatternMetadata,
  patternFields,
} from '../views/forms/shift-plan.ts';
import { buildPlanChanged, buildShiftPlan, findingsOf } from '../views/shift-plan.ts';
import { buildSentence } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import { channelProblem } from './channel-problem.ts';
import type { Click } from './click.ts';
import type { FieldValues } from './field-values.ts';
import { answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';

/** `/ops shifts`: everybody on the roster may look at it, a lead changes it. */
export function handleShiftPlan(bot: Bot, asked: Asked): Promise<Answer> {
  return withSettings(bot, asked, 'ticket.read', (settings) => planPage(bot, settings, 1));
}

/** `week:2`. */
export function handleShiftPlanPage(bot: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const page = Number(value.split(':')[1]) || 1;
  return withSettings(bot, asked, 'ticket.read', (settings) => planPage(bot, settings, page));
}

/** `new`, `cover`, `show`, or `edit:`, `day:`, `remove:` and the name of a shift. */
export function handleShiftPlanStep(bot: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [step = '', ...rest] = value.split(':');
  if (step === 'show') return handleShiftPlan(bot, asked);
  const { pack } = bot.desk.sop;
  const today = dateOf(localDay(pack.timeZone, bot.desk.clock.now().getTime()));
  return withSettings(bot, asked, 'shift.plan', (settings) => {
    const name = rest.join(':');
    const pattern = settings.plan.patterns.find((one) => one.name === name);
    if (step === 'new') return form(buildPatternForm(null, pack));
    if (step === 'cover') return form(buildCoverForm(today, pack));
    if (!pattern) return say(buildSentence('That shift was removed meanwhile. /ops shifts shows the plan.'));
    if (step === 'edit') return form(buildPatternForm(pattern, pack));
    if (step === 'day') return form(buildDayForm(pattern, today));
    return changed(bot, asked, settings, { type: 'removeShiftPattern', name }, 'The shift is removed.');
  });
}

export function handlePatternSubmission(bot: Bot, asked: Asked, submission: Submission): Promise<Answer> {
  const { fields, metadata } = submission;
  const { name: edited } = JSON.parse(metadata) as PatternMetadata;
  return withSettings(bot, asked, 'shift.plan', async (settings) => {
    const input = {
      name: edited ?? cleanText(fields.one(patternFields.name) ?? '').replace(/\s+/g, ' '),
      days: weekdays.filter((day: Weekday) => fields.many(patternFields.days).includes(day)),
      start: fields.one(patternFields.start),
      end: fields.one(patternFields.end),
      timeZone: (fields.one(patternFields.timeZone) ?? '').trim(),
      members: fields.many(patternFields.people),
    };
    const taken = settings.plan.patterns.map(({ name }) => name).filter((name) => name !== edited);
    const channel = fields.one(patternFields.channel);
    const lost = channel && (await channelProblem(bot, channel));
    const errors = { ...patternProblems(input, taken), ...(lost ? { [patternFields.channel]: lost } : {}) };
    const { start, end } = input;
    if (Object.keys(errors).length > 0 || !isTime(start) || !isTime(end))
      return { kind: 'fieldErrors', errors };
    const positions = roles.filter((role: Role) => fields.many(patternFields.positions).includes(role));
    const pattern = { ...input, start, end, positions, channel };
    return changed(bot, asked, settings, { type: 'setShiftPattern', pattern }, `“${pattern.name}” is saved.`);
  });
}

export function handleDaySubmission(bot: Bot, asked: Asked, submission: Submission): Promise<Answer> {
  const { fields, metadata } = submission;
  const { pattern } = JSON.parse(metadata) as DayMetadata;
  return withSettings(bot, asked, 'shift.plan', async (settings) => {
    const usual = settings.plan.patterns.find(({ name }) => name === pattern);
    if (!usual) return say(buildSentence('That shift was removed meanwhile. /ops shifts shows the plan.'));
    const date = fields.one(dayFields.date);
    const how = fields.one(dayFields.how);
    const [start, end] = [fields.one(dayFields.start), fields.one(dayFields.end)];
    const members = fields.many(dayFields.people);
    const past = dateOf(localDay(usual.timeZone, bot.desk.clock.now().getTime()) - 1);
    const errors = {
      ...(date && date >= past ? {} : { [dayFields.date]: 'Choose a day that is not over.' }),
      ...(how === 'changed' ? { ...timeProblems({ start, end }), ...peopleProblems(members) } : {}),
    };
    if (Object.keys(errors).length > 0 || !date) return { kind: 'fieldErrors', errors };
    const hours = isTime(start) && isTime(end) ? { start, end } : { start: usual.start, end: usual.end };
    const command: PlanCommand =
      how === 'usual'
        ? { type: 'resetShiftDay', pattern, date }
        : {
            type: 'setShiftDay',
            change: { pattern, date, ...hours, members: how === 'off' ? [] : members },
          };
    return changed(bot, asked, settings, command, `“${pattern}” on ${date} is changed.`);
  });
}

/** A cover, or, where something is taken on in return, a swap. */
export function handleCoverSubmission(bot: Bot, asked: Asked, { fields }: Submission): Promise<Answer> {
  return withSettings(bot, asked, 'shift.plan', async (settings) => {
    const [by, of] = [fields.one(coverFields.by), fields.one(coverFields.of)];
    const ids = coverFields;
    const taken = coverRange(bot, settings, fields, of, [ids.date, ids.from, ids.to]);
    const given = coverRange(bot, settings, fields, by, [ids.returnDate, ids.returnFrom, ids.returnTo]);
    if (!by || !of) return { kind: 'fieldErrors', errors: { [by ? ids.of : ids.by]: 'Choose a person.' } };
    if (taken === null || taken === 'partly')
      return {
        kind: 'fieldErrors',
        errors: { [ids.to]: 'Say from when to when; the end differs from the beginning.' },
      };
    if (given === 'partly')
      return {
        kind: 'fieldErrors',
        errors: {
          [ids.returnTo]: 'For a swap give date, beginning and end; for a cover leave all three empty.',
        },
      };
    const command: PlanCommand = given
      ? { type: 'agreeSwap', one: by, other: of, ofOther: taken, ofOne: given }
      : { type: 'agreeCover', by, of, ...taken };
    return changed(bot, asked, settings, command, given ? 'The swap is agreed.' : 'The cover is agreed.');
  });
}

/** Null where nothing was entered, `partly` where something is missing. */
function coverRange(
  { desk }: Bot,
  { plan }: DeskSettings,
  fields: FieldValues,
  person: string | null,
  [dateField, fromField, toField]: readonly [string, string, string],
) {
  const [date, from, to] = [fields.one(dateField), fields.one(fromField), fields.one(toField)];
  if (!date && !from && !to) return null;
  if (!date || !isTime(from) || !isTime(to) || from === to) return 'partly';
  const zone = person
    ? zoneOf(plan, person, desk.sop.pack.timeZone, desk.clock.now())
    : desk.sop.pack.timeZone;
  return rangeOn(date, { from, to }, zone);
}

function planPage({ desk }: Bot, settings: DeskSettings, page: number): Answer {
  return form(buildShiftPlan(settings, desk.sop.pack, desk.clock.now(), page));
}

/** Changes the plan, and says what is amiss because of it. */
async function changed(
  { desk }: Bot,
  asked: Asked,
  before: DeskSettings,
  command: PlanCommand,
  done: string,
): Promise<Answer> {
  const outcome = await changePlan(desk, asked, command);
  if (outcome.kind === 'refused') return refuse(outcome.refusal);
  if (outcome.kind === 'repeated') return nothing;
  const { pack } = desk.sop;
  const now = desk.clock.now();
  // A desk that did not work in shifts had nothing to leave gaps in.
  const found = worksInShifts(before.plan) ? findingsOf(before, pack, now) : [];
  return say(buildPlanChanged(done, found, findingsOf(outcome.settings, pack, now), pack));
}

async function withSettings(
  { desk }: Bot,
  asked: Asked,
  action: Action,
  answer: (settings: DeskSettings) => Answer | Promise<Answer>,
): Promise<Answer> {
  const reading = await readAs(desk, asked, action, async () => ({
    kind: 'read',
    value: await settingsOf(desk),
  }));
  return reading.kind === 'read' ? answer(reading.value) : answerUnread(reading);
}
