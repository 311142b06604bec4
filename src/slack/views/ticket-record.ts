import type { KnownBlock } from '@slack/types';
import type { TicketFile } from '../../desk/read-ticket.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { Recorded } from '../../sop/recorded.ts';
import { questionAt } from '../../sop/ticket/commands/investigate.ts';
import type { TicketEvent } from '../../sop/ticket/events.ts';
import { begunBy } from './begun-by.ts';
import { divider } from './elements.ts';
import { causeLines, packageLines, rootCauseWords } from './investigation-lines.ts';
import { closureLines } from './notices/closing.ts';
import { answeredBlocks, loggedBlocks } from './notices/exception.ts';
import { fixName, outcomeWords, verificationLine } from './notices/fixes.ts';
import { type Line, lines, quotes, sentence } from './rich-text.ts';
import { redirectLine } from './scope-lines.ts';

/** What was done to solve it, in the order it happened: fixes, investigation, exceptions, closing, each with who. */
export function recordBlocks(file: TicketFile, pack: Pack): readonly KnownBlock[] {
  const { ticket, events } = file;
  return [
    ...section(
      'Fixes',
      events.flatMap((event) => fixBlocksOf(event, file, pack)),
    ),
    ...(ticket.tier !== 'tier1' || ticket.diagnostics || ticket.findings.length > 0
      ? section('Investigation', [
          lines(...packageLines(file, pack), ...causeLines(file, pack)),
          ...events.flatMap((event) => investigationBlocks(event, pack)),
        ])
      : []),
    ...section(
      'Exceptions',
      events.flatMap((event) => exceptionBlocks(event)),
    ),
    ...section(
      'Closing',
      events.flatMap((event) => closingBlocks(event, pack)),
    ),
  ];
}

/** EX-3. */
function exceptionBlocks(event: Recorded<TicketEvent>): readonly KnownBlock[] {
  if (event.type === 'exceptionLogged') return loggedBlocks(event);
  return event.type === 'exceptionAnswered' ? answeredBlocks(event) : [];
}

export function section(title: string, blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  return blocks.length > 0 ? [divider, lines([{ bold: title }]), ...blocks] : [];
}

function fixBlocksOf(
  event: Recorded<TicketEvent>,
  { events }: TicketFile,
  pack: Pack,
): readonly KnownBlock[] {
  const told = (words: string, ...more: readonly Line[]) =>
    lines([{ bold: words }, ...whoAndWhen(event, pack)], ...more);
  switch (event.type) {
    case 'fixStarted': {
      const { fix, repeatReason } = event.payload;
      const { by, confirmedBy } = begunBy(events, event);
      const words = `${fixName(pack, fix)}: begun${repeatReason ? ' once more' : ''}`;
      return [
        lines([
          { bold: words },
          ...whoAndWhen({ ...event, actor: by }, pack),
          ...(confirmedBy ? [' · confirmed by ', { person: confirmedBy }] : []),
        ]),
        ...(repeatReason ? quotes(repeatReason) : []),
      ];
    }
    case 'fixSetAside':
      return [told(`${fixName(pack, event.payload.fix)}: not applicable`), ...quotes(event.payload.reason)];
    case 'fixResultRecorded': {
      const { fix, evidence } = event.payload;
      return [
        told(
          `${fixName(pack, fix)}: ${outcomeWords(event.payload)}`,
          ...verificationLine(pack, event.payload),
        ),
        ...(evidence ? quotes(evidence) : []),
      ];
    }
    case 'noTransactionStated':
      return [told(`${event.payload.fix}: no transaction is active for ${event.payload.account}`)];
    case 'confirmationRequested':
      return [told(`${event.payload.fix}: a second agent was asked`)];
    case 'confirmationGiven':
      return [told(`${event.payload.fix}: confirmed by the second agent`)];
    case 'confirmationDeclined':
      return [told(`${event.payload.fix}: declined by the second agent`), ...quotes(event.payload.reason)];
    case 'confirmationVoided':
      return [
        told(`${event.payload.fix}: the request was void when confirmed`),
        lines(sentence(event.payload.reason)),
      ];
    case 'confirmationExpired':
      return [told(`${event.payload.fix}: nobody confirmed it in time`)];
    default:
      return [];
  }
}

function investigationBlocks(event: Recorded<TicketEvent>, pack: Pack): readonly KnownBlock[] {
  switch (event.type) {
    case 'findingRecorded': {
      const { point, text } = event.payload;
      return [
        lines([{ bold: 'Finding: ' }, questionAt(point, pack), ...whoAndWhen(event, pack)]),
        ...quotes(text),
      ];
    }
    case 'causeRecorded': {
      const { kind, code, text } = event.payload;
      const words = kind === 'root' ? `Root cause: ${rootCauseWords(pack, code ?? '')}` : 'Proximate cause';
      return [lines([{ bold: words }, ...whoAndWhen(event, pack)]), ...(text ? quotes(text) : [])];
    }
    default:
      return [];
  }
}

function closingBlocks(event: Recorded<TicketEvent>, pack: Pack): readonly KnownBlock[] {
  switch (event.type) {
    case 'closed':
      return [
        lines([{ bold: 'Closed' }, ...whoAndWhen(event, pack)], ...closureLines(event, pack)),
        ...quotes(event.payload.summary),
      ];
    case 'redirected':
      return [
        lines(redirectLine(event.payload, pack), whoAndWhen(event, pack)),
        ...quotes(event.payload.note),
      ];
    case 'split':
      return [
        lines(
          [{ bold: `T-${event.payload.into} split off` }, ...whoAndWhen(event, pack)],
          redirectLine(event.payload, pack),
        ),
        ...quotes(event.payload.note),
      ];
    case 'reopened':
      return [lines([{ bold: 'Reopened' }, ...whoAndWhen(event, pack)]), ...quotes(event.payload.reason)];
    default:
      return [];
  }
}

export function whoAndWhen({ actor, at }: Recorded<TicketEvent>, pack: Pack): Line {
  return [...(actor ? [' · ', { person: actor }] : []), ' · ', { time: at, zone: pack.timeZone }];
}
