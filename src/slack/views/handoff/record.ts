import type { KnownBlock, ModalView } from '@slack/types';
import type { HandoffFile, RecordStanding, RecordTicket } from '../../../desk/read-handoff.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { namesInWords, numbersInWords } from '../../../sop/shift/handoff/guards.ts';
import {
  asksForManager,
  handoffStatus,
  isRecordComplete,
  leadMatters,
} from '../../../sop/shift/handoff/standing.ts';
import type { Message } from '../../answer.ts';
import { actions, forms } from '../../ids.ts';
import { clip, limits } from '../../limits.ts';
import { buttons, divider, formView, readingView } from '../elements.ts';
import { turns } from '../pages.ts';
import { type Line, lines } from '../rich-text.ts';
import { recordTicketBlock } from './ticket-lines.ts';

export type HandoffRecordMetadata = { page: number };

/** So many tickets on one page, within Slack's 100 blocks and 250 KB a view. */
const perPage = 20;
/** Of each text on a page; the form of a ticket has them whole. */
const shownLength = 250;
/** So many questions are shown at once. */
const named = 10;

const title = 'Handoff record';

/** HO-2: the record as far as it is written, what is missing first. `page` counts from 1; beyond the end it is the last. */
export function buildHandoffRecord(file: HandoffFile, pack: Pack, page: number): ModalView {
  const { shift } = file;
  const tickets = missingFirst(file);
  const pages = Math.max(1, Math.ceil(tickets.length / perPage));
  const current = Math.min(Math.max(page, 1), pages);
  const shown = tickets.slice((current - 1) * perPage, current * perPage);
  const blocks: readonly KnownBlock[] = [
    lines(...statusLines(file, pack)),
    ...flagBlocks(file),
    ...shown.flatMap((one) => ticketBlocks(one, pack, current)),
    divider,
    lines(...remarkLines(file)),
    buttons({
      label: 'Patterns and anomalies',
      action: actions.handoffRemarks,
      about: current,
      primary: asksForManager(shift) && !shift.handoff?.managerAsked,
    }),
    ...turns(current, pages, actions.handoffRecord, 'page'),
  ];
  const status = handoffStatus(shift);
  const deliverable =
    status === 'written' || status === 'none' || (status === 'acknowledged' && tickets.length > 0);
  return deliverable
    ? formView({
        name: forms.handoffRecord,
        title,
        submit: 'Deliver',
        metadata: { page: current } satisfies HandoffRecordMetadata,
        blocks,
      })
    : readingView(title, blocks);
}

function missingFirst({ tickets, missing }: HandoffFile): readonly RecordTicket[] {
  const here = tickets.filter((one) => one.here);
  const lacks = ({ ticket }: RecordTicket) => missing.includes(ticket.number);
  return [...here.filter(lacks), ...here.filter((one) => !lacks(one))];
}

function statusLines(file: HandoffFile, pack: Pack): readonly Line[] {
  const { shift, tickets, missing } = file;
  const { handoff, endsAt } = shift;
  const open = tickets.filter(({ here }) => here).length;
  const zone = pack.timeZone;
  const until: Line = endsAt ? [' · your shift ends ', { time: endsAt, zone }] : [];
  const matters = leadMatters(shift, file.facts);
  const also: Line = matters.length > 0 ? [` · ${namesInWords(matters)} (HO-6)`] : [];
  const first: Line = [{ bold: `${counted(open, 'open ticket')}` }, ...also, ...until];
  switch (handoffStatus(shift)) {
    case 'delivered':
      return [
        first,
        [
          'Delivered ',
          { time: handoff?.delivered?.at ?? '', zone },
          '. You stay the owner until it is acknowledged (HO-3).',
        ],
        ...(missing.length > 0 ? [missingLine(missing)] : []),
      ];
    case 'acknowledged':
      return open === 0
        ? [
            [
              { bold: 'Acknowledged' },
              ' by ',
              { person: handoff?.acknowledged?.by ?? '' },
              '. Nothing is left.',
            ],
          ]
        : [first, ['This has come to you since the handoff: deliver it, too.']];
    default:
      return [first, toWriteLine(file), ['What you save stays, also when you close this.']];
  }
}

/** What keeps the record from being delivered, or that nothing does. */
function toWriteLine({ shift, facts, missing }: HandoffFile): Line {
  if (missing.length > 0) return missingLine(missing);
  return isRecordComplete(shift, facts)
    ? ['Everything is written. Deliver it when you are ready; it can still be changed then.']
    : [{ bold: 'Not said yet (HO-6): ' }, 'whether the Operations Manager can be reached.'];
}

function missingLine(missing: readonly number[]): Line {
  return [{ bold: 'Not written yet (HO-2): ' }, numbersInWords(missing)];
}

function ticketBlocks(one: RecordTicket, pack: Pack, page: number): readonly KnownBlock[] {
  const block = recordTicketBlock(one, pack, shownLength, []);
  const { number, security } = one.ticket;
  if (security) return [block];
  return [
    block,
    buttons({
      label: one.entry ? `Change T-${number}` : `Write T-${number}`,
      action: actions.handoffEntry,
      about: `${number}:${page}`,
      primary: !one.entry,
    }),
  ];
}

/** HO-4: what is asked of the person, before all else. */
function flagBlocks({ shift, events, tickets }: HandoffFile): readonly KnownBlock[] {
  const open = (shift.handoff?.flags ?? []).filter(
    ({ answered, ticket: about }) =>
      answered === null &&
      tickets.some(({ here, ticket }) => here && !ticket.security && ticket.number === about),
  );
  return open.slice(0, named).flatMap((flag) => {
    const asked = events.find(({ seq }) => seq === flag.seq);
    const words = asked?.type === 'ticketFlagged' ? asked.payload.words : '';
    return [
      lines([
        { bold: `T-${flag.ticket} is unclear` },
        ' to ',
        { person: flag.by },
        `: ${clip(words, shownLength)}`,
      ]),
      buttons({
        label: 'Answer',
        action: actions.answerFlag,
        about: `${shift.number}:${flag.seq}`,
        primary: true,
      }),
    ];
  });
}

function remarkLines({ anomalies, shift }: HandoffFile): readonly Line[] {
  const { patterns, notInWriting, managerReachable } = anomalies?.payload ?? {};
  const manager: readonly Line[] = asksForManager(shift)
    ? [[{ bold: 'Operations Manager: ' }, managerWords(managerReachable ?? null)]]
    : [];
  return [
    [{ bold: 'Patterns and anomalies: ' }, patterns ? clip(patterns, shownLength) : 'none written'],
    ...(notInWriting ? [[{ bold: 'Not in writing: ' }, clip(notInWriting, shownLength)]] : []),
    ...manager,
  ];
}

export function managerWords(reachable: boolean | null): string {
  if (reachable === null) return 'not said yet (HO-6)';
  return reachable ? 'can be reached' : 'cannot be reached';
}

/** `/handoff status`. */
export function buildStandings(standings: readonly RecordStanding[], pack: Pack): Message {
  if (standings.length === 0) {
    const none = 'Nobody is handing over now.';
    return { text: none, blocks: [lines([none])] };
  }
  const heading = standings.length === 1 ? 'One handoff' : `${standings.length} handoffs`;
  const shown = standings.slice(0, limits.messageBlocks - 10);
  return {
    text: heading,
    blocks: [lines([{ bold: heading }], ...shown.map((one) => standingLine(one, pack)))],
  };
}

function standingLine({ shift, open, missing }: RecordStanding, pack: Pack): Line {
  const { handoff, person, endsAt } = shift;
  const until: Line = endsAt ? [', until ', { time: endsAt, zone: pack.timeZone }] : [];
  const who: Line = [{ person }, ...until, ` · ${counted(open, 'open ticket')} · `];
  const unanswered = (handoff?.flags ?? []).filter(({ answered }) => answered === null).length;
  switch (handoffStatus(shift)) {
    case 'none':
      return [...who, 'nothing written yet'];
    case 'written':
      return [...who, missing > 0 ? `${missing} not written yet` : 'written, not delivered yet'];
    case 'delivered':
      return [
        ...who,
        'delivered, waits to be acknowledged',
        ...(handoff?.named ? [' by ', { person: handoff.named }] : []),
        ...(unanswered > 0 ? [` · ${counted(unanswered, 'question')} unanswered`] : []),
      ];
    case 'acknowledged':
      return [...who, 'acknowledged by ', { person: handoff?.acknowledged?.by ?? '' }];
  }
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
