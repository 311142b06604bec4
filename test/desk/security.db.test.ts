import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { confirmFix } from '../../src/desk/confirm-fix.ts';
import { prepareForm } from '../../src/desk/prepare-form.ts';
import { comesBefore, ownedAs, readQueueAs } from '../../src/desk/read-desk.ts';
import { readTicketAs } from '../../src/desk/read-ticket.ts';
import { takeNext, takeTicket } from '../../src/desk/take-ticket.ts';
import { pathwayOf } from '../../src/sop/ticket/commands/investigate.ts';
import type { AcknowledgementKind } from '../../src/sop/ticket/state.ts';
import { readLanes } from '../../src/store/outbox.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, inParallel, member, open, recordOf, type TestDesk, testDesk, typesOf } from './support.ts';

const report = { type: 'reportSecurity', note: 'seen' } as const;

describeWithPostgres('security reports at the same instant as other acts', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: true });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
  });

  /** Tess has asked a second agent for EF-5; the number of the request. */
  async function asked(): Promise<{ number: number; request: number }> {
    const number = await open(desk);
    const act = async (who: string, command: Parameters<typeof commandTicket>[3]) => {
      const outcome = await commandTicket(desk, by(who), number, command);
      if (outcome.kind !== 'done') throw new Error(`${command.type}: ${JSON.stringify(outcome)}`);
      return outcome.ticket;
    };
    await takeNext(desk, by('UANA'));
    await act('UANA', {
      type: 'classify',
      category: 'AUTH',
      symptom: 'access-outdated',
      priority: 'P2',
      readWhole: true,
    });
    const { classification } = await readState(number);
    const tells = async (who: string, of: AcknowledgementKind) => {
      const text = 'Hello, your report has reached us.';
      const preparedFor = classification?.at ?? '';
      await act(who, { type: 'acknowledge', of, text, preparedFor, customerChannel: 'hand' });
      await act(who, { type: 'confirmAcknowledgementSent' });
    };
    await tells('UANA', 'acknowledgement');
    const sent = await act('UANA', { type: 'escalate', trigger: 'ESC-4', reason: 'more data' });
    await act('UTESS', { type: 'acceptEscalation', escalation: sent.escalation?.seq ?? 0, read: true });
    await tells('UTESS', 'tier2Acknowledgement');
    await act('UTESS', {
      type: 'recordDiagnostics',
      generatedAt: '2026-03-02T07:00:00.000Z',
      links: [{ part: 'all', url: 'https://tool.example/1' }],
    });
    for (const { id } of pathwayOf(await readState(number), desk.sop.pack))
      await act('UTESS', { type: 'recordFinding', point: id, text: 'Looked at.' });
    await act('UTESS', { type: 'recordCause', kind: 'root', code: 'permission-drift', text: 'Why.' });
    const ticket = await act('UTESS', { type: 'requestConfirmation', fix: 'EF-5', repeatReason: null });
    return { number, request: ticket.confirmation?.seq ?? 0 };
  }

  async function readState(number: number) {
    const file = await readTicketAs(desk, by('UMAX'), number);
    if (file.kind !== 'read') throw new Error(file.kind);
    return file.value.ticket;
  }

  test('SEC-2 and a second agent’s yes: the fix was begun before the report, or it is never begun', async () => {
    for (let round = 0; round < 6; round += 1) {
      await held.clear();
      desk = await testDesk(held.database, 'T1');
      const { number, request } = await asked();
      const before = (await typesOf(desk, number)).length;
      const acts = [
        () => commandTicket(desk, by('UBEN'), number, report),
        () => confirmFix(desk, by('ULENA'), number, request),
      ];
      const [reported, confirmed] = await Promise.all(
        (round % 2 ? acts : acts.toReversed()).map((act) => act()),
      ).then((outcomes) => (round % 2 ? outcomes : outcomes.toReversed()));
      expect(reported?.kind).toBe('done');
      const types = (await typesOf(desk, number)).slice(before);
      if (confirmed?.kind === 'done') {
        expect(types).toEqual(['confirmationGiven', 'fixStarted', 'securityReported', 'escalated']);
      } else {
        expect(confirmed).toMatchObject({ kind: 'refused', refusal: { clause: 'SEC-3' } });
        expect(types).toEqual(['securityReported', 'escalated', 'attemptRefused']);
      }
      expect(await readState(number)).toMatchObject({ tier: 'lead', confirmation: null });
    }
  });

  test('SEC-1 reported from ten sides at once it is reported once', async () => {
    const number = await open(desk);
    const outcomes = await inParallel(10, (index) =>
      commandTicket(desk, by(index % 2 ? 'UANA' : 'UTESS'), number, report),
    );
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect((await typesOf(desk, number)).filter((type) => type === 'securityReported')).toHaveLength(1);
  });

  test('SEC-2 and an agent taking what comes first: the agent has it and loses it, or never gets it', async () => {
    for (let round = 0; round < 6; round += 1) {
      const number = await open(desk);
      const [taken] = await Promise.all([
        takeNext(desk, by('UANA')),
        commandTicket(desk, by('UBEN'), number, report),
      ]);
      const types = await typesOf(desk, number);
      expect(types.includes('received')).toBe(taken.kind === 'done');
      expect(await readState(number)).toMatchObject({ tier: 'lead', escalation: { trigger: 'SEC-1' } });
      await commandTicket(desk, by('ULENA'), number, { type: 'handOverSecurity', reference: 'x' });
    }
  });
});

describe('a restricted ticket on the embedded database', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  let number: number;
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
    number = await open(desk, { reportedPriority: 'P1' });
  });

  test('SEC-2 is in nobody’s queue, and comes before nothing', async () => {
    const other = await open(desk, { reportedPriority: 'P4' });
    await commandTicket(desk, by('UBEN'), number, report);
    for (const who of ['UANA', 'UTESS', 'ULENA']) {
      const queue = await readQueueAs(desk, by(who), 10);
      expect(queue).toMatchObject({ kind: 'read', value: { waiting: 1, first: [{ number: other }] } });
    }
    expect(await comesBefore(desk, number)).toBeNull();
    expect(await takeTicket(desk, by('UANA'), number, 'x')).toMatchObject({ refusal: { clause: 'SEC-2' } });
    expect(await takeNext(desk, by('UANA'))).toMatchObject({ ticket: { number: other } });
  });

  test('SEC-2 reading it and beginning a form are refused and kept, once each', async () => {
    await takeNext(desk, by('UANA'));
    await commandTicket(desk, by('UBEN'), number, report);
    const before = (await recordOf(desk, number)).length;
    expect(await readTicketAs(desk, by('UANA'), number)).toMatchObject({ refusal: { clause: 'SEC-2' } });
    expect(await prepareForm(desk, by('UANA'), number, 'classify')).toMatchObject({
      refusal: { clause: 'SEC-2' },
    });
    expect(await prepareForm(desk, by('ULENA'), number, 'classify')).toMatchObject({
      refusal: { clause: 'SEC-3' },
    });
    expect((await recordOf(desk, number)).slice(before).map(({ type }) => type)).toEqual([
      'attemptRefused',
      'attemptRefused',
      'attemptRefused',
    ]);
    expect((await readTicketAs(desk, by('UBEN'), number)).kind).toBe('read');
    expect(await ownedAs(desk, member('UANA'), 'UANA')).toEqual({ readable: [], restricted: [number] });
    expect((await ownedAs(desk, member('ULENA'), 'UANA')).restricted).toEqual([]);
  });

  test('SEC-2 what is taken back stands behind all that is on its way, in every lane it was told by', async () => {
    await takeNext(desk, by('UANA'));
    await takeNext(desk, by('UBEN'));
    await commandTicket(desk, by('UBEN'), number, report);
    const notices = await desk.db.notice.findMany({
      where: { stream: `T-${number}` },
      orderBy: { id: 'asc' },
    });
    const back = notices.filter(({ kind }) => kind === 'takeBack');
    const lanes = await desk.db.$transaction((tx) => readLanes(tx, desk.id, `T-${number}`));
    expect(back.map(({ lane }) => lane)).toEqual([`T-${number}`]);
    expect(lanes.map(({ lane }) => lane)).toEqual([`T-${number}`, 'person:ULENA']);
    const inLane = notices.filter(({ lane }) => lane === `T-${number}`).map(({ kind }) => kind);
    expect(inLane.slice(-2)).toEqual(['takeBack', 'securityRestricted']);
    expect(inLane.indexOf('description')).toBeLessThan(inLane.indexOf('takeBack'));
  });
});
