import { pino } from 'pino';
import type { Clock } from '../../src/clock.ts';
import type { Desk, Request } from '../../src/desk/desk.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { openTicket } from '../../src/desk/open-ticket.ts';
import { unmetered } from '../../src/meter.ts';
import { type Actor, type Role, system } from '../../src/sop/actor.ts';
import { instant } from '../../src/sop/instant.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import type { OpenTicket } from '../../src/sop/ticket/decide.ts';
import type { TicketEvent } from '../../src/sop/ticket/events.ts';
import type { Database } from '../../src/store/database/connect.ts';
import { ensureDesk } from '../../src/store/desks.ts';
import { readEvents } from '../../src/store/events.ts';
import { ticketStream } from '../../src/store/tickets.ts';

/** A clock that stands still until it is told. */
export type TestClock = Clock & { set(at: string): void; advance(ms: number): void };

export function testClock(at: string): TestClock {
  let now = Date.parse(at);
  return {
    now: () => new Date(now),
    wait: async () => undefined,
    set: (to) => {
      now = Date.parse(to);
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

/** The roster of the tests: two agents of tier 1, one of tier 2, a lead and a manager. */
export const roster: Readonly<Record<string, Role>> = {
  UANA: 'tier1',
  UBEN: 'tier1',
  UTESS: 'tier2',
  ULENA: 'lead',
  UMAX: 'manager',
};

export function member(id: string): Actor {
  return { kind: 'person', id, role: roster[id] ?? null, standing: 'member' };
}

export function by(actor: Actor | string, requestKey: string | null = null): Request {
  return { actor: typeof actor === 'string' ? member(actor) : actor, requestKey };
}

export type TestDesk = Desk & { clock: TestClock };

/** A desk on a test database, at Monday 2 March 2026, 09:00 in its zone, with its roster and two channels. */
export async function testDesk({ prisma }: Database, teamId: string): Promise<TestDesk> {
  const { id } = await ensureDesk(prisma, teamId);
  const desk: TestDesk = {
    id,
    teamId,
    db: prisma,
    clock: testClock('2026-03-02T08:00:00.000Z'),
    sop: { pack: defaultPack, hash: 'hash' },
    customerChannel: 'hand',
    diagnosticsTool: false,
    log: pino({ level: 'silent' }),
    meter: unmetered,
    outboxChanged: () => undefined,
  };
  await executeOnDesk(desk, by(system), { type: 'bootstrapManagers', userIds: ['UMAX'] });
  for (const [userId, role] of Object.entries(roster))
    await executeOnDesk(desk, by('UMAX'), { type: 'setMember', userId, role });
  await executeOnDesk(desk, by('UMAX'), {
    type: 'setChannels',
    channels: { tickets: 'CTICKETS', leads: 'CLEADS' },
  });
  return desk;
}

export const draft: Omit<OpenTicket, 'type' | 'number'> = {
  title: 'Cannot sign in',
  description: 'Since this morning nobody at our office can sign in.',
  attachments: [],
  customerAccount: 'ACME-1',
  reportedPriority: 'P2',
  externalId: null,
  source: 'command',
  message: null,
};

/** Opens a ticket as Ben and returns its number. */
export async function open(desk: Desk, change: Partial<typeof draft> = {}): Promise<number> {
  const outcome = await openTicket(desk, by('UBEN'), { ...draft, ...change });
  if (outcome.kind !== 'done') throw new Error(`the ticket was not opened: ${outcome.kind}`);
  return outcome.ticket.number;
}

export function recordOf(desk: Desk, number: number) {
  return readEvents<TicketEvent>(desk.db, desk.id, ticketStream(number));
}

export async function typesOf(desk: Desk, number: number): Promise<readonly string[]> {
  return (await recordOf(desk, number)).map(({ type }) => type);
}

export async function dueAt(desk: Desk, number: number): Promise<string | null> {
  const { nextDueAt } = await desk.db.ticket.findUniqueOrThrow({
    where: { deskId_number: { deskId: desk.id, number } },
    select: { nextDueAt: true },
  });
  return nextDueAt && instant(nextDueAt);
}

export const inParallel = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
