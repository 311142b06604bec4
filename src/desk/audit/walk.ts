import { readHeads } from '../../store/events.ts';
import { exceptionStream } from '../../store/exceptions.ts';
import type { PrismaClient } from '../../store/generated/client.ts';
import { incidentStream } from '../../store/incidents.ts';
import { shiftStream } from '../../store/shifts.ts';
import { ticketStream } from '../../store/tickets.ts';

/** Something in the record that is not as it was written. `words` names the stream and the event. */
export type Finding = { stream: string; seq: number | null; words: string };

export type AuditReport = { desks: number; streams: number; events: number; findings: readonly Finding[] };

/** What came of auditing one stream. */
export type StreamReport = { events: number; findings: readonly Finding[] };

/** Where the row of a stream says that it ends. */
export type StreamHead = { stream: string; seq: number; hash: string };

/**
 * Walks all streams of all desks, or of one. A number that was given away and has no ticket is a finding of its own,
 * and so are events that no row knows of.
 */
export async function auditEach(
  db: PrismaClient,
  only: number | null,
  audit: (deskId: number, head: StreamHead, packHash: string) => Promise<StreamReport>,
): Promise<AuditReport> {
  const report = { desks: 0, streams: 0, events: 0, findings: [] as Finding[] };
  for (const {
    id,
    lastTicketNumber,
    lastIncidentNumber,
    lastShiftNumber,
    lastExceptionNumber,
    packHash,
    heads,
    streams,
  } of await readHeads(db, only)) {
    report.desks += 1;
    const present = new Set(heads.map(({ stream }) => stream));
    const gone = [
      ...Array.from({ length: lastTicketNumber }, (_, index) => ticketStream(index + 1)),
      ...Array.from({ length: lastIncidentNumber }, (_, index) => incidentStream(index + 1)),
      ...Array.from({ length: lastShiftNumber }, (_, index) => shiftStream(index + 1)),
      ...Array.from({ length: lastExceptionNumber }, (_, index) => exceptionStream(index + 1)),
    ];
    for (const stream of new Set([...gone, ...streams]))
      if (!present.has(stream))
        report.findings.push({ stream, seq: null, words: `${stream} was dropped whole` });
    for (const head of heads) {
      const { events, findings } = await audit(id, head, packHash);
      report.streams += 1;
      report.events += events;
      report.findings.push(...findings);
    }
  }
  return report;
}
