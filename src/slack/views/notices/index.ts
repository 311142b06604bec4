import type { TicketNoticeKind } from '../../../sop/ticket/notices.ts';
import { buildCard } from '../card.ts';
import {
  buildAcknowledged,
  buildAcknowledgementByHand,
  buildAcknowledgementReplaced,
} from './acknowledgement.ts';
import { authorizationViews } from './authorization.ts';
import { buildClassified } from './classification.ts';
import { buildClockAtRisk, buildClockBreached, buildLeftUnassigned, buildReminder } from './clocks.ts';
import { buildClosed, buildReopened } from './closing.ts';
import { buildDescription } from './description.ts';
import { escalationViews } from './escalation.ts';
import { exceptionChapterViews } from './exception.ts';
import { buildFixResult, buildFixSetAside, buildFixStarted, buildNoTransactionStated } from './fixes.ts';
import { handoverViews } from './handoff.ts';
import { incidentChapterViews } from './incident.ts';
import { buildCause, buildDiagnostics, buildFinding } from './investigation.ts';
import type { NoticeView } from './notice.ts';
import { oversightViews } from './oversight.ts';
import {
  buildTaken,
  buildTakenOutOfOrder,
  buildTransferAnswered,
  buildTransferOffered,
} from './ownership.ts';
import { buildAccountLinked, buildNoteAdded, buildWaitEnded, buildWaitStarted } from './record.ts';
import { scopeViews } from './scope.ts';
import { buildConfirmation, buildConfirmationAnswered } from './second-agent.ts';
import { securityViews } from './security.ts';

/** Sent to other systems as they are, or no message at all. */
type Unseen = 'acknowledgementToCustomer' | 'diagnosticsToTool' | 'takeBack';

/** The view of every notice that Slack delivers. */
export const noticeViews: Record<Exclude<TicketNoticeKind, Unseen>, NoticeView> = {
  card: ({ file, pack }) => [buildCard(file.ticket, pack)],
  description: buildDescription,
  taken: buildTaken,
  takenOutOfOrder: buildTakenOutOfOrder,
  classified: buildClassified,
  acknowledgementByHand: buildAcknowledgementByHand,
  acknowledgementReplaced: buildAcknowledgementReplaced,
  acknowledged: buildAcknowledged,
  transferOffered: buildTransferOffered,
  transferAnswered: buildTransferAnswered,
  noteAdded: buildNoteAdded,
  accountLinked: buildAccountLinked,
  waitStarted: buildWaitStarted,
  waitEnded: buildWaitEnded,
  fixStarted: buildFixStarted,
  fixSetAside: buildFixSetAside,
  fixResult: buildFixResult,
  noTransactionStated: buildNoTransactionStated,
  confirmation: buildConfirmation,
  confirmationAnswered: buildConfirmationAnswered,
  diagnostics: buildDiagnostics,
  finding: buildFinding,
  cause: buildCause,
  closed: buildClosed,
  reopened: buildReopened,
  clockAtRisk: buildClockAtRisk,
  clockBreached: buildClockBreached,
  leftUnassigned: buildLeftUnassigned,
  reminder: buildReminder,
  ...escalationViews,
  ...incidentChapterViews,
  ...exceptionChapterViews,
  ...authorizationViews,
  ...securityViews,
  ...oversightViews,
  ...handoverViews,
  ...scopeViews,
};
