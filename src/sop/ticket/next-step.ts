import { asWritten } from '../as-written.ts';
import type { TicketState } from './state.ts';

/** What the procedure wants done with a ticket now, in the order of its clauses. */
export type Step =
  | 'take'
  | 'answerTransfer'
  | 'classify'
  | 'acknowledge'
  | 'confirmSent'
  | 'await'
  | 'resume'
  | 'fix'
  | 'none';

export function nextStep(ticket: TicketState): Step {
  if (ticket.status === 'closed') return 'none';
  if (ticket.owner === null) return 'take';
  if (ticket.transfer) return 'answerTransfer';
  if (!ticket.classification) return 'classify';
  if (!ticket.acknowledgement) return 'acknowledge';
  if (ticket.acknowledgement.status === 'byHand') return 'confirmSent';
  if (ticket.acknowledgement.status === 'sending') return 'await';
  if (ticket.waiting) return 'resume';
  return 'fix';
}

/** The step in words, with the clause it comes from; `null` where nothing is to be done. */
export function stepWords(ticket: TicketState): { clause: string; words: string } | null {
  switch (nextStep(ticket)) {
    case 'none':
      return null;
    case 'take':
      return { clause: 'T1-1', words: 'it waits to be taken; /ticket next gives the one that comes first' };
    case 'answerTransfer':
      return {
        clause: 'T1-1',
        words: `<@${ticket.transfer?.to}> accepts or declines the transfer in the thread`,
      };
    case 'classify':
      return { clause: 'T1-3', words: `<@${ticket.owner}> reads it whole and enters category and priority` };
    case 'acknowledge':
      return { clause: 'T1-4', words: `<@${ticket.owner}> sends the customer the acknowledgement` };
    case 'confirmSent':
      return {
        clause: 'T1-4',
        words: `<@${ticket.owner}> sends the message in the thread to the customer and confirms it there`,
      };
    case 'await':
      return { clause: 'T1-4', words: 'the acknowledgement is on its way to the customer' };
    case 'resume':
      return {
        clause: 'T1-6',
        words: `it waits for ${asWritten(ticket.waiting?.on ?? '')}; <@${ticket.owner}> resumes it then`,
      };
    case 'fix':
      return ticket.escalation
        ? { clause: ticket.escalation.trigger, words: 'it is marked for escalation to Tier 2 Support' }
        : {
            clause: 'T1-6',
            words: `<@${ticket.owner}> applies the Standard Fixes in their documented order`,
          };
  }
}
