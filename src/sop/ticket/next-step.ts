import { asWritten } from '../as-written.ts';
import { somebodyOf } from '../authority.ts';
import type { ClauseId } from '../clauses.ts';
import type { Pack } from '../pack/schema.ts';
import {
  acknowledgementInPlace,
  acknowledgementOnItsWay,
  acknowledgementRules,
  currentAcknowledgement,
} from './acknowledgements.ts';
import { missingPoints } from './commands/investigate.ts';
import { pendingEscalation } from './escalation/pending.ts';
import { acknowledgementClauses } from './events.ts';
import { hasKnownRootCause, hasKnownSymptom, owedFix, runningAttempt, solvingAttempt } from './ladder.ts';
import type { TicketState } from './state.ts';

/** What the procedure wants done with a ticket now, in the order of its clauses. */
export type Step =
  | 'take'
  | 'acceptEscalation'
  | 'answerTransfer'
  | 'classify'
  | 'acknowledge'
  | 'confirmSent'
  | 'awaitCustomerChannel'
  | 'resume'
  | 'recordResult'
  | 'verify'
  | 'close'
  | 'awaitSecondAgent'
  | 'applyFix'
  | 'escalate'
  | 'decide'
  | 'pullDiagnostics'
  | 'awaitDiagnostics'
  | 'recordFindings'
  | 'recordRootCause'
  | 'handOver'
  | 'none';

export function nextStep(ticket: TicketState, pack: Pack): Step {
  if (ticket.status === 'closed') return 'none';
  // SEC-3: whether accepted or not.
  if (ticket.security) return 'handOver';
  if (pendingEscalation(ticket)) return 'acceptEscalation';
  if (ticket.owner === null) return 'take';
  if (ticket.transfer) return 'answerTransfer';
  if (!ticket.classification) return 'classify';
  if (acknowledgementOnItsWay(ticket, 'sending', undefined)) return 'awaitCustomerChannel';
  const acknowledgement = currentAcknowledgement(ticket);
  if (!acknowledgement) return 'acknowledge';
  if (acknowledgement.status === 'byHand') return 'confirmSent';
  if (ticket.waiting) return 'resume';
  if (runningAttempt(ticket)) return 'recordResult';
  const solved = solvingAttempt(ticket);
  if (solved) return solved.verified ? 'close' : 'verify';
  if (ticket.confirmation) return 'awaitSecondAgent';
  return ticket.tier === 'tier1' ? tier1Step(ticket, pack) : tier2Step(ticket, pack);
}

function tier1Step(ticket: TicketState, pack: Pack): Step {
  if (owedFix(ticket, pack)) return 'applyFix';
  return hasKnownSymptom(ticket, pack) ? 'escalate' : 'classify';
}

/** T2-4 to T2-6: package, findings, root cause, the fix for it; where there is none, onward to the lead. */
function tier2Step(ticket: TicketState, pack: Pack): Step {
  if (ticket.classification?.category === 'OTHER') return 'classify';
  if (ticket.diagnostics?.status === 'requested') return 'awaitDiagnostics';
  if (ticket.diagnostics?.status !== 'recorded') return 'pullDiagnostics';
  if (missingPoints(ticket, pack).length > 0) return 'recordFindings';
  if (!hasKnownRootCause(ticket, pack)) return 'recordRootCause';
  if (owedFix(ticket, pack)) return 'applyFix';
  return ticket.tier === 'tier2' ? 'escalate' : 'decide';
}

/** The step in words, with the clause it comes from; `null` where nothing is to be done. */
export function stepWords(ticket: TicketState, pack: Pack): { clause: ClauseId; words: string } | null {
  const owner = `<@${ticket.owner}>`;
  const of = acknowledgementOnItsWay(ticket, 'sending', undefined) ?? acknowledgementInPlace(ticket);
  const acknowledgement = acknowledgementRules[of].words;
  switch (nextStep(ticket, pack)) {
    case 'none':
      return null;
    case 'take':
      return { clause: 'T1-1', words: 'it waits to be taken; /ticket next gives the one that comes first' };
    case 'acceptEscalation':
      return {
        clause: ticket.tier === 'tier2' ? 'T2-1' : 'LD-1',
        words: `${somebodyOf(ticket.tier)} reads the record and accepts the escalation in the thread${meanwhile(ticket)}`,
      };
    case 'answerTransfer':
      return {
        clause: 'T1-1',
        words: `<@${ticket.transfer?.to}> accepts or declines the transfer in the thread`,
      };
    case 'classify':
      if (!ticket.classification)
        return { clause: 'T1-3', words: `${owner} reads it whole and enters category and priority` };
      return ticket.classification.category === 'OTHER'
        ? { clause: 'ESC-3', words: `${owner} finds the category it belongs to` }
        : {
            clause: 'T1-3',
            words: `${owner} classifies it anew: its symptom is no longer in the matrix (version ${pack.matrix.version})`,
          };
    case 'acknowledge':
      return {
        clause: acknowledgementClauses[of],
        words: `${owner} sends the customer the ${acknowledgement}`,
      };
    case 'confirmSent':
      return {
        clause: acknowledgementClauses[of],
        words: `${owner} sends the message in the thread to the customer and confirms it there`,
      };
    case 'awaitCustomerChannel':
      return {
        clause: acknowledgementClauses[of],
        words: `the ${acknowledgement} is on its way to the customer`,
      };
    case 'resume':
      return {
        clause: 'T1-6',
        words: `it waits for ${asWritten(ticket.waiting?.on ?? '')}; ${owner} resumes it then`,
      };
    case 'recordResult':
      return { clause: 'T1-6', words: `${owner} records the result of ${runningAttempt(ticket)?.fix}` };
    case 'verify':
      return { clause: 'T1-8', words: `${owner} verifies that ${solvingAttempt(ticket)?.fix} resolved it` };
    case 'close':
      return { clause: 'T1-9', words: `${owner} closes it` };
    case 'awaitSecondAgent':
      return {
        clause: 'T2-7',
        words: `a second agent confirms or declines ${ticket.confirmation?.fix} in the thread`,
      };
    case 'applyFix':
      return {
        clause: ticket.tier === 'tier1' ? 'T1-6' : 'T2-6',
        words: `${owner} applies ${fixWords(owedFix(ticket, pack))}`,
      };
    case 'escalate':
      return ticket.tier === 'tier1'
        ? { clause: 'ESC-2', words: 'it goes to Tier 2 Support by itself' }
        : { clause: 'ESL-2', words: `${owner} escalates it to a Team Lead with the findings` };
    case 'decide':
      return { clause: 'ESL-2', words: `${owner} decides how the investigation goes on` };
    case 'pullDiagnostics':
      return { clause: 'T2-4', words: `${owner} pulls the diagnostic package` };
    case 'awaitDiagnostics':
      return { clause: 'T2-4', words: 'the diagnostics tool puts the package together' };
    case 'recordFindings':
      return {
        clause: 'T2-5',
        words: `findings are written at: ${missingPoints(ticket, pack)[0]?.question}`,
      };
    case 'handOver':
      return { clause: 'SEC-3', words: 'a Team Lead hands it over under SEC-PCD-001' };
    case 'recordRootCause':
      return {
        clause: 'T2-5',
        words: `${owner} records ${ticket.causes.proximate ? 'the root cause' : 'the proximate cause and the root cause'}`,
      };
  }
}

/** T1-1, T1-4: what stays with the owner until then. */
function meanwhile(ticket: TicketState): string {
  if (!ticket.owner) return '';
  const owed = acknowledgesMeanwhile(ticket) ? ', who still acknowledges it to the customer' : '';
  return `; until then it stays with <@${ticket.owner}>${owed}`;
}

/** T1-4: whether its owner answers the customer, even while it waits for the next tier. */
export function acknowledgesMeanwhile(ticket: TicketState): boolean {
  return ticket.owner !== null && ticket.classification !== null && !currentAcknowledgement(ticket);
}

function fixWords(fix: { id: string; title: string } | null): string {
  return fix ? `${fix.id} ${fix.title}` : 'the fix that is owed';
}
