import { replayRecord, verifyRecord } from '../../desk/audit.ts';
import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';

/** At the end: nothing Slack would have refused, and a record that can be proved. */
export function theRecord({ workspace, handrail }: Stage, write: (line: string) => void): readonly Step[] {
  return [
    {
      name: 'The record is verified and replayed',
      run: async () => {
        const verified = await verifyRecord(handrail.desk.db, handrail.desk.id);
        const replayed = await replayRecord(handrail.desk.db, handrail.desk.id);
        write(
          `${verified.events} events in ${verified.streams} streams, ${verified.findings.length} findings.`,
        );
        for (const { words } of [...verified.findings, ...replayed.findings]) write(words);
        expectThat(verified.findings.length === 0, 'every hash holds');
        expectThat(replayed.findings.length === 0, 'every row is what its events say');
        expectThat(workspace.violations.length === 0, 'nothing was sent that Slack would refuse');
      },
    },
  ];
}
