import { type Action, actionIds, actions } from './actions.ts';
import { editDistance } from './nearest.ts';

/** Words that say nothing about which action is meant. */
const fillers = new Set([
  'a',
  'an',
  'the',
  'i',
  'we',
  'can',
  'may',
  'my',
  'to',
  'of',
  'on',
  'in',
  'as',
  'is',
  'it',
  'or',
]);

/**
 * Actions whose id or words resemble what a person typed, nearest first, none if nothing does (`/ops can-i`).
 * Those with every telling word typed, allowing for endings and small slips; if there are none, those with half.
 */
export function findActions(words: string): Action[] {
  const typed = words.trim().toLowerCase();
  const exact = actionIds.filter((id) => id.toLowerCase() === typed);
  if (exact.length > 0) return exact;
  const wanted = tellingWords(words);
  if (wanted.length === 0) return [];
  const found = actionIds.map((id) => ({ id, ...match(wanted, id) })).sort((a, b) => b.score - a.score);
  const complete = found.filter((one) => one.matched === wanted.length);
  const half = found.filter((one) => one.matched * 2 >= wanted.length);
  return (complete.length > 0 ? complete : half).map((one) => one.id);
}

/** How many of the words the action has, and how well they fit; an id about little else fits better. */
function match(wanted: readonly string[], id: Action): { matched: number; score: number } {
  const ofId = tellingWords(id);
  const known = [...ofId, ...tellingWords(actions[id].words)];
  const scores = wanted.map((word) => Math.max(...known.map((other) => likeness(word, other))));
  const sum = scores.reduce<number>((total, score) => total + score, 0);
  return { matched: scores.filter((score) => score > 0).length, score: sum - ofId.length / 10 };
}

function likeness(word: string, other: string): number {
  if (word === other) return 3;
  if (word.length >= 3 && (other.startsWith(word) || word.startsWith(other))) return 2;
  const slips = Math.floor(Math.min(word.length, other.length) / 4);
  return slips > 0 && editDistance(word, other) <= slips ? 1 : 0;
}

function tellingWords(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !fillers.has(word));
}
