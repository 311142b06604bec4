import type { Actor, Role, UserId } from '../../actor.ts';
import { type Action, checkAuthority, roleName } from '../../authority.ts';
import type { NextStep, Refusal } from '../../decision.ts';
import { firstRefusal, personOf } from '../../ticket/guards.ts';
import type { ShiftContext } from '../facts.ts';
import type { ShiftState } from '../state.ts';
import { byRisk } from './risk.ts';
import { handoffStatus, isRecordComplete, missingEntries, reaches } from './standing.ts';

/** So many tickets are named in one refusal; the rest is counted. */
const named = 10;

/** HO-2: what is missing, by name. */
export function incompleteRefusal(
  shift: ShiftState,
  { facts, pack, now }: ShiftContext,
  action: Action,
): Refusal | null {
  if (isRecordComplete(shift, facts)) return null;
  const missing = byRisk(missingEntries(shift, facts), pack, now).map(({ number }) => number);
  const [first] = missing;
  if (first === undefined)
    return {
      ...no(
        action,
        'HO-6',
        'A lead’s record also says whether the Operations Manager can be reached. That is asked with the patterns and anomalies.',
        { step: 'handoff' },
      ),
      whoMay: { kind: 'people', ids: [shift.person] },
    };
  return {
    ...no(
      action,
      'HO-2',
      `The record covers every open ticket. Not written yet: ${numbersInWords(missing)}.`,
      { step: 'handoffEntry', ticket: first },
    ),
    whoMay: { kind: 'people', ids: [shift.person] },
  };
}

/** HO-4, HO-6: who takes over is on shift, holds the role, and is whom the lead named, where one was. */
export function incomingRefusal(
  shift: ShiftState,
  { actor, facts }: ShiftContext,
  action: Action,
): Refusal | null {
  const person = personOf(actor);
  const role = actor.kind === 'person' ? actor.role : null;
  const own = facts.others.find((one) => one.person === person);
  const { named: chosen } = shift.handoff ?? {};
  return firstRefusal(
    () =>
      person === shift.person
        ? {
            ...no(action, 'HO-4', 'It is your own record: somebody else acknowledges it.', {
              step: 'handoff',
            }),
            whoMay: { kind: 'role', atLeast: shift.role },
          }
        : null,
    () => tooLowRefusal(shift, role, person, action),
    () =>
      own?.status === 'on'
        ? null
        : {
            ...no(
              action,
              'HO-4',
              'You are not on shift. Go on shift first: what you acknowledge is yours from then on.',
              {
                step: 'shiftOn',
              },
            ),
            whoMay: { kind: 'people', ids: [person] },
          },
    () =>
      own?.handoff?.acknowledged
        ? no(
            action,
            'HO-4',
            'You have handed over your own shift already: it takes somebody who stays.',
            null,
          )
        : null,
    () =>
      chosen && chosen !== person && checkAuthority(actor, 'handoff.acknowledgeLead') !== null
        ? {
            ...no(action, 'HO-3', `A Team Lead has named <@${chosen}> to take this over.`, null),
            whoMay: { kind: 'people', ids: [chosen] },
          }
        : null,
  );
}

export function tooLowRefusal(
  shift: ShiftState,
  role: Parameters<typeof reaches>[0],
  person: UserId,
  action: Action,
): Refusal | null {
  if (reaches(role, shift)) return null;
  return {
    ...no(
      action,
      isLeads(shift.role) ? 'HO-6' : 'HO-4',
      `<@${person}> cannot take over from <@${shift.person}>: it needs somebody on the roster as ${roleName(shift.role)} or above.`,
      null,
    ),
    whoMay: { kind: 'role', atLeast: shift.role },
  };
}

export function notDeliveredRefusal(shift: ShiftState, action: Action): Refusal | null {
  const { handoff, person } = shift;
  switch (handoffStatus(shift)) {
    case 'delivered':
      return null;
    case 'acknowledged':
      return no(
        action,
        'HO-4',
        `<@${handoff?.acknowledged?.by ?? ''}> has acknowledged it already, and has the tickets.`,
        { step: 'mine' },
      );
    default:
      return {
        ...no(action, 'HO-4', `<@${person}> has not delivered this record yet.`, null),
        whoMay: { kind: 'people', ids: [person] },
      };
  }
}

export function ownRecordRefusal(shift: ShiftState, { actor }: ShiftContext): Refusal | null {
  const action = preparing(shift, actor);
  return firstRefusal(
    () => checkAuthority(actor, action),
    () => ownerRefusal(shift, actor, action),
    () => (shift.status === 'ended' ? no(action, 'HO-2', 'That shift has ended.', { step: 'mine' }) : null),
  );
}

export function ownerRefusal({ person }: ShiftState, actor: Actor, action: Action): Refusal | null {
  if (isPerson(actor, person)) return null;
  return {
    ...no(action, 'HO-2', `It is <@${person}>’s own record.`, null),
    whoMay: { kind: 'people', ids: [person] },
  };
}

/** HO-6. Whoever is a lead no more still hands over what they have. */
export function preparing({ role }: ShiftState, actor: Actor): Action {
  const asLead = isLeads(role) && checkAuthority(actor, 'handoff.prepareLead') === null;
  return asLead ? 'handoff.prepareLead' : 'handoff.prepare';
}

export function acknowledging({ role }: ShiftState): Action {
  return isLeads(role) ? 'handoff.acknowledgeLead' : 'handoff.acknowledge';
}

export function isLeads(role: Role): boolean {
  return role === 'lead' || role === 'manager';
}

export function isPerson(actor: Actor, id: UserId): boolean {
  return actor.kind === 'person' && actor.id === id;
}

export function no(
  action: Action,
  clause: Refusal['clause'],
  reason: string,
  nextStep: NextStep | null,
): Refusal {
  return { action, clause, reason, whoMay: { kind: 'nobody' }, nextStep };
}

export function numbersInWords(numbers: readonly number[]): string {
  return namesInWords(numbers.map((number) => `T-${number}`));
}

export function namesInWords(names: readonly string[]): string {
  const first = names.slice(0, named);
  const rest = names.length - first.length;
  return `${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
