import type { Pack } from '../../sop/pack/schema.ts';
import { currentAcknowledgement } from '../../sop/ticket/acknowledgements.ts';
import { nextStep } from '../../sop/ticket/next-step.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import { actions } from '../ids.ts';
import type { ButtonSpec } from './elements.ts';

/** The button of the one right next step, where it is a button of the card (some steps are taken in the thread). */
export function stepButton(ticket: TicketState, pack: Pack): readonly ButtonSpec[] {
  const primary = (label: string, action: ButtonSpec['action']): readonly ButtonSpec[] => [
    { label, action, about: ticket.number, primary: true },
  ];
  switch (nextStep(ticket, pack)) {
    case 'take':
      return primary('Take', actions.take);
    case 'classify':
      return primary('Classify', actions.classify);
    case 'acknowledge':
      return primary('Acknowledge', actions.acknowledge);
    case 'resume':
      return primary('Resume', actions.resume);
    case 'applyFix':
      return primary('Apply fix', actions.applyFix);
    case 'recordResult':
      return primary('Record result', actions.recordResult);
    case 'verify':
      return primary('Verify', actions.verify);
    case 'handOver':
      return primary('Hand over', actions.handOver);
    case 'close':
      return primary('Close', actions.close);
    case 'escalate':
      return ticket.tier === 'tier1' ? [] : primary('Escalate', actions.escalate);
    case 'acceptEscalation':
      return primary('Accept', actions.acceptEscalation);
    case 'pullDiagnostics':
    case 'recordFindings':
    case 'recordRootCause':
      return primary('Investigate', actions.investigate);
    case 'answerTransfer':
    case 'confirmSent':
    case 'awaitCustomerChannel':
    case 'awaitSecondAgent':
    case 'awaitDiagnostics':
    case 'decide':
    case 'none':
      return [];
  }
}

/** For an answer to whoever has the ticket: what another tier is to accept is not theirs, an answer to the customer is. */
export function ownStepButton(ticket: TicketState, pack: Pack): readonly ButtonSpec[] {
  if (nextStep(ticket, pack) !== 'acceptEscalation') return stepButton(ticket, pack);
  const owed = ticket.owner !== null && ticket.classification !== null && !currentAcknowledgement(ticket);
  return owed
    ? [{ label: 'Acknowledge', action: actions.acknowledge, about: ticket.number, primary: true }]
    : [];
}
