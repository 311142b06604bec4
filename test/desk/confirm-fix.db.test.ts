import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { confirmFix } from '../../src/desk/confirm-fix.ts';
import type { Outcome } from '../../src/desk/desk.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { takeTicket } from '../../src/desk/take-ticket.ts';
import { missingPoints } from '../../src/sop/ticket/commands/investigate.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, inParallel, open, recordOf, type TestDesk, testDesk } from './support.ts';

function done(outcome: Outcome) {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.ticket;
}

/** Tess asks a second agent for EF-5; resolves with the ticket and which request it is. */
async function asks(desk: TestDesk): Promise<{ number: number; request: number }> {
  const number = await open(desk);
  const does = async (command: Parameters<typeof commandTicket>[3]) =>
    done(await commandTicket(desk, by('UTESS'), number, command));
  await takeTicket(desk, by('UTESS'), number, null);
  const { classification } = await does({
    type: 'classify',
    category: 'AUTH',
    symptom: 'access-outdated',
    priority: 'P2',
    readWhole: true,
  });
  await does({
    type: 'acknowledge',
    of: 'acknowledgement',
    text: 'You will hear from us within 30 minutes.',
    preparedFor: classification?.at ?? '',
    customerChannel: 'hand',
  });
  await does({ type: 'confirmAcknowledgementSent' });
  await does({ type: 'setFixAside', fix: 'SF-3', reason: 'tried before' });
  const { escalation } = await does({ type: 'setFixAside', fix: 'SF-7', reason: 'tried before' });
  await does({ type: 'acceptEscalation', escalation: escalation?.seq ?? 0, read: true });
  await does({
    type: 'acknowledge',
    of: 'tier2Acknowledgement',
    text: 'Our second team looks into it. You will hear from us within 30 minutes.',
    preparedFor: classification?.at ?? '',
    customerChannel: 'hand',
  });
  await does({ type: 'confirmAcknowledgementSent' });
  let ticket = await does({
    type: 'recordDiagnostics',
    generatedAt: desk.clock.now().toISOString(),
    links: [{ part: 'the whole package', url: 'https://logs.example/one' }],
  });
  for (const { id } of missingPoints(ticket, desk.sop.pack))
    ticket = await does({ type: 'recordFinding', point: id, text: 'Looked at.' });
  await does({ type: 'recordCause', kind: 'root', code: 'permission-drift', text: '' });
  const { confirmation } = await does({ type: 'requestConfirmation', fix: 'EF-5', repeatReason: null });
  if (!confirmation) throw new Error('nobody is asked');
  return { number, request: confirmation.seq };
}

/** A database of which every transaction does all its work and dies before it commits. */
function dyingBeforeCommit(db: PrismaClient): PrismaClient {
  const die = async (work: (tx: never) => Promise<unknown>, options: object) =>
    db.$transaction(async (tx) => {
      await work(tx as never);
      throw new Error('the process died');
    }, options);
  return new Proxy(db, {
    get: (target, name) => (name === '$transaction' ? die : Reflect.get(target, name)),
  });
}

/** The same tests on both: what holds for one connection holds for many. */
function confirms(several: boolean): void {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
    await executeOnDesk(desk, by('UMAX'), { type: 'setMember', userId: 'UTHEO', role: 'tier2' });
  });

  const theo = { kind: 'person', id: 'UTHEO', role: 'tier2', standing: 'member' } as const;
  const sinceAsked = async (number: number, request: number) =>
    (await recordOf(desk, number)).flatMap(({ seq, type }) => (seq > request ? [type] : []));

  test('T2-7 a process that dies before the yes is kept has begun nothing; the same click then does, once', async () => {
    const { number, request } = await asks(desk);
    const notices = await desk.db.notice.count();
    const dying = { ...desk, db: dyingBeforeCommit(desk.db) };
    await expect(confirmFix(dying, by(theo, 'click-1'), number, request)).rejects.toThrow('died');
    expect(await sinceAsked(number, request)).toEqual([]);
    expect(await desk.db.notice.count()).toBe(notices);

    expect(await confirmFix(desk, by(theo, 'click-1'), number, request)).toMatchObject({ kind: 'done' });
    // It died after that, before anybody was answered: Slack sends the click again.
    expect((await confirmFix(desk, by(theo, 'click-1'), number, request)).kind).not.toBe('done');
    const types = await sinceAsked(number, request);
    expect(types.slice(0, 2)).toEqual(['confirmationGiven', 'fixStarted']);
    expect(types.filter((type) => type === 'fixStarted')).toHaveLength(1);
  });

  test('T2-7 of many who confirm in the same instant one counts, and the others are told', async () => {
    const { number, request } = await asks(desk);
    const outcomes = await inParallel(8, (index) =>
      confirmFix(desk, by(index % 2 === 0 ? theo : 'ULENA', `click-${index}`), number, request),
    );
    const [counted, ...more] = outcomes.filter(({ kind }) => kind === 'done');
    expect(counted).toBeDefined();
    expect(more).toEqual([]);
    const told = outcomes.flatMap((one) => (one.kind === 'refused' ? [one.refusal] : []));
    expect(told).toHaveLength(7);
    for (const refusal of told)
      expect(refusal).toMatchObject({ clause: 'T2-7', action: 'fix.confirmExtended' });
    const types = await sinceAsked(number, request);
    expect(types.filter((type) => type === 'fixStarted')).toHaveLength(1);
    expect(types.filter((type) => type === 'confirmationGiven')).toHaveLength(1);
  });

  test('T2-7 one who asked and left the roster meanwhile: the request is void', async () => {
    const { number, request } = await asks(desk);
    await executeOnDesk(desk, by('UMAX'), { type: 'removeMember', userId: 'UTESS' });
    await confirmFix(desk, by(theo), number, request);
    expect(await sinceAsked(number, request)).toEqual(['confirmationVoided']);
  });
}

describe('a second agent on the embedded database', () => confirms(false));
describeWithPostgres('a second agent on PostgreSQL', () => confirms(true));
