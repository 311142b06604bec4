import { type incidentNoticeKinds, linkWords } from '../../../sop/ticket/incident/record.ts';
import { actions } from '../../ids.ts';
import { buttons } from '../elements.ts';
import { lines, quotes } from '../rich-text.ts';
import { type NoticeView, telling } from './notice.ts';
import { messagesOf } from './pieces.ts';

const newsWords = {
  declared: 'was declared an incident',
  dismissed: 'was dismissed: it is no incident',
  updated: 'has an update',
  closed: 'was closed',
} as const;

/** What a ticket's thread is told of the incident it belongs to. */
export const incidentChapterViews: Record<(typeof incidentNoticeKinds)[number], NoticeView> = {
  incidentLinked: telling(['incidentLinked', 'incidentUnlinked'], (event, { file: { ticket } }) => {
    const name = `INC-${event.payload.incident}`;
    const words =
      event.type === 'incidentUnlinked'
        ? `T-${ticket.number} does not belong to ${name} any more.`
        : `T-${ticket.number} belongs to ${event.payload.declared ? 'the declared' : 'the potential'} incident ${name}: ${linkWords[event.payload.because]} (${event.clause}).`;
    return [
      {
        text: words,
        blocks: [
          lines([{ bold: 'Incident. ' }, words]),
          ...(event.type === 'incidentLinked'
            ? [buttons({ label: 'Show', action: actions.showIncident, about: event.payload.incident })]
            : []),
        ],
      },
    ];
  }),
  incidentNews: telling(['incidentNews'], ({ payload: { incident, news, words } }) => {
    const text = `INC-${incident} ${newsWords[news]}.`;
    return messagesOf(text, [lines([{ bold: text }]), ...quotes(words)]);
  }),
  executiveEscalated: telling(['executiveEscalated'], ({ actor, payload }, { file: { ticket } }) =>
    messagesOf(`T-${ticket.number} was escalated to the executives.`, [
      lines([
        { bold: `T-${ticket.number} was escalated to the executives` },
        ' by ',
        { person: actor ?? '' },
        ' (AU-5). The reason given:',
      ]),
      ...quotes(payload.reason),
    ]),
  ),
};
