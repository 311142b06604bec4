import { expect, test } from 'vitest';
import { buildTicketStep } from '../../../src/slack/views/short-answers.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { acceptance } from '../../sop/ticket/journey.ts';
import {
  acknowledge,
  acknowledged,
  ana,
  type Case,
  classified,
  having,
  past9,
  tess,
} from '../../sop/ticket/support.ts';

const escalate = { type: 'escalate', trigger: 'ESC-4', reason: 'beyond us' } as const;

/** Tess answered the customer for both tiers, and needs a lead. */
function answeredByTier2(): Case {
  const there = having(having(classified(), 3, ana, escalate), 3, ana, { type: 'addNote', text: 'Seen.' });
  const accepted = having(there, 4, tess, acceptance(there));
  const message = { ...acknowledge, of: 'tier2Acknowledgement', preparedFor: past9(2) } as const;
  const sent = having(having(accepted, 5, tess, message), 6, tess, { type: 'confirmAcknowledgementSent' });
  return having(sent, 7, tess, { ...escalate, trigger: 'ESL-5' });
}

const labels = (given: Case) =>
  [...JSON.stringify(buildTicketStep(given.state, defaultPack, 'Done.').blocks).matchAll(/"text":"(\w+)"/g)]
    .map(([, text]) => text)
    .filter((text) => text !== 'Done.');

test.each<[string, () => Case, readonly string[]]>([
  [
    'who still owes the customer an answer gives it',
    () => having(classified(), 3, ana, escalate),
    ['Acknowledge', 'Show'],
  ],
  [
    'who has answered the customer has done their part',
    () => having(acknowledged(), 5, ana, escalate),
    ['Show'],
  ],
  ['tier 2’s answer served for both', answeredByTier2, ['Show']],
])('T2-1 after an escalation %s: to accept it is another’s', (_, given, expected) => {
  expect(labels(given())).toEqual(expected);
});

test('T1-4 a customer whom tier 2 has answered is not to be answered by anybody once more', () => {
  const text = JSON.stringify(buildTicketStep(answeredByTier2().state, defaultPack, 'Done.'));
  expect(text).toContain('until then it stays with');
  expect(text).not.toContain('still acknowledges');
});
