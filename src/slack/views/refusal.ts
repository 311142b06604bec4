import type { Actor } from '../../sop/actor.ts';
import { roleName } from '../../sop/authority.ts';
import { clauses } from '../../sop/clauses.ts';
import type { NextStep, Refusal } from '../../sop/decision.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { type ButtonSpec, buttons, buttonsAndMenu } from './elements.ts';
import { refusalMenu } from './refusal-menu.ts';
import { type Line, lines, sentence } from './rich-text.ts';

/**
 * A refusal as its one reader sees it: what stopped it, the clause, who may, and one button onward. Whoever is on the
 * desk can also ask to be allowed once (AU-6), or say that the rule is badly calibrated (AU-7).
 */
export function buildRefusal(refusal: Refusal, reader: Actor): Message {
  const { clause, nextStep } = refusal;
  const way = nextStep ? [onward(nextStep)] : [];
  const onTheDesk = reader.kind === 'person' && reader.role !== null;
  return {
    text: `Not done (${clause}). ${refusal.reason}`,
    blocks: [
      lines(
        [{ bold: 'Not done. ' }, ...sentence(refusal.reason)],
        [{ bold: `${clause} ` }, clauses[clause]],
        [{ bold: 'Who may: ' }, ...whoMayWords(refusal, reader)],
      ),
      ...(onTheDesk ? [buttonsAndMenu(way, refusalMenu(refusal))] : way.length > 0 ? [buttons(...way)] : []),
    ],
  };
}

function whoMayWords({ whoMay, nextStep }: Refusal, reader: Actor): Line {
  switch (whoMay.kind) {
    case 'role':
      return [whoMay.atLeast === 'manager' ? roleName('manager') : `${roleName(whoMay.atLeast)} or above`];
    case 'people': {
      const others = whoMay.ids.filter((id) => reader.kind !== 'person' || id !== reader.id);
      // Nobody has to be told to ask themselves: what stands in the way is said above, and how to go on below.
      if (others.length === 0)
        return [nextStep ? 'you, once that is settled; the button below helps' : 'you, once that is settled'];
      return others.flatMap((person, index): Line => (index === 0 ? [{ person }] : [', ', { person }]));
    }
    case 'nobody':
      return ['nobody, as it stands'];
  }
}

function onward(next: NextStep): ButtonSpec {
  switch (next.step) {
    case 'openTicket':
      return { label: 'Open a ticket', action: actions.open, about: 'new', primary: true };
    case 'takeNext':
      return { label: 'Take next', action: actions.takeNext, about: 'queue', primary: true };
    case 'mine':
      return { label: 'My tickets', action: actions.mine, about: 'me', primary: true };
    case 'roster':
      return { label: 'Roster', action: actions.roster, about: 'desk', primary: true };
    case 'shiftOn':
      return { label: 'Go on shift', action: actions.shiftOn, about: 'me', primary: true };
    case 'handoff':
      return { label: 'Handoff record', action: actions.handoffRecord, about: 1, primary: true };
    case 'handoffEntry':
      return {
        label: `Write T-${next.ticket}`,
        action: actions.handoffEntry,
        about: `${next.ticket}:1`,
        primary: true,
      };
    case 'whoIsOn':
      return { label: 'Who is on shift', action: actions.whoIsOn, about: 'desk', primary: true };
    case 'incident':
      return { label: 'Show', action: actions.showIncident, about: next.incident, primary: true };
    case 'exception':
      return { label: 'Show', action: actions.showException, about: next.exception, primary: true };
    case 'documents':
      return { label: 'Documents', action: actions.documents, about: 'desk', primary: true };
    case 'setup':
      return { label: 'Set up', action: actions.setup, about: 'desk', primary: true };
    case 'take':
      return { label: 'Take', action: actions.take, about: next.ticket, primary: true };
    case 'classify':
      return { label: 'Classify', action: actions.classify, about: next.ticket, primary: true };
    case 'acknowledge':
      return { label: 'Acknowledge', action: actions.acknowledge, about: next.ticket, primary: true };
    case 'resume':
      return { label: 'Resume', action: actions.resume, about: next.ticket, primary: true };
    case 'applyFix':
      return { label: 'Apply fix', action: actions.applyFix, about: next.ticket, primary: true };
    case 'recordResult':
      return { label: 'Record result', action: actions.recordResult, about: next.ticket, primary: true };
    case 'verify':
      return { label: 'Verify', action: actions.verify, about: next.ticket, primary: true };
    case 'investigate':
      return { label: 'Investigate', action: actions.investigate, about: next.ticket, primary: true };
    case 'close':
      return { label: 'Close', action: actions.close, about: next.ticket, primary: true };
    case 'escalate':
      return { label: 'Escalate', action: actions.escalate, about: next.ticket, primary: true };
    case 'acceptEscalation':
      return { label: 'Accept', action: actions.acceptEscalation, about: next.ticket, primary: true };
    case 'handOver':
      return { label: 'Hand over', action: actions.handOver, about: next.ticket, primary: true };
    case 'show':
      return { label: 'Show', action: actions.show, about: next.ticket, primary: true };
    case 'why':
      return { label: 'Why', action: actions.why, about: next.ticket, primary: true };
  }
}
