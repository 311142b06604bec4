import { nextStep } from '../../sop/ticket/next-step.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import { actions } from '../ids.ts';
import type { ButtonSpec } from './elements.ts';

/** The button of the one right next step, where it is a button of the card (some steps are taken in the thread). */
export function stepButton(ticket: TicketState): readonly ButtonSpec[] {
  const about = ticket.number;
  switch (nextStep(ticket)) {
    case 'take':
      return [{ label: 'Take', action: actions.take, about, primary: true }];
    case 'classify':
      return [{ label: 'Classify', action: actions.classify, about, primary: true }];
    case 'acknowledge':
      return [{ label: 'Acknowledge', action: actions.acknowledge, about, primary: true }];
    case 'resume':
      return [{ label: 'Resume', action: actions.resume, about, primary: true }];
    case 'answerTransfer':
    case 'confirmSent':
    case 'await':
    case 'fix':
    case 'none':
      return [];
  }
}
