import type { Role, UserId } from '../../actor.ts';
import { roleRank } from '../../actor.ts';
import type { Notice } from '../../notice.ts';
import type { ShiftChanges, ShiftTelling } from '../chapter.ts';
import type { Boundary, Checklist, ShiftState } from '../state.ts';
import type { ChecklistPayloads } from './events.ts';

export const checklistNoticeKinds = ['checklist', 'checklistUnfinished'] as const;

/** CK-1 to CK-3: the list of a role at one end of its shift. */
export function newList(boundary: Boundary, role: Role): Checklist {
  const list = roleRank(role) >= roleRank('lead') ? 'lead' : boundary === 'start' ? 'agentStart' : 'agentEnd';
  return { list, ticked: [], lookedAt: null };
}

/** The person's own list: one message each, kept up to date. */
export function checklistNotice(person: UserId, boundary: Boundary): Notice<'checklist'> {
  return {
    kind: 'checklist',
    destination: { to: 'person', id: person },
    urgency: 'normal',
    surface: `checklist:${boundary}`,
  };
}

export const checklistChanges: ShiftChanges<ChecklistPayloads> = {
  itemTicked: ({ checklists }, { payload: { boundary, item } }) =>
    changed(checklists, boundary, (list) => ({ ...list, ticked: [...list.ticked, item] })),
  checklistLooked: ({ checklists }, { payload: { boundary, unfinished }, at }) =>
    changed(checklists, boundary, (list) => ({ ...list, lookedAt: { at, unfinished } })),
};

export const checklistTelling: ShiftTelling<ChecklistPayloads> = {
  itemTicked: () => [],
  checklistLooked: ({ payload: { unfinished } }) =>
    unfinished.length === 0
      ? []
      : [
          {
            kind: 'checklistUnfinished',
            destination: { to: 'channel', role: 'leads' },
            urgency: 'normal',
            surface: null,
          },
        ],
};

function changed(
  checklists: ShiftState['checklists'],
  boundary: Boundary,
  change: (list: Checklist) => Checklist,
): Pick<ShiftState, 'checklists'> {
  const list = checklists[boundary];
  return { checklists: list ? { ...checklists, [boundary]: change(list) } : checklists };
}
