import { readReportAs } from '../../../desk/read-report.ts';
import { type Answer, say } from '../../answer.ts';
import type { Bot } from '../../bot.ts';
import { buildReport } from '../../views/report.ts';
import type { Asked } from '../asked.ts';
import { answerUnread } from '../outcome.ts';

/** T1-10. */
export async function handleReport({ desk }: Bot, asked: Asked): Promise<Answer> {
  const report = await readReportAs(desk, asked);
  return report.kind === 'read' ? say(buildReport(report.value, desk.sop.pack)) : answerUnread(report);
}
