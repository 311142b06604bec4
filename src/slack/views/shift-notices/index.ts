import type { ShiftNoticeKind } from '../../../sop/shift/notices.ts';
import { buildShiftAbsent, buildShiftMoved } from './attendance.ts';
import { buildBriefing, buildBriefingTickets } from './briefing.ts';
import { buildChecklist, buildChecklistUnfinished } from './checklist.ts';
import {
  buildBreachesNotFlagged,
  buildBriefingMissing,
  buildFlagAnswered,
  buildHandoffAcknowledged,
  buildHandoffIncomplete,
  buildHandoffNeedsLead,
  buildHandoffQueue,
  buildHandoffToAcknowledge,
  buildHandoffUndelivered,
  buildHandoffWaits,
  buildPreparationDue,
  buildPreparationDueInChannel,
  buildTicketFlagged,
} from './handoff.ts';
import type { ShiftView } from './notice.ts';

/** The view of every notice about a shift. */
export const shiftViews: Record<ShiftNoticeKind, ShiftView> = {
  checklist: buildChecklist,
  checklistUnfinished: buildChecklistUnfinished,
  shiftMoved: buildShiftMoved,
  shiftAbsent: buildShiftAbsent,
  preparationDue: buildPreparationDue,
  preparationDueInChannel: buildPreparationDueInChannel,
  briefing: buildBriefing,
  briefingTickets: buildBriefingTickets,
  handoffNeedsLead: buildHandoffNeedsLead,
  handoffToAcknowledge: buildHandoffToAcknowledge,
  handoffUndelivered: buildHandoffUndelivered,
  handoffWaits: buildHandoffWaits,
  handoffIncomplete: buildHandoffIncomplete,
  ticketFlagged: buildTicketFlagged,
  flagAnswered: buildFlagAnswered,
  briefingMissing: buildBriefingMissing,
  breachesNotFlagged: buildBreachesNotFlagged,
  handoffAcknowledged: buildHandoffAcknowledged,
  handoffQueue: buildHandoffQueue,
};
