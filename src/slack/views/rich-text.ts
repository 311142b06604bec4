import type { RichTextBlock, RichTextElement, RichTextQuote } from '@slack/types';
import type { UserId } from '../../sop/actor.ts';
import { asWritten, fromWritten } from '../../sop/as-written.ts';
import { epoch, type Instant } from '../../sop/instant.ts';
import { wallClock } from '../../sop/wall-clock.ts';
import { limits, pieces } from '../limits.ts';

/**
 * A piece of a line. Everything is shown as it is: no markup in it is ever read as a mention, a link or formatting,
 * so what customers and agents wrote needs no escaping.
 */
export type Part =
  | string
  | { bold: string }
  | { person: UserId }
  | { channel: string }
  | { time: Instant; zone: string }
  | { link: string; words: string };
export type Line = readonly Part[];

/** Lines of text as one block. */
export function lines(...of: readonly Line[]): RichTextBlock {
  const elements = of.flatMap((line, index): RichTextElement[] => [
    ...(index === 0 ? [] : [element('\n')]),
    ...line.map(element),
  ]);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** What somebody wrote, word for word, as quoted blocks each within Slack's limit for one text. */
export function quotes(text: string): readonly RichTextBlock[] {
  return pieces(text, limits.text).map((piece) => ({
    type: 'rich_text',
    elements: [
      { type: 'rich_text_quote', elements: [{ type: 'text', text: piece }] } satisfies RichTextQuote,
    ],
  }));
}

/** A sentence of ours in which people stand as `<@U…>`, and what others wrote `asWritten`. */
export function sentence(text: string): Line {
  return text.split(/(<@[A-Z0-9]+>)/).flatMap((part): Part[] => {
    const person = /^<@([A-Z0-9]+)>$/.exec(part)?.[1];
    if (person) return [{ person }];
    return part ? [fromWritten(part)] : [];
  });
}

/** The same sentence as Slack's markup, for the line that notifications and screen readers get. */
export function sentenceMarkup(text: string): string {
  return sentence(text)
    .map((part) => {
      if (typeof part === 'string') return asWritten(part);
      return 'person' in part ? `<@${part.person}>` : '';
    })
    .join('');
}

function element(part: Part): RichTextElement {
  if (typeof part === 'string') return { type: 'text', text: part };
  if ('bold' in part) return { type: 'text', text: part.bold, style: { bold: true } };
  if ('person' in part) return { type: 'user', user_id: part.person };
  if ('channel' in part) return { type: 'channel', channel_id: part.channel };
  if ('link' in part) return { type: 'link', url: part.link, text: part.words };
  return {
    type: 'date',
    timestamp: Math.floor(epoch(part.time) / 1000),
    format: '{date_short_pretty} {time}',
    fallback: wallClock(part.time, part.zone),
  };
}
