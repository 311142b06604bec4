import { commandIncident, type IncidentOutcome } from '../../desk/command-incident.ts';
import { commandTicket } from '../../desk/command-ticket.ts';
import { messageInput, reasonInput } from '../../desk/input.ts';
import { prepareForm } from '../../desk/prepare-form.ts';
import { readIncidentAs, readIncidentsAs } from '../../desk/read-incident.ts';
import { type IncidentStep, incidentSteps } from '../../sop/incident/decide.ts';
import type { IncidentState } from '../../sop/incident/state.ts';
import { type Answer, form, nothing, refuse, say, sayUndone } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { buildIncidentStepForm, type IncidentStepMetadata, incidentFields } from '../views/forms/incident.ts';
import { buildExecutiveForm, type ReasonMetadata, reasonFields } from '../views/forms/reason.ts';
import {
  buildIncidentPage,
  buildIncidents,
  buildUnknownIncident,
  incidentsListed,
} from '../views/incidents.ts';
import { buildSentence } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { answerOutcome, answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';
import { requiredText } from './written-text.ts';

/** `/ops incidents`. */
export async function handleIncidents({ desk }: Bot, asked: Asked): Promise<Answer> {
  const reading = await readIncidentsAs(desk, asked, incidentsListed);
  return reading.kind === 'read' ? say(buildIncidents(reading.list, desk.sop.pack)) : refuse(reading.refusal);
}

export async function handleShowIncident({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const reading = await readIncidentAs(desk, asked, Number(value));
  switch (reading.kind) {
    case 'read':
      return form(buildIncidentPage(reading.file, reading.tickets, desk.sop.pack));
    case 'refused':
      return refuse(reading.refusal);
    case 'unknownIncident':
      return sayUndone(buildUnknownIncident(reading.number));
  }
}

/** The value of the button: `declare:3`. Who may not is told before anything is written. */
export async function handleIncidentStepForm({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [name, number] = value.split(':');
  const step = incidentSteps.find((one) => one === name);
  if (!step)
    return sayUndone(buildSentence('That is no step of an incident. /ops incidents shows those there are.'));
  const outcome = await commandIncident(desk, asked, Number(number), { type: 'prepare', step });
  return answerIncident(outcome, (incident) => form(buildIncidentStepForm(incident.number, step)));
}

const doneWords: Record<IncidentStep, string> = {
  review: 'is reviewed: the Operations Manager is asked to declare or dismiss it',
  declare: 'is declared: its tickets and the stakeholders are told',
  dismiss: 'is dismissed: its tickets are told',
  update: 'is updated: its tickets and the stakeholders are told',
  close: 'is closed: its tickets and the stakeholders are told',
  executive: 'is posted to the stakeholders as escalated to the executives',
};

export async function handleIncidentStep(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { incident, step } = JSON.parse(metadata) as IncidentStepMetadata;
  const words = requiredText(fields, incidentFields.words, messageInput);
  if (!words.ok) return words.answer;
  const outcome = await commandIncident(desk, asked, incident, { type: 'step', step, words: words.value });
  return answerIncident(outcome, () => say(buildSentence(`INC-${incident} ${doneWords[step]}.`)));
}

function answerIncident(outcome: IncidentOutcome, done: (incident: IncidentState) => Answer): Answer {
  switch (outcome.kind) {
    case 'done':
      return done(outcome.incident);
    case 'refused':
      return refuse(outcome.refusal);
    case 'unknownIncident':
      return sayUndone(buildUnknownIncident(outcome.number));
    case 'repeated':
      return nothing;
  }
}

/** AU-5: a ticket is taken to the executives. */
export async function handleExecutiveForm({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const prepared = await prepareForm(desk, asked, Number(value), 'executive');
  return prepared.kind === 'read' ? form(buildExecutiveForm(Number(value))) : answerUnread(prepared);
}

export async function handleExecutive(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket } = JSON.parse(metadata) as ReasonMetadata;
  const reason = requiredText(fields, reasonFields.reason, reasonInput);
  if (!reason.ok) return reason.answer;
  const outcome = await commandTicket(desk, asked, ticket, {
    type: 'escalateToExecutives',
    reason: reason.value,
  });
  return answerOutcome(outcome, () =>
    say(buildSentence(`T-${ticket} is posted to the stakeholders as escalated to the executives.`)),
  );
}
