import { openDatabase } from '../../../../src/store/database/connect.ts';
import { testLog } from '../../../support/log.ts';

/** Writes 0, 1, 2 … into a table until it is killed, and prints each number once it is acknowledged. */
export async function main(dataDir: string): Promise<void> {
  const { prisma } = await openDatabase({ dataDir, log: testLog });
  await prisma.$executeRaw`CREATE TABLE IF NOT EXISTS written (n int PRIMARY KEY)`;
  const [last] = await prisma.$queryRaw<{ n: number }[]>`SELECT coalesce(max(n), -1) AS n FROM written`;
  for (let n = (last?.n ?? -1) + 1; ; n += 1) {
    await prisma.$executeRaw`INSERT INTO written VALUES (${n})`;
    process.stdout.write(`${n}\n`);
  }
}
