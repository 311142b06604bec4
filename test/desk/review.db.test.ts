import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { byteOrderMark } from '../../src/cli/csv.ts';
import { reviewCsv } from '../../src/cli/review-csv.ts';
import { reviewMarkdown } from '../../src/cli/review-markdown.ts';
import { verifyRecord } from '../../src/desk/audit.ts';
import { beginUnderPack } from '../../src/desk/begin.ts';
import { commandException } from '../../src/desk/command-exception.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { logException } from '../../src/desk/log-exception.ts';
import { readCurrency, readRegisterAs } from '../../src/desk/read-exception.ts';
import { readReview, readStaleDocuments } from '../../src/desk/review.ts';
import { parseQuarter } from '../../src/sop/exception/quarter.ts';
import type { Statement } from '../../src/sop/exception/state.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { keepPack, setPackHash } from '../../src/store/desks.ts';
import { readCsv } from '../cli/read-csv.ts';
import { logged, statement } from '../sop/exception/support.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { by, open, type TestDesk, testDesk } from './support.ts';

const quarter = parseQuarter('2026-Q1', 'Europe/Berlin');
if (!quarter) throw new Error('it is a quarter');

let held: TestDatabase;
let desk: TestDesk;
beforeAll(async () => {
  held = await testDatabase({ several: false });
});
afterAll(() => held.close());
beforeEach(async () => {
  await held.clear();
  desk = await testDesk(held.database, 'T1');
  const content = writtenPack(defaultPack);
  await keepPack(desk.db, { hash: desk.sop.hash, version: defaultPack.version, content }, desk.clock.now());
  await beginUnderPack(desk);
});

async function logs(who: string, ticket: number | null, change: Partial<Statement> = {}): Promise<number> {
  const written = { statement: { ...statement, ...change }, flag: false };
  const outcome = await logException(desk, by(who), ticket, written);
  if (outcome.kind !== 'done') throw new Error(`it was not logged: ${outcome.kind}`);
  return outcome.exception.number;
}

const packets = () => readReview(desk.db, defaultPack, quarter, desk.clock.now());

async function csv(): Promise<readonly Readonly<Record<string, string>>[]> {
  let text = '';
  for await (const part of reviewCsv(await packets())) text += part;
  expect(text.startsWith(byteOrderMark)).toBe(true);
  const [head = [], ...rows] = readCsv(text.slice(1));
  return rows.map((cells) => {
    expect(cells).toHaveLength(head.length);
    return Object.fromEntries(head.map((name, index) => [name, cells[index] ?? '']));
  });
}

async function markdown(): Promise<string> {
  let text = '';
  for await (const part of reviewMarkdown(await packets(), defaultPack)) text += part;
  return text;
}

describe('EX-4 the quarterly packet', () => {
  test('EX-4 counts flagged entries and attempts per clause, and holds what each proposes', async () => {
    const silent = await logs('UANA', null, { gap: 'silent', clause: 'T1-6' });
    await logs('UBEN', null, { gap: 'silent', clause: 'T1-6' });
    await logs('UBEN', null, { gap: 'silent', clause: null });
    const disputed = await logs('UANA', await open(desk));
    await commandException(desk, by('ULENA'), silent, {
      type: 'recordOutcome',
      words: 'The step is missing',
      change: 'Add a step',
    });
    await commandException(desk, by('ULENA'), disputed, {
      type: 'answer',
      answer: 'disputed',
      words: 'It was not',
    });
    await executeOnDesk(desk, by('UANA'), { type: 'attempt', action: 'exceptions.review' });
    await executeOnDesk(desk, by('UANA'), {
      type: 'flagCalibration',
      action: 'ticket.take',
      refused: 'T1-1',
      words: 'Two of us work on it',
    });
    const text = await markdown();
    expect(text).toMatch(/\| T1-6 [^|]+ \| 2 \|/);
    expect(text).toContain('| none named | 1 |');
    expect(text).toMatch(/\| AU-4 [^|]+ \| 1 \|/);
    expect(text).toContain(
      'Entries: 4 (0 authorized, 0 noted, 1 disputed, 3 not answered). Drafts still open: 0.',
    );
    expect(text).toContain('Change proposed:\n\n> Add a step');
    expect(text).toContain('> Two of us work on it');
    const disputes = text.slice(text.indexOf('## Disputed'), text.indexOf('## Authorized'));
    expect(disputes).toContain(`### EXC-${disputed} · T-1 · T1-6`);
    expect(disputes).toContain('> It was not');
    const rows = await csv();
    expect(rows.map((row) => row.kind)).toEqual([
      ...Array.from({ length: 4 }, () => 'exception'),
      'calibration flag',
      'attempts refused',
    ]);
    expect(rows[0]).toMatchObject({
      number: 'EXC-1',
      clause: 'T1-6',
      flagged: 'yes',
      outcome: 'The step is missing',
    });
    expect(rows.at(-1)).toMatchObject({ clause: 'AU-4', count: '1' });
  });

  test('EX-4 an entry belongs to the quarter it was entered in, by the desk’s zone', async () => {
    desk.clock.set('2026-03-31T21:59:59.999Z');
    await logs('UANA', null);
    desk.clock.set('2026-03-31T22:00:00.000Z');
    await logs('UANA', null);
    expect((await csv()).map((row) => row.number)).toEqual(['EXC-1']);
  });

  test('EX-4 what people wrote is no formula and no markup', async () => {
    await logs('UANA', null, { required: '=1+1', done: '<b>|x|</b>', why: '# a\n- b "c", d', gap: 'silent' });
    const [row] = await csv();
    expect(row).toMatchObject({ required: "'=1+1", done: '<b>|x|</b>', why: `# a\n'- b "c", d` });
    const text = await markdown();
    expect(text).toContain('> \\<b\\>\\|x\\|\\</b\\>');
    expect(text).toContain('> \\# a\n> \\- b');
  });

  test('SEC-2 of what is about a restricted ticket it holds no word', async () => {
    const ticket = await open(desk);
    await logs('UANA', ticket, { done: 'quetzal', gap: 'silent' });
    const flag = { action: 'ticket.take', refused: 'T1-1', words: 'quetzal' } as const;
    await commandTicket(desk, by('UANA'), ticket, { type: 'flagCalibration', ...flag });
    await commandTicket(desk, by('UBEN'), ticket, { type: 'reportSecurity', note: null });
    const text = (await markdown()) + JSON.stringify(await csv());
    expect(text).not.toContain('quetzal');
    expect(text).toContain('restricted (SEC-2)');
    expect(text).toContain('EXC-1 · T-1');
  });

  test('EX-4 it is complete for 10,000 entries', async () => {
    const { state } = logged();
    const rows = Array.from({ length: 10_000 }, (_, index) => {
      const number = index + 1;
      // Twenty at every instant: the pages are cut within them, too.
      const loggedAt = new Date(
        Date.parse('2026-01-10T08:00:00Z') + Math.floor(index / 20) * 60_000,
      ).toISOString();
      const record = {
        ...state,
        number,
        loggedAt,
        statement: { ...statement, why: `"${number}",\n=${number}` },
      };
      return {
        deskId: desk.id,
        number,
        status: 'logged',
        authorId: 'UANA',
        flagged: index % 2 === 0,
        loggedAt,
        record,
        version: 1,
        seq: 1,
        headHash: '',
      };
    });
    for (let start = 0; start < rows.length; start += 1000)
      await desk.db.exception.createMany({ data: rows.slice(start, start + 1000) });
    const read = await csv();
    expect(read).toHaveLength(10_000);
    expect(new Set(read.map((row) => row.number)).size).toBe(10_000);
    expect(read.every((row, index) => row.why === `"${index + 1}",\n'=${index + 1}`)).toBe(true);
    const first = await readRegisterAs(desk, by('ULENA'), 'flagged', 1, 15);
    expect(first).toMatchObject({ kind: 'read', value: { total: 5000, pages: 334 } });
    const last = await readRegisterAs(desk, by('ULENA'), 'all', 99_999, 15);
    expect(last.kind === 'read' && last.value.exceptions.map(({ number }) => number)).toEqual([
      10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
    ]);
  });
});

test('EX-4 the register is for leads, and can be narrowed', async () => {
  expect(await readRegisterAs(desk, by('UANA'), 'all', 1, 15)).toMatchObject({
    kind: 'refused',
    refusal: { clause: 'AU-4' },
  });
  await logs('UANA', null);
  const silent = await logs('UANA', null, { gap: 'silent' });
  const read = async (filter: 'all' | 'drafts' | 'flagged' | 'disputed') => {
    const page = await readRegisterAs(desk, by('ULENA'), filter, 1, 15);
    return page.kind === 'read' ? page.value.exceptions.map(({ number }) => number) : page.kind;
  };
  expect(await read('all')).toEqual([2, 1]);
  expect(await read('flagged')).toEqual([silent]);
  expect(await read('drafts')).toEqual([]);
  await commandException(desk, by('ULENA'), 1, { type: 'answer', answer: 'disputed', words: 'No' });
  expect(await read('disputed')).toEqual([1]);
});

describe('DOC-2 a document’s currency', () => {
  const confirm = (who: string, version: string, id = 'POL00001') =>
    executeOnDesk(desk, by(who), { type: 'confirmDocument', id, version });
  const policy = async () => (await readCurrency(desk)).find(({ id }) => id === 'POL00001');

  test('DOC-2 a lead confirms a version; it counts for as long as the pack says, and the audit tells what does not', async () => {
    desk.clock.set('2026-06-01T08:00:00.000Z');
    expect((await policy())?.stale).toBe('old');
    expect(await confirm('UANA', '1.0')).toMatchObject({ kind: 'refused', refusal: { clause: 'AU-4' } });
    expect(await confirm('ULENA', '2.0')).toMatchObject({ kind: 'refused', refusal: { clause: 'DOC-2' } });
    expect(await confirm('ULENA', '1.0', 'XYZ')).toMatchObject({
      kind: 'refused',
      refusal: { clause: 'DOC-2' },
    });
    expect((await confirm('ULENA', '1.0')).kind).toBe('done');
    expect(await policy()).toMatchObject({
      stale: null,
      confirmedBy: 'ULENA',
      confirmedAt: '2026-06-01T08:00:00.000Z',
    });
    const [{ stale } = { stale: [] }] = await readStaleDocuments(desk.db, desk.clock.now());
    expect(stale.map(({ id }) => id)).toEqual(
      defaultPack.documents.map(({ id }) => id).filter((id) => id !== 'POL00001'),
    );
    const number = await logs('UANA', null);
    const { record } = await desk.db.exception.findFirstOrThrow({ where: { number } });
    expect(record).toMatchObject({
      documents: expect.arrayContaining([
        { id: 'POL00001', version: '1.0', stale: false },
        { id: 'PCS00004', version: '1.0', stale: true },
      ]),
    });
    expect((await verifyRecord(desk.db, null)).findings).toEqual([]);
  });

  test('DOC-2 a pack with another version is confirmed anew', async () => {
    const older = {
      ...writtenPack(defaultPack),
      documents: defaultPack.documents.map((one) =>
        one.id === 'POL00001' ? { ...one, version: '0.9' } : one,
      ),
    };
    await keepPack(desk.db, { hash: 'older', version: '2025.4', content: older }, desk.clock.now());
    await setPackHash(desk.db, desk.id, 'older');
    expect((await policy())?.stale).toBeNull();
    await beginUnderPack(desk);
    expect((await policy())?.stale).toBe('newVersion');
    await confirm('ULENA', '1.0');
    expect((await policy())?.stale).toBeNull();
    expect((await readCurrency(desk)).filter((one) => one.stale)).toEqual([]);
  });
});
