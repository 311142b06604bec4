import type { TicketFile } from '../../desk/read-ticket.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { Recorded } from '../../sop/recorded.ts';
import type { TicketEvent, TicketEventOf, TicketEventType } from '../../sop/ticket/events.ts';
import { clip, limits } from '../limits.ts';
import type { Line } from './rich-text.ts';

/** T2-4: where the diagnostic package is, or why it is not there. */
export function packageLines({ ticket, events }: TicketFile, pack: Pack): readonly Line[] {
  const head = { bold: 'Diagnostic package: ' };
  const { diagnostics } = ticket;
  if (!diagnostics) return [[head, 'not pulled yet (T2-4)']];
  if (diagnostics.status === 'requested') return [[head, 'the tool is putting it together']];
  if (diagnostics.status === 'failed') return [[head, 'the tool did not deliver it']];
  const recorded = eventAt(events, diagnostics.seq, 'diagnosticsRecorded');
  return [
    [
      head,
      'generated ',
      { time: recorded.payload.generatedAt, zone: pack.timeZone },
      recorded.actor ? ', recorded by ' : ', by the tool',
      ...(recorded.actor ? [{ person: recorded.actor }] : []),
    ],
    ...recorded.payload.links.map(({ part, url }): Line => ['• ', { link: url, words: part }]),
  ];
}

/** T2-5: what was found to have caused it. Two records. */
export function causeLines({ ticket, events }: TicketFile, pack: Pack): readonly Line[] {
  const { proximate, root } = ticket.causes;
  const near = proximate && eventAt(events, proximate.seq, 'causeRecorded').payload.text;
  return [
    [{ bold: 'Proximate cause: ' }, near ? clip(near, limits.text) : 'none on record'],
    [{ bold: 'Root cause: ' }, root ? rootCauseWords(pack, root.code) : closedWith(events, pack)],
  ];
}

/** T2-8: where nobody recorded it while investigating, it may have been named at closing. */
function closedWith(events: readonly Recorded<TicketEvent>[], pack: Pack): string {
  const closed = events.findLast((event) => event.type === 'closed');
  const code = closed?.type === 'closed' ? closed.payload.rootCause : null;
  return code ? `${rootCauseWords(pack, code)} (named at closing)` : 'none on record';
}

/** The framework's words for it; the code itself where a newer pack has dropped it. */
export function rootCauseWords(pack: Pack, code: string): string {
  return pack.playbook.rootCauses.find((cause) => cause.code === code)?.words ?? code;
}

/** The event of the record that a place in the state points to. */
export function eventAt<Type extends TicketEventType>(
  events: readonly Recorded<TicketEvent>[],
  seq: number,
  type: Type,
): Recorded<TicketEventOf<Type>> {
  const event = events.find((one) => one.seq === seq);
  if (event?.type !== type) throw new Error(`event ${seq} is not '${type}'`);
  return event as Recorded<TicketEventOf<Type>>;
}
