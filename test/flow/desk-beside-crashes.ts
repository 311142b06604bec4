import { pino } from 'pino';
import type { Desk, Request } from '../../src/desk/desk.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { openTicket } from '../../src/desk/open-ticket.ts';
import { unmetered } from '../../src/meter.ts';
import { type Role, system } from '../../src/sop/actor.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { hashPack } from '../../src/sop-source.ts';
import type { Database } from '../../src/store/database/connect.ts';
import { ensureDesk } from '../../src/store/desks.ts';
import type { Crashes, Life } from '../support/crashes.ts';

/** Real time that a process of the bot may take for anything, in ms: they share the machine with other tests. */
export const patience = 20_000;

/** Longer than one message takes: the description comes in pieces. */
export const long = Array.from({ length: 900 }, (_, line) => `Line ${line} of what the customer wrote.`).join(
  '\n',
);

/** Somebody, or by null the clock, asks for something. */
export const by = (id: string | null, role: Role): Request => ({
  actor: id === null ? system : { kind: 'person', id, role, standing: 'member' },
  requestKey: null,
});

/** The workspace's desk with its roster and channels, written to without a process of the bot. */
export async function openDesk(crashes: Crashes, database: Database): Promise<Desk> {
  const { workspace, people } = crashes;
  const { id } = await ensureDesk(database.prisma, workspace.teamId);
  const desk: Desk = {
    id,
    teamId: workspace.teamId,
    db: database.prisma,
    clock: crashes.clock,
    sop: { pack: defaultPack, hash: hashPack(defaultPack) },
    customerChannel: 'hand',
    diagnosticsTool: false,
    log: pino({ level: 'silent' }),
    outboxChanged: () => undefined,
    meter: unmetered,
  };
  await executeOnDesk(desk, by(null, 'manager'), { type: 'bootstrapManagers', userIds: [people.max.id] });
  for (const [userId, role] of [
    [people.ana.id, 'tier1'],
    [people.lena.id, 'lead'],
  ] as const)
    await executeOnDesk(desk, by(people.max.id, 'manager'), { type: 'setMember', userId, role });
  const channel = (name: string) => workspace.channel(name).id;
  const channels = {
    tickets: channel('tickets'),
    shift: channel('shift'),
    leads: channel('leads'),
    stakeholders: channel('stakeholders'),
  };
  await executeOnDesk(desk, by(people.max.id, 'manager'), { type: 'setChannels', channels });
  return desk;
}

/** Returns the ticket's number. */
export async function opensOn(desk: Desk, crashes: Crashes, description: string): Promise<number> {
  const outcome = await openTicket(desk, by(crashes.people.lena.id, 'lead'), {
    title: 'Nobody can sign in',
    description,
    attachments: [],
    customerAccount: `ACME-${description.length}`,
    reportedPriority: 'P3',
    externalId: null,
    source: 'command',
    message: null,
  });
  if (outcome.kind !== 'done') throw new Error(`no ticket was opened: ${outcome.kind}`);
  return outcome.ticket.number;
}

/** Throws when the process has not ended after a while. */
export async function isDead(life: Life, which: string): Promise<void> {
  const late = new Promise((_, fail) => {
    setTimeout(() => fail(new Error(`it lives: ${which}`)), patience).unref();
  });
  await Promise.race([life.ended, late]);
}
