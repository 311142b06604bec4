import type { KnownBlock, ModalView } from '@slack/types';
import type { RegisterPage } from '../../desk/read-exception.ts';
import { type RegisterFilter, registerFilters } from '../../sop/exception/state.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import { actions } from '../ids.ts';
import { clip } from '../limits.ts';
import { buttons, divider, readingView } from './elements.ts';
import { exceptionButtons, exceptionLines, exceptionName, showButton } from './exception-lines.ts';
import { turns } from './pages.ts';
import { lines } from './rich-text.ts';

/** The most entries that one page shows, within Slack's 100 blocks a view. */
export const entriesPerPage = 15;

const filterWords: Readonly<Record<RegisterFilter, string>> = {
  all: 'All',
  drafts: 'Drafts',
  flagged: 'Flagged',
  disputed: 'Disputed',
};

/** `/ops exceptions`: the register, newest first, a page at a time (EX-4). */
export function buildRegister(
  { filter, page, pages, total, exceptions }: RegisterPage,
  pack: Pack,
): ModalView {
  return readingView('Exception Register', [
    lines([{ bold: `${filterWords[filter]}: ${total}` }]),
    buttons(
      ...registerFilters.map((one) => ({
        label: filterWords[one],
        action: actions.register,
        // Told apart from the button that turns back to the first page.
        about: `${one}:first`,
        primary: one === filter,
      })),
    ),
    ...exceptions.flatMap((exception): KnownBlock[] => {
      const { number, statement, restricted } = exception;
      return [
        divider,
        lines(
          [{ bold: exceptionName(exception) }],
          ...exceptionLines(exception, pack),
          // SEC-2: behind Show, for those who may read it.
          ...(statement && !restricted ? [[{ bold: 'Done: ' }, clip(statement.done, 300)]] : []),
        ),
        buttons(showButton(number), ...exceptionButtons(exception)),
      ];
    }),
    ...turns(page, pages, actions.register, filter),
  ]);
}
