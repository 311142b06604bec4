import type { ClauseId } from '../../sop/clauses.ts';
import { clauses } from '../../sop/clauses.ts';
import type { NoticeGivenUp } from '../../sop/desk-settings.ts';
import type { Message } from '../answer.ts';
import { type Line, lines } from './rich-text.ts';

/** Slack's codes, and ours, as a lead would say them. */
const reasons: Readonly<Record<string, string>> = {
  user_not_found: 'Slack knows that person no more',
  user_disabled: 'their Slack account is switched off',
  channel_not_found: 'they or the channel are gone',
  is_archived: 'the channel is archived',
  not_in_channel: 'Handrail is no longer a member there',
  messages_tab_disabled: 'this app may not write to people directly',
  missing_scope: 'this app lacks a permission for it',
  'message gone': 'what it belongs under is deleted again and again',
};

/**
 * To the leads, or the managers: something was not told and never will be. It says to whom and about which ticket, by
 * the clause, and nothing of what was written; of a restricted ticket (`clause` null) not even that.
 */
export function buildUndelivered(about: NoticeGivenUp, clause: ClauseId | null): Message {
  const { stream, beside, error, destination } = about;
  const subject = stream === 'desk' ? 'this desk' : [stream, ...beside].join(', ');
  const reason =
    reasons[error] ?? (error.startsWith('F-') ? `something broke here: ${error}` : `Slack says ${error}`);
  const standing = placeStanding(destination);
  return {
    text: standing
      ? `A message about ${subject} could not be taken back.`
      : `A message about ${subject} was not delivered.`,
    blocks: [
      lines(
        standing
          ? [
              { bold: `Not taken back: a message about ${subject} in ` },
              { channel: standing },
              ` (${reason}).`,
            ]
          : [
              { bold: `Not delivered: a message about ${subject} ` },
              ...whither(destination),
              ` (${reason}).`,
            ],
        ...(clause === null ? [] : [[{ bold: `${clause} ` }, clauses[clause]]]),
        [standing ? 'Please delete it by hand.' : nextStep(about)],
      ),
    ],
  };
}

function placeStanding(destination: string): string | null {
  return /^in:(.+)$/.exec(destination)?.[1] ?? null;
}

function whither(destination: string): Line {
  const person = personOf(destination);
  if (person) return [{ bold: 'to ' }, { person }];
  if (destination.startsWith('thread:')) return [{ bold: 'in its thread' }];
  if (destination === 'customer') return [{ bold: 'to the customer' }];
  if (destination === 'diagnostics') return [{ bold: 'to the diagnostics tool' }];
  return [{ bold: `in the ${destination.replace('channel:', '')} channel` }];
}

function nextStep({ stream, beside, destination }: NoticeGivenUp): string {
  if (beside.length > 0)
    return 'Please tell whoever has to know. /ticket show, with its number, has all of each.';
  const look = stream.startsWith('T-') ? ` /ticket show ${stream} has all of it.` : '';
  if (personOf(destination))
    return `Please tell them another way, or whoever stands in for them; who has left comes off with /ops roster remove.${look}`;
  return `Please tell whoever has to know.${look}`;
}

function personOf(destination: string): string | null {
  return /^person:(.+)$/.exec(destination)?.[1] ?? null;
}
