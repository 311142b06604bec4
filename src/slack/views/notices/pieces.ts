import type { KnownBlock } from '@slack/types';
import type { Message } from '../../answer.ts';
import { limits } from '../../limits.ts';
import { lines } from '../rich-text.ts';

/** Blocks in as few messages as Slack's limits allow, in order; a continued one says so. */
export function messagesOf(text: string, blocks: readonly KnownBlock[]): readonly Message[] {
  const groups: KnownBlock[][] = [[]];
  let length = 0;
  for (const block of blocks) {
    const size = textLength(block);
    const group = groups.at(-1) ?? [];
    if (
      group.length > 0 &&
      (group.length >= limits.messageBlocks - 2 || length + size > limits.messageText)
    ) {
      groups.push([block]);
      length = size;
    } else {
      group.push(block);
      length += size;
    }
  }
  if (groups.length === 1) return [{ text, blocks: groups[0] ?? [] }];
  return groups.map((group, index) => {
    const part = `part ${index + 1} of ${groups.length}`;
    return { text: `${text} (${part})`, blocks: [lines([`${part}`]), ...group] };
  });
}

/** All the text in a block, as Slack counts it for the limit of a message. */
function textLength(block: unknown): number {
  if (Array.isArray(block)) return block.reduce((sum: number, one) => sum + textLength(one), 0);
  if (typeof block !== 'object' || block === null) return 0;
  return Object.entries(block).reduce(
    (sum, [key, value]) =>
      sum +
      (typeof value === 'string' && (key === 'text' || key === 'url') ? value.length : textLength(value)),
    0,
  );
}
