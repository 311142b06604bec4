import { parseDueTime } from '../due-time.ts';
import type { Instant } from '../instant.ts';

/** A quarter of a year; `to` is its first instant no more. */
export type Quarter = { name: string; from: Instant; to: Instant };

/** `2026-Q4` by the wall clock of `zone` (IANA); null for anything else. */
export function parseQuarter(text: string, zone: string): Quarter | null {
  const [, year, quarter] = /^(\d{4})-?q([1-4])$/i.exec(text.trim()) ?? [];
  if (!year || !quarter) return null;
  const month = (Number(quarter) - 1) * 3 + 1;
  const from = firstOf(Number(year), month, zone);
  const to = month === 10 ? firstOf(Number(year) + 1, 1, zone) : firstOf(Number(year), month + 3, zone);
  return from && to ? { name: `${year}-Q${quarter}`, from, to } : null;
}

function firstOf(year: number, month: number, zone: string): Instant | null {
  // With a date of its own, the time it is asked at does not count.
  return parseDueTime(`${year}-${month}-1 00:00`, zone, new Date(0));
}
