import type { KnownBlock } from '@slack/types';
import type { TicketFile } from '../../desk/read-ticket.ts';
import { roleName } from '../../sop/authority.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { Recorded } from '../../sop/recorded.ts';
import type { TicketEvent } from '../../sop/ticket/events.ts';
import { type Line, lines, quotes } from './rich-text.ts';
import { section, whoAndWhen } from './ticket-record.ts';

/** How it came to whoever has it, and what the customer has been told: whoever takes it over reads this first. */
export function handsBlocks({ events }: TicketFile, pack: Pack): readonly KnownBlock[] {
  return [
    ...section(
      'Whose it was',
      events.flatMap((event) => ownershipBlocks(event, pack)),
    ),
    ...section(
      'What the customer was told',
      events.flatMap((event) => customerBlocks(event, pack)),
    ),
  ];
}

function ownershipBlocks(event: Recorded<TicketEvent>, pack: Pack): readonly KnownBlock[] {
  const told = (what: Line, reason: string | null) => [
    lines([...what, ...whoAndWhen(event, pack)]),
    ...(reason ? quotes(reason) : []),
  ];
  switch (event.type) {
    case 'received':
      return told([{ bold: 'Taken' }], null);
    case 'takenOutOfOrder':
      return told([{ bold: `Taken before T-${event.payload.insteadOf}` }], event.payload.reason);
    case 'escalated': {
      const { trigger, to, reason } = event.payload;
      return told([{ bold: `Escalated to ${roleName(to)} (${trigger})` }], reason);
    }
    case 'escalationPassedOn':
      return told([{ bold: `Passed on to ${roleName(event.payload.to)}, accepted by nobody in time` }], null);
    case 'escalationAccepted':
      return told([{ bold: 'Escalation accepted' }], null);
    case 'transferOffered':
      return told([{ bold: 'Offered to ' }, { person: event.payload.to }], event.payload.reason);
    case 'transferWithdrawn':
      return told([{ bold: 'Offer withdrawn' }], null);
    case 'transferDeclined':
      return told([{ bold: 'Offer declined' }], event.payload.reason);
    case 'transferred': {
      const { from, to, reason } = event.payload;
      return told([{ bold: 'Passed' }, ' from ', { person: from }, ' to ', { person: to }], reason);
    }
    case 'waitStarted':
      return told([{ bold: 'Set waiting' }], event.payload.on);
    case 'waitEnded':
      return told([{ bold: 'Resumed' }], null);
    default:
      return [];
  }
}

function customerBlocks(event: Recorded<TicketEvent>, pack: Pack): readonly KnownBlock[] {
  const told = (words: string) => lines([{ bold: words }, ...whoAndWhen(event, pack)]);
  switch (event.type) {
    case 'acknowledgementComposed':
      return [told('Acknowledgement written'), ...quotes(event.payload.text)];
    case 'acknowledgementUndeliverable':
      return [told('Not taken by the customer’s channel')];
    case 'acknowledgementSent':
      return [told('Acknowledgement sent')];
    default:
      return [];
  }
}
