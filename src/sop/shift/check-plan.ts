import { type Role, roleRank, type UserId } from '../actor.ts';
import { epoch, type Instant } from '../instant.ts';
import type { ShiftPlan } from './plan.ts';
import { emptyPositions } from './positions.ts';
import { isPlanned, type Occurrence, occurrencesBetween, stretchesBetween } from './stretches.ts';

export type Range = { from: Instant; to: Instant };

/** Tiers of which somebody is to be on shift, or somebody of a role above (AU-2 to AU-4). */
const coveredTiers = ['tier1', 'tier2', 'lead'] as const;
export type CoveredTier = (typeof coveredTiers)[number];

/** What a lead should look at; a plan is never refused for it. */
export type Finding =
  /** Nobody of the tier or above is on, though others are; of tier 1: nobody at all. */
  | ({ kind: 'gap'; tier: CoveredTier } & Range)
  /** A position of a pattern that nobody on shift is left to hold (CK-3). */
  | ({ kind: 'unfilled'; pattern: string; position: Role } & Range)
  /** Planned for two shifts at once. */
  | ({ kind: 'twice'; person: UserId; patterns: readonly string[] } & Range)
  /** On without a break for longer than a person can be. */
  | ({ kind: 'long'; person: UserId } & Range)
  /** Planned, but not on the roster: their shifts do not begin. */
  | { kind: 'stranger'; person: UserId; pattern: string }
  /** Covers a time at which the other is not planned to be on. */
  | ({ kind: 'idleCover'; by: UserId; of: UserId } & Range);

/** More than this without a break, in ms, is pointed out. */
const longest = 16 * 3_600_000;

/** What is amiss with the plan between two instants, in a fixed order: gaps, positions, people. */
export function checkPlan(
  plan: ShiftPlan,
  members: Readonly<Record<UserId, Role>>,
  from: Instant,
  to: Instant,
): readonly Finding[] {
  const within = ({ from: begins, to: ends }: Range) => ({
    from: begins > from ? begins : from,
    to: ends < to ? ends : to,
  });
  const occurrences = occurrencesBetween(plan, from, to);
  const stretches = stretchesBetween(plan, from, to);
  const segments = segmentsOf([...occurrences, ...stretches].map(within), from, to);
  const rolesIn = (segment: Range) =>
    stretches.filter((one) => covers(one, segment)).flatMap(({ person }) => members[person] ?? []);

  const gaps = coveredTiers.flatMap((tier) =>
    joined(
      segments.filter((segment) => {
        const on = rolesIn(segment);
        if (tier === 'tier1') return on.length === 0;
        return on.length > 0 && !on.some((role) => roleRank(role) >= roleRank(tier));
      }),
    ).map((range): Finding => ({ kind: 'gap', tier, ...range })),
  );
  const unfilled = unfilledPositions(occurrences, segments, rolesIn);
  const twice = plannedTwice(occurrences, from, to);
  const long = stretches
    .filter((one) => epoch(one.to) - epoch(one.from) > longest)
    .map((one): Finding => ({ kind: 'long', person: one.person, from: one.from, to: one.to }));
  return [
    ...gaps,
    ...unfilled,
    ...twice,
    ...long,
    ...strangers(occurrences, members),
    ...idleCovers(plan, from, to),
  ];
}

/** What `after` finds that `before` did not; what has merely become shorter is not new. */
export function newFindings(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const about = (finding: Finding) => JSON.stringify({ ...finding, from: null, to: null });
  const holds = (known: Finding, one: Finding) =>
    about(known) === about(one) &&
    (!('from' in known) || !('from' in one) || (known.from <= one.from && one.to <= known.to));
  return after.filter((one) => !before.some((known) => holds(known, one)));
}

/** Where somebody is on: nobody at all is a gap already. */
function unfilledPositions(
  occurrences: readonly Occurrence[],
  segments: readonly Range[],
  rolesIn: (segment: Range) => readonly Role[],
): readonly Finding[] {
  const missing = new Map<string, { pattern: string; position: Role; ranges: Range[] }>();
  for (const segment of segments) {
    const on = rolesIn(segment);
    if (on.length === 0) continue;
    const wanted = occurrences
      .filter((one) => covers(one, segment))
      .flatMap(({ pattern, positions }) => positions.map((position) => ({ pattern, position })));
    for (const { pattern, position } of emptyPositions(wanted, on)) {
      const key = JSON.stringify([pattern, position]);
      const known = missing.get(key) ?? { pattern, position, ranges: [] };
      missing.set(key, { ...known, ranges: [...known.ranges, segment] });
    }
  }
  return [...missing.values()].flatMap(({ pattern, position, ranges }) =>
    joined(ranges).map((range): Finding => ({ kind: 'unfilled', pattern, position, ...range })),
  );
}

function plannedTwice(occurrences: readonly Occurrence[], from: Instant, to: Instant): readonly Finding[] {
  const people = [...new Set(occurrences.flatMap(({ members }) => members))];
  return people.flatMap((person) => {
    const own = occurrences.filter(({ members }) => members.includes(person));
    const ranges = segmentsOf(own, from, to).flatMap((segment) => {
      const patterns = own.filter((one) => covers(one, segment)).map(({ pattern }) => pattern);
      return patterns.length > 1 ? [{ ...segment, patterns }] : [];
    });
    return ranges.map((range): Finding => ({ kind: 'twice', person, ...range }));
  });
}

function strangers(
  occurrences: readonly Occurrence[],
  members: Readonly<Record<UserId, Role>>,
): readonly Finding[] {
  const seen = new Set<string>();
  return occurrences.flatMap(({ pattern, members: planned }) =>
    planned.flatMap((person): Finding[] => {
      if (person in members || seen.has(`${pattern}/${person}`)) return [];
      seen.add(`${pattern}/${person}`);
      return [{ kind: 'stranger', person, pattern }];
    }),
  );
}

/** Without the cover, would the other be on at some of that time? */
function idleCovers(plan: ShiftPlan, from: Instant, to: Instant): readonly Finding[] {
  return plan.covers.flatMap((cover, index): Finding[] => {
    if (cover.to <= from || cover.from >= to) return [];
    const before = { ...plan, covers: plan.covers.slice(0, index) };
    if (isPlanned(before, cover.of, cover.from, cover.to)) return [];
    return [{ kind: 'idleCover', by: cover.by, of: cover.of, from: cover.from, to: cover.to }];
  });
}

function covers({ from, to }: Range, segment: Range): boolean {
  return from <= segment.from && segment.to <= to;
}

/** The time between two instants, cut wherever one of these begins or ends. */
function segmentsOf(ranges: readonly Range[], from: Instant, to: Instant): readonly Range[] {
  const cuts = [...new Set([from, to, ...ranges.flatMap((one) => [one.from, one.to])])]
    .filter((at) => at >= from && at <= to)
    .sort();
  return cuts.slice(1).map((end, index) => ({ from: cuts[index] ?? from, to: end }));
}

function joined(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last && last.to === range.from) result[result.length - 1] = { from: last.from, to: range.to };
    else result.push(range);
  }
  return result;
}
