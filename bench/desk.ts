import { pino } from 'pino';
import { systemClock } from '../src/clock.ts';
import { beginUnderPack } from '../src/desk/begin.ts';
import type { Desk, Request } from '../src/desk/desk.ts';
import { executeOnDesk } from '../src/desk/execute.ts';
import { openTicket } from '../src/desk/open-ticket.ts';
import { takeNext } from '../src/desk/take-ticket.ts';
import { unmetered } from '../src/meter.ts';
import { type Role, system } from '../src/sop/actor.ts';
import { defaultPack } from '../src/sop/pack/default-pack.ts';
import type { TicketState } from '../src/sop/ticket/state.ts';
import { hashPack } from '../src/sop-source.ts';
import type { Database } from '../src/store/database/connect.ts';
import { ensureDesk } from '../src/store/desks.ts';

export const agents = Array.from({ length: 16 }, (_, index) => `UAGENT${index}`);

/** A desk as `handrail start` finds it: a manager, sixteen agents, its channels. */
export async function benchDesk({ prisma }: Database): Promise<Desk> {
  const { id } = await ensureDesk(prisma, 'TBENCH');
  const desk: Desk = {
    id,
    teamId: 'TBENCH',
    db: prisma,
    clock: systemClock,
    sop: { pack: defaultPack, hash: hashPack(defaultPack) },
    customerChannel: 'hand',
    diagnosticsTool: false,
    log: pino({ level: 'silent' }),
    meter: unmetered,
    outboxChanged: () => undefined,
  };
  await executeOnDesk(desk, by(null), { type: 'bootstrapManagers', userIds: ['UMANAGER'] });
  for (const userId of agents)
    await executeOnDesk(desk, by('UMANAGER', 'manager'), { type: 'setMember', userId, role: 'tier1' });
  const channels = { tickets: 'CTICKETS', shift: 'CSHIFT', leads: 'CLEADS', stakeholders: 'CSTAKE' };
  await executeOnDesk(desk, by('UMANAGER', 'manager'), { type: 'setChannels', channels });
  // Else the first replica would look at every seeded ticket anew, as under a new pack.
  await beginUnderPack(desk);
  return desk;
}

export function by(id: string | null, role: Role = 'tier1'): Request {
  return {
    actor: id === null ? system : { kind: 'person', id, role, standing: 'member' },
    requestKey: null,
  };
}

/** A ticket of middling size in the queue; returns its number. */
export async function openOne(desk: Desk): Promise<number> {
  const outcome = await openTicket(desk, by('UMANAGER', 'manager'), {
    title: 'Nobody at our office can sign in',
    description: 'Since this morning nobody at our office can sign in. '.repeat(20),
    attachments: [],
    customerAccount: 'ACME-1',
    reportedPriority: 'P3',
    externalId: null,
    source: 'command',
    message: null,
  });
  if (outcome.kind !== 'done') throw new Error(`a ticket was not opened: ${outcome.kind}`);
  return outcome.ticket.number;
}

/**
 * `count` more tickets like one that was opened and taken, written straight to the tables: each has its row and the
 * two events of its record. `dueAt(i)` (UTC) is when the i-th owes the at-risk notice of its response clock; the
 * others follow much later.
 */
export async function seedOpenTickets(
  desk: Desk,
  count: number,
  dueAt: (index: number) => Date,
): Promise<void> {
  await openOne(desk);
  const taken = await takeNext(desk, by(agents[0] ?? ''));
  if (taken.kind !== 'done') throw new Error('the model of the seeded tickets was not taken');
  const model = taken.ticket;
  const from = model.number;
  for (let start = 1; start <= count; start += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - start + 1) }, (_, offset) => {
      const index = start + offset;
      const number = from + index;
      const due = dueAt(index - 1);
      return { number, due: due.toISOString(), record: JSON.stringify(seeded(model, number, due)) };
    });
    const json = JSON.stringify(rows);
    await desk.db.$executeRaw`
      INSERT INTO "Ticket" ("deskId", "number", "status", "tier", "title", "customerAccount", "ownerId", "priorityRank",
        "openedAt", "receivedAt", "nextDueAt", "record", "version", "seq", "headHash")
      SELECT m."deskId", s."number", m."status", m."tier", m."title", m."customerAccount", m."ownerId",
        m."priorityRank", m."openedAt", m."receivedAt", s."due", s."record"::jsonb, m."version", m."seq", m."headHash"
      FROM json_to_recordset(${json}::json) AS s("number" int, "due" timestamptz, "record" text)
      JOIN "Ticket" m ON m."deskId" = ${desk.id} AND m."number" = ${from}`;
    await desk.db.$executeRaw`
      INSERT INTO "Event" ("deskId", "stream", "seq", "type", "at", "actorId", "actorRole", "clause", "packVersion",
        "packHash", "payload", "hash")
      SELECT e."deskId", 'T-' || s."number", e."seq", e."type", e."at", e."actorId", e."actorRole", e."clause",
        e."packVersion", e."packHash", e."payload", e."hash"
      FROM json_to_recordset(${json}::json) AS s("number" int)
      JOIN "Event" e ON e."deskId" = ${desk.id} AND e."stream" = ${`T-${from}`}`;
  }
  await desk.db.$executeRaw`UPDATE "Desk" SET "lastTicketNumber" = ${from + count} WHERE "id" = ${desk.id}`;
  await desk.db.$executeRaw`ANALYZE`;
}

function seeded(model: TicketState, number: number, due: Date): TicketState {
  const { response, resolution } = model.clocks;
  if (!response || !resolution) throw new Error('a taken ticket has both clocks');
  const later = new Date(due.getTime() + 30 * 24 * 3600 * 1000).toISOString();
  return {
    ...model,
    number,
    // What else a ticket owes by the clock is not what is measured.
    activeWork: { spent: 0, since: null, warned: true },
    clocks: {
      ...model.clocks,
      response: { ...response, atRiskAt: due.toISOString(), dueAt: later },
      resolution: { ...resolution, atRiskAt: later, dueAt: later },
    },
  };
}
