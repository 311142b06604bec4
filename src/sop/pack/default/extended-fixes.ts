import type { PackInput } from '../schema.ts';

/** Codes for why a proximate cause came about (T2-5). */
export const rootCauses: PackInput['playbook']['rootCauses'] = [
  { code: 'sync-conflict', words: 'Two systems wrote the same record' },
  { code: 'import-half-applied', words: 'An import was applied in part' },
  { code: 'job-lock-left-over', words: 'A crashed job left its lock behind' },
  { code: 'index-drift', words: 'The search index drifted from the records' },
  { code: 'mapping-outdated', words: 'A field mapping is older than the schema' },
  { code: 'permission-drift', words: 'Stored permissions drifted from the roles' },
  { code: 'role-change-half-applied', words: 'A change of roles was applied in part' },
  { code: 'statistics-outdated', words: 'The account’s query statistics are outdated' },
  { code: 'page-bundle-mixed', words: 'Parts of two page versions were delivered together' },
  { code: 'ledger-out-of-step', words: 'Plan and billing ledger are out of step' },
  { code: 'token-outlived-owner', words: 'A token outlived the user it belongs to' },
  { code: 'token-scope-outdated', words: 'A token carries an outdated scope' },
  // No Extended Fix for the last two: they go to the lead (T2-6).
  { code: 'product-defect', words: 'The product itself is at fault' },
  { code: 'outside-dependency', words: 'A system outside our control is at fault' },
];

/**
 * Extended Fixes 1 to 8. The procedure names only 5 and 8; the others are samples, and all steps are: a desk puts
 * its own library in their place.
 */
export const extendedFixes: PackInput['playbook']['extendedFixes'] = [
  {
    id: 'EF-1',
    title: 'Record Reconciliation',
    sample: true,
    rootCauses: ['sync-conflict', 'import-half-applied'],
    steps: [
      'List the records that differ between the two sources.',
      'Run the reconciliation as a rehearsal and read its report.',
      'Run it in earnest and keep its report with the ticket.',
    ],
    warnings: ['Pause the account’s imports until the run is over.'],
    verification: [
      { id: 'no-difference', words: 'A second rehearsal reports no difference' },
      { id: 'sample-right', words: 'Three reported records show the right values' },
    ],
  },
  {
    id: 'EF-2',
    title: 'Job Lock Release',
    sample: true,
    rootCauses: ['job-lock-left-over'],
    steps: [
      'Make sure that no worker still holds the job.',
      'Release the lock and let the schedule pick the job up.',
    ],
    warnings: ['Releasing a lock that is in use makes the job run twice.'],
    verification: [
      { id: 'job-ran', words: 'The job list shows one run after the release' },
      { id: 'queue-drained', words: 'The account’s queue is empty again' },
    ],
  },
  {
    id: 'EF-3',
    title: 'Search Index Rebuild',
    sample: true,
    rootCauses: ['index-drift'],
    steps: [
      'Start a full rebuild of the account’s index.',
      'Compare the number of records on both sides when it is over.',
    ],
    warnings: ['Search answers from the old index until the rebuild is over.'],
    verification: [
      { id: 'index-count', words: 'Index and store hold the same number of records' },
      { id: 'search-right', words: 'A search finds the reported records' },
    ],
  },
  {
    id: 'EF-4',
    title: 'Field Mapping Renewal',
    sample: true,
    rootCauses: ['mapping-outdated'],
    steps: [
      'Generate the mapping afresh from the current schema.',
      'Replay the last failed event through it.',
    ],
    warnings: ['A mapping made by hand is a change of configuration and belongs to the lead.'],
    verification: [
      { id: 'replay-right', words: 'The replayed event’s values stand in the right fields' },
      { id: 'events-flow', words: 'Two further events arrived without an error' },
    ],
  },
  {
    id: 'EF-5',
    title: 'Account Permission Rebuild',
    rootCauses: ['permission-drift', 'role-change-half-applied'],
    steps: [
      'Export the account’s permissions as they stand and attach them to the ticket.',
      'Start the rebuild from the account’s roles.',
      'Compare the result with the export.',
    ],
    warnings: ['Users may lose access while the rebuild runs.', 'A second agent confirms before you begin.'],
    verification: [
      { id: 'roles-agree', words: 'Every user’s permissions follow from their roles' },
      { id: 'user-access', words: 'The access log shows the reporting user let in' },
    ],
    irreversible:
      'All permissions of the account are replaced at once; earlier grants can’t be brought back in the session.',
  },
  {
    id: 'EF-6',
    title: 'Query Statistics Renewal',
    sample: true,
    rootCauses: ['statistics-outdated'],
    steps: [
      'Renew the statistics of the account’s largest tables.',
      'Run the slow request again and note its duration.',
    ],
    warnings: [],
    verification: [
      { id: 'duration-normal', words: 'The request is as fast as its usual median' },
      { id: 'plan-changed', words: 'The query plan no longer shows a full scan' },
    ],
  },
  {
    id: 'EF-7',
    title: 'Ledger and Page Resync',
    sample: true,
    rootCauses: ['ledger-out-of-step', 'page-bundle-mixed'],
    steps: [
      'Compare what the account is shown with what is stored.',
      'Start the resync for the part that differs.',
    ],
    warnings: ['Leave amounts as they are: a correction of money is not ours.'],
    verification: [
      { id: 'views-agree', words: 'Shown and stored values agree' },
      { id: 'version-single', words: 'The request log shows one page version' },
    ],
  },
  {
    id: 'EF-8',
    title: 'Integration Token Revocation',
    rootCauses: ['token-outlived-owner', 'token-scope-outdated'],
    steps: [
      'List what the token is used for, and by whom.',
      'Agree with the customer’s administrator on the moment.',
      'Revoke the token and have the administrator issue a new one.',
    ],
    warnings: [
      'Everything that uses the token stops at once.',
      'A second agent confirms before you begin.',
      'If the token may have leaked, stop and report a security concern.',
    ],
    verification: [
      { id: 'old-token-refused', words: 'The log shows the old token refused' },
      { id: 'new-token-works', words: 'The log shows an event delivered with the new token' },
    ],
    irreversible:
      'A revoked token never works again; each integration that uses it stops until it has a new one.',
  },
];
