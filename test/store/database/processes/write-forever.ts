import { openDatabase } from '../../../../src/store/database/connect.ts';
import { testLog } from '../../../support/log.ts';

/** Adds desks T0, T1, … until it is killed, and prints each name once the database has acknowledged it. */
export async function main(dataDir: string): Promise<void> {
  const { prisma } = await openDatabase({ dataDir, log: testLog });
  for (let n = await prisma.desk.count(); ; n += 1) {
    const { teamId } = await prisma.desk.create({ data: { teamId: `T${n}` } });
    process.stdout.write(`${teamId}\n`);
  }
}
