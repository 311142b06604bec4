import { readDueAmong } from '../../store/due.ts';
import { exceptionStream } from '../../store/exceptions.ts';
import { incidentStream } from '../../store/incidents.ts';
import { ticketStream } from '../../store/tickets.ts';
import { settleIncident } from '../settle-incidents.ts';
import { strikeClock } from '../strike-clock.ts';
import { strikeException } from '../strike-exception.ts';
import { dueAmongShifts, shiftOrPlanStream, strikePlanOrShift } from '../strike-shift.ts';
import type { DueSource } from './due-source.ts';

/** Everything that owes by the clock. Each kind is struck on its own: a slow or failing one holds up no other. */
export const dueSources: readonly DueSource[] = [
  {
    name: 'ticket',
    streamOf: ticketStream,
    strikeNext: strikeClock,
    dueAmong: ({ db, id, clock }, numbers) => readDueAmong(db, id, 'Ticket', numbers, clock.now()),
  },
  {
    name: 'incident',
    streamOf: incidentStream,
    strikeNext: settleIncident,
    dueAmong: ({ db, id, clock }, numbers) => readDueAmong(db, id, 'Incident', numbers, clock.now()),
  },
  {
    name: 'exception',
    streamOf: exceptionStream,
    strikeNext: strikeException,
    dueAmong: ({ db, id, clock }, numbers) => readDueAmong(db, id, 'Exception', numbers, clock.now()),
  },
  {
    name: 'shift',
    streamOf: shiftOrPlanStream,
    strikeNext: strikePlanOrShift,
    dueAmong: dueAmongShifts,
  },
];
