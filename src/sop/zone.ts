const day = 86_400_000;

/** A stretch of UTC time over which a zone keeps one offset; `end` is not part of it. Epoch and length in ms. */
export type OffsetSpan = { start: number; end: number; offset: number };

/** How many UTC days are remembered per zone before the memory starts afresh. */
const remembered = 20_000;

type Zone = {
  format: Intl.DateTimeFormat;
  offsets: Map<number, number>;
  days: Map<number, readonly OffsetSpan[]>;
};

/** Building a formatter takes longer than a thousand uses of it, so each zone keeps its own. */
const zones = new Map<string, Zone>();

/**
 * The offsets of an IANA zone within one UTC day (counted from 1970-01-01), in order: one span, or two when its
 * clocks are changed on that day. A change that is taken back within the same UTC day is not seen; none is known.
 * Throws RangeError for an unknown zone or a day out of the range of dates.
 */
export function offsetSpans(timeZone: string, utcDay: number): readonly OffsetSpan[] {
  const zone = zoneOf(timeZone);
  const known = zone.days.get(utcDay);
  if (known) return known;
  const start = utcDay * day;
  const end = start + day;
  const before = offsetAtMidnight(zone, utcDay);
  const after = offsetAtMidnight(zone, utcDay + 1);
  const spans =
    before === after ? [{ start, end, offset: before }] : splitAtChange(zone, { start, end, before, after });
  if (zone.days.size >= remembered) zone.days.clear();
  zone.days.set(utcDay, spans);
  return spans;
}

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const zone = { format, offsets: new Map(), days: new Map() };
  zones.set(timeZone, zone);
  return zone;
}

function offsetAtMidnight(zone: Zone, utcDay: number): number {
  const known = zone.offsets.get(utcDay);
  if (known !== undefined) return known;
  const offset = readOffset(zone.format, utcDay * day);
  if (zone.offsets.size >= remembered) zone.offsets.clear();
  zone.offsets.set(utcDay, offset);
  return offset;
}

/** Halves the day until the instant is found at which the new offset begins. */
function splitAtChange(
  zone: Zone,
  { start, end, before, after }: { start: number; end: number; before: number; after: number },
): OffsetSpan[] {
  let last = start;
  let first = end;
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (readOffset(zone.format, middle) === before) last = middle;
    else first = middle;
  }
  return [
    { start, end: first, offset: before },
    { start: first, end, offset: after },
  ];
}

/** Offset in ms at an instant, from words such as "1/1/2026, GMT+05:30", or "GMT" alone. */
function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const match = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(format.format(instant));
  if (!match) throw new RangeError(`no offset is known at ${instant}`);
  const [, sign, hours, minutes, seconds] = match;
  const size = ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
  return sign === '-' ? -size : size;
}
