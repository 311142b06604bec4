import { checklists } from './default/checklists.ts';
import { documents, outOfScope } from './default/documents.ts';
import { extendedFixes, rootCauses } from './default/extended-fixes.ts';
import { matrix } from './default/matrix.ts';
import { pathways } from './default/pathways.ts';
import { standardFixes } from './default/standard-fixes.ts';
import { templates } from './default/templates.ts';
import { type Pack, type PackInput, packSchema } from './schema.ts';

/** Eight hours, with a break from 12:30 to 13:15. */
const workingDay = ['09:00-12:30', '13:15-17:45'];

/** The pack we ship, as a desk would write it. Its figures are the procedure's where that names them. */
export const defaultPackInput: PackInput = {
  version: '2026.1',
  name: 'Support operations procedure',
  timeZone: 'Europe/Berlin',
  calendars: {
    'round-the-clock': { kind: 'always' },
    'working-hours': {
      kind: 'weekly',
      timeZone: 'Europe/Berlin',
      week: {
        monday: workingDay,
        tuesday: workingDay,
        wednesday: workingDay,
        thursday: workingDay,
        friday: workingDay,
      },
      // Holidays in all of Germany in 2026; each year brings its own, and so does each place.
      holidays: [
        '2026-01-01',
        '2026-04-03',
        '2026-04-06',
        '2026-05-01',
        '2026-05-14',
        '2026-05-25',
        '2026-10-03',
        '2026-12-25',
        '2026-12-26',
      ],
    },
  },
  matrix,
  targets: {
    P1: {
      calendar: 'round-the-clock',
      unassigned: 'PT5M',
      response: 'PT15M',
      responseAtRisk: 'PT5M',
      tier2Response: 'PT15M',
      tier2ResponseAtRisk: 'PT5M',
      resolution: 'PT4H',
      resolutionAtRisk: 'PT1H',
    },
    P2: {
      calendar: 'round-the-clock',
      unassigned: 'PT15M',
      response: 'PT30M',
      responseAtRisk: 'PT10M',
      tier2Response: 'PT30M',
      tier2ResponseAtRisk: 'PT10M',
      resolution: 'PT8H',
      resolutionAtRisk: 'PT2H',
    },
    P3: {
      calendar: 'working-hours',
      unassigned: 'PT2H',
      response: 'PT4H',
      responseAtRisk: 'PT1H',
      tier2Response: 'PT4H',
      tier2ResponseAtRisk: 'PT1H',
      // Three working days of eight hours.
      resolution: 'PT24H',
      resolutionAtRisk: 'PT4H',
    },
    P4: {
      calendar: 'working-hours',
      unassigned: 'PT4H',
      response: 'PT8H',
      responseAtRisk: 'PT2H',
      tier2Response: 'PT8H',
      tier2ResponseAtRisk: 'PT2H',
      // Five working days of eight hours.
      resolution: 'PT40H',
      resolutionAtRisk: 'PT8H',
    },
  },
  clocks: { responseStartsAt: 'receipt', reopening: 'restart' },
  limits: {
    reminder: 'PT10M',
    noTransactionStatement: 'PT5M',
    sessionLogs: 'PT48H',
    secondAgent: 'PT15M',
    activeWork: 'PT20M',
    activeWorkWarning: 'PT5M',
    acceptance: 'PT10M',
    verbalHandoff: 'PT30M',
    authorization: 'PT30M',
    p1Update: 'PT30M',
    p1UpdateWarning: 'PT5M',
    leadCheck: 'PT15M',
    exceptionDue: 'PT8H30M',
    exceptionReminder: 'PT30M',
    documentCurrency: 'P90D',
    reopening: 'PT336H',
  },
  shifts: {
    preparation: 'PT20M',
    earliestOn: 'PT1H',
    grace: 'PT15M',
    reminder: 'PT5M',
    firstMinutes: 'PT10M',
    nearBreach: 'PT15M',
    exceptionDue: 'PT30M',
  },
  checklists,
  pattern: { issues: 3, within: 'PT1H' },
  // Examples: the procedure asks for documented criteria and leaves them to the desk.
  priorityCriteria: [
    { code: 'wider-impact', words: 'More users or sites are affected than reported', direction: 'up' },
    {
      code: 'critical-function',
      words: 'A function the business cannot do without is down',
      direction: 'up',
    },
    { code: 'data-at-risk', words: 'Data is being lost or corrupted', direction: 'up' },
    { code: 'legal-deadline', words: 'A legal or contractual deadline is at stake', direction: 'up' },
    { code: 'workaround', words: 'A workaround keeps the business going', direction: 'down' },
    { code: 'smaller-impact', words: 'Fewer users are affected than reported', direction: 'down' },
  ],
  playbook: { standardFixes, extendedFixes, rootCauses, pathways },
  templates,
  resolutionCodes: [
    { code: 'fixed', words: 'Solved by a Standard Fix', tier: 'tier1' },
    { code: 'explained', words: 'Nothing was wrong; explained to the customer', tier: 'tier1' },
    { code: 'not-reproduced', words: 'Not seen again while verifying', tier: 'tier1' },
    { code: 'duplicate', words: 'Already handled in another ticket', tier: 'tier1' },
    { code: 'withdrawn', words: 'Withdrawn by the customer', tier: 'tier1' },
    // SC-2: what another document governs.
    { code: 'redirected', words: 'Sent on under the document that governs it', tier: 'tier1' },
    { code: 'root-cause-fixed', words: 'Solved at its root by an Extended Fix', tier: 'tier2' },
    { code: 'symptom-fixed', words: 'Symptom gone; root cause not removed', tier: 'tier2' },
    { code: 'outside-our-control', words: 'Settled by another team or a vendor', tier: 'tier2' },
    { code: 'known-defect', words: 'A product defect on record', tier: 'tier2' },
  ],
  followUps: [
    { code: 'configuration-review', words: 'Review the configuration' },
    { code: 'knowledge-update', words: 'Update the knowledge base' },
    { code: 'pattern-monitoring', words: 'Watch for the same pattern' },
  ],
  outOfScope,
  documents,
};

export const defaultPack: Pack = packSchema.parse(defaultPackInput);
