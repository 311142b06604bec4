import type { DigestKind } from '../../sop/digest.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import { leftWords, slaClockWords } from '../../sop/sla-clock.ts';
import { type TicketState, workingPriority } from '../../sop/ticket/state.ts';
import { clip } from '../limits.ts';
import { eventOf, type NoticeContent } from './notices/notice.ts';
import type { Line } from './rich-text.ts';

/** How one kind of notice stands in a digest. */
export type DigestView = {
  /** Over its lines. */
  heading: string;
  /** After their number: “3 missed”. */
  counted: string;
  /** One line, and what it is about; null when it was overtaken before it could be told. */
  line(content: NoticeContent): { about: string; words: Line } | null;
};

/** What is left of a title, so that fifty lines fit into one message. */
const titleLength = 60;

/** Every kind that may be told in a digest (`sop/digest.ts`). By itself each has a view of its own. */
export const digestViews: Record<DigestKind, DigestView> = {
  clockBreached: {
    heading: 'Missed',
    counted: 'missed',
    line: ({ event, file: { ticket }, pack }) => {
      const { clock, dueAt } = eventOf(event, 'clockBreached').payload;
      return {
        about: `T-${ticket.number}/${clock}`,
        words: [
          ...named(ticket, pack),
          ` · ${slaClockWords[clock]} was due `,
          { time: dueAt, zone: pack.timeZone },
          ...ownedBy(ticket),
        ],
      };
    },
  },
  clockAtRisk: {
    heading: 'At risk',
    counted: 'at risk',
    line: ({ event, file: { ticket }, pack }) => {
      const { at, payload } = eventOf(event, 'clockAtRisk');
      const { clock, dueAt, priority } = payload;
      return {
        about: `T-${ticket.number}/${clock}`,
        words: [
          ...named(ticket, pack),
          ` · ${slaClockWords[clock]}, ${leftWords(pack, priority, dueAt, at)} left, due `,
          { time: dueAt, zone: pack.timeZone },
          ...ownedBy(ticket),
        ],
      };
    },
  },
  leftUnassigned: {
    heading: 'Taken by nobody',
    counted: 'taken by nobody',
    line: ({ event, file: { ticket }, pack }) => {
      if (ticket.owner !== null || ticket.status === 'closed') return null;
      const { since } = eventOf(event, 'leftUnassigned').payload;
      return {
        about: `T-${ticket.number}/queue`,
        words: [...named(ticket, pack), ' · in the queue since ', { time: since, zone: pack.timeZone }],
      };
    },
  },
};

function named(ticket: TicketState, pack: Pack): Line {
  return [
    { bold: `T-${ticket.number}` },
    ` · ${workingPriority(ticket, pack)} · ${clip(ticket.title, titleLength)}`,
  ];
}

function ownedBy({ owner }: TicketState): Line {
  return owner ? [' · ', { person: owner }] : [' · nobody owns it'];
}
