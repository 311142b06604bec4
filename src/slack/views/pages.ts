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
  const about = `${paged.what}:${paged.ticket}`;
  return readingView(title, [...shown, ...turns(current, pages.length, actions.page, about)]);
}

/** Where one is, and the buttons to the pages before and after; nothing where there is one page. */
export function turns(
  current: number,
  pages: number,
  action: ButtonSpec['action'],
  about: string,
): readonly KnownBlock[] {
  if (pages === 1) return [];
  const turn = (label: string, to: number): ButtonSpec => ({ label, action, about: `${about}:${to}` });
  return [
    lines([`Page ${current} of ${pages}`]),
    buttons(
      ...(current > 1 ? [turn('Previous page', current - 1)] : []),
      ...(current < pages ? [turn('Next page', current + 1)] : []),
    ),
  ];
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
