import type { ActionsBlock, KnownBlock, RichTextBlock } from '@slack/types';
import type { TicketFile } from '../../desk/read-ticket.ts';
import { roleName } from '../../sop/authority.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import { applicableStandardFixes } from '../../sop/playbook.ts';
import type { Recorded } from '../../sop/recorded.ts';
import type { Attachment, SourceMessage, TicketEvent } from '../../sop/ticket/events.ts';
import { stepWords } from '../../sop/ticket/next-step.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import { actions } from '../ids.ts';
import { limits, pieces } from '../limits.ts';
import { buttons, divider, header } from './elements.ts';
import { oversightLines } from './oversight-lines.ts';
import { type Line, lines, type Part, quotes, sentence } from './rich-text.ts';
import { scopeLines } from './scope-lines.ts';
import { handsBlocks } from './ticket-hands.ts';
import { classificationLine, clockLines, ownerLine, priorityWords, statusWords } from './ticket-lines.ts';
import { recordBlocks } from './ticket-record.ts';

/** `/ticket show`: everything a colleague needs to take over, on one page (or as many as it takes). */
export function buildTicketPage(file: TicketFile, pack: Pack): readonly KnownBlock[] {
  const { ticket, opened, events } = file;
  const zone = pack.timeZone;
  const step = stepWords(ticket, pack);
  const { classification } = ticket;
  const fixes = classification ? applicableStandardFixes(pack, classification.symptom) : [];
  return [
    header(`T-${ticket.number} · ${ticket.title}`),
    lines(
      [{ bold: statusWords[ticket.status] }, ` · ${priorityWords(ticket, pack)}`],
      [
        { bold: 'Account: ' },
        ...pieces([ticket.customerAccount, ...ticket.linkedAccounts].join(', '), limits.text),
      ],
      [...ownerLine(ticket), { bold: ' · Tier: ' }, roleName(ticket.tier)],
      classificationLine(ticket, pack),
      ...classifiedLines(ticket, zone),
      ...clockLines(ticket, zone),
      ...scopeLines(ticket, pack),
      ...oversightLines(ticket, pack),
      [{ bold: 'Opened: ' }, { time: ticket.openedAt, zone }, ...originWords(opened)],
      ...(step ? [[{ bold: `Next (${step.clause}): ` }, ...sentence(step.words)]] : []),
    ),
    ...descriptionBlocks(opened.payload),
    ...(fixes.length > 0
      ? [
          divider,
          lines(
            [{ bold: 'Standard Fixes for this symptom, in order' }],
            ...fixes.map(({ id, title }): Line => [`${id} ${title}`]),
          ),
        ]
      : []),
    ...handsBlocks(file, pack),
    ...recordBlocks(file, pack),
    ...noteBlocks(events, zone),
  ];
}

/** AU-5: for the manager's page alone. */
export function buildExecutiveButton(ticket: number): ActionsBlock {
  return buttons({ label: 'Escalate to executives', action: actions.executive, about: ticket });
}

/** T1-3: who classified it, when, and under which matrix. */
function classifiedLines({ classification }: TicketState, zone: string): readonly Line[] {
  if (!classification) return [];
  const { by, at, matrixVersion } = classification;
  return [
    [
      { bold: 'Classified: ' },
      { person: by },
      ' · ',
      { time: at, zone },
      ` · matrix version ${matrixVersion}`,
    ],
  ];
}

/** The whole description and every attachment, as the customer gave them. */
export function descriptionBlocks(opened: {
  description: string;
  attachments: readonly Attachment[];
}): readonly RichTextBlock[] {
  return [
    lines([{ bold: 'Description' }]),
    ...quotes(opened.description),
    ...attachmentBlocks(opened.attachments),
  ];
}

/** So that a block with the longest names and addresses still fits one message. */
const attachmentsPerBlock = 5;

function attachmentBlocks(attachments: readonly Attachment[]): readonly RichTextBlock[] {
  if (attachments.length === 0) return [lines([{ bold: 'Attachments: ' }, 'none'])];
  const heading = attachments.length === 1 ? 'One attachment' : `${attachments.length} attachments`;
  const groups = Array.from({ length: Math.ceil(attachments.length / attachmentsPerBlock) }, (_, index) =>
    attachments.slice(index * attachmentsPerBlock, (index + 1) * attachmentsPerBlock),
  );
  return groups.map((group, index) =>
    lines(
      ...(index === 0 ? [[{ bold: heading }]] : []),
      ...group.map(({ name, url }): Line => ['• ', { link: url, words: name }]),
    ),
  );
}

/** A link to the message where there is one. */
export function messagePart({ permalink }: SourceMessage): Part {
  return permalink ? { link: permalink, words: 'a message' } : 'a message';
}

function originWords({ actor, payload }: TicketFile['opened']): Line {
  const by: Line = actor ? [' by ', { person: actor }] : [' by the intake endpoint'];
  const { message, splitFrom } = payload;
  if (splitFrom !== undefined) return [...by, `, as a part of T-${splitFrom}`];
  if (!message) return by;
  return [...by, ', from ', messagePart(message), ` of ${message.author}`];
}

function noteBlocks(events: readonly Recorded<TicketEvent>[], zone: string): readonly KnownBlock[] {
  const notes = events.flatMap((event) => (event.type === 'noteAdded' ? [event] : []));
  if (notes.length === 0) return [];
  return [
    divider,
    ...notes.flatMap(({ actor, at, payload }) => [
      lines([{ bold: 'Note' }, ' of ', actor ? { person: actor } : 'the desk', ', ', { time: at, zone }]),
      ...quotes(payload.text),
    ]),
  ];
}
