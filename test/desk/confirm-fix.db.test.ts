import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { confirmFix } from '../../src/desk/confirm-fix.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { overridePriority } from '../../src/desk/override-priority.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { asksSecondAgent } from './second-agent.ts';
import { by, inParallel, recordOf, type TestDesk, testDesk } from './support.ts';

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
    const { number, request } = await asksSecondAgent(desk);
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
    const { number, request } = await asksSecondAgent(desk);
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

  test('T2-7 an override in the same instant: the fix is begun before it or not at all, and both are told', async () => {
    for (const overrideFirst of [true, false]) {
      const { number, request } = await asksSecondAgent(desk);
      const raise = { priority: 'P1', criterion: 'wider-impact', impact: 'Nobody can invoice.' } as const;
      const override = () => overridePriority(desk, by('ULENA'), number, raise);
      const confirm = () => confirmFix(desk, by(theo), number, request);
      const [first, second] = overrideFirst ? [override, confirm] : [confirm, override];
      const outcomes = await Promise.all([first(), second()]);
      const [overridden, confirmed] = overrideFirst ? outcomes : outcomes.toReversed();
      expect(overridden?.kind).toBe('done');
      const types = (await sinceAsked(number, request)).filter((type) => type !== 'attemptRefused');
      const begun = ['confirmationGiven', 'fixStarted'];
      const raised = ['priorityOverridden', 'p1Started'];
      if (confirmed?.kind === 'done') expect(types).toEqual([...begun, ...raised]);
      else {
        expect(types).toEqual(raised);
        expect(confirmed).toMatchObject({
          refusal: { clause: 'T2-7', reason: expect.stringContaining('the ticket changed') },
        });
      }
      const stream = `T-${number}`;
      // Who asked is called by name; who confirmed has the answer above; the owner hears of the override in person.
      expect(await desk.db.notice.count({ where: { stream, kind: 'confirmationAnswered' } })).toBe(1);
      const inPerson = { stream, kind: 'priorityOverridden', destination: 'person:UTESS' };
      expect(await desk.db.notice.count({ where: inPerson })).toBe(1);
    }
  });

  test('T2-7 one who asked and left the roster meanwhile: the request is void', async () => {
    const { number, request } = await asksSecondAgent(desk);
    await executeOnDesk(desk, by('UMAX'), { type: 'removeMember', userId: 'UTESS' });
    await confirmFix(desk, by(theo), number, request);
    expect(await sinceAsked(number, request)).toEqual(['confirmationVoided']);
  });
}

describe('a second agent on the embedded database', () => confirms(false));
describeWithPostgres('a second agent on PostgreSQL', () => confirms(true));
