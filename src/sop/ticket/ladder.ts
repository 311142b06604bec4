import type { ExtendedFix, Pack, StandardFix } from '../pack/schema.ts';
import { applicableStandardFixes, isSymptomOf, matchingExtendedFixes } from '../playbook.ts';
import type { FixAttempt, TicketState } from './state.ts';

export type Fix = StandardFix | ExtendedFix;

/** A fix of the playbook by its id (`SF-3`, `EF-5`); null when the pack has none. */
export function findFix(pack: Pack, id: string): Fix | null {
  const { standardFixes, extendedFixes } = pack.playbook;
  return [...standardFixes, ...extendedFixes].find((fix) => fix.id === id) ?? null;
}

export function isExtended(fix: { id: string }): boolean {
  return fix.id.startsWith('EF-');
}

/** The latest attempt at a fix: what counts of it. */
export function lastAttempt(ticket: TicketState, fix: string): FixAttempt | null {
  return ticket.fixes.findLast((attempt) => attempt.fix === fix) ?? null;
}

/** The attempt under way, of which the result is owed. At most one is. */
export function runningAttempt(ticket: TicketState): FixAttempt | null {
  return ticket.fixes.find(({ status }) => status === 'running') ?? null;
}

/** The fix that solved it, verified or still to be. */
export function solvingAttempt(ticket: TicketState): FixAttempt | null {
  return ticket.fixes.findLast(({ status }) => status === 'resolved') ?? null;
}

/**
 * T1-6: the first Standard Fix for the symptom, in documented order, that has neither a result nor been set aside.
 * Null when all have: then the ladder is exhausted (ESC-2).
 */
export function owedStandardFix(ticket: TicketState, pack: Pack): StandardFix | null {
  if (!ticket.classification) return null;
  const applicable = applicableStandardFixes(pack, ticket.classification.symptom);
  return applicable.find(({ id }) => lastAttempt(ticket, id) === null) ?? null;
}

/** The fix that comes next: at tier 1 by the ladder (T1-6), from tier 2 on by the root cause (T2-6). */
export function owedFix(ticket: TicketState, pack: Pack): Fix | null {
  if (ticket.tier === 'tier1') return owedStandardFix(ticket, pack);
  return offeredExtendedFixes(ticket, pack).find(({ id }) => lastAttempt(ticket, id) === null) ?? null;
}

/** Those of the ladder that come before a fix and are still open. */
export function owedBefore(ticket: TicketState, pack: Pack, fix: string): readonly StandardFix[] {
  if (!ticket.classification) return [];
  const applicable = applicableStandardFixes(pack, ticket.classification.symptom);
  const place = applicable.findIndex(({ id }) => id === fix);
  return applicable.slice(0, Math.max(place, 0)).filter(({ id }) => lastAttempt(ticket, id) === null);
}

/** T2-6: the Extended Fixes for the root cause that was identified. */
export function offeredExtendedFixes(ticket: TicketState, pack: Pack): readonly ExtendedFix[] {
  const root = ticket.causes.root;
  return root ? matchingExtendedFixes(pack, root.code) : [];
}

/** Whether the symptom stands in the matrix in force: it may have been classified under an earlier one (DOC-2). */
export function hasKnownSymptom({ classification }: TicketState, pack: Pack): boolean {
  return classification !== null && isSymptomOf(pack, classification.category, classification.symptom);
}

/** Whether the root cause on record stands in the framework in force (DOC-2). */
export function hasKnownRootCause({ causes }: TicketState, pack: Pack): boolean {
  return pack.playbook.rootCauses.some(({ code }) => code === causes.root?.code);
}
