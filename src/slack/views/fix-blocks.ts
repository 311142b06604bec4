import type { RichTextBlock } from '@slack/types';
import type { Fix } from '../../sop/ticket/ladder.ts';
import { type Line, lines } from './rich-text.ts';

/** So that a block with the longest steps still fits one message. */
const stepsPerBlock = 8;

/** What a fix consists of: its steps in order, its warnings, and what cannot be undone. */
export function fixBlocks({ steps, warnings, irreversible }: Fix): readonly RichTextBlock[] {
  const numbered = steps.map((step, index): Line => [`${index + 1}. ${step}`]);
  return [
    ...groupsOf(numbered).map((group, index) =>
      lines(...(index === 0 ? [[{ bold: 'Steps' }] satisfies Line] : []), ...group),
    ),
    ...(warnings.length > 0
      ? [lines([{ bold: 'Mind' }], ...warnings.map((warning): Line => [`• ${warning}`]))]
      : []),
    ...(irreversible ? [lines([{ bold: 'Cannot be undone: ' }, irreversible])] : []),
  ];
}

function groupsOf(all: readonly Line[]): readonly (readonly Line[])[] {
  return Array.from({ length: Math.ceil(all.length / stepsPerBlock) }, (_, index) =>
    all.slice(index * stepsPerBlock, (index + 1) * stepsPerBlock),
  );
}
