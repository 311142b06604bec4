import { checkAuthority } from '../../authority.ts';
import { accepted, type Refusal, refused } from '../../decision.ts';
import type { ShiftDeciders } from '../chapter.ts';
import { type ShiftEvent, shiftEvent } from '../events.ts';
import type { ShiftContext } from '../facts.ts';
import type { Boundary, ShiftState } from '../state.ts';
import { isSettled, itemsOf, lookAtList, sightsOf, unfinished } from './look.ts';

export type ChecklistCommand = { type: 'tickItem'; boundary: Boundary; item: string };

export const checklistDeciders: ShiftDeciders<ChecklistCommand> = {
  tickItem: ({ boundary, item }, shift, context) => {
    const refusal = tickRefusal(boundary, item, shift, context);
    if (refusal) return refused(refusal);
    const list = shift.checklists[boundary];
    if (list && (list.ticked.includes(item) || isSettled(list))) return accepted();
    const ticked = shiftEvent('itemTicked', { boundary, item });
    // The last one: what Handrail saw of the rest is written down with it.
    const items = lookAtList(shift, boundary, context);
    const rest = unfinished(items).filter((id) => id !== item);
    return rest.length > 0
      ? accepted<ShiftEvent>(ticked)
      : accepted<ShiftEvent>(
          ticked,
          shiftEvent('checklistLooked', { boundary, seen: sightsOf(items), unfinished: [] }),
        );
  },
};

/** CK-4: everybody ticks their own list, and nothing that Handrail sees is not so. */
function tickRefusal(
  boundary: Boundary,
  item: string,
  shift: ShiftState,
  context: ShiftContext,
): Refusal | null {
  const { actor, pack } = context;
  const list = shift.checklists[boundary];
  // CK-3. Whoever is a lead no more still goes through the list they have.
  const asLead = list?.list === 'lead' && checkAuthority(actor, 'checklist.completeLead') === null;
  const action = asLead ? 'checklist.completeLead' : 'checklist.complete';
  const no = (reason: string, whoMay: Refusal['whoMay']): Refusal => ({
    action,
    clause: 'CK-4',
    reason,
    whoMay,
    nextStep: null,
  });
  const unauthorized = checkAuthority(actor, action);
  if (unauthorized) return unauthorized;
  if (actor.kind !== 'person' || actor.id !== shift.person)
    return no(`It is <@${shift.person}>’s own list.`, { kind: 'people', ids: [shift.person] });
  const known = list && itemsOf(list.list, pack).find(({ id }) => id === item);
  if (!known) return no('This item is not on the list any more.', { kind: 'nobody' });
  const looked = lookAtList(shift, boundary, context).find(({ id }) => id === item);
  return looked?.sight && !looked.byPerson && !looked.sight.holds
    ? no(`Handrail ticks this one by itself, and it is not so yet: ${looked.sight.saw}`, { kind: 'nobody' })
    : null;
}
