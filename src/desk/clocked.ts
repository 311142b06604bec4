import { exceptionDueAt } from '../sop/exception/obligations.ts';
import type { ExceptionState } from '../sop/exception/state.ts';
import { incidentDueAt } from '../sop/incident/obligations.ts';
import type { IncidentState } from '../sop/incident/state.ts';
import type { Instant } from '../sop/instant.ts';
import type { Pack } from '../sop/pack/schema.ts';
import { shiftDueAt } from '../sop/shift/obligations.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import { nextDueAt } from '../sop/ticket/obligations.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import type { ClockTable } from '../store/due.ts';
import { exceptionStream } from '../store/exceptions.ts';
import { incidentStream } from '../store/incidents.ts';
import { shiftStream } from '../store/shifts.ts';
import { ticketStream } from '../store/tickets.ts';
import { fromJson } from '../store/transaction.ts';

/** One kind of record that owes by the clock. */
export type Clocked = {
  table: ClockTable;
  streamOf(number: number): string;
  /** When it owes something next (UTC), from the record as its row keeps it; throws for one that is broken. */
  dueAt(record: unknown, pack: Pack): Instant | null;
};

export const clocked: readonly Clocked[] = [
  kind<TicketState>('Ticket', ticketStream, nextDueAt),
  kind<IncidentState>('Incident', incidentStream, incidentDueAt),
  kind<ExceptionState>('Exception', exceptionStream, exceptionDueAt),
  kind<ShiftState>('Shift', shiftStream, shiftDueAt),
];

function kind<State>(
  table: ClockTable,
  streamOf: Clocked['streamOf'],
  dueAt: (state: State, pack: Pack) => Instant | null,
): Clocked {
  return { table, streamOf, dueAt: (record, pack) => dueAt(fromJson<State>(record), pack) };
}
