import type { PackInput } from '../schema.ts';

/**
 * Standard Fixes 1 to 12 in the order they are applied (T1-6). The procedure names only 7 and 11; the others are
 * samples, and all steps are: a desk puts its own playbook in their place.
 */
export const standardFixes: PackInput['playbook']['standardFixes'] = [
  {
    id: 'SF-1',
    title: 'Account Status Check',
    sample: true,
    symptoms: ['cannot-sign-in', 'account-locked'],
    steps: [
      'Open the read-only profile and note the account’s status and its last successful sign-in.',
      'If a lock has run out by itself, ask the user to sign in once more.',
      'If it is still locked, send the self-service unlock message.',
    ],
    warnings: ['A lock nobody can explain may be an intrusion: report it as a security concern.'],
    verification: [
      { id: 'status-active', words: 'The profile shows the account as active' },
      { id: 'sign-in-logged', words: 'The sign-in log shows a success after the fix' },
    ],
  },
  {
    id: 'SF-2',
    title: 'Password Reset Resend',
    sample: true,
    symptoms: ['cannot-sign-in', 'reset-link-missing'],
    steps: [
      'Compare the address the user writes from with the one in the profile.',
      'Send the reset message again from the support console.',
      'Watch the mail log until the message has left.',
    ],
    warnings: ['Never send a reset message to an address that is not in the profile.'],
    verification: [
      { id: 'mail-accepted', words: 'The mail log shows the message as accepted' },
      { id: 'link-used', words: 'The reset link shows as used' },
    ],
  },
  {
    id: 'SF-3',
    title: 'Sign-in Cookie Renewal',
    sample: true,
    symptoms: ['cannot-sign-in', 'signed-out-repeatedly', 'access-outdated', 'blank-page'],
    steps: [
      'Have the user close all tabs of the product and delete its cookies.',
      'Have the user sign in afresh in one tab.',
    ],
    warnings: [],
    verification: [
      { id: 'session-young', words: 'The session list shows one session, begun after the fix' },
      { id: 'session-holds', words: 'That session is still alive five minutes later' },
    ],
  },
  {
    id: 'SF-4',
    title: 'Second Factor Clock Check',
    sample: true,
    symptoms: ['second-factor-rejected'],
    steps: [
      'Ask the user to set the clock of their device to automatic.',
      'Have them enter the code that appears next.',
    ],
    warnings: ['Don’t remove a second factor here: that is a change of configuration.'],
    verification: [
      { id: 'factor-accepted', words: 'The sign-in log shows the code as accepted' },
      { id: 'no-new-refusal', words: 'No refusal was logged after that' },
    ],
  },
  {
    id: 'SF-5',
    title: 'Browser Cache Renewal',
    sample: true,
    symptoms: ['slow-pages', 'blank-page', 'layout-broken', 'button-unresponsive', 'old-content-shown'],
    steps: [
      'Have the user reload the page while bypassing the browser’s cache.',
      'If nothing changes, have them empty the cache for the product alone.',
    ],
    warnings: [],
    verification: [
      { id: 'assets-current', words: 'The request log shows the current page version delivered' },
      { id: 'page-reproduced', words: 'The page works in your own view of the account' },
    ],
  },
  {
    id: 'SF-6',
    title: 'Client Environment Check',
    sample: true,
    symptoms: ['slow-uploads', 'requests-time-out', 'layout-broken', 'button-unresponsive', 'wrong-language'],
    steps: [
      'Compare browser, extensions and connection with the supported list.',
      'Have the user try once more in a private window without extensions.',
      'For a wrong language, have the user choose theirs in their own profile.',
    ],
    warnings: [],
    verification: [
      { id: 'client-supported', words: 'The request log shows a supported browser' },
      { id: 'request-succeeds', words: 'The failing request shows as successful in the log' },
    ],
  },
  {
    id: 'SF-7',
    title: 'Force Session Reset',
    symptoms: ['signed-out-repeatedly', 'access-outdated', 'second-factor-rejected'],
    steps: [
      'Tell the user that every device will be signed out.',
      'Start the session reset for the account in the support console.',
      'Have the user sign in again.',
    ],
    warnings: ['Make sure that this customer has no transaction running before you begin.'],
    verification: [
      { id: 'old-sessions-gone', words: 'The session list shows no session from before the fix' },
      { id: 'new-session-holds', words: 'A new session is alive five minutes later' },
    ],
    irreversible: 'Every session of the account ends; unsaved work and unfinished transactions are lost.',
  },
  {
    id: 'SF-8',
    title: 'Failed Job Rerun',
    sample: true,
    symptoms: ['import-failed', 'export-incomplete', 'webhook-not-delivered', 'sync-stopped', 'slow-reports'],
    steps: [
      'Find the failed job in the account’s job list and read its message.',
      'Run it again once, with nothing changed.',
    ],
    warnings: ['A job that fails twice with the same message is not run a third time.'],
    verification: [
      { id: 'job-succeeded', words: 'The job list shows the new run as successful' },
      { id: 'counts-match', words: 'The run’s count matches what was expected' },
    ],
  },
  {
    id: 'SF-9',
    title: 'Search Index Refresh',
    sample: true,
    symptoms: ['slow-search', 'missing-records', 'duplicate-records', 'slow-reports'],
    steps: ['Start the index refresh for this one account.', 'Wait until its state shows as complete.'],
    warnings: ['Search results are incomplete while the refresh runs.'],
    verification: [
      { id: 'index-complete', words: 'The index state shows a refresh completed after the fix' },
      { id: 'record-found', words: 'A search finds the reported record exactly once' },
    ],
  },
  {
    id: 'SF-10',
    title: 'Integration Connection Recheck',
    sample: true,
    symptoms: [
      'webhook-not-delivered',
      'token-rejected',
      'sync-stopped',
      'rate-limited',
      'fields-mismatched',
    ],
    steps: [
      'Run the connection test of the integration and note its answer.',
      'Have the customer’s administrator connect it again from their own settings.',
    ],
    warnings: ['Never ask for a token, and never paste one into a ticket.'],
    verification: [
      { id: 'connection-ok', words: 'The connection test passes' },
      { id: 'event-delivered', words: 'The delivery log shows an event delivered after the fix' },
      { id: 'fields-right', words: 'That event’s values stand in the right fields' },
    ],
  },
  {
    id: 'SF-11',
    title: 'Cache Purge, Account-Wide',
    symptoms: ['slow-pages', 'stale-records', 'old-content-shown', 'plan-shown-wrong', 'seat-count-wrong'],
    steps: [
      'Tell the customer that pages will be slow for a while after the purge.',
      'Start the purge for the whole account in the support console.',
      'Open the reported page once its state shows as complete.',
    ],
    warnings: ['Make sure that this customer has no transaction running before you begin.'],
    verification: [
      { id: 'purge-complete', words: 'The cache state shows the purge as complete' },
      { id: 'values-current', words: 'The reported page shows the stored values' },
    ],
    irreversible:
      'All cached content of the account is dropped, with drafts and carts that exist only there.',
  },
  {
    id: 'SF-12',
    title: 'Invoice Resend',
    sample: true,
    symptoms: [
      'invoice-missing',
      'invoice-address-wrong',
      'plan-shown-wrong',
      'payment-declined',
      'seat-count-wrong',
    ],
    steps: [
      'Compare the invoice with the plan and address in the read-only profile.',
      'Point the customer to the billing page, where they can renew address or payment method.',
      'Send the invoice again.',
    ],
    warnings: ['A refund is not ours to authorize: send that request on under FIN-POL-004.'],
    verification: [
      { id: 'invoice-delivered', words: 'The mail log shows the invoice as delivered' },
      { id: 'invoice-right', words: 'Invoice and profile agree' },
    ],
  },
];
