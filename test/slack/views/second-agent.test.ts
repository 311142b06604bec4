import { expect, test } from 'vitest';
import {
  buildConfirmation,
  buildConfirmationAnswered,
} from '../../../src/slack/views/notices/second-agent.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { asked, note, requestIn, requestOf, theo } from '../../sop/ticket/journey.ts';
import { type Case, having, tess } from '../../sop/ticket/support.ts';
import { fileOf } from './extreme.ts';

/** The request and the answer to it, as they are told after the last event. */
function told(given: Case) {
  const event = given.events.at(-1);
  if (!event) throw new Error('nothing happened');
  const content = { event, file: fileOf(given), pack: defaultPack };
  return {
    shown: JSON.stringify(buildConfirmation(content)),
    said: JSON.stringify(buildConfirmationAnswered(content)),
  };
}

test('T2-7 a request that who asked could not use any more says so to both', () => {
  const given = asked();
  const command = { type: 'confirmFix', request: requestIn(given), requesterRole: null } as const;
  const { shown, said } = told(having(given, 21, theo, command));
  expect(said).toMatch(/UTESS.*UTHEO.*not begun, though confirmed; the request is void/);
  for (const text of [shown, said]) expect(text).toContain('may apply no Extended Fix any more');
  expect(shown).not.toContain('confirm_fix');
});

test('T2-7 a request that somebody’s note made void calls who asked', () => {
  const { shown, said } = told(having(asked(), 21, theo, note));
  expect(said).toMatch(/UTESS.*T-7 changed, so the request to confirm EF-5 is void/);
  expect(shown).toContain('the ticket changed after it was asked for');
});

test('T2-7 the buttons carry which request it is, not when it was made', () => {
  const given = having(having(asked(), 20, tess, note), 20, tess, requestOf('EF-5'));
  expect(told(given).shown).toContain(`"value":"7:${requestIn(given)}"`);
});
