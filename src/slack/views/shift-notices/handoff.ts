import type { KnownBlock } from '@slack/types';
import { namesInWords } from '../../../sop/shift/handoff/guards.ts';
import { handoffStatus, leadMatters } from '../../../sop/shift/handoff/standing.ts';
import type { ShiftState } from '../../../sop/shift/state.ts';
import { inWords, wallClock } from '../../../sop/wall-clock.ts';
import type { Message } from '../../answer.ts';
import { actions } from '../../ids.ts';
import { clip } from '../../limits.ts';
import { type ButtonSpec, buttons } from '../elements.ts';
import { counted } from '../handoff/record.ts';
import { untitledRiskLine } from '../handoff/ticket-lines.ts';
import { lines, quotes, sentence } from '../rich-text.ts';
import { named } from './attendance.ts';
import { eventIn, handoffIn, type ShiftNoticeContent } from './notice.ts';

/** So many lines in the queue of the first minutes; `/ticket mine` has the rest. */
const listed = 40;

const recordButton: ButtonSpec = {
  label: 'Handoff record',
  action: actions.handoffRecord,
  about: 1,
  primary: true,
};

/** HO-1: to the person. */
export function buildPreparationDue({
  file: { shift },
  pack,
  handoff,
}: ShiftNoticeContent): readonly Message[] {
  if (shift.status !== 'on' || !shift.endsAt || shift.handoff?.delivered) return [];
  const open = handoff?.tickets.filter(({ here }) => here).length ?? 0;
  const matters = handoff ? leadMatters(shift, handoff.facts) : [];
  const also = matters.length > 0 ? ` To the next lead goes also: ${namesInWords(matters)} (HO-6).` : '';
  const rest =
    open === 0
      ? 'You have no open ticket.'
      : `Your handoff record is to cover ${open === 1 ? 'your open ticket' : `all ${open} of your open tickets`}.`;
  return [
    said(
      `Your shift ends ${wallClock(shift.endsAt, pack.timeZone)}: prepare your handoff, and take nothing new (HO-1). ${rest}${also}`,
      recordButton,
    ),
  ];
}

/** HO-1: to the shift channel. */
export function buildPreparationDueInChannel({
  file: { shift },
  pack,
}: ShiftNoticeContent): readonly Message[] {
  if (shift.status !== 'on' || !shift.endsAt || shift.handoff?.delivered) return [];
  return [
    said(
      `The shift of <@${shift.person}> ends ${wallClock(shift.endsAt, pack.timeZone)}. The handoff is being prepared (HO-1).`,
    ),
  ];
}

/** HO-3: at the end of the shift, to the person. */
export function buildHandoffUndelivered({ file: { shift } }: ShiftNoticeContent): readonly Message[] {
  if (shift.status !== 'on' || handoffStatus(shift) === 'delivered') return [];
  return [
    said(
      'Your shift has ended, and your handoff record is not delivered: you stay on shift, and the owner of your tickets, until the next agent has acknowledged it (HO-3).',
      recordButton,
    ),
  ];
}

/** HO-3: to the person, whose record nobody has acknowledged. */
export function buildHandoffWaits({ file: { shift } }: ShiftNoticeContent): readonly Message[] {
  if (handoffStatus(shift) !== 'delivered') return [];
  return [
    said(
      'Your handoff record has not been acknowledged yet: you stay on shift until it is (HO-3). Speak to the next agent.',
      recordButton,
    ),
  ];
}

/** HO-3: to whoever is expected to acknowledge it, or was named. */
export function buildHandoffToAcknowledge({
  event,
  file: { shift },
}: ShiftNoticeContent): readonly Message[] {
  if (handoffStatus(shift) !== 'delivered') return [];
  const chosen = event.type === 'incomingNamed' ? `<@${event.actor ?? ''}> has named you. ` : '';
  return [
    said(
      `${chosen}The handoff record of <@${shift.person}> waits for you to read and acknowledge it (HO-4). It stands in the shift channel.`,
      acknowledgeButton(shift, 'Acknowledge handoff'),
    ),
  ];
}

/** HO-3: to the leads. Nobody is there, or nobody has done it. */
export function buildHandoffNeedsLead({ event, file: { shift } }: ShiftNoticeContent): readonly Message[] {
  switch (handoffStatus(shift)) {
    case 'delivered': {
      const nobody = event.type === 'handoffDelivered';
      const why = nobody
        ? `<@${shift.person}> has delivered a handoff record, and nobody is on shift or planned who could take over.`
        : `The handoff record of <@${shift.person}> has still not been acknowledged.`;
      return [
        said(
          `${why} Name somebody, or take it yourself (HO-3).`,
          { label: 'Name somebody', action: actions.nameIncoming, about: shift.number, primary: true },
          { ...acknowledgeButton(shift, 'Take it'), primary: false },
        ),
      ];
    }
    case 'acknowledged':
      // Acknowledged before this could be told; else something has come to them since.
      if (event.seq < (shift.handoff?.acknowledged?.seq ?? 0)) return [];
      return shift.status === 'on'
        ? [
            said(
              `<@${shift.person}>’s shift has ended, and what has come to them since their handoff is not delivered yet (HO-3).`,
            ),
          ]
        : [];
    default:
      return shift.status === 'on'
        ? [said(`<@${shift.person}>’s shift has ended, and no handoff record is delivered yet (HO-3).`)]
        : [];
  }
}

/** HO-2: to the person; somebody wanted to acknowledge the record, and a ticket has joined since. */
export function buildHandoffIncomplete({ event, handoff }: ShiftNoticeContent): readonly Message[] {
  const first = handoff?.missing.slice(0, 10).map((number) => `T-${number}`) ?? [];
  if (first.length === 0) return [];
  return [
    said(
      `<@${event.actor ?? ''}> wants to acknowledge your handoff, and nothing is written yet of ${first.join(', ')} (HO-2).`,
      recordButton,
    ),
  ];
}

/** HO-4: to the outgoing person. */
export function buildTicketFlagged(content: ShiftNoticeContent): readonly Message[] {
  const { payload, actor, seq } = eventIn(content, 'ticketFlagged');
  const { shift } = content.file;
  const open = shift.handoff?.flags.some((flag) => flag.seq === seq && flag.answered === null);
  if (!open || isRestricted(content, payload.ticket)) return [];
  return [
    about(
      `<@${actor ?? ''}> asks about T-${payload.ticket} in your handoff record:`,
      payload.words,
      buttons({
        label: 'Answer',
        action: actions.answerFlag,
        about: `${shift.number}:${seq}`,
        primary: true,
      }),
    ),
  ];
}

/** HO-4: to whoever asked. */
export function buildFlagAnswered(content: ShiftNoticeContent): readonly Message[] {
  const { payload, actor } = eventIn(content, 'flagAnswered');
  const { shift } = content.file;
  if (isRestricted(content, payload.ticket)) return [];
  return [
    about(
      `<@${actor ?? ''}> answers about T-${payload.ticket}:`,
      payload.words,
      ...(handoffStatus(shift) === 'delivered'
        ? [buttons(acknowledgeButton(shift, 'Acknowledge handoff'))]
        : []),
    ),
  ];
}

/** HO-3: to the leads. */
export function buildBriefingMissing({ event, file: { shift } }: ShiftNoticeContent): readonly Message[] {
  const by = event.actor ?? '';
  return [
    said(
      event.type === 'briefingRecorded'
        ? `<@${by}> says that the verbal briefing of <@${shift.person}>’s handoff did not take place (HO-3).`
        : `<@${by}> acknowledged the handoff of <@${shift.person}>, and not both have said that the verbal briefing was held (HO-3).`,
    ),
  ];
}

/** HO-5: to the leads, what was late already and not pointed out. */
export function buildBreachesNotFlagged(content: ShiftNoticeContent): readonly Message[] {
  const { payload, actor } = eventIn(content, 'handoffAcknowledged');
  const { shift } = content.file;
  const { tickets } = handoffIn(content);
  const late = tickets.filter(({ ticket }) => payload.breached.includes(ticket.number));
  const text = `<@${actor ?? ''}> took over from <@${shift.person}> ${counted(payload.breached.length, 'ticket')} whose clock had run out, and the record did not point ${payload.breached.length === 1 ? 'it' : 'them'} out (HO-5).`;
  const { now, pack } = content;
  return [
    {
      text,
      blocks: [
        lines(
          sentence(text),
          ...late.slice(0, listed).map(({ ticket }) => untitledRiskLine(ticket, pack, now)),
        ),
      ],
    },
  ];
}

/** HO-4: to the outgoing person. */
export function buildHandoffAcknowledged(content: ShiftNoticeContent): readonly Message[] {
  const { payload, actor } = eventIn(content, 'handoffAcknowledged');
  const { shift } = content.file;
  // What was left to read after the shift (HO-3): where they are now is not for this to say.
  if (shift.endedAt && shift.endedAt < content.event.at)
    return [said(`<@${actor ?? ''}> has read and acknowledged your handoff${named(shift)}.`)];
  const off = shift.status === 'ended' ? 'You are off shift.' : 'You may go off with /shift off.';
  return [
    said(
      `<@${actor ?? ''}> acknowledged your handoff and owns ${counted(payload.tickets.length, 'ticket')} of it now. ${off}`,
    ),
  ];
}

/** HO-5: to the incoming person, what to look at in the first minutes. */
export function buildHandoffQueue(content: ShiftNoticeContent): readonly Message[] {
  const { payload } = eventIn(content, 'handoffReceived');
  const { now, pack, queue } = content;
  const text = `You have taken over from <@${payload.from}>. For ${inWords(pack.shifts.firstMinutes)}, your queue by the time left:`;
  const rest = queue.length - listed;
  return [
    {
      text: clip(text, 300),
      blocks: [
        lines(
          sentence(text),
          ...queue.slice(0, listed).map((ticket) => untitledRiskLine(ticket, pack, now)),
          ...(queue.length === 0 ? [['You have no open ticket.']] : []),
          ...(rest > 0 ? [[`… and ${rest} more.`]] : []),
        ),
        buttons({ label: 'My tickets', action: actions.mine, about: 'me', primary: true }),
      ],
    },
  ];
}

/** SEC-2: what was written of it is not told any more. */
function isRestricted(content: ShiftNoticeContent, number: number): boolean {
  return handoffIn(content).tickets.some(
    ({ ticket }) => ticket.number === number && ticket.security !== null,
  );
}

function acknowledgeButton({ number }: ShiftState, label: string): ButtonSpec {
  return { label, action: actions.acknowledgeHandoff, about: number, primary: true };
}

function said(text: string, ...of: readonly ButtonSpec[]): Message {
  return { text, blocks: [lines(sentence(text)), ...(of.length > 0 ? [buttons(...of)] : [])] };
}

function about(text: string, words: string, ...more: readonly KnownBlock[]): Message {
  return { text, blocks: [lines(sentence(text)), ...quotes(words), ...more] };
}
