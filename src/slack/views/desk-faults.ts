import type { AuditFinding } from '../../sop/desk-faults.ts';
import type { Message } from '../answer.ts';
import { type Line, lines } from './rich-text.ts';

/** To the leads: nothing reminds of this record until its clocks can be read again. */
export function buildClocksSetAside({ stream, fault }: { stream: string; fault: string }): Message {
  const name = nameOf(stream);
  return {
    text: `Handrail cannot read the clocks of ${name} (${fault}).`,
    blocks: [
      lines(
        [{ bold: `Handrail cannot read the clocks of ${name}. ` }, 'All others go on.'],
        [
          'Until this is repaired nobody is warned or reminded about it, so please keep an eye on it. ',
          `The log holds the cause under ${fault}. Handrail tries again each minute.`,
        ],
      ),
    ],
  };
}

export function buildClocksGoOn({ stream }: { stream: string }): Message {
  const text = `The clocks of ${nameOf(stream)} go on. What was owed meanwhile has been told.`;
  return { text, blocks: [lines([text])] };
}

/** To the leads: what was to be told and what was do not agree. */
export function buildAuditFound({
  fault,
  findings,
  more,
}: {
  fault: string;
  findings: readonly AuditFinding[];
  more: number;
}): Message {
  return {
    text: `Handrail looked through what it has told, and something is not as it should be (${fault}).`,
    blocks: [
      lines(
        [{ bold: 'Handrail looked through what it has told, and something is not as it should be.' }],
        ...findings.map((finding): Line => ['• ', ...wordsOf(finding)]),
        ...(more > 0 ? [[`… and ${more} more.`] satisfies Line] : []),
        [
          // Of what cannot be read nobody may promise that.
          ...(findings.some(({ kind }) => kind === 'unreadable')
            ? []
            : ['The record itself is complete: /ticket show has it. ']),
          `The log has the details under ${fault}.`,
        ],
      ),
    ],
  };
}

/** The desk's own record owes by the clock what its plan of shifts says. */
function nameOf(stream: string): string {
  return stream === 'desk' ? 'the plan of shifts' : stream;
}

function wordsOf({ kind, stream, channelId }: AuditFinding): Line {
  const about = stream === null || stream === 'desk' ? 'The desk' : stream;
  const where: Line =
    channelId === null
      ? []
      : channelId.startsWith('C')
        ? [' in ', { channel: channelId }]
        : [' in a direct message'];
  switch (kind) {
    case 'unwritten':
      return [`${about}: something that happened was never told.`];
    case 'neverPosted':
      return [`${about}: a message counts as sent, but Slack never had it`, ...where, '.'];
    case 'removed':
      return [`${about}: a message was deleted`, ...where, '.'];
    case 'doubled':
      return [`${about}: a message stands more than once`, ...where, '.'];
    case 'overdue':
      return ['Messages have waited for more than ten minutes', ...where, '.'];
    case 'givenUp':
      return [`${about}: a message could not be sent`, ...where, '.'];
    case 'unreadable':
      return [`${about}: what is kept of it cannot be read. Please keep an eye on it.`];
    case 'unarmed':
      return [`${about}: the clock had lost sight of it. What was owed is told now.`];
    case 'unseen':
      return ['Handrail lacks the permission to look whether all of its messages stand', ...where, '.'];
  }
}
