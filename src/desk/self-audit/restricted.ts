import { readRestricted, type WrittenNotice } from '../../store/self-audit.ts';
import type { Desk } from '../desk.ts';

/** SEC-2: what is told of a restricted ticket is taken back and left unsaid on purpose: none of it is a finding. */
export async function withoutRestricted(
  desk: Desk,
  notices: readonly WrittenNotice[],
): Promise<readonly WrittenNotice[]> {
  const numbers = notices.flatMap(({ stream }) => numberIn(stream) ?? []);
  if (numbers.length === 0) return notices;
  const restricted = await readRestricted(desk.db, desk.id, [...new Set(numbers)]);
  return notices.filter(({ stream }) => !restricted.has(numberIn(stream) ?? 0));
}

function numberIn(stream: string): number | null {
  const number = /^T-(\d+)$/.exec(stream)?.[1];
  return number === undefined ? null : Number(number);
}
