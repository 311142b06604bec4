/** Where in a pack something is wrong, and what. */
export type PackProblem = { path: readonly (string | number)[]; message: string };

/** `playbook.standardFixes[3].symptoms[0]`; the pack itself is the empty path. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** One problem for each value that was there before; `what` names it, as "symptom". */
export function repeated(
  values: readonly string[],
  what: string,
  pathOf: (index: number) => PackProblem['path'],
): PackProblem[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index
      ? [{ path: pathOf(index), message: `${what} ${value} is listed twice` }]
      : [],
  );
}

/** One problem for each value that is not among those known. */
export function unknown(
  values: readonly string[],
  known: ReadonlySet<string>,
  what: string,
  pathOf: (index: number) => PackProblem['path'],
): PackProblem[] {
  return values.flatMap((value, index) =>
    known.has(value) ? [] : [{ path: pathOf(index), message: `there is no ${what} ${value} in this pack` }],
  );
}
