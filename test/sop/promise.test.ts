import { describe, expect, test } from 'vitest';
import { findResolutionPromise } from '../../src/sop/promise.ts';

/** What is written, and the passage that is shown back. */
const promises: readonly (readonly [written: string, passage: string])[] = [
  ['It will be fixed by Friday.', 'will be fixed by Friday'],
  ['Your issue will be resolved within 2 hours.', 'will be resolved within 2 hours'],
  ['We expect to be back up tomorrow.', 'expect to be back up tomorrow'],
  ['You can count on a fix in an hour.', 'fix in an hour'],
  ['This will be solved today!', 'will be solved today'],
  ['WE WILL FIX THIS BY TOMORROW', 'WILL FIX THIS BY TOMORROW'],
  ['It’ll be fixed\nby\nFriday', 'fixed by Friday'],
  ['We’ll have it resolved by 5 p.m. today.', 'resolved by 5 p.m. today'],
  ['Expect a solution within two working days.', 'solution within two working days'],
  ['Within four hours everything will be restored.', 'Within four hours everything will be restored'],
  ['By the end of the day this is fixed.', 'By the end of the day this is fixed'],
  ['Resolution time: 4 hours.', 'Resolution time: 4 hours'],
  ['The ETA for the fix is Friday.', 'fix is Friday'],
  ['ETA: 17:00', 'ETA: 17:00'],
  ['A two-hour fix, no more.', 'two-hour fix'],
  ['We need two hours to fix it.', 'need two hours to fix'],
  ['This will take about two hours.', 'This will take about two hours'],
  ['It shouldn’t take longer than 30 minutes.', 'It shouldn’t take longer than 30 minutes'],
  ['Service will be back to normal by noon.', 'will be back to normal by noon'],
  ['Everything should be up and running within the hour.', 'should be up and running within the hour'],
  ['You will be able to sign in again tomorrow morning.', 'will be able to sign in again tomorrow morning'],
  ['Your account will be unlocked in ten minutes.', 'will be unlocked in ten minutes'],
  ['We will investigate and resolve this within 4 hours.', 'resolve this within 4 hours'],
  ['We will reply within 30 minutes and have it fixed by tomorrow.', 'fixed by tomorrow'],
  ['We respond within 15 minutes, and aim at a solution within 4 hours.', 'solution within 4 hours'],
  ['Tomorrow it will be working again.', 'Tomorrow it will be working'],
  ['We will get this sorted by Monday.', 'sorted by Monday'],
  ['A patch will be deployed on 12 May.', 'will be deployed on 12 May'],
  ['The repair is planned for completion, fixed before 2026-03-01.', 'fixed before 2026-03-01'],
  ['We’ll fix it immediately.', 'fix it immediately'],
  ['We will fix this right away.', 'will fix this right away'],
  ['It will be *fixed* by _Friday_.', 'will be *fixed* by _Friday'],
  ['It will be fi\u200Bxed by\u00A0Friday.', 'will be fi\u200Bxed by Friday'],
  ['It will be ｆｉｘｅｄ by Friday.', 'will be ｆｉｘｅｄ by Friday'],
  ['It will be done by EOD.', 'will be done by EOD'],
  ['The outage will end at 15:00.', 'will end at 15:00'],
  ['We guarantee resolution by close of business.', 'resolution by close of business'],
  ['Don’t worry, we will fix it today.', 'will fix it today'],
  ['Our engineers are going to repair it this afternoon.', 'going to repair it this afternoon'],
  ['You’ll have a workaround by the weekend.', 'workaround by the weekend'],
  ['We hope to have fixed it by next week.', 'fixed it by next week'],
  ['It will be fixed in 2–3 days.', 'will be fixed in 2–3 days'],
  ['We will solve this no later than Thursday.', 'will solve this no later than Thursday'],
  ['The import will be completed by the 5th.', 'will be completed by the 5th'],
  ['Please be patient; by Friday, it will be fixed.', 'by Friday, it will be fixed'],
  ['We plan on having it fixed by Friday.', 'fixed by Friday'],
  ['Give us an hour to fix it.', 'Give us an hour to fix'],
  [
    'This ticket will be resolved within the next business day.',
    'will be resolved within the next business day',
  ],
  ['We’ll get this working by 5pm.', 'get this working by 5pm'],
  ['Done by noon.', 'Done by noon'],
  ['It will be resolved in two (2) hours.', 'will be resolved in two (2) hours'],
  ['Fixed in 3 hrs max', 'Fixed in 3 hrs'],
  ['It will be fixed before 6.', 'will be fixed before 6'],
];

const ordinary: readonly string[] = [
  'We will reply within 30 minutes.',
  'we’ll get back to you within 4 working hours',
  'You will hear from us by 15:00.',
  'You will hear from us within 8 working hours, and sooner if we can.',
  'We have received your report and will answer within 15 minutes.',
  'We will contact you by tomorrow noon.',
  'Within 2 hours you will hear from us.',
  'By Friday we will get back to you with what we found about a solution.',
  'We are working on a fix and will update you by 15:00.',
  'We will let you know by 15:00 whether it is fixed.',
  'You will get an update on the fix by 15:00.',
  'We will write to you about the resolution within one hour.',
  'Once it is resolved we will write to you within 1 hour.',
  'We will fix this as soon as possible.',
  'We will fix this ASAP.',
  'It will be resolved soon.',
  'We are working to resolve this; expect a reply within 4 hours.',
  'We can’t promise that it will be fixed today.',
  'We cannot say yet whether it will be resolved by Friday.',
  'A similar issue was fixed on Monday.',
  'We restored the service yesterday at 14:00.',
  'The fault has been repaired today.',
  'Thank you for the report you sent on Monday.',
  'You told us that the problem started on Tuesday.',
  'We understand that you need this fixed by Friday.',
  'Our team works on fixes 24 hours a day.',
  'We fix issues Monday to Friday.',
  'We check on the fix every 15 minutes.',
  'We will send you the next message within 30 minutes.',
  'The response time for this priority is 4 working hours.',
  'Response within 15 minutes.',
  'You can reach us by phone until 17:45.',
  'A colleague will call you at 3 pm.',
  'WE WILL REPLY WITHIN 30 MINUTES.',
  'We’ll be\nin touch\nwithin an hour.',
  'An agent looks into it today.',
  'We understand the issue as signing in and access.',
  'If anything changes before then, reply to this message.',
  'The fix is confirmed by a second agent.',
  'It may take some time to find the cause.',
  'We have noted that the export failed three times within 2 hours.',
  'Your fix request was received today.',
  '',
];

describe('T1-4 a promise of a resolution time is found', () => {
  test.each(promises)('%j', (written, passage) => {
    expect(findResolutionPromise(written, [])).toEqual([passage]);
  });
});

describe('T1-4 a response time and ordinary sentences pass', () => {
  test.each(ordinary)('%j', (written) => {
    expect(findResolutionPromise(written, [])).toEqual([]);
  });
});

test('T1-4 every promise in a text is returned, in order', () => {
  const text =
    'It will be fixed by Friday. We will reply within 1 hour.\n\nThe export will be repaired tomorrow.';
  expect(findResolutionPromise(text, [])).toEqual(['will be fixed by Friday', 'will be repaired tomorrow']);
});

test('T1-4 a long text of near misses is read quickly', () => {
  const text = 'we can’t promise when about the fix by 1 a couple of if once you need '.repeat(60);
  const started = performance.now();
  findResolutionPromise(text, []);
  expect(performance.now() - started).toBeLessThan(500);
});

test.each([
  'Must be fixed by Friday',
  'fix the export today!',
  '5" screen must be fixed by Friday',
  'Fix "export" by Friday',
])('T1-4 the customer’s own title %j may stand in the text, and in no other’s', (title) => {
  const text = `Your request “${title}” has reached us.`;
  expect(findResolutionPromise(text, [title])).toEqual([]);
  expect(findResolutionPromise(text, ['Something else'])).not.toEqual([]);
});

test('T1-4 a promise does not hide in quotation marks', () => {
  expect(findResolutionPromise('We promise: “it will be fixed by noon”.', ['Exports fail'])).toEqual([
    'will be fixed by noon',
  ]);
});
