import type { Pack } from '../../sop/pack/schema.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import { clip } from '../limits.ts';
import type { Line } from './rich-text.ts';

/** SC-2: where a ticket was redirected, what was split off it, and what it is a part of. */
export function scopeLines({ closure, split }: TicketState, pack: Pack): readonly Line[] {
  return [
    ...(closure?.redirect ? [redirectLine(closure.redirect, pack)] : []),
    ...(split.from === null ? [] : [[{ bold: 'Part of: ' }, `T-${split.from}`] satisfies Line]),
    ...(split.into.length > 0
      ? [
          [
            { bold: 'Split off: ' },
            clip(split.into.map((number) => `T-${number}`).join(', '), 300),
          ] satisfies Line,
        ]
      : []),
  ];
}

/** The document that governs it now, and what was out of scope. */
export function redirectLine(redirect: { code: string; document: string }, pack: Pack): Line {
  const what = pack.outOfScope.find(({ code }) => code === redirect.code)?.words ?? redirect.code;
  return [{ bold: 'Redirected (SC-2): ' }, `${documentWords(redirect.document, pack)} · ${what}`];
}

function documentWords(id: string, pack: Pack): string {
  const title = pack.documents.find((document) => document.id === id)?.title;
  return title ? `${id} ${title}` : id;
}
