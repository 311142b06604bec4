import type { KnownBlock, ModalView } from '@slack/types';
import type { DocumentCurrency } from '../../sop/documents.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import { inWords } from '../../sop/wall-clock.ts';
import { actionId, actions } from '../ids.ts';
import { clip } from '../limits.ts';
import { buttons, divider, readingView } from './elements.ts';
import { paginate, turns } from './pages.ts';
import { type Line, lines } from './rich-text.ts';

/** What the button that confirms carries back: the document, and the version that was looked at. */
export type ConfirmValue = { id: string; version: string };

/** `/ops documents`: every governing document, its version, and until when it counts as current (DOC-1, DOC-2). */
export function buildDocuments(currency: readonly DocumentCurrency[], pack: Pack, page: number): ModalView {
  const pages = pagesOf(currency, pack);
  const current = Math.min(Math.max(page, 1), pages.length);
  return readingView('Documents', [
    ...(pages[current - 1] ?? []),
    ...turns(current, pages.length, actions.documents, 'page'),
  ]);
}

/** The page a document stands on, from 1. */
export function pageOf(currency: readonly DocumentCurrency[], pack: Pack, id: string): number {
  const name = actionId(actions.confirmDocument, id);
  const found = pagesOf(currency, pack).findIndex((blocks) =>
    JSON.stringify(blocks).includes(JSON.stringify(name)),
  );
  return Math.max(found, 0) + 1;
}

function pagesOf(currency: readonly DocumentCurrency[], pack: Pack): readonly (readonly KnownBlock[])[] {
  const stale = currency.filter((one) => one.stale).length;
  const blocks = currency.flatMap((document): KnownBlock[] => [
    divider,
    lines(...documentLines(document, pack)),
    buttons({
      label: 'Confirm',
      action: actions.confirmDocument,
      about: document.id,
      value: JSON.stringify({ id: document.id, version: document.version } satisfies ConfirmValue),
      primary: document.stale !== null,
    }),
  ]);
  return paginate([
    lines(
      [
        {
          bold:
            stale === 0
              ? 'Every document is confirmed as current.'
              : `${stale} of ${currency.length} are not confirmed as current.`,
        },
      ],
      [`A confirmation is good for ${inWords(pack.limits.documentCurrency)}, for that version (DOC-2).`],
    ),
    ...blocks,
  ]);
}

function documentLines(document: DocumentCurrency, pack: Pack): readonly Line[] {
  const { id, title, relationship, owner, version, lastConfirmed, confirmedAt, confirmedBy, stale } =
    document;
  return [
    [{ bold: `${id} ` }, title, ` · version ${clip(version, 100)}`],
    [clip(relationship, 500)],
    [{ bold: 'Owner: ' }, owner],
    [
      { bold: stale ? 'Not confirmed as current: ' : 'Confirmed: ' },
      ...(stale === 'newVersion' ? ['this version was never confirmed here'] : []),
      ...(stale === 'old' && !confirmedAt ? [`the SOP pack’s date, ${lastConfirmed}, is yet to come`] : []),
      ...(confirmedAt
        ? [
            ...(stale ? ['last on '] : []),
            { time: confirmedAt, zone: pack.timeZone },
            ...(confirmedBy ? [' by ', { person: confirmedBy }] : [' (SOP pack)']),
          ]
        : []),
    ],
  ];
}
