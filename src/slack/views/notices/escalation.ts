import type { KnownBlock } from '@slack/types';
import { somebodyOf } from '../../../sop/authority.ts';
import { triggers } from '../../../sop/escalation/index.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import type { Recorded } from '../../../sop/recorded.ts';
import { pendingEscalation } from '../../../sop/ticket/escalation/pending.ts';
import { calledAt, type escalationNoticeKinds } from '../../../sop/ticket/escalation/record.ts';
import type { TicketEvent, TicketEventOf } from '../../../sop/ticket/events.ts';
import type { Escalation, TicketState } from '../../../sop/ticket/state.ts';
import type { Message } from '../../answer.ts';
import { actions } from '../../ids.ts';
import { buttons } from '../elements.ts';
import { doneBlocks, escalatedBlocks } from '../escalation-lines.ts';
import { type Line, lines } from '../rich-text.ts';
import { type NoticeContent, type NoticeView, telling } from './notice.ts';

/** The views of what is told of an escalation. */
export const escalationViews: Record<(typeof escalationNoticeKinds)[number], NoticeView> = {
  escalation: telling(
    ['escalated', 'escalationAccepted', 'escalationPassedOn', 'reopened'],
    (event, content) => {
      if (event.type === 'escalated') return request(event.seq, content);
      // Opened again, it waits as before.
      if (event.type === 'reopened') {
        const { escalation } = content.file.ticket;
        return escalation ? request(escalation.seq, content) : [];
      }
      return request(event.payload.escalation, content);
    },
  ),

  /** The one that a newer escalation took the place of. */
  escalationSuperseded: telling(['escalated'], ({ seq }, content) => {
    const before = content.file.events.findLast((one) => one.seq < seq && one.type === 'escalated');
    return before ? request(before.seq, content) : [];
  }),

  escalationCall: telling(
    ['escalated', 'escalationPassedOn', 'reminded', 'reopened', 'escalationAccepted', 'redirected'],
    (event, { file: { ticket }, pack, surface }) => {
      const pending = ticket.status === 'closed' ? null : pendingEscalation(ticket);
      // A call without a place of its own (SEC-2) is not kept up to date.
      const called = (at: string) => !surface || surface.startsWith(`call:${at}`);
      if (pending && called(calledAt(pending))) return [callMessage(ticket, pending, pack)];
      // Overtaken before it was sent, or else a call that stands and is over.
      return called(event.at) ? [] : [callEnded(ticket.number, event)];
    },
  ),

  escalationAccepted: telling(['escalationAccepted'], ({ actor, payload }, { file: { ticket } }) => [
    {
      text: `T-${ticket.number} was accepted.`,
      blocks: [
        lines([
          { bold: 'Accepted: ' },
          { person: actor ?? '' },
          ` has read the record and owns T-${ticket.number} now`,
          ...(payload.from && payload.from !== actor ? [', from ', { person: payload.from }] : []),
          '.',
        ]),
      ],
    },
  ]),

  briefing: telling(
    ['escalationAccepted', 'briefingRecorded', 'escalated'],
    (event, { file: { ticket, events } }) => {
      const accepted = events.findLast(
        (one): one is Recorded<TicketEventOf<'escalationAccepted'>> =>
          one.type === 'escalationAccepted' && one.seq <= event.seq,
      );
      const recorded = events.find(
        (one): one is Recorded<TicketEventOf<'briefingRecorded'>> =>
          one.type === 'briefingRecorded' && one.payload.escalation === accepted?.payload.escalation,
      );
      if (!accepted?.payload.briefing) throw new Error('a verbal handoff is prompted when it is accepted');
      return [briefingMessage(ticket, accepted, recorded ?? null)];
    },
  ),

  activeWorkWarned: telling(['activeWorkWarned'], ({ payload }, { file: { ticket }, pack }) =>
    ticket.tier === 'tier1' && ticket.owner
      ? [
          {
            text: `T-${ticket.number}: active work is near its limit.`,
            blocks: [
              lines([
                { person: ticket.owner },
                `: T-${ticket.number} goes to Tier 2 Support at `,
                { time: payload.dueAt, zone: pack.timeZone },
                ' unless it is solved: active work reaches its limit then (ESC-1).',
              ]),
            ],
          },
        ]
      : [],
  ),
};

function callMessage(ticket: TicketState, pending: Escalation, pack: Pack): Message {
  const head = pending.remindedAt ? 'Still to be accepted' : 'Escalated';
  return {
    text: `${head}: T-${ticket.number} waits for ${somebodyOf(pending.to)}.`,
    blocks: [
      lines(
        [
          { bold: `${head} (${pending.trigger}): ` },
          `T-${ticket.number} waits for ${somebodyOf(pending.to)} to read its record and accept it, since `,
          { time: pending.waitingSince, zone: pack.timeZone },
          '.',
        ],
        [triggers[pending.trigger].words],
      ),
      acceptButtons(ticket, pending.seq),
    ],
  };
}

/** In the place of a call that can be answered no longer. */
function callEnded(number: number, event: Recorded<TicketEvent>): Message {
  return {
    text: `T-${number} is to be accepted here no longer.`,
    blocks: [lines(endOfCallWords(`T-${number}`, event))],
  };
}

function endOfCallWords(ticket: string, event: Recorded<TicketEvent>): Line {
  switch (event.type) {
    case 'escalationAccepted':
      return [{ bold: 'Accepted: ' }, `${ticket}, by `, { person: event.actor ?? '' }, '.'];
    case 'escalationPassedOn':
      return [
        { bold: 'Passed on: ' },
        `${ticket} was not accepted in time, and went on to ${somebodyOf(event.payload.to)}.`,
      ];
    case 'escalated':
      return [{ bold: 'Escalated once more: ' }, `${ticket} goes on to ${somebodyOf(event.payload.to)}.`];
    case 'reminded':
      return [
        { bold: 'Called once more: ' },
        `${ticket} still waits to be accepted; the newer call stands below.`,
      ];
    default:
      return [{ bold: 'Closed: ' }, `${ticket} was closed before it was accepted.`];
  }
}

/** The request to the receiving tier, with what was done so far. Accepted or overtaken, it loses its buttons and says so. */
function request(seq: number, { file, pack }: NoticeContent): readonly Message[] {
  const { ticket, events } = file;
  const escalated = events.find((one) => one.seq === seq);
  if (escalated?.type !== 'escalated') throw new Error(`event ${seq} is no escalation`);
  const open = pendingEscalation(ticket)?.seq === seq && ticket.status !== 'closed';
  const by = escalated.payload.automatic ? null : escalated.actor;
  return [
    {
      text: `T-${ticket.number} was escalated (${escalated.payload.trigger})${open ? ' and waits to be accepted' : ''}.`,
      blocks: [
        ...escalatedBlocks(escalated, ticket, by, pack),
        ...(open ? [...doneBlocks(file, pack), ...openBlocks(ticket, seq)] : [endOf(ticket, seq, events)]),
      ],
    },
  ];
}

function openBlocks(ticket: TicketState, seq: number): readonly KnownBlock[] {
  return [
    lines([
      `It waits for ${somebodyOf(ticket.tier)} to read the record and accept it.`,
      ...(ticket.owner ? [' Until then it stays with ', { person: ticket.owner }, '.'] : []),
    ]),
    acceptButtons(ticket, seq),
  ];
}

function acceptButtons({ number }: TicketState, seq: number): KnownBlock {
  return buttons(
    { label: 'Accept', action: actions.acceptEscalation, about: `${number}:${seq}`, primary: true },
    { label: 'Show', action: actions.show, about: number },
  );
}

function endOf({ number }: TicketState, seq: number, events: readonly Recorded<TicketEvent>[]): KnownBlock {
  const end = events.find(
    (one) =>
      one.seq > seq &&
      (one.type === 'escalated' || (one.type === 'escalationAccepted' && one.payload.escalation === seq)),
  );
  switch (end?.type) {
    case 'escalationAccepted':
      return lines([{ bold: 'Accepted' }, ' by ', { person: end.actor ?? '' }, '.']);
    case 'escalated':
      return lines([{ bold: 'Escalated once more: ' }, 'the newer request stands below.']);
    default:
      return lines([`T-${number} was closed before it was accepted.`]);
  }
}

/** T2-2: to both agents, until one of them says what came of it. It holds nothing up. */
function briefingMessage(
  { number, escalation }: TicketState,
  { payload, actor }: Recorded<TicketEventOf<'escalationAccepted'>>,
  recorded: Recorded<TicketEventOf<'briefingRecorded'>> | null,
): Message {
  const open = escalation?.seq === payload.escalation && escalation.briefing === 'prompted';
  const about = `${number}:${payload.escalation}`;
  return {
    text: `A verbal handoff of T-${number}`,
    blocks: [
      lines([
        { bold: 'Verbal handoff (T2-2): ' },
        { person: payload.briefing ?? '' },
        ' and ',
        { person: actor ?? '' },
        ', this escalation is fresh: speak about it if you can.',
      ]),
      ...(recorded
        ? [
            lines([
              { bold: recorded.payload.held ? 'Held' : 'Unavailable' },
              ', recorded by ',
              { person: recorded.actor ?? '' },
              '.',
            ]),
          ]
        : []),
      ...(escalation?.seq !== payload.escalation && !recorded
        ? [lines(['It was escalated once more before either was recorded.'])]
        : []),
      ...(open
        ? [
            buttons(
              { label: 'Held', action: actions.briefingHeld, about, primary: true },
              { label: 'Unavailable', action: actions.briefingUnavailable, about },
            ),
          ]
        : []),
    ],
  };
}
