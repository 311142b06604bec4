import { type Action, checkAuthority } from '../authority.ts';
import type { ClauseId } from '../clauses.ts';
import type { Context } from '../context.ts';
import { accepted, type Decision, type Refusal, refused, type WhoMay } from '../decision.ts';
import { type IncidentEvent, incidentEvent, sighted } from './events.ts';
import type { HeldTicket, IncidentState, IncidentStatus, IncidentTrigger, IssuePattern } from './state.ts';

/** What people do with an incident, each with words: a finding, a reason, an update, a summary. */
export const incidentSteps = ['review', 'declare', 'dismiss', 'update', 'close', 'executive'] as const;
export type IncidentStep = (typeof incidentSteps)[number];

export type DraftIncident = {
  type: 'draft';
  trigger: IncidentTrigger;
  pattern: IssuePattern | null;
  tickets: readonly HeldTicket[];
};

export type IncidentCommand =
  | { type: 'step'; step: IncidentStep; words: string }
  /** Somebody wants to begin a step. Nothing happens yet, but a no is said (and kept) at once. */
  | { type: 'prepare'; step: IncidentStep }
  | { type: 'join'; trigger: IncidentTrigger; tickets: readonly HeldTicket[] }
  | { type: 'leave'; ticket: number; because: 'reclassified' | 'withdrawn' }
  | { type: 'merge'; into: number }
  /** What was owed first to this ticket stands in its record. */
  | { type: 'noteTold'; ticket: number };

/** The states each step begins from, the action whose role it takes, and the event it becomes. */
const stepRules: Readonly<
  Record<IncidentStep, { action: Action; from: readonly IncidentStatus[]; becomes: StepEvent }>
> = {
  review: { action: 'incident.review', from: ['draft'], becomes: 'reviewed' },
  declare: { action: 'incident.declare', from: ['reviewed'], becomes: 'declared' },
  dismiss: { action: 'incident.dismiss', from: ['reviewed'], becomes: 'dismissed' },
  update: { action: 'incident.update', from: ['declared'], becomes: 'updated' },
  close: { action: 'incident.close', from: ['declared'], becomes: 'closed' },
  executive: {
    action: 'escalation.executive',
    from: ['reviewed', 'declared'],
    becomes: 'executiveEscalated',
  },
};

type StepEvent = 'reviewed' | 'declared' | 'dismissed' | 'updated' | 'closed' | 'executiveEscalated';

/** The steps that an incident of this status is open to, in the order of the procedure. */
export function stepsFrom(status: IncidentStatus): readonly IncidentStep[] {
  return incidentSteps.filter((step) => stepRules[step].from.includes(status));
}

/** ESC-6, ESL-3: what the software saw becomes a draft. */
export function decideDraft(
  { trigger, pattern, tickets }: DraftIncident,
  number: number,
): Decision<IncidentEvent> {
  return accepted(sighted('drafted', { number, trigger, pattern, tickets }));
}

/** The one place where an incident's yes and no are said. Pure: the same three arguments, the same answer. */
export function decideIncident(
  command: IncidentCommand,
  incident: IncidentState,
  context: Context,
): Decision<IncidentEvent> {
  switch (command.type) {
    case 'prepare': {
      const refusal = stepRefusal(command.step, incident, context);
      return refusal ? refused(refusal) : accepted();
    }
    case 'step': {
      const refusal = stepRefusal(command.step, incident, context);
      if (refusal) return refused(refusal);
      return accepted(incidentEvent(stepRules[command.step].becomes, { words: command.words }));
    }
    case 'join':
      return accepted(sighted('ticketsJoined', { trigger: command.trigger, tickets: command.tickets }));
    case 'leave':
      return accepted(incidentEvent('ticketLeft', { ticket: command.ticket, because: command.because }));
    case 'merge':
      return accepted(incidentEvent('merged', { into: command.into }));
    case 'noteTold':
      return accepted(incidentEvent('ticketTold', { ticket: command.ticket }));
  }
}

/** AU-5 and the order of the steps: first who may, then whether it is its turn. */
function stepRefusal(step: IncidentStep, incident: IncidentState, context: Context): Refusal | null {
  const { action, from } = stepRules[step];
  const { number, status } = incident;
  const nextStep = { step: 'incident', incident: number } as const;
  const unauthorized = checkAuthority(context.actor, action);
  if (unauthorized) return { ...unauthorized, nextStep: unauthorized.nextStep && nextStep };
  if (from.includes(status)) return null;
  return { action, nextStep, ...turn(step, incident) };
}

function turn(
  step: IncidentStep,
  { number, status, reviewed, mergedInto }: IncidentState,
): { clause: ClauseId; reason: string; whoMay: WhoMay } {
  const incident = `INC-${number}`;
  const over = (clause: ClauseId, reason: string) =>
    ({ clause, reason, whoMay: { kind: 'nobody' } }) as const;
  switch (status) {
    case 'draft':
      return {
        clause: 'ESL-3',
        reason: `${incident} is a draft: a Team Lead reviews it before anything is made of it.`,
        whoMay: { kind: 'role', atLeast: 'lead' },
      };
    case 'reviewed':
      return step === 'review'
        ? over('ESL-3', `${incident} was reviewed already, by <@${reviewed?.by}>.`)
        : {
            clause: 'AU-5',
            reason: `${incident} is not declared yet: that comes first.`,
            whoMay: { kind: 'role', atLeast: 'manager' },
          };
    case 'declared':
      return over('AU-5', `${incident} is declared already.`);
    case 'dismissed':
      return over('AU-5', `${incident} was dismissed.`);
    case 'closed':
      return over('AU-5', `${incident} is closed.`);
    case 'merged':
      return over('ESC-6', `${incident} went on in INC-${mergedInto}.`);
  }
}
