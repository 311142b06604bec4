import type { KnownBlock } from '@slack/types';
import type { HandoffFile, RecordTicket } from '../../../desk/read-handoff.ts';
import { roleName } from '../../../sop/authority.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { numbersInWords } from '../../../sop/shift/handoff/guards.ts';
import { roundsOf, ticketsPerMessage } from '../../../sop/shift/handoff/record.ts';
import { asksForManager, handoffStatus } from '../../../sop/shift/handoff/standing.ts';
import type { HandoffFlag, ShiftState } from '../../../sop/shift/state.ts';
import type { Message } from '../../answer.ts';
import { actions } from '../../ids.ts';
import { clip } from '../../limits.ts';
import { buttons, header } from '../elements.ts';
import { counted, managerWords } from '../handoff/record.ts';
import { recordTicketBlock, riskLine } from '../handoff/ticket-lines.ts';
import { incidentStatusWords, issueWords } from '../incident-lines.ts';
import { type Line, lines, type Part, quotes } from '../rich-text.ts';
import { handoffIn, type ShiftNoticeContent } from './notice.ts';

/** So many tickets stand in the briefing itself; all of them are in its thread. */
const listed = 40;
const incidentsListed = 8;
const peopleNamed = 5;

/** HO-3: the shift channel’s message of a handoff, kept up to date: at risk first, what else is to be known, who may. */
export function buildBriefing(content: ShiftNoticeContent): readonly Message[] {
  const file = handoffIn(content);
  const { shift } = file;
  const { pack } = content;
  const { handoff } = shift;
  const status = handoffStatus(shift);
  if (!handoff?.delivered) return lapsedBriefing(file, pack);
  const waits = status === 'delivered';
  return [
    {
      text: waits ? 'A handoff waits to be acknowledged.' : 'A handoff was acknowledged.',
      blocks: [
        header(`Handoff${shift.pattern ? `: ${shift.pattern}` : ''}`),
        lines(...aboutLines(file, pack), ...(waits ? whoMayLines(file) : [])),
        ...ticketBlocks(file, pack),
        ...remarkBlocks(file, pack),
        lines(...standLines(file)),
        ...(waits ? [answerButtons(shift)] : []),
      ],
    },
  ];
}

/** HO-1: the shift ends later than when it was delivered. */
function lapsedBriefing({ shift, events }: HandoffFile, pack: Pack): readonly Message[] {
  const last = shift.handoff?.rounds.at(-1);
  if (!last) return [];
  const done = events.find(({ type, seq }) => type === 'handoffAcknowledged' && seq > last.seq);
  const zone = pack.timeZone;
  const until: Line = shift.endsAt ? [' until ', { time: shift.endsAt, zone }] : [];
  return [
    {
      text: done ? 'A handoff was acknowledged.' : 'A handoff was taken back.',
      blocks: [
        header(`Handoff${shift.pattern ? `: ${shift.pattern}` : ''}`),
        lines(
          done
            ? [
                { bold: 'Acknowledged ' },
                'by ',
                { person: done.actor ?? '' },
                ' ',
                { time: done.at, zone },
                '. ',
                { person: shift.person },
                ' stays on shift',
                ...until,
                ' and hands over again then (HO-1).',
              ]
            : [
                { bold: 'Taken back. ' },
                { person: shift.person },
                ' stays on shift',
                ...until,
                ', with the tickets, and delivers the record then (HO-1).',
              ],
        ),
      ],
    },
  ];
}

function aboutLines({ shift, tickets }: HandoffFile, pack: Pack): readonly Line[] {
  const { handoff, person, role, endsAt } = shift;
  const zone = pack.timeZone;
  const done = handoff?.acknowledged;
  return [
    [
      { bold: 'From ' },
      { person },
      `, ${roleName(role)}`,
      ...(endsAt ? [', until ', { time: endsAt, zone }] : []),
      ` · ${counted(tickets.length, 'ticket')}`,
    ],
    ...(done
      ? [
          [
            { bold: 'Acknowledged ' },
            'by ',
            { person: done.by },
            ' ',
            { time: done.at, zone },
            ', who owns all of it from then on (HO-4).',
          ] satisfies Line,
        ]
      : []),
  ];
}

function whoMayLines({ shift, incoming }: HandoffFile): readonly Line[] {
  const named = shift.handoff?.named;
  if (named) return [[{ bold: 'To be acknowledged by ' }, { person: named }, ', whom a Team Lead named.']];
  const expected = [...new Set([...(shift.handoff?.delivered?.incoming ?? []), ...incoming])];
  const people = expected
    .slice(0, peopleNamed)
    .flatMap((person, index): Part[] => [...(index > 0 ? [', '] : []), { person }]);
  const rest = expected.length > peopleNamed ? ' and others' : '';
  return expected.length > 0
    ? [[{ bold: 'To be acknowledged by ' }, ...people, `${rest}, once on shift.`]]
    : [
        [
          { bold: 'Nobody is there to acknowledge it. ' },
          `It takes ${roleName(shift.role)} or above, on shift; the leads are asked.`,
        ],
      ];
}

function ticketBlocks({ tickets, shift, now }: HandoffFile, pack: Pack): readonly KnownBlock[] {
  if (tickets.length === 0) return [];
  const over = shift.handoff?.acknowledged != null;
  const shown = tickets.slice(0, listed).map((one) => listLine(one, shift, over, pack, now));
  const rest = tickets.length - shown.length;
  return [
    lines(
      [{ bold: 'Tickets, at risk first' }, '; each with its words in the thread'],
      ...shown,
      ...(rest > 0 ? [[`… and ${rest} more in the thread.`]] : []),
    ),
  ];
}

function listLine(
  { ticket, here, entry, changed }: RecordTicket,
  shift: ShiftState,
  over: boolean,
  pack: Pack,
  now: Date,
): Line {
  if (ticket.security) return riskLine(ticket, pack, now, []);
  const asked = flagsOf(shift, ticket.number).some(({ answered }) => answered === null);
  if (!over && !here)
    return [
      { bold: `T-${ticket.number}` },
      ticket.status === 'closed'
        ? ' · closed meanwhile'
        : ticket.owner === shift.person
          ? ' · taken on again meanwhile'
          : ' · with somebody else meanwhile',
    ];
  const marks = over
    ? []
    : [
        ...(shift.handoff?.entries[ticket.number]?.watched ? ['pointed out'] : []),
        ...(changed ? ['changed since it was written'] : []),
        ...(entry ? [] : ['nothing written yet (HO-2)']),
        ...(asked ? ['unclear, asked'] : []),
      ];
  return riskLine(ticket, pack, now, marks.length > 0 ? [` · ${marks.join(', ')}`] : []);
}

function remarkBlocks(
  { anomalies, incidents, shift, facts }: HandoffFile,
  pack: Pack,
): readonly KnownBlock[] {
  const { patterns, notInWriting, managerReachable } = anomalies?.payload ?? {};
  const open = incidents
    .slice(0, incidentsListed)
    .map(
      (one): Line => [`INC-${one.number} · ${incidentStatusWords[one.status]} · ${issueWords(one, pack)}`],
    );
  const rest = incidents.length - open.length;
  return [
    ...(patterns ? [lines([{ bold: 'Patterns and anomalies' }]), ...quotes(patterns)] : []),
    ...(notInWriting ? [lines([{ bold: 'Not in writing' }]), ...quotes(notInWriting)] : []),
    ...(open.length > 0
      ? [lines([{ bold: 'Open incidents' }], ...open, ...(rest > 0 ? [[`… and ${rest} more.`]] : []))]
      : []),
    ...(asksForManager(shift) && facts.overridden.length > 0
      ? [
          lines([
            { bold: 'Priority overridden: ' },
            numbersInWords(facts.overridden.map(({ number }) => number)),
          ]),
        ]
      : []),
    ...(asksForManager(shift)
      ? [lines([{ bold: 'Operations Manager: ' }, managerWords(managerReachable ?? null)])]
      : []),
  ];
}

const briefingWords = { held: 'held', notHeld: 'did not take place', null: 'not said yet' } as const;

/** Where the verbal briefing and the questions stand. */
function standLines({ shift, tickets }: HandoffFile): readonly Line[] {
  const { outgoing, incoming } = shift.handoff?.briefing ?? { outgoing: null, incoming: null };
  const here = new Set(
    tickets.filter((one) => one.here && !one.ticket.security).map(({ ticket }) => ticket.number),
  );
  const flags = shift.handoff?.flags ?? [];
  const open = flags.filter(({ ticket, answered }) => answered === null && here.has(ticket));
  return [
    [
      { bold: 'Verbal briefing: ' },
      `outgoing: ${briefingWords[outgoing ?? 'null']} · incoming: ${briefingWords[incoming ?? 'null']}`,
    ],
    ...(flags.length > 0
      ? [
          [
            { bold: 'Flagged as unclear: ' },
            `${flags.length}, ${open.length === 0 ? 'nothing to be answered any more' : `to be answered: ${clip(open.map(({ ticket }) => `T-${ticket}`).join(', '), 200)}`}`,
          ] satisfies Line,
        ]
      : []),
  ];
}

function answerButtons({ number }: ShiftState): KnownBlock {
  return buttons(
    { label: 'Acknowledge handoff', action: actions.acknowledgeHandoff, about: number, primary: true },
    { label: 'Briefing held', action: actions.shiftBriefingHeld, about: number },
    { label: 'No briefing', action: actions.shiftBriefingMissing, about: number },
  );
}

/** In the briefing’s thread: some of the tickets with all that was written, each to be flagged. */
export function buildBriefingTickets(content: ShiftNoticeContent): readonly Message[] {
  const file = handoffIn(content);
  const { shift, tickets } = file;
  const [, seq, index] = (content.surface ?? '').split(':').map(Number);
  const round = roundsOf(shift).find((one) => one.seq === seq);
  if (!round || index === undefined) return [];
  const numbers = round.tickets.slice(index * ticketsPerMessage, (index + 1) * ticketsPerMessage);
  // What is changed of a round that is over is to be read there no more (HO-1, SEC-2).
  if (seq !== shift.handoff?.delivered?.seq) return [overMessage(numbers)];
  const shown = numbers.flatMap((number) => tickets.filter(({ ticket }) => ticket.number === number));
  if (shown.length === 0) return [];
  return [
    {
      text: `Handoff: ${numbers.map((number) => `T-${number}`).join(', ')}`,
      blocks: shown.flatMap((one) => ticketEntry(one, file, content.pack)),
    },
  ];
}

function overMessage(numbers: readonly number[]): Message {
  const named = numbers.map((number) => `T-${number}`).join(', ');
  const text = `Handoff: ${named}. This handoff is over: what was written for it is in the record of the shift.`;
  return { text, blocks: [lines([text])] };
}

/** Of a question and its answer here; whoever asked has them whole. */
const flagLength = 250;

function ticketEntry(one: RecordTicket, file: HandoffFile, pack: Pack): readonly KnownBlock[] {
  const { number, security } = one.ticket;
  const flags = flagsOf(file.shift, number);
  const last = flags.at(-1);
  const open = flags.some(({ answered }) => answered === null);
  const asks = handoffStatus(file.shift) === 'delivered' && one.here && !open && !security;
  return [
    recordTicketBlock(one, pack, 1000, last && !security ? flagLines(last, file) : []),
    ...(asks
      ? [
          buttons({
            label: 'Flag unclear',
            action: actions.flagUnclear,
            about: `${file.shift.number}:${number}`,
          }),
        ]
      : []),
  ];
}

function flagLines(flag: HandoffFlag, { events }: HandoffFile): readonly Line[] {
  const asked = events.find(({ seq }) => seq === flag.seq);
  const answer = events.find(({ seq }) => seq === flag.answered);
  return [
    [
      { bold: 'Unclear' },
      ' to ',
      { person: flag.by },
      `: ${clip(asked?.type === 'ticketFlagged' ? asked.payload.words : '', flagLength)}`,
    ],
    answer?.type === 'flagAnswered'
      ? [{ bold: 'Answer: ' }, clip(answer.payload.words, flagLength)]
      : ['Not answered yet.'],
  ];
}

function flagsOf({ handoff }: ShiftState, number: number): readonly HandoffFlag[] {
  return (handoff?.flags ?? []).filter(({ ticket }) => ticket === number);
}
