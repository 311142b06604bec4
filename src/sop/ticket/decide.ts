import { actingRole } from '../actor.ts';
import type { Context } from '../context.ts';
import { type Decision, refused } from '../decision.ts';
import { findMetTrigger } from '../escalation/find-met.ts';
import { moveUp } from '../escalation/move-up.ts';
import { instant } from '../instant.ts';
import { honourAuthorizations } from './authorization/honour.ts';
import { type ChapterCommand, chapterDeciders } from './chapter-rules.ts';
import { type AcknowledgeTicket, decideAcknowledge } from './commands/acknowledge.ts';
import {
  type AcknowledgementOutcome,
  type ConfirmAcknowledgementSent,
  decideAcknowledgementOutcome,
  decideConfirmAcknowledgementSent,
} from './commands/acknowledgement-sent.ts';
import {
  type ApplyFix,
  decideApplyFix,
  decideSetFixAside,
  decideStateNoTransaction,
  type SetFixAside,
  type StateNoTransaction,
} from './commands/apply-fix.ts';
import { type ClassifyTicket, decideClassify } from './commands/classify.ts';
import { type ClockStruck, decideClockStruck } from './commands/clock-struck.ts';
import { type CloseTicket, decideClose, decideReopen, type ReopenTicket } from './commands/close.ts';
import {
  type DiagnosticsOutcome,
  decideDiagnosticsOutcome,
  decideRecordCause,
  decideRecordDiagnostics,
  decideRecordFinding,
  decideRequestDiagnostics,
  type RecordCause,
  type RecordDiagnostics,
  type RecordFinding,
  type RequestDiagnostics,
} from './commands/investigate.ts';
import { type AddNote, decideAddNote, decideLinkAccount, type LinkAccount } from './commands/keep-record.ts';
import { decideOpen, type OpenTicket } from './commands/open.ts';
import { decidePrepareForm, type PrepareForm } from './commands/prepare-form.ts';
import { decideRecordResult, type RecordResult } from './commands/record-result.ts';
import {
  type ConfirmFix,
  type DeclineFix,
  decideConfirmFix,
  decideDeclineFix,
  decideRequestConfirmation,
  type RequestConfirmation,
} from './commands/second-agent.ts';
import { decideTake, type TakeTicket } from './commands/take.ts';
import {
  type AcceptTransfer,
  type DeclineTransfer,
  decideAcceptTransfer,
  decideDeclineTransfer,
  decideOfferTransfer,
  type OfferTransfer,
} from './commands/transfer.ts';
import { decideEndWait, decideStartWait, type EndWait, type StartWait } from './commands/wait.ts';
import type { TicketEvent } from './events.ts';
import { evolveTicket } from './evolve.ts';
import { restrictionRefusal } from './security/access.ts';
import type { TicketState } from './state.ts';

/** Everything that can be asked of an existing ticket. */
export type TicketCommand =
  | ChapterCommand
  | TakeTicket
  | ClassifyTicket
  | AcknowledgeTicket
  | ConfirmAcknowledgementSent
  | AcknowledgementOutcome
  | OfferTransfer
  | AcceptTransfer
  | DeclineTransfer
  | AddNote
  | LinkAccount
  | StartWait
  | EndWait
  | ClockStruck
  | PrepareForm
  | ApplyFix
  | StateNoTransaction
  | SetFixAside
  | RecordResult
  | RequestConfirmation
  | ConfirmFix
  | DeclineFix
  | RequestDiagnostics
  | DiagnosticsOutcome
  | RecordDiagnostics
  | RecordFinding
  | RecordCause
  | CloseTicket
  | ReopenTicket;

export { decideOpen, type OpenTicket };

/**
 * The one place where a ticket's yes and no are said. Pure: the same three arguments, the same answer. Where what was
 * recorded meets a trigger that the software can see, the escalation is part of the same decision.
 */
export function decideTicket(
  command: TicketCommand,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const restricted = restrictionRefusal(command, ticket, context);
  if (restricted) return refused(restricted);
  // T1-7: the statement leads up to the fix, and it is the fix that was authorized.
  const preparing = command.type === 'prepareForm' || command.type === 'stateNoTransaction';
  const decision = honourAuthorizations(ticket, context, preparing, (trusted) =>
    decideCommand(command, ticket, trusted),
  );
  if (decision.kind === 'refused' || decision.events.length === 0) return decision;
  const after = afterAll(decision.events, ticket, context);
  const trigger = findMetTrigger(ticket, after, context.pack);
  return trigger === null
    ? decision
    : { kind: 'accepted', events: [...decision.events, ...moveUp(after, context, { trigger })] };
}

/** The ticket as it will be; the numbers of the events are given when they are written. */
function afterAll(
  events: readonly TicketEvent[],
  ticket: TicketState,
  { now, actor, pack }: Context,
): TicketState {
  const who = { actor: actor.kind === 'person' ? actor.id : null, role: actingRole(actor) };
  const envelope = { seq: 0, at: instant(now), ...who, packVersion: pack.version, packHash: '' };
  return events.reduce<TicketState>((state, event) => evolveTicket(state, { ...event, ...envelope }), ticket);
}

function decideCommand(command: TicketCommand, ticket: TicketState, context: Context): Decision<TicketEvent> {
  switch (command.type) {
    case 'take':
      return decideTake(command, ticket, context);
    case 'classify':
      return decideClassify(command, ticket, context);
    case 'acknowledge':
      return decideAcknowledge(command, ticket, context);
    case 'confirmAcknowledgementSent':
      return decideConfirmAcknowledgementSent(command, ticket, context);
    case 'acknowledgementOutcome':
      return decideAcknowledgementOutcome(command, ticket, context);
    case 'offerTransfer':
      return decideOfferTransfer(command, ticket, context);
    case 'acceptTransfer':
      return decideAcceptTransfer(command, ticket, context);
    case 'declineTransfer':
      return decideDeclineTransfer(command, ticket, context);
    case 'addNote':
      return decideAddNote(command, ticket, context);
    case 'linkAccount':
      return decideLinkAccount(command, ticket, context);
    case 'startWait':
      return decideStartWait(command, ticket, context);
    case 'endWait':
      return decideEndWait(command, ticket, context);
    case 'clockStruck':
      return decideClockStruck(command, ticket, context);
    case 'applyFix':
      return decideApplyFix(command, ticket, context);
    case 'stateNoTransaction':
      return decideStateNoTransaction(command, ticket, context);
    case 'setFixAside':
      return decideSetFixAside(command, ticket, context);
    case 'recordResult':
      return decideRecordResult(command, ticket, context);
    case 'requestConfirmation':
      return decideRequestConfirmation(command, ticket, context);
    case 'confirmFix':
      return decideConfirmFix(command, ticket, context);
    case 'declineFix':
      return decideDeclineFix(command, ticket, context);
    case 'requestDiagnostics':
      return decideRequestDiagnostics(command, ticket, context);
    case 'diagnosticsOutcome':
      return decideDiagnosticsOutcome(command, ticket, context);
    case 'recordDiagnostics':
      return decideRecordDiagnostics(command, ticket, context);
    case 'recordFinding':
      return decideRecordFinding(command, ticket, context);
    case 'recordCause':
      return decideRecordCause(command, ticket, context);
    case 'close':
      return decideClose(command, ticket, context);
    case 'reopen':
      return decideReopen(command, ticket, context);
    case 'prepareForm':
      return decidePrepareForm(command, ticket, context);
    default:
      return decideChapter(command, ticket, context);
  }
}

function decideChapter(
  command: ChapterCommand,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const decide = chapterDeciders[command.type] as (
    command: ChapterCommand,
    ticket: TicketState,
    context: Context,
  ) => Decision<TicketEvent>;
  return decide(command, ticket, context);
}
