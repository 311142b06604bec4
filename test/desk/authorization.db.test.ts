import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { flagOnDesk } from '../../src/desk/flag-calibration.ts';
import { prepareForm } from '../../src/desk/prepare-form.ts';
import { readQueueAs } from '../../src/desk/read-desk.ts';
import { readReportAs } from '../../src/desk/read-report.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { createMetrics, gaugeDesk } from '../../src/metrics.ts';
import { type DeskEvent, evolveDesk } from '../../src/sop/desk-settings.ts';
import { deskStream, readSettings } from '../../src/store/desks.ts';
import { readEvents } from '../../src/store/events.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, inParallel, open, recordOf, type TestDesk, testDesk, typesOf } from './support.ts';

const day = 24 * 60 * 60_000;

function honoursAuthorizations(several: boolean): void {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
  });

  /** Ana's classified ticket, on which she may pull the diagnostic package once. */
  async function authorized(): Promise<number> {
    const number = await open(desk);
    await takeNext(desk, by('UANA'));
    await commandTicket(desk, by('UANA'), number, {
      type: 'classify',
      category: 'AUTH',
      symptom: 'cannot-sign-in',
      priority: 'P2',
      readWhole: true,
    });
    const asked = await commandTicket(desk, by('UANA'), number, {
      type: 'askAuthorization',
      action: 'diagnostics.pull',
      refused: 'AU-3',
      reason: 'Tess is at lunch',
    });
    if (asked.kind !== 'done') throw new Error(asked.kind);
    const request = asked.ticket.authorizations[0]?.seq ?? 0;
    const answers = await inParallel(2, (index) =>
      commandTicket(desk, by(index === 0 ? 'ULENA' : 'UMAX'), number, {
        type: 'answerAuthorization',
        request,
        granted: true,
        reason: 'go ahead',
      }),
    );
    // Of two who answer at once one is heard.
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
    return number;
  }

  const record = (number: number) =>
    commandTicket(desk, by('UANA'), number, {
      type: 'recordDiagnostics',
      generatedAt: '2026-03-02T07:59:00.000Z',
      links: [{ part: 'all', url: 'https://example.com' }],
    });

  test('AU-6 five uses at once: one counts, the others are refused', async () => {
    const number = await authorized();
    const outcomes = await inParallel(5, () => record(number));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
      'done',
      'refused',
      'refused',
      'refused',
      'refused',
    ]);
    const types = await typesOf(desk, number);
    expect(types.filter((type) => type === 'diagnosticsRecorded')).toHaveLength(1);
    expect(types.filter((type) => type === 'authorizationUsed')).toHaveLength(1);
    expect(types.filter((type) => type === 'attemptRefused')).toHaveLength(5);
  });

  test('AU-6 the clock ends what was not used', async () => {
    const number = await authorized();
    desk.clock.advance(desk.sop.pack.limits.authorization);
    for (let strikes = 0; (await strikeClock(desk, [])).kind === 'struck'; strikes += 1)
      expect(strikes).toBeLessThan(10);
    expect((await typesOf(desk, number)).filter((type) => type === 'authorizationExpired')).toHaveLength(1);
    expect((await record(number)).kind).toBe('refused');
  });

  test('AU-6 preparing the form with an authorization writes nothing, without one the attempt', async () => {
    const number = await authorized();
    const before = await typesOf(desk, number);
    const refused = await prepareForm(desk, by('UANA'), number, 'investigate');
    expect(refused).toMatchObject({
      kind: 'refused',
      refusal: { action: 'investigation.record', clause: 'AU-3', ticket: number, ask: true },
    });
    expect((await typesOf(desk, number)).slice(before.length)).toEqual(['attemptRefused']);
    const [kept] = (await recordOf(desk, number)).slice(before.length);
    expect(kept?.payload).toEqual({ refusal: refused.kind === 'refused' ? refused.refusal : null });
  });

  test('AU-6 AU-7 the report counts refusals and flags per clause, this week and the one before', async () => {
    const refuse = () => readQueueAs(desk, by('UOTTO'), 5);
    const { clock } = desk;
    await refuse();
    clock.advance(5 * day);
    await refuse();
    await refuse();
    const number = await open(desk);
    await commandTicket(desk, by('UANA'), number, { type: 'requestDiagnostics', tool: true });
    clock.advance(3 * day);
    const flag = {
      type: 'flagCalibration',
      action: 'diagnostics.pull',
      refused: 'AU-3',
      words: 'logs are harmless',
    } as const;
    await commandTicket(desk, by('UANA'), number, flag);
    expect((await flagOnDesk(desk, by('UBEN'), { ...flag, refused: 'AU-5' })).kind).toBe('done');
    expect((await flagOnDesk(desk, by('UOTTO'), flag)).kind).toBe('refused');
    const report = await readReportAs(desk, by('UANA'));
    if (report.kind !== 'read') throw new Error(report.kind);
    const rows = report.value.refusals.toSorted((a, b) => a.clause.localeCompare(b.clause));
    expect(rows).toEqual([
      { clause: 'AU-1', last: 3, before: 1, flags: 0 },
      { clause: 'AU-3', last: 1, before: 0, flags: 1 },
      { clause: 'AU-5', last: 0, before: 0, flags: 1 },
    ]);
    const { registry } = createMetrics();
    gaugeDesk(registry, desk);
    expect(await registry.metrics()).toMatch(/^handrail_refusals\{clause="AU-1"\} 1$/m);
  });

  test('AU-7 a flag about no ticket stands in the desk’s record and changes nothing', async () => {
    const before = await readSettings(desk.db, desk.id);
    await flagOnDesk(desk, by('UANA'), {
      type: 'flagCalibration',
      action: 'roster.change',
      refused: 'AU-1',
      words: 'leads should',
    });
    const events = await readEvents<DeskEvent>(desk.db, desk.id, deskStream);
    expect(events.at(-1)).toMatchObject({
      type: 'calibrationFlagged',
      clause: 'AU-7',
      actor: 'UANA',
      payload: { action: 'roster.change', refused: 'AU-1', words: 'leads should' },
    });
    expect(await readSettings(desk.db, desk.id)).toEqual(before);
    expect(events.slice(-1).reduce(evolveDesk, before)).toBe(before);
  });
}

describe('embedded', () => honoursAuthorizations(false));
describeWithPostgres('PostgreSQL', () => honoursAuthorizations(true));
