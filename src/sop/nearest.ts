/**
 * The candidate that a mistyped word most likely meant, or null if none is near: at most a third of its letters
 * differ (one in a word of two or three). Capitals don't count; of equals the first candidate wins.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const typed = word.trim().toLowerCase();
  if (typed === '') return null;
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const meant = candidate.toLowerCase();
    const allowed = allowedDistance(Math.max(typed.length, meant.length));
    if (Math.abs(typed.length - meant.length) > allowed) continue;
    const distance = editDistance(typed, meant);
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function allowedDistance(length: number): number {
  return length < 2 ? 0 : Math.max(1, Math.floor(length / 3));
}

/** Damerau-Levenshtein: letters added, dropped, changed, or two neighbours swapped (each pair once). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
