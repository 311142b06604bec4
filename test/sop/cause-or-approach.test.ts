import { describe, expect, test } from 'vitest';
import { findCauseOrApproach } from '../../src/sop/cause-or-approach.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { priorityCodes } from '../../src/sop/pack/schema.ts';

const found = (text: string, customersWords: readonly string[] = []) =>
  findCauseOrApproach(text, customersWords);

describe('T2-3 a cause is found', () => {
  test.each([
    ['It was caused by a bad deployment.', ['caused by']],
    ['This happens because of a bug.', ['because of a bug']],
    ['Your sign-in fails because our certificate ran out.', ['because our certificate']],
    ['The slowness is due to high load.', ['due to']],
    ['The cause is a full disk.', ['cause is']],
    ['The root cause was found.', ['cause was']],
    ['We have identified the problem.', ['identified the problem']],
    ['There is a bug in our export.', ['There is a bug in our export']],
    ['It looks like an expired token.', ['looks like an expired']],
    ['We suspect a network outage.', ['We suspect a network outage']],
    ['This results from last night’s migration.', ['results from']],
    ['THIS WAS  CAUSED\nBY us.', ['CAUSED BY']],
    ['It was *caused* _by_ us.', ['caused* _by']],
  ])('%s', (text, passages) => {
    expect(found(text)).toEqual(passages);
  });
});

describe('T2-3 an approach is found', () => {
  test.each([
    ['We will restart the server.', ['restart']],
    ['We are going to rebuild your permissions.', ['rebuild']],
    ['We will roll the last release back.', ['roll the last release back']],
    ['We’ll roll back.', ['roll back']],
    ['A rollback is planned.', ['rollback']],
    ['We will reset your sessions.', ['We will reset']],
    ['Your sessions will be reset.', ['be reset']],
    ['Our engineers are now replacing the token.', ['Our engineers are now replacing']],
    ['You will hear more while we’re clearing the cache.', ['we’re clearing']],
    ['They plan to restore your data from a backup.', ['They plan to restore your data from a backup']],
    ['We solve this by switching the region.', ['by switching']],
    ['A workaround follows.', ['workaround']],
    ['EF-5 is next.', ['EF-5']],
    ['We will change your configuration.', ['We will change your']],
  ])('%s', (text, passages) => {
    expect(found(text)).toEqual(passages);
  });
});

describe('T2-3 what names neither passes', () => {
  test.each([
    'We are looking into it.',
    'Our second team is looking into the cause.',
    'The cause is not known yet.',
    'We do not know the reason yet.',
    'You will hear from us within 30 minutes.',
    'An answer is due to reach you by 14:00.',
    'You told us that you restarted the computer.',
    'Thank you: you have restarted it already.',
    'This is an update on your ticket.',
    'We will update you within the hour.',
    'We will revert to you by noon.',
    'We know the issue is urgent for you.',
    'We will clear this up with you.',
    'We have changed the priority of your ticket.',
    'If anything changes, please answer this message.',
    '',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });

  test.each(priorityCodes)('the template of %s, with a title that names both', (priority) => {
    const title = 'Down because of a bug, please restart the server';
    const text = defaultPack.templates.tier2Acknowledgement[priority]
      .replace('{title}', title)
      .replace('{ticket}', 'T-12')
      .replace('{priority}', 'P2 (High)')
      .replace('{response}', '30 minutes (by 09:30)');
    expect(found(text, [title])).toEqual([]);
    expect(found(text)).not.toEqual([]);
  });
});

test('T2-3 a title that is no more than a word exempts only itself', () => {
  expect(found('“Export”: caused by a bug.', ['Export'])).toEqual(['caused by']);
});
