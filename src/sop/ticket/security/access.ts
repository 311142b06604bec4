import { type Actor, roleRank } from '../../actor.ts';
import { type Action, checkAuthority, mayDo } from '../../authority.ts';
import type { Context } from '../../context.ts';
import type { Refusal } from '../../decision.ts';
import type { Destination } from '../../notice.ts';
import type { TicketCommand } from '../decide.ts';
import type { TicketState } from '../state.ts';

/** SEC-2: who may see anything of a ticket. All that shows one asks here. */
export function mayRead(ticket: Pick<TicketState, 'security'>, actor: Actor): boolean {
  if (!ticket.security) return true;
  if (actor.kind !== 'person' || actor.role === null) return false;
  return mayDo(actor.role, 'security.read') || actor.id === ticket.security.reportedBy;
}

/** What is still done about a restricted ticket, by leads and managers: the response itself is SEC-PCD-001's (SEC-3). */
const leadsDo: ReadonlySet<TicketCommand['type']> = new Set([
  'reportSecurity',
  'handOverSecurity',
  'acceptEscalation',
  'escalate',
  'addNote',
  'checkIn',
  'overridePriority',
  'reopen',
  'logException',
  'answerException',
]);
const formsOfLeads: ReadonlySet<string> = new Set([
  'reportSecurity',
  'handOver',
  'acceptEscalation',
  'escalate',
  'checkIn',
  'overridePriority',
  'reopen',
  'logException',
]);

/**
 * SEC-2, before any other rule is looked at: below lead nobody does anything about a restricted ticket, whatever form
 * or button it comes from. The refusal tells nothing of the ticket but its number.
 */
export function restrictionRefusal(
  command: TicketCommand,
  ticket: TicketState,
  { actor }: Context,
): Refusal | null {
  if (!ticket.security || actor.kind === 'system') return null;
  if (actor.role === null) return checkAuthority(actor, 'security.read');
  if (command.type === 'read')
    return mayRead(ticket, actor) ? null : closedTo(ticket, actor, 'security.read');
  // EX-3: what somebody did before it was restricted is still theirs to account for.
  if (command.type === 'logException' && command.completes) return null;
  if (!mayDo(actor.role, 'security.handOver')) return closedTo(ticket, actor, 'security.act');
  return allowed(command) ? null : notWorkedHere(ticket);
}

function allowed(command: TicketCommand): boolean {
  if (command.type !== 'prepareForm') return leadsDo.has(command.type);
  return formsOfLeads.has(typeof command.form === 'string' ? command.form : command.form.form);
}

function closedTo(ticket: TicketState, actor: Actor, action: Action): Refusal {
  return {
    action,
    clause: 'SEC-2',
    reason: `T-${ticket.number} is restricted. The Team Leads have it.`,
    whoMay: { kind: 'role', atLeast: 'lead' },
    nextStep: mayRead(ticket, actor) ? { step: 'show', ticket: ticket.number } : { step: 'mine' },
  };
}

function notWorkedHere(ticket: TicketState): Refusal {
  return {
    action: 'security.act',
    clause: 'SEC-3',
    reason: `T-${ticket.number} is a security matter: it is not worked on here, and nothing of it is sent out. It is handed over under SEC-PCD-001.`,
    whoMay: { kind: 'nobody' },
    nextStep:
      ticket.status === 'closed'
        ? { step: 'show', ticket: ticket.number }
        : { step: 'handOver', ticket: ticket.number },
  };
}

/** Whether a notice's kind or addressees keep it from everybody who may not read a restricted ticket. */
export function isForReaders(destination: Destination): boolean {
  return (
    destination.to === 'person' ||
    (destination.to === 'role' && roleRank(destination.role) >= roleRank('lead'))
  );
}
