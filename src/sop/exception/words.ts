import { actions } from '../actions.ts';
import { asWritten } from '../as-written.ts';
import { clauses } from '../clauses.ts';
import type { Recorded } from '../recorded.ts';
import type { ExceptionEvent } from './events.ts';
import type { Deviation, ProcedureGap, Statement } from './state.ts';

export const gapWords: Readonly<Record<ProcedureGap, string>> = {
  silent: 'The SOP is silent',
  deviation: 'A documented step was not followed',
};

/** EX-2: when the lead was notified, as the record says it. */
export function noticeWords({ notice, timeCritical }: Pick<Statement, 'notice' | 'timeCritical'>): string {
  switch (notice) {
    case 'before':
      return 'the lead was notified before the action';
    case 'told':
      return 'the lead was told in person before the action';
    case 'after':
      return timeCritical
        ? 'time critical: the lead was notified immediately after the action'
        : 'the lead was notified after the action, though it was not time critical';
  }
}

/** What the software saw, as one sentence; `ticket` is null where none is concerned. */
export function deviationWords(deviation: Deviation, ticket: number | null): string {
  switch (deviation.kind) {
    case 'outOfOrder':
      return `T-${ticket} was taken before T-${deviation.insteadOf}, which came first.`;
    case 'repeated':
      return `${deviation.fix} was done once more on T-${ticket}.`;
    case 'attempt':
      return `An attempt to ${actions[deviation.action].words}${ticket === null ? '' : ` on T-${ticket}`} was refused (${deviation.clause}).`;
  }
}

/** What the form of a draft is filled in with: what was required, what was done, and why as far as it was written. */
export function draftTexts(
  deviation: Deviation,
  ticket: number | null,
): { required: string; done: string; why: string } {
  switch (deviation.kind) {
    case 'outOfOrder':
      return {
        required: `T1-1: ${clauses['T1-1']} T-${deviation.insteadOf} came first.`,
        done: `T-${ticket} was taken instead.`,
        why: deviation.reason,
      };
    case 'repeated':
      return {
        required: `T2-1: ${clauses['T2-1']}`,
        done: `${deviation.fix} was done once more.`,
        why: deviation.reason,
      };
    case 'attempt':
      return {
        required: `${deviation.clause}: ${clauses[deviation.clause]}`,
        done: `Tried to ${actions[deviation.action].words}; it was refused.`,
        why: '',
      };
  }
}

/** An event as one sentence of the exception's history; `who` as `<@U…>`. */
export function exceptionWords(event: Recorded<ExceptionEvent>): string {
  const who = event.actor ? `<@${event.actor}>` : 'Handrail';
  switch (event.type) {
    case 'drafted':
      return `Drafted: ${deviationWords(event.payload.deviation, event.payload.ticket)}`;
    case 'logged':
      return `${who} logged it: ${noticeWords(event.payload.statement)}.`;
    case 'withdrawn':
      return event.payload.because === 'authorized'
        ? 'Withdrawn: it was authorized (AU-6).'
        : `${who} withdrew it: nothing was done.`;
    case 'answered':
      return `${who} ${event.payload.answer} it${event.payload.words ? `: ${asWritten(event.payload.words)}` : '.'}`;
    case 'flagged':
      return `${who} flagged it for SOP review.`;
    case 'outcomeRecorded':
      return `${who} recorded the outcome of the review: ${asWritten(event.payload.words)}`;
    case 'exceptionsReminded':
      return 'Its author was reminded to complete it.';
    case 'exceptionsOverdue':
      return 'It was not completed in time: the leads were told.';
    case 'dueMoved':
      return 'It is due by another time: the shift of its author ends then.';
    case 'ticketRestricted':
      return 'Its ticket was restricted.';
    case 'attemptRefused':
      return `${who} was not let: ${event.payload.refusal.reason}`;
  }
}
