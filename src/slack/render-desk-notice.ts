import type { Desk } from '../desk/desk.ts';
import type { ClaimedNotice } from '../desk/outbox.ts';
import { deskEventOf } from '../desk/read-desk.ts';
import { readIncidentFile } from '../desk/read-incident.ts';
import { readTicketFile } from '../desk/read-ticket.ts';
import type { ClauseId } from '../sop/clauses.ts';
import type { NoticeGivenUp } from '../sop/desk-settings.ts';
import type { Message } from './answer.ts';
import { UnknownKind } from './unknown-kind.ts';
import { buildChannelLost } from './views/channel-lost.ts';
import { buildAuditFound, buildClocksGoOn, buildClocksSetAside } from './views/desk-faults.ts';
import { saidLate } from './views/late.ts';
import { buildCoverNotice } from './views/shift-notices/cover.ts';
import { buildUndelivered } from './views/undelivered.ts';
import { incidentNumber, ticketNumber } from './words.ts';

/** What is told of the desk itself. */
export async function renderDeskNotice(desk: Desk, notice: ClaimedNotice): Promise<readonly Message[]> {
  const event = await deskEventOf(desk, notice.seq);
  switch (event.type) {
    case 'channelLost':
      return [buildChannelLost(event.payload)];
    case 'noticeGivenUp':
      return [buildUndelivered(event.payload, await clauseOf(desk, event.payload))];
    case 'clocksSetAside':
      return [buildClocksSetAside(event.payload)];
    case 'clocksGoOn':
      return [buildClocksGoOn(event.payload)];
    case 'auditFound':
      return [buildAuditFound(event.payload)];
    case 'coverAgreed':
    case 'coverWithdrawn': {
      const { timeZone } = desk.sop.pack;
      const message = buildCoverNotice(event, desk.sop.pack);
      return [saidLate(message, notice.createdAt, desk.clock.now(), timeZone)];
    }
    default:
      throw new UnknownKind(notice.kind);
  }
}

/** The clause that the message came from; null where nothing of the ticket is to be said (SEC-2). */
async function clauseOf(desk: Desk, { stream, seq }: NoticeGivenUp): Promise<ClauseId | null> {
  const incident = incidentNumber(stream);
  if (incident !== null) return clauseAt((await readIncidentFile(desk, incident))?.events, seq);
  const number = ticketNumber(stream);
  if (number === null) return (await deskEventOf(desk, seq)).clause;
  const file = await readTicketFile(desk, number);
  return file?.ticket.security ? null : clauseAt(file?.events, seq);
}

function clauseAt(
  events: readonly { seq: number; clause: ClauseId }[] | undefined,
  seq: number,
): ClauseId | null {
  return events?.find((event) => event.seq === seq)?.clause ?? null;
}
