import { type Pack, priorityCodes } from '../schema.ts';
import { type PackProblem, unknown } from './problem.ts';

const pairs = [
  ['responseAtRisk', 'response'],
  ['tier2ResponseAtRisk', 'tier2Response'],
  ['resolutionAtRisk', 'resolution'],
] as const;

/** T1-4, ESL-1, ESC-1: a warning that would come at the start or before, and calendars that don't exist. */
export function checkTargets({ calendars, targets, limits }: Pack): PackProblem[] {
  const known = new Set(Object.keys(calendars));
  const problems = priorityCodes.flatMap((priority): PackProblem[] => {
    const target = targets[priority];
    return [
      ...unknown([target.calendar], known, 'calendar', () => ['targets', priority, 'calendar']),
      ...pairs
        .filter(([atRisk, whole]) => target[atRisk] >= target[whole])
        .map(([atRisk, whole]) => ({
          path: ['targets', priority, atRisk],
          message: `${atRisk} is the time left at the warning, so it must be shorter than ${whole}`,
        })),
    ];
  });
  const warnings = [
    ['activeWorkWarning', 'activeWork'],
    ['p1UpdateWarning', 'p1Update'],
    ['exceptionReminder', 'exceptionDue'],
  ] as const;
  return [
    ...problems,
    ...warnings
      .filter(([warning, whole]) => limits[warning] >= limits[whole])
      .map(([warning, whole]) => ({
        path: ['limits', warning],
        message: `${warning} is the time left at the warning, so it must be shorter than ${whole}`,
      })),
  ];
}
