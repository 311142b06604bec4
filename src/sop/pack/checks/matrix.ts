import { categoryCodes, type Pack } from '../schema.ts';
import { type PackProblem, repeated } from './problem.ts';

/** T1-3: every category once, every symptom code once in the whole matrix. */
export function checkMatrix({ matrix }: Pack): PackProblem[] {
  const path = ['matrix', 'categories'];
  const codes = matrix.categories.map((category) => category.code);
  const missing = categoryCodes.filter((code) => !codes.includes(code));
  const symptoms = matrix.categories.flatMap((category, place) =>
    category.symptoms.map((symptom, index) => ({
      code: symptom.code,
      path: [...path, place, 'symptoms', index, 'code'],
    })),
  );
  return [
    ...repeated(codes, 'category', (index) => [...path, index, 'code']),
    ...missing.map((code) => ({ path, message: `category ${code} is missing` })),
    ...repeated(
      symptoms.map((symptom) => symptom.code),
      'symptom',
      (index) => symptoms[index]?.path ?? path,
    ),
  ];
}
