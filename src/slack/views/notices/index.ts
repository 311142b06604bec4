import type { TicketNoticeKind } from '../../../sop/ticket/notices.ts';
import { buildCard } from '../card.ts';
import { buildAcknowledged, buildAcknowledgementByHand } from './acknowledgement.ts';
import { buildClassified, buildMarkedForEscalation } from './classification.ts';
import { buildClockAtRisk, buildClockBreached, buildReminder } from './clocks.ts';
import { buildDescription } from './description.ts';
import type { NoticeView } from './notice.ts';
import {
  buildTaken,
  buildTakenOutOfOrder,
  buildTransferAnswered,
  buildTransferOffered,
} from './ownership.ts';
import { buildAccountLinked, buildNoteAdded, buildWaitEnded, buildWaitStarted } from './record.ts';

/** The view of every notice that Slack delivers; the customer's own message is not one of those. */
export const noticeViews: Record<Exclude<TicketNoticeKind, 'acknowledgementToCustomer'>, NoticeView> = {
  card: ({ file, pack }) => [buildCard(file.ticket, pack)],
  description: buildDescription,
  taken: buildTaken,
  takenOutOfOrder: buildTakenOutOfOrder,
  classified: buildClassified,
  markedForEscalation: buildMarkedForEscalation,
  acknowledgementByHand: buildAcknowledgementByHand,
  acknowledged: buildAcknowledged,
  transferOffered: buildTransferOffered,
  transferAnswered: buildTransferAnswered,
  noteAdded: buildNoteAdded,
  accountLinked: buildAccountLinked,
  waitStarted: buildWaitStarted,
  waitEnded: buildWaitEnded,
  clockAtRisk: buildClockAtRisk,
  clockBreached: buildClockBreached,
  reminder: buildReminder,
};
