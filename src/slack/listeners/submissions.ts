import { commandTicket } from '../../desk/command-ticket.ts';
import { patiently } from '../../desk/in-transaction.ts';
import { checkInput, inputLimits, messageInput, reasonInput, ticketInput } from '../../desk/input.ts';
import { openTicket } from '../../desk/open-ticket.ts';
import { settingsOf } from '../../desk/read-desk.ts';
import { takeTicket } from '../../desk/take-ticket.ts';
import { type CategoryCode, categoryCodes, type PriorityCode, priorityCodes } from '../../sop/pack/schema.ts';
import { acknowledgementRules } from '../../sop/ticket/acknowledgements.ts';
import { isAboutWords } from '../../sop/ticket/commands/acknowledge.ts';
import { type Answer, nothing, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { type FormName, forms } from '../ids.ts';
import { type AcknowledgeMetadata, acknowledgeFields } from '../views/forms/acknowledge.ts';
import { type ClassifyMetadata, classifyFields } from '../views/forms/classify.ts';
import { type OpenTicketMetadata, openTicketFields } from '../views/forms/open-ticket.ts';
import { type ReasonMetadata, reasonFields } from '../views/forms/reason.ts';
import { buildReported } from '../views/restricted.ts';
import { buildOpened, buildTaken, buildTicketStep } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import { attachmentsFromLines } from './attachment-lines.ts';
import { handleAnswerAuthorization, handleAskAuthorization, handleFlagCalibration } from './authorization.ts';
import { handleClose, handleDeclineFix, handleReopen } from './closing-submissions.ts';
import { handleAccept, handleEscalate } from './escalation-forms.ts';
import { handleLogException } from './exception-entry.ts';
import { handleAnswerException, handleExceptionOutcome } from './exceptions.ts';
import type { FieldValues } from './field-values.ts';
import { handleApplyFix, handleRecordResult } from './fix-submissions.ts';
import {
  handleAnswer,
  handleDeliver,
  handleEntry,
  handleFlag,
  handleName,
  handleRemarks,
} from './handoff.ts';
import { handleExecutive, handleIncidentStep } from './incidents.ts';
import { handleInvestigate } from './investigation.ts';
import { answerOutcome } from './outcome.ts';
import { handleLine, handleOverridePriority, handleOverrideSla } from './oversight.ts';
import { handleRedirect } from './redirect.ts';
import { handleHandOver, handleReportSecurity } from './security.ts';
import { handleSetup } from './setup-submission.ts';
import { handleCoverSubmission, handleDaySubmission, handlePatternSubmission } from './shift-plan.ts';
import type { Submission, SubmissionHandler } from './submission.ts';
import { optionalText, requiredText } from './written-text.ts';

/** Every form, by its callback id. */
export const submissionHandlers: Record<FormName, SubmissionHandler> = {
  [forms.openTicket]: handleOpenTicket,
  [forms.takeOutOfOrder]: handleTakeOutOfOrder,
  [forms.classify]: handleClassify,
  [forms.acknowledge]: handleAcknowledge,
  [forms.declineTransfer]: handleDeclineTransfer,
  [forms.escalate]: handleEscalate,
  [forms.acceptEscalation]: handleAccept,
  [forms.applyFix]: handleApplyFix,
  [forms.recordResult]: handleRecordResult,
  [forms.investigate]: handleInvestigate,
  [forms.declineFix]: handleDeclineFix,
  [forms.close]: handleClose,
  [forms.reopen]: handleReopen,
  [forms.incidentStep]: handleIncidentStep,
  [forms.executive]: handleExecutive,
  [forms.reportSecurity]: handleReportSecurity,
  [forms.handOver]: handleHandOver,
  [forms.overridePriority]: handleOverridePriority,
  [forms.overrideSla]: handleOverrideSla,
  [forms.sendUpdate]: handleLine('p1Update'),
  [forms.closingNote]: handleLine('closingNote'),
  [forms.checkIn]: handleLine('checkIn'),
  [forms.redirect]: handleRedirect,
  [forms.handoffRecord]: handleDeliver,
  [forms.handoffEntry]: handleEntry,
  [forms.handoffRemarks]: handleRemarks,
  [forms.nameIncoming]: handleName,
  [forms.flagUnclear]: handleFlag,
  [forms.answerFlag]: handleAnswer,
  [forms.shiftPattern]: handlePatternSubmission,
  [forms.shiftDay]: handleDaySubmission,
  [forms.shiftCover]: handleCoverSubmission,
  [forms.setup]: handleSetup,
  [forms.askAuthorization]: handleAskAuthorization,
  [forms.answerAuthorization]: handleAnswerAuthorization,
  [forms.flagCalibration]: handleFlagCalibration,
  [forms.logException]: handleLogException,
  [forms.answerException]: handleAnswerException,
  [forms.exceptionOutcome]: handleExceptionOutcome,
};

/** SC-1. Every field that needs another look is named at once. */
async function handleOpenTicket(bot: Bot, asked: Asked, { fields, metadata }: Submission): Promise<Answer> {
  const { source, message } = JSON.parse(metadata) as OpenTicketMetadata;
  const attachments = attachmentsFromLines(fields.one(openTicketFields.attachments) ?? '');
  const input = checkInput(ticketInput, {
    title: fields.one(openTicketFields.title) ?? '',
    description: descriptionOf(fields),
    customerAccount: fields.one(openTicketFields.customerAccount) ?? '',
    reportedPriority: fields.one(openTicketFields.reportedPriority),
    attachments,
  });
  if (!input.ok) return { kind: 'fieldErrors', errors: errorsByField(input.errors) };
  const { value } = input;
  const outcome = await openTicket(bot.desk, asked, {
    title: value.title,
    description: value.description,
    customerAccount: value.customerAccount,
    reportedPriority: value.reportedPriority ?? null,
    attachments: value.attachments ?? [],
    externalId: null,
    source,
    message,
    security: fields.many(openTicketFields.security).length > 0,
  });
  if (outcome.kind !== 'done') return answerOutcome(outcome, () => nothing);
  if (outcome.ticket.security) return say(buildReported(outcome.ticket));
  const { channels } = await patiently(() => settingsOf(bot.desk));
  return say(buildOpened(outcome.ticket, channels.tickets !== undefined));
}

function descriptionOf(fields: FieldValues): string {
  const most = Math.ceil(inputLimits.description / 1000);
  return Array.from({ length: most }, (_, part) => fields.one(openTicketFields.description(part)) ?? '').join(
    '',
  );
}

/** Slack shows an error under a field that exists: all of an attachment's go under the one field of attachments. */
function errorsByField(errors: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([path, message]) => {
      if (path.startsWith('attachments'))
        return [openTicketFields.attachments, `Line ${lineOf(path)}: ${message}`];
      return [path === 'description' ? openTicketFields.description(0) : path, message];
    }),
  );
}

function lineOf(path: string): number {
  return Number(/\[(\d+)\]/.exec(path)?.[1] ?? 0) + 1;
}

async function handleTakeOutOfOrder(
  bot: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as ReasonMetadata;
  const reason = requiredText(fields, reasonFields.reason, reasonInput);
  if (!reason.ok) return reason.answer;
  const outcome = await takeTicket(bot.desk, asked, ticket, reason.value);
  return answerOutcome(outcome, (taken) => say(buildTaken(taken, bot.desk.sop.pack)));
}

async function handleClassify(bot: Bot, asked: Asked, { fields, metadata }: Submission): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as ClassifyMetadata;
  const category = categoryCodes.find((code: CategoryCode) => code === fields.one(classifyFields.category));
  const priority = priorityCodes.find((code: PriorityCode) => code === fields.one(classifyFields.priority));
  const symptom = category ? fields.one(classifyFields.symptom(category)) : null;
  const readWhole = fields.many(classifyFields.readWhole).length > 0;
  if (!category || !priority || !symptom) {
    return {
      kind: 'fieldErrors',
      errors: {
        ...(category ? {} : { [classifyFields.category]: 'choose a category' }),
        ...(priority ? {} : { [classifyFields.priority]: 'choose a priority' }),
        ...(category && !symptom ? { [classifyFields.category]: 'choose a symptom of this category' } : {}),
      },
    };
  }
  const outcome = await commandTicket(bot.desk, asked, ticket, {
    type: 'classify',
    category,
    symptom,
    priority,
    readWhole,
  });
  // The refusal stands where the box is, so that nothing entered is lost.
  if (outcome.kind === 'refused' && outcome.refusal.clause === 'T1-2')
    return { kind: 'fieldErrors', errors: { [classifyFields.readWhole]: `T1-2: ${outcome.refusal.reason}` } };
  return answerOutcome(outcome, (classified) =>
    say(buildTicketStep(classified, bot.desk.sop.pack, `T-${ticket} is ${category} ${priority}.`)),
  );
}

async function handleAcknowledge(bot: Bot, asked: Asked, { fields, metadata }: Submission): Promise<Answer> {
  const { ticket, of, preparedFor } = JSON.parse(metadata) as AcknowledgeMetadata;
  const text = requiredText(fields, acknowledgeFields.message, messageInput);
  if (!text.ok) return text.answer;
  const outcome = await commandTicket(bot.desk, asked, ticket, {
    type: 'acknowledge',
    of,
    text: text.value,
    preparedFor,
    customerChannel: bot.desk.customerChannel,
  });
  // What was written stays in the form, where the words can be changed; who may promise is said there too.
  if (outcome.kind === 'refused' && isAboutWords(outcome.refusal)) {
    const { clause, reason, whoMay } = outcome.refusal;
    const lead =
      whoMay.kind === 'role'
        ? ' Who may: Team Lead or above. The three dots below the message ask for it.'
        : '';
    return { kind: 'fieldErrors', errors: { [acknowledgeFields.message]: `${clause}: ${reason}${lead}` } };
  }
  return answerOutcome(outcome, (acknowledged) =>
    say(
      buildTicketStep(
        acknowledged,
        bot.desk.sop.pack,
        acknowledged[of]?.status === 'byHand'
          ? `The message of T-${ticket} is in its thread: send it to the customer, then confirm there.`
          : `The ${acknowledgementRules[of].words} of T-${ticket} is on its way to the customer.`,
      ),
    ),
  );
}

async function handleDeclineTransfer(
  bot: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as ReasonMetadata;
  const reason = optionalText(fields, reasonFields.reason, reasonInput);
  if (!reason.ok) return reason.answer;
  const outcome = await commandTicket(bot.desk, asked, ticket, {
    type: 'declineTransfer',
    reason: reason.value,
  });
  return answerOutcome(outcome, () => nothing);
}
