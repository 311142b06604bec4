import { roleName } from '../../../sop/authority.ts';
import type { scopeNoticeKinds } from '../../../sop/ticket/scope/record.ts';
import { lines, quotes } from '../rich-text.ts';
import { redirectLine } from '../scope-lines.ts';
import { clockLines } from '../ticket-lines.ts';
import { type NoticeView, telling } from './notice.ts';

/** The views of what is told of tickets that are out of scope (SC-2). */
export const scopeViews: Record<(typeof scopeNoticeKinds)[number], NoticeView> = {
  redirected: telling(['redirected'], ({ actor, payload }, { file: { ticket }, pack }) => [
    {
      text: `T-${ticket.number} is redirected under ${payload.document}.`,
      blocks: [
        lines(
          redirectLine(payload, pack),
          [
            { person: actor ?? '' },
            ` closed T-${ticket.number} as redirected: it goes on under that document, and is not worked here.`,
            ...(ticket.split.from === null
              ? []
              : [` It is a part of T-${ticket.split.from}, which goes on.`]),
          ],
          ...(ticket.closure ? clockLines(ticket, pack.timeZone) : []),
        ),
        ...quotes(payload.note),
      ],
    },
  ]),
  /** In the place of the request to accept it. */
  escalationRedirected: telling(['redirected'], ({ actor, payload }, { file: { ticket } }) => {
    const { escalation } = ticket;
    if (!escalation) return [];
    return [
      {
        text: `The escalation of T-${ticket.number} ended.`,
        blocks: [
          lines([
            { bold: `Escalated to ${roleName(escalation.to)} (${escalation.trigger}): ` },
            `T-${ticket.number} was redirected under ${payload.document} by `,
            { person: actor ?? '' },
            ' before anybody accepted it.',
          ]),
        ],
      },
    ];
  }),
  split: telling(['split'], ({ actor, payload }, { file: { ticket }, pack }) => [
    {
      text: `A part of T-${ticket.number} became T-${payload.into}.`,
      blocks: [
        lines(
          [
            { bold: 'Split: ' },
            { person: actor ?? '' },
            ` made a part of this ticket T-${payload.into}, which is out of scope. T-${ticket.number} goes on with the rest.`,
          ],
          redirectLine(payload, pack),
        ),
        ...quotes(payload.note),
      ],
    },
  ]),
};
