import type { KnownBlock, ModalView } from '@slack/types';
import { actions } from '../ids.ts';
import { limits } from '../limits.ts';
import { type ButtonSpec, buttons, readingView } from './elements.ts';
import { lines } from './rich-text.ts';

/** Room for the line and the buttons that turn the pages, and for what Slack adds to a view. */
const blocksPerPage = limits.viewBlocks - 4;
const bytesPerPage = limits.viewBytes * 0.6;

/** What is turned: `show` or `why` of a ticket. */
export type Paged = { what: 'show' | 'why'; ticket: number };

/** One page of a long text, with buttons to the others. `page` counts from 1; beyond the end it is the last. */
export function buildPage(
  title: string,
  paged: Paged,
  blocks: readonly KnownBlock[],
  page: number,
): ModalView {
  const pages = paginate(blocks);
  const current = Math.min(Math.max(page, 1), pages.length);
  const shown = pages[current - 1] ?? [];
  if (pages.length === 1) return readingView(title, shown);
  const turn = (label: string, to: number): ButtonSpec => ({
    label,
    action: actions.page,
    about: `${paged.what}:${paged.ticket}:${to}`,
  });
  const turns = [
    ...(current > 1 ? [turn('Previous page', current - 1)] : []),
    ...(current < pages.length ? [turn('Next page', current + 1)] : []),
  ];
  return readingView(title, [...shown, lines([`Page ${current} of ${pages.length}`]), buttons(...turns)]);
}

export function paginate(blocks: readonly KnownBlock[]): readonly (readonly KnownBlock[])[] {
  const pages: KnownBlock[][] = [[]];
  let bytes = 0;
  for (const block of blocks) {
    const size = Buffer.byteLength(JSON.stringify(block));
    const page = pages.at(-1) ?? [];
    if (page.length > 0 && (page.length >= blocksPerPage || bytes + size > bytesPerPage)) {
      pages.push([block]);
      bytes = size;
    } else {
      page.push(block);
      bytes += size;
    }
  }
  return pages;
}
