import type { ModalView } from '@slack/types';
import { type Action, actions } from '../../../sop/authority.ts';
import { type ClauseId, clauses } from '../../../sop/clauses.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import type { Authorization } from '../../../sop/ticket/state.ts';
import { inWords } from '../../../sop/wall-clock.ts';
import { forms } from '../../ids.ts';
import { formView } from '../elements.ts';
import { lines, quotes } from '../rich-text.ts';
import { reasonField } from './reason.ts';

/** What a refusal was about; `ticket` is null where it concerned none. */
export type RefusedMetadata = { ticket: number | null; action: Action; clause: ClauseId };

/** AU-6. `written`: what stood in a form that this one takes the place of, so that it can still be copied. */
export function buildAskAuthorizationForm(
  refused: RefusedMetadata & { ticket: number },
  pack: Pack,
  written: readonly string[],
): ModalView {
  return formView({
    name: forms.askAuthorization,
    title: 'Ask for authorization',
    submit: 'Ask',
    metadata: refused satisfies RefusedMetadata,
    blocks: [
      lines(
        ['You ask to be allowed to ', { bold: actions[refused.action].words }, ` on T-${refused.ticket}.`],
        [
          `It is asked in the ticket’s thread and stands for ${inWords(pack.limits.authorization)}. A yes is good for you, for this action, on this ticket, once (AU-6).`,
        ],
      ),
      reasonField(false),
      ...(written.length > 0 ? [lines([{ bold: 'What you wrote' }]), ...written.flatMap(quotes)] : []),
    ],
  });
}

export type AnswerAuthorizationMetadata = { ticket: number; request: number; granted: boolean };

/** AU-6: yes or no, with a reason either way. */
export function buildAnswerAuthorizationForm(
  ticket: number,
  { seq, person, action }: Authorization,
  granted: boolean,
  pack: Pack,
): ModalView {
  const what = [{ person }, ' asks to be allowed to ', { bold: actions[action].words }, ` on T-${ticket}.`];
  const means = granted
    ? `Your yes lets it through once, within ${inWords(pack.limits.authorization)}, and is void when the ticket moves to another tier. The record holds both names.`
    : 'Nothing changes; whoever asked is told your reason.';
  return formView({
    name: forms.answerAuthorization,
    title: granted ? 'Authorize once' : 'Decline authorization',
    submit: granted ? 'Authorize' : 'Decline',
    metadata: { ticket, request: seq, granted } satisfies AnswerAuthorizationMetadata,
    blocks: [lines(what, [means]), reasonField(false)],
  });
}

/** AU-7: what the rule gets wrong goes to the SOP review. */
export function buildFlagCalibrationForm(refused: RefusedMetadata): ModalView {
  return formView({
    name: forms.flagCalibration,
    title: 'Badly calibrated rule',
    submit: 'Keep for the review',
    metadata: refused satisfies RefusedMetadata,
    blocks: [
      lines(
        [{ bold: `${refused.clause} ` }, clauses[refused.clause]],
        ['What you write is kept for the SOP review (AU-7). The rule holds until it is changed.'],
      ),
      reasonField(false),
    ],
  });
}
