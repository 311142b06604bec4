import type { Action } from '../../authority.ts';
import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import type { Instant } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import { type DiagnosticLinks, type TicketEvent, ticketEvent } from '../events.ts';
import {
  assertSystem,
  authorityGuard,
  classifiedGuard,
  firstRefusal,
  notClosedGuard,
  owners,
  workGuard,
} from '../guards.ts';
import type { TicketState } from '../state.ts';

/** T2-4: the package is asked for (`tool`: the desk has a diagnostics tool), or its link and time are recorded by hand. */
export type RequestDiagnostics = { type: 'requestDiagnostics'; tool: boolean };

export function decideRequestDiagnostics(
  { tool }: RequestDiagnostics,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'diagnostics.pull';
  const refusal = firstRefusal(
    workGuard(ticket, context, action),
    () =>
      tool
        ? null
        : no(
            action,
            'T2-4',
            'No diagnostics tool is set up for this desk: pull the package yourself and record its link and time.',
            ticket,
          ),
    () =>
      ticket.diagnostics?.status === 'requested'
        ? no(action, 'T2-4', `The diagnostic package of T-${ticket.number} is already being pulled.`, ticket)
        : null,
  );
  if (refusal) return refused(refusal);
  return accepted(ticketEvent('diagnosticsRequested', { account: ticket.customerAccount }));
}

/** What the tool answered. Late answers are normal: when none is awaited, nothing happens. */
export type DiagnosticsOutcome = {
  type: 'diagnosticsOutcome';
  outcome: { generatedAt: Instant; links: DiagnosticLinks } | { failure: string };
};

export function decideDiagnosticsOutcome(
  { outcome }: DiagnosticsOutcome,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  assertSystem(context);
  if (ticket.diagnostics?.status !== 'requested') return accepted();
  return accepted<TicketEvent>(
    'failure' in outcome
      ? ticketEvent('diagnosticsFailed', { reason: outcome.failure })
      : ticketEvent('diagnosticsRecorded', { ...outcome, via: 'tool' }),
  );
}

export type RecordDiagnostics = { type: 'recordDiagnostics'; generatedAt: Instant; links: DiagnosticLinks };

export function decideRecordDiagnostics(
  { generatedAt, links }: RecordDiagnostics,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'diagnostics.pull';
  const refusal = firstRefusal(workGuard(ticket, context, action), () =>
    Date.parse(generatedAt) <= context.now.getTime()
      ? null
      : no(action, 'T2-4', 'The package cannot have been generated in the future: check its time.', ticket),
  );
  if (refusal) return refused(refusal);
  return accepted(ticketEvent('diagnosticsRecorded', { generatedAt, links, via: 'hand' }));
}

/** T2-5: what was found at one decision point of the category's pathway. Several agents can add. */
export type RecordFinding = { type: 'recordFinding'; point: string; text: string };

export function decideRecordFinding(
  { point, text }: RecordFinding,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'investigation.record';
  const refusal = firstRefusal(
    () => investigateRefusal(ticket, context),
    () =>
      pathwayOf(ticket, context.pack).some(({ id }) => id === point)
        ? null
        : no(
            action,
            'T2-5',
            'The investigation pathway of this category has no such decision point.',
            ticket,
          ),
  );
  if (refusal) return refused(refusal);
  return accepted(ticketEvent('findingRecorded', { point, text }));
}

/** T2-5: what caused the symptom (proximate), and why that happened (root, by the pack's code). Two records. */
export type RecordCause =
  | { type: 'recordCause'; kind: 'proximate'; text: string }
  | { type: 'recordCause'; kind: 'root'; code: string; text: string };

export function decideRecordCause(
  command: RecordCause,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'cause.record';
  const { pack } = context;
  const refusal = firstRefusal(
    workGuard(ticket, context, action),
    () =>
      pathwayOf(ticket, pack).length > 0
        ? null
        : {
            ...no(
              action,
              'ESC-3',
              `T-${ticket.number} fits no category yet: it is classified first.`,
              ticket,
            ),
            nextStep: { step: 'classify', ticket: ticket.number },
          },
    () =>
      ticket.diagnostics?.status === 'recorded'
        ? null
        : no(
            action,
            'T2-4',
            `The diagnostic package of T-${ticket.number} is pulled before a cause is named.`,
            ticket,
          ),
    () => {
      const missing = missingPoints(ticket, pack)[0];
      return missing
        ? no(action, 'T2-5', `There is no finding yet at the decision point “${missing.question}”.`, ticket)
        : null;
    },
    () =>
      command.kind === 'root' && !pack.playbook.rootCauses.some(({ code }) => code === command.code)
        ? no(action, 'T2-5', 'That root cause is not one of the framework’s.', ticket)
        : null,
  );
  if (refusal) return refused(refusal);
  return accepted(
    command.kind === 'root'
      ? ticketEvent('causeRecorded', { kind: 'root', code: command.code, text: command.text })
      : ticketEvent('causeRecorded', { kind: 'proximate', code: null, text: command.text }),
  );
}

/** What stands in the way of investigating at all, before anything is entered. */
export function investigateRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'investigation.record';
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    classifiedGuard(ticket, action),
  );
}

/** REF-OPS-008: the decision points of the ticket's category, in order. */
export function pathwayOf(ticket: TicketState, pack: Pack) {
  const category = ticket.classification?.category;
  return pack.playbook.pathways.find((pathway) => pathway.category === category)?.points ?? [];
}

/** The decision points that nobody has written a finding at. */
export function missingPoints(ticket: TicketState, pack: Pack) {
  const found = new Set(ticket.findings.map(({ point }) => point));
  return pathwayOf(ticket, pack).filter(({ id }) => !found.has(id));
}

function no(action: Action, clause: Refusal['clause'], reason: string, ticket: TicketState): Refusal {
  return {
    action,
    clause,
    reason,
    whoMay: owners(ticket),
    nextStep: { step: 'investigate', ticket: ticket.number },
  };
}
