import { readDueAmong } from '../../store/due.ts';
import { exceptionStream } from '../../store/exceptions.ts';
import { incidentStream, readOwedByIncidents } from '../../store/incidents.ts';
import { ticketStream } from '../../store/tickets.ts';
import type { Desk } from '../desk.ts';
import { settleIncident } from '../settle-incidents.ts';
import { strikeClock } from '../strike-clock.ts';
import { strikeException } from '../strike-exception.ts';
import { dueAmongShifts, isShiftOrPlan, strikePlanOrShift } from '../strike-shift.ts';
import type { DueSource } from './due-source.ts';
import { numbersOf } from './streams.ts';

/** Everything that owes by the clock. Each kind is struck on its own: a slow or failing one holds up no other. */
export const dueSources: readonly DueSource[] = [
  { name: 'ticket', ...rows('Ticket', ticketStream), strikeNext: strikeClock, dueAmong: dueAmongTickets },
  { name: 'incident', ...rows('Incident', incidentStream), strikeNext: settleIncident },
  { name: 'exception', ...rows('Exception', exceptionStream), strikeNext: strikeException },
  {
    name: 'shift',
    watches: isShiftOrPlan,
    strikeNext: strikePlanOrShift,
    dueAmong: dueAmongShifts,
  },
];

/** Records that are due by their own rows alone. */
function rows(
  table: Parameters<typeof readDueAmong>[2],
  streamOf: (number: number) => string,
): Pick<DueSource, 'watches' | 'dueAmong'> {
  return {
    watches: (stream) => numbersOf([stream], streamOf).length > 0,
    dueAmong: async ({ db, id, clock }, streams) =>
      (await readDueAmong(db, id, table, numbersOf(streams, streamOf), clock.now())).map(streamOf),
  };
}

/** A ticket may also be set aside for what its incident owes it. */
async function dueAmongTickets(
  { db, id, clock }: Desk,
  streams: readonly string[],
): Promise<readonly string[]> {
  const numbers = numbersOf(streams, ticketStream);
  const due = [
    ...(await readDueAmong(db, id, 'Ticket', numbers, clock.now())),
    ...(await readOwedByIncidents(db, id, numbers)),
  ];
  return due.map(ticketStream);
}
