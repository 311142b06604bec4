import { roleName } from '../../sop/authority.ts';
import type { CoveredTier, Finding, Range } from '../../sop/shift/check-plan.ts';
import { wallClockRange } from '../../sop/wall-clock.ts';
import type { Line } from './rich-text.ts';

/** So many findings are named; the rest is counted. */
const named = 15;

const missing: Readonly<Record<CoveredTier, string>> = {
  tier1: 'Nobody is on shift',
  tier2: 'Only Tier 1 is on shift',
  lead: 'No Team Lead or manager is on shift',
};

/** What is amiss with a plan, one line each; gaps of one tier together. Times on the wall of `zone`, which they name. */
export function findingLines(findings: readonly Finding[], zone: string): readonly Line[] {
  const range = ({ from, to }: Range) => wallClockRange(from, to, zone);
  const gaps = (Object.keys(missing) as CoveredTier[]).flatMap((tier): Line[] => {
    const ranges = findings.flatMap((one) => (one.kind === 'gap' && one.tier === tier ? [range(one)] : []));
    if (ranges.length === 0) return [];
    const more = ranges.length > named ? ` and ${ranges.length - named} more` : '';
    return [[{ bold: `${missing[tier]}: ` }, `${ranges.slice(0, named).join(' · ')}${more}`]];
  });
  const others = findings.filter(({ kind }) => kind !== 'gap').map((one) => otherLine(one, range));
  const rest = others.length - named;
  return [...gaps, ...others.slice(0, named), ...(rest > 0 ? [[`… and ${rest} more.`]] : [])];
}

function otherLine(finding: Finding, range: (of: Range) => string): Line {
  switch (finding.kind) {
    case 'gap':
      throw new Error('gaps are told together');
    case 'unfilled':
      return [
        { bold: `Nobody is left for ${roleName(finding.position)} in “${finding.pattern}”: ` },
        range(finding),
      ];
    case 'twice':
      return [
        { person: finding.person },
        ` is planned twice at once (${finding.patterns.map((name) => `“${name}”`).join(', ')}): ${range(finding)}`,
      ];
    case 'long':
      return [{ person: finding.person }, ` is on for more than 16 hours: ${range(finding)}`];
    case 'stranger':
      return [
        { person: finding.person },
        ` is planned in “${finding.pattern}” but is not on the roster; that shift does not begin.`,
      ];
    case 'idleCover':
      return [
        { person: finding.by },
        ' covers for ',
        { person: finding.of },
        `, who is not planned then: ${range(finding)}`,
      ];
  }
}
