import type { Action } from '../../authority.ts';
import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { epoch, type Instant } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import { inWords } from '../../wall-clock.ts';
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

/** What the tool answered to a request (sequence number of its event). A late answer to an earlier one does nothing. */
export type DiagnosticsOutcome = {
  type: 'diagnosticsOutcome';
  request: number;
  outcome: DiagnosticPackage | { failure: string };
};

export type DiagnosticPackage = { generatedAt: Instant; links: DiagnosticLinks };

export function decideDiagnosticsOutcome(
  { request, outcome }: DiagnosticsOutcome,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  assertSystem(context);
  if (ticket.diagnostics?.status !== 'requested' || ticket.diagnostics.seq !== request) return accepted();
  if ('failure' in outcome) return accepted(ticketEvent('diagnosticsFailed', { reason: outcome.failure }));
  const wrong = whatIsWrong(outcome, ticket, context);
  return wrong
    ? accepted(ticketEvent('diagnosticsFailed', { reason: wrong }))
    : accepted(ticketEvent('diagnosticsRecorded', { ...outcome, via: 'tool' }));
}

export type RecordDiagnostics = { type: 'recordDiagnostics' } & DiagnosticPackage;

export function decideRecordDiagnostics(
  { generatedAt, links }: RecordDiagnostics,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'diagnostics.pull';
  const refusal = firstRefusal(workGuard(ticket, context, action), () => {
    const wrong = whatIsWrong({ generatedAt, links }, ticket, context);
    return wrong
      ? no(action, 'T2-4', `That is no diagnostic package for T-${ticket.number}: ${wrong}.`, ticket)
      : null;
  });
  if (refusal) return refused(refusal);
  return accepted(ticketEvent('diagnosticsRecorded', { generatedAt, links, via: 'hand' }));
}

/** The clocks of two systems differ by so much at most, in ms. */
const clockSkew = 60_000;

/** T2-4: a package is somewhere, and was generated when it can show the issue. In words that finish a sentence. */
function whatIsWrong(
  { generatedAt, links }: DiagnosticPackage,
  ticket: TicketState,
  { now, pack }: Context,
): string | null {
  if (links.length === 0 || !links.every(({ url }) => /^https?:\/\//i.test(url)))
    return 'it has no web address that begins with https:// or http://';
  const generated = epoch(generatedAt);
  if (Number.isNaN(generated)) return 'nobody can tell when it was generated';
  if (generated > now.getTime() + clockSkew)
    return 'it cannot have been generated in the future, so check its time';
  const window = pack.limits.sessionLogs;
  return generated < epoch(ticket.receivedAt ?? ticket.openedAt) - window
    ? `it was generated more than ${inWords(window)} before the ticket was taken, so pull a new one`
    : null;
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

/** A decision point's question, also of another pathway: findings stay when a ticket is classified anew. */
export function questionAt(point: string, pack: Pack): string {
  const points = pack.playbook.pathways.flatMap((pathway) => pathway.points);
  // The id alone where a newer pack has dropped it.
  return points.find(({ id }) => id === point)?.question ?? point;
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
