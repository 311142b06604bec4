import type { securityNoticeKinds } from '../../../sop/ticket/security/record.ts';
import { actions } from '../../ids.ts';
import { buttons } from '../elements.ts';
import { buildRestricted } from '../restricted.ts';
import { type Line, lines, quotes } from '../rich-text.ts';
import { scopeLines } from '../scope-lines.ts';
import { priorityWords } from '../ticket-lines.ts';
import type { NoticeView } from './notice.ts';

/** The views of what is told of a restricted ticket; `takeBack` is no message. */
export const securityViews: Record<Exclude<(typeof securityNoticeKinds)[number], 'takeBack'>, NoticeView> = {
  securityCall: buildSecurityCall,
  securityRestricted: ({ file: { ticket } }) => [buildRestricted(ticket.number)],
};

/** SEC-1: to each lead in person. It follows the matter until it was handed over. */
function buildSecurityCall({ file, pack }: Parameters<NoticeView>[0]) {
  const { ticket, events } = file;
  const { number, security, escalation, closure } = ticket;
  const report = events.findLast((event) => event.type === 'securityReported');
  if (!security || report?.type !== 'securityReported') throw new Error(`T-${number} was not reported`);
  const zone = pack.timeZone;
  const { note } = report.payload;
  const open = closure === null;
  const pending = open && escalation && !escalation.accepted ? escalation : null;
  return [
    {
      text: `T-${number}: a suspected security matter (SEC-1)`,
      blocks: [
        lines(
          [{ bold: `T-${number}: a suspected security matter (SEC-1)` }],
          [{ bold: 'Title: ' }, ticket.title],
          [{ bold: 'Account: ' }, `${ticket.customerAccount} · ${priorityWords(ticket, pack)}`],
          [
            { bold: 'Reported: ' },
            ...(report.actor ? ([{ person: report.actor }, ', '] satisfies Line) : []),
            { time: security.at, zone },
          ],
          ...scopeLines({ ...ticket, closure: null }, pack),
          ...(note ? [[{ bold: 'What was seen:' }] satisfies Line] : []),
        ),
        ...(note ? quotes(note) : []),
        lines(standing(ticket)),
        buttons(
          ...(pending
            ? [
                {
                  label: 'Accept',
                  action: actions.acceptEscalation,
                  about: `${number}:${pending.seq}`,
                  primary: true,
                },
              ]
            : []),
          ...(open ? [{ label: 'Hand over', action: actions.handOver, about: number }] : []),
          { label: 'Show', action: actions.show, about: number },
        ),
      ],
    },
  ];
}

function standing({
  security,
  escalation,
  owner,
  closure,
}: Parameters<NoticeView>[0]['file']['ticket']): Line {
  if (closure && security?.handedOver)
    return [
      { bold: 'Handed over ' },
      `under SEC-PCD-001, reference ${security.handedOver}, by `,
      { person: owner ?? '' },
      '.',
    ];
  if (escalation?.accepted) return [{ bold: 'Accepted ' }, 'by ', { person: escalation.accepted.by }, '.'];
  return ['Nobody below Team Lead can read or touch it any more. Accept it, or hand it over (SEC-3).'];
}
