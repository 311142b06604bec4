import { roleName } from '../../../sop/authority.ts';
import { triggers } from '../../../sop/escalation/index.ts';
import type { escalationNoticeKinds } from '../../../sop/ticket/escalation/record.ts';
import { lines } from '../rich-text.ts';
import { type NoticeView, telling } from './notice.ts';

/** The views of what is told of an escalation. */
export const escalationViews: Record<(typeof escalationNoticeKinds)[number], NoticeView> = {
  escalation: telling(
    ['escalated', 'escalationAccepted', 'escalationPassedOn', 'reopened'],
    (_, { file: { ticket } }) => {
      const { escalation } = ticket;
      if (!escalation) return [];
      const words = `T-${ticket.number} was escalated to ${roleName(escalation.to)} (${escalation.trigger}): ${triggers[escalation.trigger].words}.`;
      return [{ text: words, blocks: [lines([words])] }];
    },
  ),
  escalationCall: telling(['escalated', 'escalationPassedOn'], ({ payload }, { file: { ticket } }) => {
    const words = `T-${ticket.number} waits for ${roleName(payload.to)} to accept it.`;
    return [{ text: words, blocks: [lines([words])] }];
  }),
  escalationAccepted: telling(['escalationAccepted'], ({ actor }, { file: { ticket } }) => [
    {
      text: `T-${ticket.number} was accepted.`,
      blocks: [lines([{ person: actor ?? '' }, ` accepted T-${ticket.number}.`])],
    },
  ]),
  briefing: () => [],
  activeWorkWarned: telling(['activeWorkWarned'], ({ payload }, { file: { ticket }, pack }) => [
    {
      text: `T-${ticket.number}: active work is near its limit.`,
      blocks: [
        lines([
          'Active work reaches its limit at ',
          { time: payload.dueAt, zone: pack.timeZone },
          ' (ESC-1).',
        ]),
      ],
    },
  ]),
};
