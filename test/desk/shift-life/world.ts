import { dueSources } from '../../../src/desk/due/due-sources.ts';
import type { Role } from '../../../src/sop/actor.ts';
import type { ShiftPlan } from '../../../src/sop/shift/plan.ts';
import type { ShiftState } from '../../../src/sop/shift/state.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { readMembers, readPlan } from '../../../src/store/desks.ts';
import { fromJson } from '../../../src/store/transaction.ts';
import type { TestDesk } from '../support.ts';

/** Everything about a desk that its shifts are judged by, straight from its rows. */
export type World = {
  members: Readonly<Record<string, Role>>;
  plan: ShiftPlan;
  shifts: readonly ShiftState[];
  tickets: readonly TicketState[];
  /** By ticket, the sequence number of its last event. */
  heads: ReadonlyMap<number, number>;
  /** The same by shift. */
  shiftHeads: ReadonlyMap<number, number>;
};

export async function look({ db, id: deskId }: TestDesk): Promise<World> {
  const of = {
    where: { deskId },
    orderBy: { number: 'asc' },
    select: { record: true, number: true, seq: true },
  } as const;
  const tickets = await db.ticket.findMany(of);
  const shifts = await db.shift.findMany(of);
  return {
    members: await readMembers(db, deskId),
    plan: await readPlan(db, deskId),
    shifts: shifts.map(({ record }) => fromJson<ShiftState>(record)),
    tickets: tickets.map(({ record }) => fromJson<TicketState>(record)),
    heads: new Map(tickets.map(({ number, seq }) => [number, seq])),
    shiftHeads: new Map(shifts.map(({ number, seq }) => [number, seq])),
  };
}

export const isOpen = ({ status }: TicketState): boolean => status !== 'closed';

/** Who answers for a ticket, in what they own and what they look in on. */
export function answering(tickets: readonly TicketState[]): readonly { number: number; person: string }[] {
  return tickets.filter(isOpen).flatMap(({ number, owner, watch, tier }) => [
    ...(owner === null ? [] : [{ number, person: owner }]),
    // LD-4: only what reached the leads is looked in on.
    ...(watch && (tier === 'lead' || tier === 'manager') ? [{ number, person: watch.lead }] : []),
  ]);
}

/** More at one instant would be a clock that never comes to rest. */
const mostStrikes = 500;

/** One tick of the clock, until nothing is due. */
export async function tick(desk: TestDesk): Promise<void> {
  for (const { name, strikeNext } of dueSources) {
    for (let strikes = 0; ; strikes += 1) {
      const struck = await strikeNext(desk, []);
      if (struck.kind !== 'struck' && struck.kind !== 'failed') break;
      if (struck.kind === 'failed') throw struck.error;
      if (strikes === mostStrikes) throw new Error(`${name} ${struck.stream} never comes to rest`);
    }
  }
}

/** When the clock is to look at the shifts or their plan next; null for never. */
export async function nextDue({ db, id: deskId }: TestDesk): Promise<Date | null> {
  const { _min } = await db.shift.aggregate({ where: { deskId }, _min: { nextDueAt: true } });
  const { planDueAt } = await db.desk.findUniqueOrThrow({ where: { id: deskId } });
  const due = [_min.nextDueAt, planDueAt].filter((one) => one !== null);
  return due.reduce<Date | null>((first, one) => (first && first <= one ? first : one), null);
}
