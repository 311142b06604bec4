import type { KnownBlock } from '@slack/types';
import type { Pack } from '../../../sop/pack/schema.ts';
import type { Recorded } from '../../../sop/recorded.ts';
import { slaClockWords } from '../../../sop/sla-clock.ts';
import { categoryWords } from '../../../sop/ticket/acknowledgement-text.ts';
import type { TicketEvent, TicketEventOf } from '../../../sop/ticket/events.ts';
import { updateDueAt } from '../../../sop/ticket/oversight/obligations.ts';
import { missedUntilTold, type oversightNoticeKinds } from '../../../sop/ticket/oversight/record.ts';
import { activeWatch, isAnswered } from '../../../sop/ticket/oversight/watch.ts';
import type { TicketState } from '../../../sop/ticket/state.ts';
import type { Message } from '../../answer.ts';
import { buttons } from '../elements.ts';
import { clockNames } from '../forms/oversight.ts';
import { checkInButton, closingNoteButton, sendUpdateButton } from '../oversight-lines.ts';
import { type Line, lines, quotes } from '../rich-text.ts';
import { clockLine, priorityWords, statusWords } from '../ticket-lines.ts';
import { type NoticeView, telling } from './notice.ts';
import { messagesOf } from './pieces.ts';

/** The views of what is told of a lead's oversight. */
export const oversightViews: Record<(typeof oversightNoticeKinds)[number], NoticeView> = {
  priorityOverridden: telling(['priorityOverridden'], (event, { file: { ticket }, pack }) =>
    messagesOf(`T-${ticket.number} is ${event.payload.to} now.`, overrideBlocks(event, ticket, pack)),
  ),
  slaOverridden: telling(['slaOverridden'], ({ actor, payload }, { file: { ticket }, pack }) => [
    {
      text: `T-${ticket.number}: a clock was set.`,
      blocks: [
        lines([
          { bold: 'SLA override (AU-4): ' },
          { person: actor ?? '' },
          ` set the ${slaClockWords[payload.clock]} clock of T-${ticket.number} to be due `,
          { time: payload.targets.dueAt, zone: pack.timeZone },
          ', because:',
        ]),
        ...quotes(payload.reason),
      ],
    },
  ]),
  p1Started: telling(['p1Started'], (event, { file: { ticket }, pack }) =>
    messagesOf(
      `T-${ticket.number}: the P1 Communication Protocol started.`,
      startBlocks(event, ticket, pack),
    ),
  ),
  p1StartedForManagers: telling(['p1Started'], (event, { file: { ticket, events }, pack }) => {
    const override = overrideBefore(events, event);
    return messagesOf(`T-${ticket.number}: the P1 Communication Protocol started.`, [
      ...(override ? overrideBlocks(override, ticket, pack) : []),
      ...startBlocks(event, ticket, pack),
    ]);
  }),
  p1StartedForStakeholders: telling(['p1Started'], (_, { file: { ticket }, pack }) =>
    forStakeholders(ticket, pack, `T-${ticket.number} is critical (P1)`, null),
  ),
  p1UpdateOwed: telling(
    ['p1UpdatePrompted', 'p1UpdateMissed'],
    (event, { file: { ticket, events }, pack }) => {
      if (!ticket.p1 || ticket.status === 'closed' || isUpdatedSince(events, event)) return [];
      const due = { time: event.payload.dueAt, zone: pack.timeZone };
      const missed = event.type === 'p1UpdateMissed';
      return [
        {
          text: `T-${ticket.number}: an update of the stakeholders ${missed ? 'was missed' : 'is owed soon'}.`,
          blocks: [
            lines([
              { bold: `T-${ticket.number}: update ${missed ? 'missed' : 'owed'} (PCD00011). ` },
              missed ? 'The stakeholders were to hear of it by ' : 'The stakeholders are to hear of it by ',
              due,
              '.',
            ]),
            buttons(sendUpdateButton(ticket)),
          ],
        },
      ];
    },
  ),
  p1Updated: telling(['p1Updated'], ({ actor, payload }, { file: { ticket }, pack }) => [
    {
      text: `T-${ticket.number}: the stakeholders were updated.`,
      blocks: [
        lines([{ bold: 'Stakeholders updated' }, ' by ', { person: actor ?? '' }, ':']),
        ...quotes(payload.text),
        ...linesIfAny(nextUpdateLine(ticket, pack)),
      ],
    },
  ]),
  p1UpdatedForStakeholders: telling(['p1Updated'], ({ payload }, { file: { ticket }, pack }) =>
    forStakeholders(ticket, pack, `T-${ticket.number} (P1): update`, payload.text),
  ),
  p1ClosingOwed: telling(['p1ClosingOwed'], (_, { file: { ticket } }) => {
    if (!ticket.p1 || ticket.status !== 'closed') return [];
    return [
      {
        text: `T-${ticket.number}: the closing note is owed.`,
        blocks: [
          lines([
            { bold: `T-${ticket.number}: closing note owed (PCD00011). ` },
            'It is closed, and its stakeholders wait to hear how it ended.',
          ]),
          buttons(closingNoteButton(ticket)),
        ],
      },
    ];
  }),
  p1Ended: telling(['p1Ended'], ({ actor, payload }, { file: { ticket } }) => [
    {
      text: `T-${ticket.number}: the P1 Communication Protocol ended.`,
      blocks: [
        lines([
          { bold: 'The P1 Communication Protocol (PCD00011) ended' },
          ...(payload.cause === 'downgraded'
            ? [`: T-${ticket.number} is no longer P1. The stakeholders are told.`]
            : [' with the closing note of ', { person: actor ?? '' }, ':']),
        ]),
        ...(payload.note ? quotes(payload.note) : []),
      ],
    },
  ]),
  p1EndedForStakeholders: telling(['p1Ended'], ({ payload }, { file: { ticket }, pack }) =>
    forStakeholders(
      ticket,
      pack,
      payload.cause === 'downgraded'
        ? `T-${ticket.number} is no longer critical (P1): no more updates follow`
        : `T-${ticket.number} (P1): closing note`,
      payload.note,
    ),
  ),
  checkPrompt: telling(['checkPrompted'], (event, { file: { ticket }, pack }) => {
    const watch = activeWatch(ticket);
    // Answered before it could be sent, or the watch is over.
    if (watch?.promptedAt !== event.at || isAnswered(watch)) return [];
    const { missed } = event.payload;
    return [
      {
        text: `T-${ticket.number}: please look in.`,
        blocks: [
          lines(
            [
              { bold: `T-${ticket.number}: please look in (LD-4). ` },
              ticket.security ? 'It is in your hands.' : ticket.title,
              ` · ${priorityWords(ticket, pack)} · ${statusWords[ticket.status]}`,
            ],
            ...(missed > 0
              ? [
                  [
                    { bold: missed === 1 ? 'The last prompt' : `The last ${missed} prompts` },
                    ' went unanswered.',
                  ] satisfies Line,
                ]
              : []),
          ),
          buttons({ ...checkInButton(ticket), primary: true }),
        ],
      },
    ];
  }),
  checksMissed: telling(['checkPrompted'], ({ payload }, { file: { ticket } }) => {
    const watch = activeWatch(ticket);
    return [
      {
        text: `T-${ticket.number}: its lead missed ${payload.missed} checks.`,
        blocks: [
          lines([
            { bold: `T-${ticket.number}: ${missedUntilTold} checks missed (LD-4). ` },
            ...(watch ? [{ person: watch.lead }, ' was prompted to look in and did not answer.'] : []),
          ]),
        ],
      },
    ];
  }),
  checkedIn: telling(['checkedIn'], ({ actor, payload }, { file: { ticket } }) => [
    {
      text: `T-${ticket.number}: its lead looked in.`,
      blocks: [
        lines([{ bold: 'Checked in' }, ' (LD-4): ', { person: actor ?? '' }]),
        ...quotes(payload.words),
      ],
    },
  ]),
};

function overrideBlocks(
  { actor, payload }: Recorded<TicketEventOf<'priorityOverridden'>>,
  ticket: TicketState,
  pack: Pack,
) {
  const { from, to, criterion, impact, displaced } = payload;
  const words = pack.priorityCriteria.find(({ code }) => code === criterion)?.words ?? criterion;
  const clocks = (Object.keys(payload.clocks) as (keyof TicketState['clocks'])[]).filter(
    (kind) => payload.clocks[kind],
  );
  return [
    lines(
      [
        { bold: `Priority overridden (LD-2): T-${ticket.number} is ${to}, it was ${from}. ` },
        'By ',
        { person: actor ?? '' },
        '.',
      ],
      [{ bold: 'Criterion: ' }, words],
      ...(displaced.length > 0
        ? [[{ bold: 'Goes before: ' }, displacedWords(displaced)] satisfies Line]
        : []),
      ...clocks.map((kind) => clockLine(clockNames[kind], ticket.clocks[kind], pack.timeZone)),
    ),
    ...(impact ? [lines([{ bold: 'Business impact' }]), ...quotes(impact)] : []),
  ];
}

function displacedWords(displaced: readonly number[]): string {
  const first = displaced.slice(0, 10).map((number) => `T-${number}`);
  const rest = displaced.length - first.length;
  return `${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function startBlocks(
  { payload }: Recorded<TicketEventOf<'p1Started'>>,
  ticket: TicketState,
  pack: Pack,
): readonly KnownBlock[] {
  const cause =
    payload.cause === 'override' ? 'it was overridden to P1' : 'a P1 was escalated to a Team Lead';
  return [
    lines(
      [
        { bold: `T-${ticket.number}: the P1 Communication Protocol (PCD00011) started` },
        `, because ${cause}. The stakeholders are told.`,
      ],
      ...nextUpdateLine(ticket, pack),
    ),
    ...(updateDueAt(ticket, pack) ? [buttons(sendUpdateButton(ticket))] : []),
  ];
}

/** The override that started the protocol in the same decision. */
function overrideBefore(
  events: readonly Recorded<TicketEvent>[],
  started: Recorded<TicketEventOf<'p1Started'>>,
): Recorded<TicketEventOf<'priorityOverridden'>> | null {
  const before = events.find(({ seq }) => seq === started.seq - 1);
  return before?.type === 'priorityOverridden' ? before : null;
}

function isUpdatedSince(events: readonly Recorded<TicketEvent>[], { seq }: Recorded<TicketEvent>): boolean {
  return events.some((event) => event.seq > seq && event.type === 'p1Updated');
}

/** What is told outside the desk's own channels: no customer, no title, no description (PCD00011). */
function forStakeholders(
  ticket: TicketState,
  pack: Pack,
  heading: string,
  words: string | null,
): readonly Message[] {
  if (ticket.security) return [];
  const { classification } = ticket;
  return messagesOf(`${heading}.`, [
    lines(
      [{ bold: `${heading}.` }],
      [
        { bold: 'Category: ' },
        classification
          ? `${classification.category}, ${categoryWords(pack, classification)}`
          : 'not classified yet',
        { bold: ' · Status: ' },
        statusWords[ticket.status],
      ],
    ),
    ...(words ? quotes(words) : []),
    ...linesIfAny(nextUpdateLine(ticket, pack)),
  ]);
}

function nextUpdateLine(ticket: TicketState, pack: Pack): readonly Line[] {
  const time = updateDueAt(ticket, pack);
  return time ? [[{ bold: 'Next update by ' }, { time, zone: pack.timeZone }]] : [];
}

function linesIfAny(of: readonly Line[]) {
  return of.length > 0 ? [lines(...of)] : [];
}
