import { commandTicket } from '../../desk/command-ticket.ts';
import { type CategoryCode, categoryCodes, type PriorityCode, priorityCodes } from '../../sop/pack/schema.ts';
import { type Answer, nothing, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { type ActionName, actions } from '../ids.ts';
import { type ClassifyChoices, classifyFields } from '../views/forms/classify.ts';
import { buildTicketStep } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import { handleAboutRefusal, handleAnswerAuthorizationForm } from './authorization.ts';
import { handleLookAgain, handleTickItem } from './checklist.ts';
import type { Click } from './click.ts';
import { handleSetupForm } from './commands/ops.ts';
import { handleRoster } from './commands/ops-roster.ts';
import {
  handleAcknowledgeForm,
  handleClassifyForm,
  handleDeclineTransfer,
  handleOpenForm,
} from './commands/ticket-forms.ts';
import { handleMine, handleNextClick, handleTake } from './commands/ticket-queue.ts';
import { handleRead, handleResume } from './commands/ticket-record.ts';
import { handleConfirmDocument, handleDocuments } from './documents.ts';
import { handleAcceptForm, handleBriefing, handleEscalateForm } from './escalation-forms.ts';
import { handleLogExceptionForm } from './exception-entry.ts';
import { handleExceptionStep, handleRegister, handleShowException } from './exceptions.ts';
import {
  handleApplyFixForm,
  handleApplyStated,
  handleChooseFix,
  handleCloseForm,
  handleConfirmFix,
  handleDeclineFixForm,
  handleRecordResultForm,
  handleReopenForm,
} from './fix-forms.ts';
import {
  handleAcknowledgeHandoff,
  handleAnswerForm,
  handleEntryForm,
  handleFlagForm,
  handleHandoffRecord,
  handleNameForm,
  handleRemarksForm,
  handleShiftBriefing,
  pageIn,
} from './handoff.ts';
import { handleExecutiveForm, handleIncidentStepForm, handleShowIncident } from './incidents.ts';
import { handleInvestigateForm, handlePullDiagnostics } from './investigation.ts';
import { answerOutcome } from './outcome.ts';
import { handleChoosePriority, handleLineForm, handleOverridePriorityForm } from './oversight.ts';
import { handleRedirectForm } from './redirect.ts';
import { handleHandOverForm, handleReportSecurityForm } from './security.ts';
import { handleShiftOn } from './shift.ts';
import { handleWhoIsOn, handleWithdrawCover } from './shift-cover.ts';
import { handleShiftPlanPage, handleShiftPlanStep } from './shift-plan.ts';

export type ActionHandler = {
  opensForm: boolean;
  run(bot: Bot, asked: Asked, click: Click): Promise<Answer>;
};

const noChoices: ClassifyChoices = { category: null, symptom: null, priority: null };

/** Every button and dispatching field, by its action. */
export const actionHandlers: Record<ActionName, ActionHandler> = {
  [actions.open]: {
    opensForm: true,
    run: (bot, asked) => handleOpenForm(bot, asked, { source: 'command', message: null }, null),
  },
  [actions.handoffRecord]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleHandoffRecord(bot, asked, pageIn(value)),
  },
  [actions.handoffEntry]: { opensForm: true, run: handleEntryForm },
  [actions.handoffRemarks]: { opensForm: true, run: handleRemarksForm },
  [actions.acknowledgeHandoff]: { opensForm: false, run: handleAcknowledgeHandoff },
  [actions.nameIncoming]: { opensForm: true, run: handleNameForm },
  [actions.flagUnclear]: { opensForm: true, run: handleFlagForm },
  [actions.answerFlag]: { opensForm: true, run: handleAnswerForm },
  [actions.shiftBriefingHeld]: {
    opensForm: false,
    run: (bot, asked, click) => handleShiftBriefing(bot, asked, click, true),
  },
  [actions.shiftBriefingMissing]: {
    opensForm: false,
    run: (bot, asked, click) => handleShiftBriefing(bot, asked, click, false),
  },
  [actions.shiftOn]: { opensForm: false, run: (bot, asked) => handleShiftOn(bot, asked, '') },
  [actions.whoIsOn]: { opensForm: false, run: handleWhoIsOn },
  [actions.withdrawCover]: { opensForm: false, run: handleWithdrawCover },
  [actions.shiftPlanPage]: { opensForm: true, run: handleShiftPlanPage },
  [actions.shiftPlanStep]: { opensForm: true, run: handleShiftPlanStep },
  [actions.tickItem]: { opensForm: false, run: handleTickItem },
  [actions.lookAgain]: { opensForm: false, run: handleLookAgain },
  [actions.takeNext]: { opensForm: false, run: handleNextClick },
  [actions.take]: { opensForm: true, run: (bot, asked, { value }) => handleTake(bot, asked, value) },
  [actions.classify]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleClassifyForm(bot, asked, Number(value), noChoices),
  },
  [actions.chooseCategory]: { opensForm: false, run: handleChooseCategory },
  [actions.acknowledge]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleAcknowledgeForm(bot, asked, Number(value)),
  },
  [actions.confirmSent]: {
    opensForm: false,
    run: async (bot, asked, { value }) => {
      const [ticket, composed] = value.split(':').map(Number);
      const outcome = await commandTicket(bot.desk, asked, ticket ?? 0, {
        type: 'confirmAcknowledgementSent',
        ...(composed === undefined ? {} : { composed }),
      });
      return answerOutcome(outcome, () => nothing);
    },
  },
  [actions.acceptTransfer]: {
    opensForm: false,
    run: async (bot, asked, { value }) => {
      const outcome = await commandTicket(bot.desk, asked, Number(value), { type: 'acceptTransfer' });
      return answerOutcome(outcome, (ticket) =>
        say(buildTicketStep(ticket, bot.desk.sop.pack, `T-${ticket.number} is yours now.`)),
      );
    },
  },
  [actions.declineTransfer]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleDeclineTransfer(bot, asked, Number(value)),
  },
  [actions.resume]: {
    opensForm: false,
    run: (bot, asked, { value }) => handleResume(bot, asked, Number(value)),
  },
  [actions.escalate]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleEscalateForm(bot, asked, Number(value), null),
  },
  [actions.acceptEscalation]: { opensForm: true, run: handleAcceptForm },
  [actions.acceptPage]: { opensForm: false, run: handleAcceptForm },
  [actions.briefingHeld]: {
    opensForm: false,
    run: (bot, asked, click) => handleBriefing(bot, asked, click, true),
  },
  [actions.briefingUnavailable]: {
    opensForm: false,
    run: (bot, asked, click) => handleBriefing(bot, asked, click, false),
  },
  [actions.applyFix]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleApplyFixForm(bot, asked, Number(value), null),
  },
  [actions.chooseFix]: { opensForm: false, run: handleChooseFix },
  [actions.applyStated]: { opensForm: false, run: handleApplyStated },
  [actions.recordResult]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleRecordResultForm(bot, asked, Number(value), false),
  },
  [actions.verify]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleRecordResultForm(bot, asked, Number(value), true),
  },
  [actions.investigate]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleInvestigateForm(bot, asked, Number(value)),
  },
  [actions.pullDiagnostics]: { opensForm: false, run: handlePullDiagnostics },
  [actions.confirmFix]: { opensForm: false, run: handleConfirmFix },
  [actions.declineFix]: { opensForm: true, run: handleDeclineFixForm },
  [actions.close]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleCloseForm(bot, asked, Number(value)),
  },
  [actions.reopen]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleReopenForm(bot, asked, Number(value)),
  },
  [actions.reportSecurity]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleReportSecurityForm(bot, asked, Number(value)),
  },
  [actions.handOver]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleHandOverForm(bot, asked, Number(value)),
  },
  [actions.overridePriority]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleOverridePriorityForm(bot, asked, Number(value), null),
  },
  [actions.choosePriority]: { opensForm: false, run: handleChoosePriority },
  [actions.sendUpdate]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleLineForm(bot, asked, Number(value), 'p1Update'),
  },
  [actions.closingNote]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleLineForm(bot, asked, Number(value), 'closingNote'),
  },
  [actions.checkIn]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleLineForm(bot, asked, Number(value), 'checkIn'),
  },
  [actions.redirect]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleRedirectForm(bot, asked, Number(value)),
  },
  [actions.more]: { opensForm: true, run: handleMore },
  [actions.show]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleRead(bot, asked, { what: 'show', ticket: Number(value) }, 1),
  },
  [actions.why]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleRead(bot, asked, { what: 'why', ticket: Number(value) }, 1),
  },
  [actions.page]: {
    opensForm: true,
    run: (bot, asked, { value }) => {
      const [what, ticket, page] = value.split(':');
      return handleRead(
        bot,
        asked,
        { what: what === 'why' ? 'why' : 'show', ticket: Number(ticket) },
        Number(page),
      );
    },
  },
  [actions.mine]: { opensForm: false, run: handleMine },
  [actions.incidentStep]: { opensForm: true, run: handleIncidentStepForm },
  [actions.showIncident]: { opensForm: true, run: handleShowIncident },
  [actions.executive]: { opensForm: true, run: handleExecutiveForm },
  [actions.logException]: {
    opensForm: true,
    run: (bot, asked, { value }) =>
      handleLogExceptionForm(bot, asked, value === 'none' ? null : Number(value)),
  },
  [actions.exceptionStep]: { opensForm: true, run: handleExceptionStep },
  [actions.showException]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleShowException(bot, asked, Number(value)),
  },
  [actions.register]: {
    opensForm: true,
    run: (bot, asked, { value }) => {
      const [filter = '', page] = value.split(':');
      return handleRegister(bot, asked, filter, Number(page) || 1);
    },
  },
  [actions.documents]: {
    opensForm: true,
    run: (bot, asked, { value }) => handleDocuments(bot, asked, Number(value.split(':')[1]) || 1),
  },
  [actions.confirmDocument]: { opensForm: true, run: handleConfirmDocument },
  [actions.setup]: { opensForm: true, run: handleSetupForm },
  [actions.roster]: { opensForm: false, run: (bot, asked) => handleRoster(bot, asked, 'list') },
  [actions.aboutRefusal]: { opensForm: true, run: handleAboutRefusal },
  [actions.authorize]: {
    opensForm: true,
    run: (bot, asked, click) => handleAnswerAuthorizationForm(bot, asked, click, true),
  },
  [actions.declineAuthorization]: {
    opensForm: true,
    run: (bot, asked, click) => handleAnswerAuthorizationForm(bot, asked, click, false),
  },
};

/** An entry of the menu is a button that stands elsewhere: `12:redirect`. */
async function handleMore(bot: Bot, asked: Asked, { value, fields }: Click): Promise<Answer> {
  const [about = '', named] = value.split(':');
  const name = Object.values(actions).find((one) => one === named && one !== actions.more);
  if (!name) throw new Error('the menu has no such entry');
  return actionHandlers[name].run(bot, asked, { value: about, fields });
}

/** T1-3: the symptoms follow the category, so the form is drawn again with those of the chosen one. */
function handleChooseCategory(bot: Bot, asked: Asked, { value, fields }: Click): Promise<Answer> {
  const [ticket, chosen] = value.split(':');
  const category = categoryCodes.find((code: CategoryCode) => code === chosen) ?? null;
  const priority =
    priorityCodes.find((code: PriorityCode) => code === fields.one(classifyFields.priority)) ?? null;
  return handleClassifyForm(bot, asked, Number(ticket), { category, symptom: null, priority });
}
