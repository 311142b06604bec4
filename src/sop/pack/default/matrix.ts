import type { PackInput } from '../schema.ts';

/** REF-OPS-002: categories with their symptoms, and what each priority means (T1-3). */
export const matrix: PackInput['matrix'] = {
  version: '2026.1',
  categories: [
    {
      code: 'AUTH',
      words: 'signing in and access',
      symptoms: [
        { code: 'cannot-sign-in', words: 'Signing in fails with correct details' },
        { code: 'reset-link-missing', words: 'The password reset message never arrives' },
        { code: 'second-factor-rejected', words: 'The second factor code is turned down' },
        { code: 'account-locked', words: 'The account is locked after failed attempts' },
        { code: 'signed-out-repeatedly', words: 'The user is signed out again and again' },
        { code: 'access-outdated', words: 'A granted or removed permission has no effect' },
      ],
    },
    {
      code: 'PERF',
      words: 'speed and time-outs',
      symptoms: [
        { code: 'slow-pages', words: 'Pages open slowly' },
        { code: 'slow-search', words: 'Search takes long or gives up' },
        { code: 'slow-uploads', words: 'Uploads crawl or stop' },
        { code: 'requests-time-out', words: 'Requests end with a time-out' },
        { code: 'slow-reports', words: 'Reports take far longer than usual' },
      ],
    },
    {
      code: 'DATA',
      words: 'records and data',
      symptoms: [
        { code: 'stale-records', words: 'Records show old values' },
        { code: 'missing-records', words: 'Records are not found where they should be' },
        { code: 'duplicate-records', words: 'Records appear twice' },
        { code: 'import-failed', words: 'An import stopped or was turned down' },
        { code: 'export-incomplete', words: 'An export lacks rows or columns' },
      ],
    },
    {
      code: 'INTG',
      words: 'connections to other systems',
      symptoms: [
        { code: 'webhook-not-delivered', words: 'Webhooks do not arrive' },
        { code: 'token-rejected', words: 'An integration’s token is turned down' },
        { code: 'sync-stopped', words: 'Synchronization came to a halt' },
        { code: 'rate-limited', words: 'Calls are refused as too many' },
        { code: 'fields-mismatched', words: 'Values arrive in the wrong fields' },
      ],
    },
    {
      code: 'UI',
      words: 'what appears on the screen',
      symptoms: [
        { code: 'blank-page', words: 'A page stays empty' },
        { code: 'layout-broken', words: 'Parts of a page overlap or are cut off' },
        { code: 'button-unresponsive', words: 'A button does nothing' },
        { code: 'old-content-shown', words: 'A page shows an earlier state' },
        { code: 'wrong-language', words: 'Text appears in another language' },
      ],
    },
    {
      code: 'BILLING',
      words: 'invoices and plans',
      symptoms: [
        { code: 'invoice-missing', words: 'An invoice did not arrive' },
        { code: 'invoice-address-wrong', words: 'An invoice carries an old address' },
        { code: 'plan-shown-wrong', words: 'Another plan is shown than was bought' },
        { code: 'payment-declined', words: 'A payment was declined' },
        { code: 'seat-count-wrong', words: 'The number of seats is off' },
      ],
    },
    {
      code: 'OTHER',
      words: 'something we will look at more closely',
      symptoms: [
        { code: 'not-listed', words: 'None of the listed symptoms' },
        { code: 'unclear', words: 'The report fits several categories or none' },
      ],
    },
  ],
  priorities: {
    P1: { name: 'Critical', words: 'Work has come to a stop and there is no way round it' },
    P2: { name: 'High', words: 'An important function is down or badly hampered' },
    P3: { name: 'Standard', words: 'One function is impaired and work goes on' },
    P4: { name: 'Low', words: 'A question, or a flaw that hardly hinders' },
  },
  assumedPriority: 'P3',
};
