import type { ChecklistSight, Pack } from '../../pack/schema.ts';
import type { ShiftContext } from '../facts.ts';
import type { Boundary, Checklist, ShiftState } from '../state.ts';
import type { Sight } from './events.ts';
import { isFact, lookAt } from './sights.ts';

/**
 * An item of somebody's list as it stands: done by a tick or by what Handrail sees. `byPerson`: whether the person may
 * tick it, also against what Handrail sees.
 */
export type LookedItem = {
  id: string;
  words: string;
  done: boolean;
  ticked: boolean;
  byPerson: boolean;
  sight: Sight | null;
};

/**
 * CK-4: a list as it stands, with what Handrail sees of it now; empty where it is not begun. What was found done stays
 * done, whatever comes after: what was seen of it is in the record.
 */
export function lookAtList(
  shift: ShiftState,
  boundary: Boundary,
  context: ShiftContext,
): readonly LookedItem[] {
  const list = shift.checklists[boundary];
  if (!list) return [];
  return itemsOf(list.list, context.pack).map(({ id, words, sees }) => {
    const ticked = list.ticked.includes(id);
    const byPerson = !sees || !isFact(sees);
    if (isSettled(list)) return { id, words, ticked, byPerson, sight: null, done: true };
    const sight = sees ? { item: id, ...lookAt(sees, shift, context, boundary) } : null;
    return { id, words, ticked, byPerson, sight, done: ticked || sight?.holds === true };
  });
}

/** Whether it was looked at when nothing was left of it. */
export function isSettled({ lookedAt }: Checklist): boolean {
  return lookedAt !== null && lookedAt.unfinished.length === 0;
}

export function itemsOf(
  list: keyof Pack['checklists'],
  pack: Pack,
): readonly { id: string; words: string; sees?: ChecklistSight | undefined }[] {
  return pack.checklists[list];
}

export function unfinished(items: readonly LookedItem[]): readonly string[] {
  return items.filter(({ done }) => !done).map(({ id }) => id);
}

export function sightsOf(items: readonly LookedItem[]): readonly Sight[] {
  return items.flatMap(({ sight }) => (sight ? [sight] : []));
}
