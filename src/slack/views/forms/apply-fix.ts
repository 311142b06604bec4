import type { KnownBlock, ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { applicableStandardFixes } from '../../../sop/playbook.ts';
import {
  type Fix,
  findFix,
  isExtended,
  lastAttempt,
  offeredExtendedFixes,
  owedFix,
} from '../../../sop/ticket/ladder.ts';
import type { FixAttempt, TicketState } from '../../../sop/ticket/state.ts';
import { actionId, actions, forms } from '../../ids.ts';
import { clip, limits } from '../../limits.ts';
import { field, formView, option, radioElement, selectElement, textElement } from '../elements.ts';
import { fixBlocks } from '../fix-blocks.ts';
import { type Line, lines } from '../rich-text.ts';
import { classificationLine } from '../ticket-lines.ts';

export type ApplyFixMetadata = { ticket: number; account: string };

/** The fields that speak of one fix are new ones for each, so that Slack drops what was entered about another. */
export const applyFixFields = {
  fix: 'fix',
  decision: (fix: string) => `decision:${fix}`,
  reason: 'reason',
  noTransaction: (fix: string) => `noTransaction:${fix}`,
} as const;

export const noTransactionWords = 'No transaction is active for this customer';

/** `fix`: another than the one that is owed; null for that one. `reason`: what was entered before. */
type ApplyFixChoices = { fix: string | null; reason: string | null };

/** T1-5, T1-6, T2-6: the fix that is owed, with its steps. `mayRepeat`: whether its reader's role carries that (AU-3). */
export function buildApplyFixForm(
  ticket: TicketState,
  pack: Pack,
  choices: ApplyFixChoices,
  mayRepeat: boolean,
): ModalView {
  const owed = owedFix(ticket, pack);
  const named = choices.fix === null ? null : findFix(pack, choices.fix);
  const offered = offeredFixes(ticket, pack, named);
  const fix = named ?? owed ?? offered[0];
  if (!fix) throw new Error('the form of a fix is opened where there is one');
  const choose = selectElement(
    offered.map((one) => fixOption(one, lastAttempt(ticket, one.id))),
    fix.id,
  );
  return formView({
    name: forms.applyFix,
    title: `Apply fix T-${ticket.number}`,
    submit: 'Continue',
    metadata: { ticket: ticket.number, account: ticket.customerAccount } satisfies ApplyFixMetadata,
    blocks: [
      lines(
        [{ bold: ticket.title }, ` · account ${ticket.customerAccount}`],
        classificationLine(ticket, pack),
        [{ bold: 'Owed now: ' }, owed ? `${owed.id} ${owed.title}` : 'none'],
        ...(mayRepeat ? repeatLines(ticket) : []),
      ),
      field(
        applyFixFields.fix,
        'Fix',
        { ...choose, action_id: actionId(actions.chooseFix, ticket.number) },
        { dispatch: true },
      ),
      ...fixBlocks(fix),
      ...whatToDo(fix, lastAttempt(ticket, fix.id), choices.reason),
      ...guardBlocks(fix, ticket),
    ],
  });
}

function repeatLines({ number, fixes }: TicketState): readonly Line[] {
  const done = fixes.findLast(({ status }) => status !== 'notApplicable');
  return done
    ? [[`What was done is done again with a reason (T2-1): /apply-fix ${number} ${done.fix} opens it.`]]
    : [];
}

/** T2-1: what was done is not offered again, but shown to whoever names it. */
function offeredFixes(ticket: TicketState, pack: Pack, named: Fix | null): readonly Fix[] {
  const symptom = ticket.classification?.symptom ?? '';
  const all: readonly Fix[] =
    ticket.tier === 'tier1' ? applicableStandardFixes(pack, symptom) : offeredExtendedFixes(ticket, pack);
  const offered = all.filter(({ id }) => {
    const attempt = lastAttempt(ticket, id);
    return attempt === null || attempt.status === 'notApplicable' || id === named?.id;
  });
  return named && !offered.some(({ id }) => id === named.id) ? [...offered, named] : offered;
}

const doneWords: Record<FixAttempt['status'], string> = {
  running: 'under way',
  resolved: 'resolved it',
  persists: 'tried',
  notApplicable: 'not applicable',
};

function fixOption({ id, title }: Fix, attempt: FixAttempt | null) {
  const done = attempt ? ` · ${doneWords[attempt.status]}` : '';
  return option(`${clip(`${id} · ${title}`, limits.optionText - done.length)}${done}`, id);
}

/** T1-6, T2-1: only what is still owed is set aside; a reason is asked for where one counts, and says for what. */
function whatToDo(fix: Fix, attempt: FixAttempt | null, reason: string | null): readonly KnownBlock[] {
  const reasonField = (hint: string) =>
    field(
      applyFixFields.reason,
      'Reason',
      textElement({ multiline: true, maxLength: inputLimits.reason, initial: reason }),
      { optional: true, hint },
    );
  if (attempt?.status === 'notApplicable')
    return [reasonField('T2-1: it was set aside; say why it is applied after all.')];
  if (attempt) return [reasonField('T2-1: it was done already; say why it is done again.')];
  // It may have been done in another window by the time this form comes back.
  if (isExtended(fix)) return [reasonField('T2-1: needed only where it is done again.')];
  const options = [option('Apply it', 'apply'), option('Not applicable', 'notApplicable')];
  return [
    field(applyFixFields.decision(fix.id), 'What to do', radioElement(options, 'apply'), {}),
    reasonField('T1-6: needed where it is not applicable.'),
  ];
}

/** T1-7, T2-7: what stands between this form and a fix that cannot be undone. */
function guardBlocks(fix: Fix, { customerAccount }: TicketState): readonly KnownBlock[] {
  if (fix.irreversible === undefined) return [];
  if (isExtended(fix))
    return [
      lines([
        { bold: 'T2-7 ' },
        'It waits for a second agent of Tier 2 Support or above, who confirms it in the ticket’s thread.',
      ]),
    ];
  return [
    field(
      applyFixFields.noTransaction(fix.id),
      'Before you apply it',
      { type: 'checkboxes', options: [option(noTransactionWords, 'yes')] },
      { optional: true, hint: clip(`T1-7: made sure just now, for account ${customerAccount}.`, 200) },
    ),
  ];
}
