import type { Pack } from '../../../sop/pack/schema.ts';
import { findFix } from '../../../sop/ticket/ladder.ts';
import { begunBy } from '../begun-by.ts';
import { fixBlocks } from '../fix-blocks.ts';
import { type Line, lines, quotes } from '../rich-text.ts';
import { telling } from './notice.ts';
import { messagesOf } from './pieces.ts';

/** T1-6, T2-6: a fix is under way, with its steps where the agent works. */
export const buildFixStarted = telling(['fixStarted'], (event, { file: { ticket, events }, pack }) => {
  const { payload } = event;
  const fix = findFix(pack, payload.fix);
  const { by, confirmedBy } = begunBy(events, event);
  return messagesOf(`${payload.fix} was begun on T-${ticket.number}.`, [
    lines([
      { bold: `Fix begun: ${fixName(pack, payload.fix)}` },
      ' by ',
      { person: by },
      ...(confirmedBy ? [', confirmed by ', { person: confirmedBy }] : []),
      payload.repeatReason ? ', once more, because:' : '.',
    ]),
    ...(payload.repeatReason ? quotes(payload.repeatReason) : []),
    ...(fix ? fixBlocks(fix) : []),
  ]);
});

export const buildFixSetAside = telling(['fixSetAside'], ({ actor, payload }, { file: { ticket }, pack }) => [
  {
    text: `${payload.fix} is not applicable on T-${ticket.number}.`,
    blocks: [
      lines([
        { bold: `Not applicable: ${fixName(pack, payload.fix)}` },
        ', set aside by ',
        { person: actor ?? '' },
        ', because:',
      ]),
      ...quotes(payload.reason),
    ],
  },
]);

/** T1-8: the outcome, with the step that showed it and what was seen. */
export const buildFixResult = telling(
  ['fixResultRecorded'],
  ({ actor, payload }, { file: { ticket }, pack }) =>
    messagesOf(`The result of ${payload.fix} on T-${ticket.number}`, [
      lines(
        [
          { bold: `Result of ${fixName(pack, payload.fix)}: ` },
          outcomeWords(payload),
          ', by ',
          { person: actor ?? '' },
        ],
        ...verificationLine(pack, payload),
      ),
      ...(payload.evidence ? quotes(payload.evidence) : []),
    ]),
);

export const buildNoTransactionStated = telling(
  ['noTransactionStated'],
  ({ actor, payload }, { file: { ticket }, pack }) => [
    {
      text: `No transaction is active for the customer of T-${ticket.number}.`,
      blocks: [
        lines([
          { bold: 'Stated' },
          ' by ',
          { person: actor ?? '' },
          `: no transaction is active for ${payload.account}, before ${fixName(pack, payload.fix)} (T1-7).`,
        ]),
      ],
    },
  ],
);

/** `SF-3 Sign-in Cookie Renewal`; the id alone where a newer pack has dropped it. */
export function fixName(pack: Pack, id: string): string {
  const fix = findFix(pack, id);
  return fix ? `${id} ${fix.title}` : id;
}

type Result = {
  fix: string;
  outcome: 'resolved' | 'persists';
  verification: string | null;
  withdrawsVerification?: true;
};

export function outcomeWords({ outcome, verification, withdrawsVerification }: Result): string {
  if (withdrawsVerification) return 'the issue persists after all, verification withdrawn';
  if (outcome === 'persists') return 'the issue persists';
  return verification ? 'resolved, verified' : 'resolved, still to be verified';
}

export function verificationLine(pack: Pack, { fix, verification }: Result): readonly Line[] {
  if (!verification) return [];
  const step = findFix(pack, fix)?.verification.find(({ id }) => id === verification);
  return [[{ bold: 'Verification (T1-8): ' }, step?.words ?? verification]];
}
