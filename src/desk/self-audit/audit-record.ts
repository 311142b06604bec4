import type { Role, UserId } from '../../sop/actor.ts';
import {
  type DeskEvent,
  type DeskSettings,
  evolveDesk,
  noSettings,
  noticesOfDeskEvent,
} from '../../sop/desk-settings.ts';
import { evolveException } from '../../sop/exception/evolve.ts';
import { noticesOfExceptionEvent } from '../../sop/exception/notices.ts';
import { evolveIncident } from '../../sop/incident/evolve.ts';
import { noticesOfIncidentEvent } from '../../sop/incident/notices.ts';
import { epoch } from '../../sop/instant.ts';
import type { Recorded } from '../../sop/recorded.ts';
import { evolveShift } from '../../sop/shift/evolve.ts';
import { noticesOfShiftEvent } from '../../sop/shift/notices.ts';
import { evolveTicket } from '../../sop/ticket/evolve.ts';
import { noticesOfTicketEvent } from '../../sop/ticket/notices.ts';
import { deskStream } from '../../store/desks.ts';
import { readChangedStreams, readEventsOf, readNoticesOf } from '../../store/self-audit.ts';
import { readTimesOnShift } from '../../store/shifts.ts';
import type { Desk } from '../desk.ts';
import { type Found, findIn, unreadableRecords } from './findings.ts';
import { type AnyEvent, findUnwritten, type RosterAt, type Telling } from './owed-notices.ts';

type Unwritten = (
  stream: string,
  events: readonly unknown[],
  ...rest: Rest<Parameters<typeof findUnwritten>>
) => ReturnType<typeof findUnwritten>;
type Rest<Args extends readonly unknown[]> = Args extends [unknown, unknown, unknown, ...infer R] ? R : never;

/** What one kind of record owes the outbox. Its events come from the store, which does not know their kind. */
function unwrittenOf<State, Event extends AnyEvent>(telling: Telling<State, Event>): Unwritten {
  return (stream, events, ...rest) => findUnwritten(telling, stream, events as readonly Event[], ...rest);
}

const ofDesk: Telling<DeskSettings, Recorded<DeskEvent>> = {
  wholly: true,
  evolve: (state, event) => evolveDesk(state ?? noSettings, event),
  notices: (event, before, after) => noticesOfDeskEvent(event, after, before ?? noSettings),
};

/** Every kind of record, by the prefix of its streams. */
const kinds: readonly (readonly [prefix: string, unwritten: Unwritten])[] = [
  ['T-', unwrittenOf({ wholly: false, evolve: evolveTicket, notices: noticesOfTicketEvent })],
  [
    'INC-',
    unwrittenOf({ wholly: false, evolve: evolveIncident, notices: (event) => noticesOfIncidentEvent(event) }),
  ],
  ['EXC-', unwrittenOf({ wholly: false, evolve: evolveException, notices: noticesOfExceptionEvent })],
  ['SHIFT-', unwrittenOf({ wholly: false, evolve: evolveShift, notices: noticesOfShiftEvent })],
  [deskStream, unwrittenOf(ofDesk)],
];

/** Records looked at in one go. */
const batch = 100;

/** The record against the outbox: of what happened in the period, what the procedure has told and nobody wrote down. */
export async function auditRecord(desk: Desk, from: Date, to: Date): Promise<readonly Found[]> {
  const { db, id } = desk;
  const changed = await readChangedStreams(db, id, from, to);
  const streams = [...new Set([...changed, ...(await unreadableRecords(desk))])];
  const ownEvents = (await readEventsOf(db, id, [deskStream])).get(deskStream) ?? [];
  const times = await readTimesOnShift(db, id, from, to);
  let rosterAt: RosterAt = () => ({ members: {}, onShift: [] });
  const found: Found[] = [];
  found.push(
    ...findIn(deskStream, () => {
      rosterAt = rosterOf(ownEvents as readonly Recorded<DeskEvent>[], times);
      return [];
    }),
  );
  for (let start = 0; start < streams.length; start += batch) {
    const some = streams.slice(start, start + batch);
    // First the events: whatever is written with one of these is there when the notices are read.
    const events = await readEventsOf(db, id, some);
    const written = await readNoticesOf(db, id, some);
    for (const stream of some) {
      const unwritten = kinds.find(([prefix]) => stream.startsWith(prefix))?.[1];
      if (!unwritten) continue;
      const [recorded, notices] = [events.get(stream) ?? [], written.get(stream) ?? []];
      found.push(
        ...findIn(stream, () =>
          unwritten(stream, recorded, notices, rosterAt, from.getTime()).map(
            ({ seq, kind, destination }): Found => ({
              kind: 'unwritten',
              stream,
              channelId: null,
              key: `unwritten:${stream}:${seq}:${kind}:${destination}`,
              notice: `${kind} of event ${seq} to ${destination}`,
            }),
          ),
        ),
      );
    }
  }
  return found;
}

type OnShift = Awaited<ReturnType<typeof readTimesOnShift>>;

/** Who held which role at an instant, folded from the desk's record, and who was on shift then. */
function rosterOf(events: readonly Recorded<DeskEvent>[], times: OnShift): RosterAt {
  const steps: { at: number; members: Readonly<Record<UserId, Role>> }[] = [];
  let settings = noSettings;
  for (const event of events) {
    settings = evolveDesk(settings, event);
    steps.push({ at: epoch(event.at), members: settings.members });
  }
  const isOn = ({ onAt, endedAt }: OnShift[number], at: number) =>
    epoch(onAt) <= at && (endedAt === null || at < epoch(endedAt));
  return (at) => ({
    members: steps.findLast((step) => step.at <= at)?.members ?? {},
    onShift: times.filter((one) => isOn(one, at)).map(({ person }) => person),
  });
}
