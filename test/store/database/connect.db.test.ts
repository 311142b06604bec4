import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ several: false });
});
afterAll(() => db.close());

it('answers ORM and raw queries', async () => {
  await db.database.prisma.desk.create({ data: { teamId: 'T1' } });
  expect(await db.database.prisma.desk.count()).toBe(1);
  await db.clear();
  expect(await db.database.prisma.$queryRaw`SELECT count(*)::int AS n FROM "Desk"`).toEqual([{ n: 0 }]);
});
