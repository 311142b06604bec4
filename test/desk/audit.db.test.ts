import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { replayRecord, verifyRecord } from '../../src/desk/audit.ts';
import { beginUnderPack } from '../../src/desk/begin.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { keepPack } from '../../src/store/desks.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { by, open, type TestDesk, testDesk } from './support.ts';

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
  await open(desk);
  await open(desk);
  await takeNext(desk, by('UANA'));
  for (const text of ['one', 'two', 'three'])
    await commandTicket(desk, by('UANA'), 1, { type: 'addNote', text });
});

const words = async () => {
  const reports = [await verifyRecord(desk.db, null), await replayRecord(desk.db, null)];
  return reports.flatMap(({ findings }) => findings.map((finding) => finding.words));
};

test('a record that nobody touched has no findings', async () => {
  expect(await words()).toEqual([]);
});

test.each<[string, string, string]>([
  [
    'changed',
    `UPDATE "Event" SET "payload" = '{"text":"else"}' WHERE "stream" = 'T-1' AND "seq" = 3`,
    'T-1 event 3 (noteAdded) was changed',
  ],
  ['dropped', `DELETE FROM "Event" WHERE "stream" = 'T-1' AND "seq" = 3`, 'T-1 event 3 was dropped'],
  [
    'dropped at the end',
    `DELETE FROM "Event" WHERE "stream" = 'T-1' AND "seq" = 5`,
    'T-1 event 5 was dropped',
  ],
  [
    'another actor',
    `UPDATE "Event" SET "actorId" = 'UBEN' WHERE "stream" = 'T-1' AND "seq" = 2`,
    'T-1 event 2 (received) was changed',
  ],
  [
    'a head that was moved',
    `UPDATE "Ticket" SET "headHash" = 'x' WHERE "number" = 1`,
    'T-1 event 5 (noteAdded) does not match the head',
  ],
  ['a ticket whose row is gone', `DELETE FROM "Ticket" WHERE "number" = 2`, 'T-2 was dropped whole'],
  [
    'a column',
    `UPDATE "Ticket" SET "ownerId" = 'UBEN' WHERE "number" = 1`,
    'T-1: the column ownerId is not what its events say',
  ],
  [
    'a clock that was silenced',
    `UPDATE "Ticket" SET "nextDueAt" = NULL WHERE "number" = 1`,
    'T-1: the column nextDueAt is not what its events say',
  ],
  [
    'the roster',
    `UPDATE "Member" SET "role" = 'manager' WHERE "userId" = 'UANA'`,
    'desk: roster and channels is not what its events say',
  ],
])('%s is found and named', async (_, tampering, finding) => {
  await desk.db.$executeRawUnsafe(tampering);
  expect(await words()).toContain(finding);
});

test('two events that changed places are named as moved', async () => {
  await desk.db.$executeRawUnsafe(`UPDATE "Event" SET "seq" = 100 WHERE "stream" = 'T-1' AND "seq" = 3`);
  await desk.db.$executeRawUnsafe(`UPDATE "Event" SET "seq" = 3 WHERE "stream" = 'T-1' AND "seq" = 4`);
  await desk.db.$executeRawUnsafe(`UPDATE "Event" SET "seq" = 4 WHERE "stream" = 'T-1' AND "seq" = 100`);
  const found = await words();
  expect(found).toContain('T-1 event 3 (noteAdded) was moved here from 4');
  expect(found).toContain('T-1 event 4 (noteAdded) was moved here from 3');
});

test('a ticket that is gone with its number is found by the events it left', async () => {
  await desk.db.$executeRawUnsafe(`DELETE FROM "Ticket" WHERE "number" = 2`);
  await desk.db.$executeRawUnsafe(`UPDATE "Desk" SET "lastTicketNumber" = 1`);
  expect(await words()).toContain('T-2 was dropped whole');
});
