import { commandTicket } from '../desk/command-ticket.ts';
import type { Desk } from '../desk/desk.ts';
import { type ClaimedNotice, delivered, retryLater, setAside } from '../desk/outbox.ts';
import { readTicketFile } from '../desk/read-ticket.ts';
import { type DiagnosticsAnswer, type DiagnosticsTool, pullPackage } from '../diagnostics/tool.ts';
import { ticketNumber } from '../slack/words.ts';
import { system } from '../sop/actor.ts';
import { backoffMs } from './backoff.ts';
import { stopOutgoing } from './stop-outgoing.ts';

/** After so many attempts the agent is told, who can ask again or pull the package by hand. */
const mostAttempts = 5;

/** Asks the diagnostics tool for a package, and has the ticket's record say what became of it (T2-4). */
export async function sendDiagnosticsNotice(
  desk: Desk,
  tool: DiagnosticsTool | null,
  notice: ClaimedNotice,
): Promise<void> {
  const number = ticketNumber(notice.stream);
  const file = number === null ? null : await readTicketFile(desk, number);
  const requested = file?.events.find(({ seq }) => seq === notice.seq);
  if (!file || requested?.type !== 'diagnosticsRequested')
    throw new Error(`the request of notice ${notice.key} is not in the record`);

  if (file.ticket.security) return stopOutgoing(desk, notice, file.ticket.number, 'diagnostics');
  const { number: ticket } = file.ticket;
  const { account } = requested.payload;
  const { sessionLogs } = desk.sop.pack.limits;
  const answer: DiagnosticsAnswer = tool
    ? await pullPackage(tool, desk.clock, notice.key, { account, ticket, sessionLogs })
    : { kind: 'refused', error: 'no diagnostics tool is set' };
  if (answer.kind === 'retry' && notice.attempts < mostAttempts) {
    const inMs = backoffMs(notice.attempts);
    return retryLater(desk, notice, {
      uncertain: false,
      counts: true,
      error: answer.error,
      inMs,
      pauseMs: 0,
    });
  }
  // First the record, then the outbox: after a crash in between the same key is sent again, which changes nothing.
  const outcome =
    answer.kind === 'pulled'
      ? { generatedAt: answer.generatedAt, links: answer.links }
      : { failure: answer.error };
  await commandTicket(desk, { actor: system, requestKey: null }, ticket, {
    type: 'diagnosticsOutcome',
    request: requested.seq,
    outcome,
  });
  if (answer.kind !== 'pulled') return setAside(desk, notice, answer.error);
  return delivered(desk, notice, { channelId: notice.channelId, ts: null, complete: true, pauseMs: 0 });
}
