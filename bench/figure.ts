/** One line of the result. `baseline` and `ratio` are null for a figure that is held against a fixed goal. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  baseline: number | null;
  ratio: number | null;
  /** In words, as `docs/performance.md` has it. */
  goal: string;
  reached: boolean;
};

/** The value below which a share of the samples lie, by the nearest rank. Throws on no samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('no samples');
  return value;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/**
 * By how much a series rises from its first sample to its last: the median of the slopes between all pairs, so that a
 * few samples out of line do not tilt it. Samples are evenly spaced.
 */
export function rise(samples: readonly number[]): number {
  const slopes = samples.flatMap((later, index) =>
    samples.slice(0, index).map((earlier, before) => (later - earlier) / (index - before)),
  );
  return median(slopes) * (samples.length - 1);
}

export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** A table for people, then one JSON line a figure for machines. */
export function print(figures: readonly Figure[]): void {
  const rows = figures.map(({ name, value, unit, baseline, ratio, goal, reached }) => [
    name,
    `${round(value)} ${unit}`,
    baseline === null ? '—' : `${round(baseline)} ${unit}`,
    ratio === null ? '—' : String(round(ratio)),
    goal,
    reached ? 'reached' : 'MISSED',
  ]);
  const head = ['figure', 'value', 'baseline', 'ratio', 'goal', ''];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of [head, ...rows])
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  console.log();
  for (const { name, value, unit, baseline, ratio } of figures)
    console.log(
      JSON.stringify({
        name,
        value: round(value),
        unit,
        baseline: baseline && round(baseline),
        ratio: ratio && round(ratio),
      }),
    );
}
