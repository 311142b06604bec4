import { epoch, type Instant } from './instant.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant as people in `zone` (IANA) say it, zone named: `Mon 2 Mar, 09:15 CET`. */
export function wallClock(at: Instant, zone: string): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
      timeZoneName: 'short',
    });
    formats.set(zone, format);
  }
  return format.format(epoch(at));
}

/** From one instant to a later one as people in `zone` (IANA) say it, the day and the zone once where both share them. */
export function wallClockRange(from: Instant, to: Instant, zone: string): string {
  const [begins, ends] = [wallClock(from, zone), wallClock(to, zone)];
  const parts = (words: string) => /^(.*), (\S+) (.*)$/.exec(words) ?? [words, words, words, ''];
  const [, firstDay, firstTime, firstZone] = parts(begins);
  const [, lastDay, lastTime, lastZone] = parts(ends);
  if (firstZone !== lastZone) return `${begins} – ${ends}`;
  if (firstDay !== lastDay) return `${firstDay}, ${firstTime} – ${ends}`;
  return `${firstDay}, ${firstTime}–${lastTime} ${lastZone}`;
}

/** A length of time in words, largest units first, no finer than needed: `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function inWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const units: readonly [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ];
  const first = units.findIndex(([count]) => count > 0);
  if (first === -1) return '0 s';
  const shown = units.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}
