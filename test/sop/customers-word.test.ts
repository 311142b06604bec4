import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restsOnCustomersWord } from '../../src/sop/customers-word.ts';

const theirWord: readonly string[] = [
  'Customer says it works',
  'The customer confirmed.',
  'Customer confirmed it is fixed',
  'customer confirmed by phone that it works now',
  'The user said that everything is fine again.',
  'She says it works.',
  'They told me it is working',
  'Caller confirmed over the phone',
  'The client wrote back that it is resolved, thanks!',
  'Confirmed with customer',
  'Confirmed by the customer',
  'verified with the client',
  'Per customer, it works',
  'According to the customer it works now',
  'As per the user, the issue is gone',
  'Customer is happy',
  'The customer is satisfied',
  'Customer happy, closing',
  'Customer reports that the problem is solved.',
  'customer has confirmed the fix works',
  'Customer replied: works',
  'Customer: "it works now"',
  'User ok',
  'User can sign in again',
  'The customer can log in again',
  'He can access his account now',
  'User says he can sign in now',
  'The customer told us that she can sign in again.',
  'Customer says issue resolved',
  'Got a confirmation from the customer',
  'Customer confirmation received',
  'Customer feedback: works',
  'Customer gave the ok',
  'Thumbs up from the customer',
  'Customer thanked us',
  'Customer accepted',
  'Customer let me know that it works fine',
  'Heard from the customer that it works',
  'Client emailed to say it is working again',
  'Customer phoned: all good',
  'The reporter agreed that the problem is gone',
  'they said it’s ok',
  'Customer stated that the page loads again',
  'CUSTOMER SAYS IT WORKS',
  '  The customer   confirmed\nthat it is solved ',
  'Customer no longer sees the problem',
  'Customer doesn’t see it any more',
  'The customer says the issue has not come back',
  // Hearsay does not turn into an observation by its length.
  'The customer said that the sign-in log shows a success at 10:42',
];

const seen: readonly string[] = [
  'Sign-in log shows a success at 10:42',
  'The profile shows the account as active',
  'Session list shows one session, begun 10:41',
  'Mail log: message accepted 09:13, id 8831',
  'The customer says it works; the sign-in log shows a success at 10:42',
  'Sign-in log shows success at 10:42, and the customer confirmed.',
  'Customer confirmed, and I saw the login in the audit log at 14:02',
  'Customer confirmed and I saw the login in the audit log at 14:02',
  'The customer says it works.\nCache state shows the purge as complete.',
  'Reproduced the page in my own view: loads',
  'Index state complete at 11:05',
  'Connection test passes',
  'I signed in as the test user of the account and it worked',
  'Access log shows the reporting user let in at 12:00',
  'The log shows that the user signed in at 10:42',
  'User session in the list started after the fix',
  'Delivery log: event 99213 delivered to the customer endpoint',
  'The customer’s profile is active',
  'Customer record shows active status',
  'User status ACTIVE',
  'Job list: run 5512 successful',
  'Two runs, both green',
  'Request log: 200 OK',
  'I opened the customer’s page and it shows the stored values',
  'The user list shows the customer as active',
  'Customer account unlocked: status ACTIVE in console',
  'Old token refused with 401 at 12:31',
  'The customer told us the invoice number; the mail log shows 4711 delivered',
  'Customer can sign in: log entry 10:42 success',
  'Works in my own view of the account',
];

describe('T1-8 evidence', () => {
  test.each(theirWord)('the customer’s word alone: %s', (evidence) => {
    expect(restsOnCustomersWord(evidence)).toBe(true);
  });

  test.each(seen)('something that the agent saw: %s', (evidence) => {
    expect(restsOnCustomersWord(evidence)).toBe(false);
  });

  test.each(theirWord)('stays evidence with something seen beside it: %s', (evidence) => {
    expect(restsOnCustomersWord(`Sign-in log shows a success at 10:42. ${evidence}`)).toBe(false);
  });

  test('of any length is judged quickly', () => {
    const piece = fc.constantFrom(
      'the customer ',
      'says ',
      'that ',
      'it ',
      'works ',
      'can sign in ',
      ', ',
      'and i ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
        const begun = performance.now();
        restsOnCustomersWord(pieces.join(''));
        expect(performance.now() - begun).toBeLessThan(500);
      }),
      { numRuns: 50 },
    );
  });
});
