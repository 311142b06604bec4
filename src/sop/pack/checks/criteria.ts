import { restsOnPressure } from '../../pressure.ts';
import type { Pack } from '../schema.ts';
import { type PackProblem, repeated } from './problem.ts';

/** LD-2: customer pressure or relationship is no criterion; and both directions have one. */
export function checkCriteria({ priorityCriteria }: Pack): PackProblem[] {
  const codes = priorityCriteria.map(({ code }) => code);
  const pressure = priorityCriteria.flatMap(({ code, words }, index): PackProblem[] =>
    restsOnPressure(words) || restsOnPressure(code.replaceAll('-', ' '))
      ? [
          {
            path: ['priorityCriteria', index, 'words'],
            message: 'customer pressure or relationship is no Priority Adjustment Criterion (LD-2)',
          },
        ]
      : [],
  );
  const missing = (['up', 'down'] as const)
    .filter((direction) => !priorityCriteria.some((one) => one.direction === direction))
    .map((direction) => ({
      path: ['priorityCriteria'],
      message: `no criterion counts ${direction}, so no priority could ever be overridden that way`,
    }));
  return [
    ...repeated(codes, 'criterion', (index) => ['priorityCriteria', index, 'code']),
    ...pressure,
    ...missing,
  ];
}
