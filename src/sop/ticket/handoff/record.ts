import type { Destination } from '../../notice.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { TicketNotice } from '../notices.ts';
import type { TicketState } from '../state.ts';
import type { HandoverPayloads } from './events.ts';

export const handoverNoticeKinds = ['handedOver', 'offerLapsed'] as const;

export const handoverChanges: Changes<HandoverPayloads> = {
  handedOver: (ticket, { payload: { to, owned, watched }, at }) => ({
    // What goes with the ticket goes with it: clocks, pauses, overrides, an escalation that waits.
    ...(owned
      ? {
          owner: to,
          transfer: null,
          // ESC-1: the warning is the owner's; whoever is new has not had it.
          activeWork: { ...ticket.activeWork, warned: false },
        }
      : {}),
    ...(watched && ticket.watch
      ? // LD-4: what the one before missed is not the next one's.
        { watch: { ...ticket.watch, lead: to, since: at, promptedAt: null, checkedAt: null, missed: 0 } }
      : {}),
  }),
  offerLapsed: () => ({ transfer: null }),
};

const thread: Destination = { to: 'thread' };

export const handoverTelling: Telling<HandoverPayloads> = {
  handedOver: ({ payload: { owned } }, before) => [
    ...(owned ? offerShown(before) : []),
    // Many change hands at once: whatever else waits for the channel comes first.
    { kind: 'handedOver', destination: thread, urgency: 'digest', surface: null },
  ],
  offerLapsed: (_, before) => [
    ...offerShown(before),
    { kind: 'offerLapsed', destination: thread, urgency: 'normal', surface: null },
  ],
};

export const handoverWords: Words<HandoverPayloads> = {
  handedOver: ({ payload: { from, to, shift, owned, watched } }) =>
    `${what(owned, watched)} passed from <@${from}> to <@${to}>, who acknowledged the handoff record of SHIFT-${shift}.`,
  offerLapsed: ({ payload: { to, shift } }) =>
    `The offer to <@${to}> ended: they had handed over their shift (SHIFT-${shift}).`,
};

function what(owned: boolean, watched: boolean): string {
  if (owned && watched) return 'It, and the lead’s watch over it,';
  return owned ? 'It' : 'The lead’s watch over it';
}

/** A pending offer loses its buttons. */
function offerShown({ transfer }: TicketState): readonly TicketNotice[] {
  return transfer
    ? [
        {
          kind: 'transferOffered',
          destination: thread,
          urgency: 'normal',
          surface: `transfer:${transfer.seq}`,
        },
      ]
    : [];
}
