import type { KnownBlock } from '@slack/types';
import type { TicketFile } from '../../desk/read-ticket.ts';
import { somebodyOf } from '../../sop/authority.ts';
import { triggers } from '../../sop/escalation/index.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { Recorded } from '../../sop/recorded.ts';
import { pathwayOf } from '../../sop/ticket/commands/investigate.ts';
import { pendingEscalation } from '../../sop/ticket/escalation/pending.ts';
import type { TicketEvent, TicketEventOf } from '../../sop/ticket/events.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import { clip } from '../limits.ts';
import { causeLines, eventAt } from './investigation-lines.ts';
import { fixName, outcomeWords, verificationLine } from './notices/fixes.ts';
import { type Line, lines, quotes } from './rich-text.ts';
import { classificationLine, priorityWords } from './ticket-lines.ts';

/** How much of the record one message shows of each kind, latest last; the form to accept shows all of it. */
const shown = { attempts: 24, findings: 12, finding: 300 };

/** Why it was escalated: the trigger, from where to where, by whom and since when, and the reason in their words. */
export function escalatedBlocks(
  { at, payload }: Recorded<TicketEventOf<'escalated'>>,
  ticket: Pick<TicketState, 'number'>,
  by: string | null,
  pack: Pack,
): readonly KnownBlock[] {
  const { trigger, to, reason } = payload;
  return [
    lines(
      [
        { bold: `Escalated (${trigger}): ` },
        `T-${ticket.number} goes to ${somebodyOf(to)}, since `,
        { time: at, zone: pack.timeZone },
        by ? ', by ' : ', by itself',
        ...(by ? [{ person: by }] : []),
        '.',
      ],
      [{ bold: 'Trigger: ' }, triggers[trigger].words],
    ),
    ...(reason ? quotes(reason) : []),
  ];
}

/** T2-1, LD-1: what was done so far, as far as one message holds it. */
export function doneBlocks(file: TicketFile, pack: Pack): readonly KnownBlock[] {
  const { ticket, events } = file;
  const { attempts, findings, finding } = shown;
  const left = ticket.fixes.length - attempts;
  const written = ticket.findings.slice(-findings);
  const investigated = ticket.findings.length > 0 || ticket.causes.root || ticket.causes.proximate;
  const pathway = pathwayOf(ticket, pack);
  return [
    lines(
      [{ bold: 'Priority: ' }, priorityWords(ticket, pack)],
      classificationLine(ticket, pack),
      ...(ticket.fixes.length === 0 ? [[{ bold: 'Fixes: ' }, 'none was tried'] satisfies Line] : []),
      ...(left > 0 ? [[`… ${left} earlier attempts are in the record.`] satisfies Line] : []),
      ...ticket.fixes
        .slice(-attempts)
        .flatMap((attempt): readonly Line[] => [
          [{ bold: `${fixName(pack, attempt.fix)}: ` }, attemptWords(attempt)],
          ...(attempt.status === 'resolved'
            ? verificationLine(pack, { ...attempt, outcome: 'resolved' })
            : []),
        ]),
    ),
    ...(investigated
      ? [
          lines(
            ...written.map(
              ({ point, seq }): Line => [
                { bold: `${pathway.find(({ id }) => id === point)?.question ?? point} ` },
                clip(eventAt(events, seq, 'findingRecorded').payload.text, finding),
              ],
            ),
            ...causeLines(file, pack).map(
              ([head, words]): Line => [head ?? '', typeof words === 'string' ? clip(words, finding) : ''],
            ),
          ),
        ]
      : []),
  ];
}

function attemptWords({ status, verification, fix }: TicketState['fixes'][number]): string {
  if (status === 'running') return 'under way';
  if (status === 'notApplicable') return 'not applicable';
  return outcomeWords({ fix, outcome: status, verification });
}

/** On the card: since when it was escalated, and by which trigger. */
export function escalationLine(ticket: TicketState, pack: Pack): readonly Line[] {
  const { escalation } = ticket;
  if (!escalation) return [];
  const { trigger, at, accepted } = escalation;
  const pending = pendingEscalation(ticket);
  return [
    [
      { bold: `Escalated (${trigger}): ` },
      `${triggers[trigger].words}, since `,
      { time: at, zone: pack.timeZone },
      ...(pending ? [` · waits for ${somebodyOf(pending.to)} to accept it`] : []),
      ...(accepted ? [' · accepted by ', { person: accepted.by }] : []),
    ],
  ];
}

/** What the record says of escalations: each, who accepted it, and what was passed on. */
export function escalationBlocks(
  event: Recorded<TicketEvent>,
  ticket: Pick<TicketState, 'number'>,
  pack: Pack,
): readonly KnownBlock[] {
  const when: Line = [', ', { time: event.at, zone: pack.timeZone }];
  const who = { person: event.actor ?? '' };
  switch (event.type) {
    case 'escalated':
      return escalatedBlocks(event, ticket, event.payload.automatic ? null : event.actor, pack);
    case 'escalationAccepted':
      return [lines([{ bold: 'Accepted' }, ' by ', who, ...when])];
    case 'escalationPassedOn':
      return [
        lines([
          { bold: 'Not accepted in time: ' },
          `it went on from ${somebodyOf(event.payload.from)} to ${somebodyOf(event.payload.to)}`,
          ...when,
        ]),
      ];
    case 'briefingRecorded':
      return [
        lines([
          { bold: 'Verbal handoff (T2-2): ' },
          event.payload.held ? 'held' : 'not possible',
          ', recorded by ',
          who,
          ...when,
        ]),
      ];
    default:
      return [];
  }
}
