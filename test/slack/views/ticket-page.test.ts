import { describe, expect, test } from 'vitest';
import { buildFixStarted } from '../../../src/slack/views/notices/fixes.ts';
import { buildTicketPage } from '../../../src/slack/views/ticket-page.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import {
  acceptedByTess,
  asked,
  caused,
  close,
  escalated,
  investigated,
  played,
  requestIn,
  setAside,
  theo,
  verified,
  withSymptom,
} from '../../sop/ticket/journey.ts';
import { ana, ben, type Case, having, tess } from '../../sop/ticket/support.ts';
import { fileOf } from './extreme.ts';

/** What is read in blocks, a line each; people by their id. */
function read(value: unknown): string {
  if (Array.isArray(value)) return value.map(read).join('');
  if (typeof value !== 'object' || value === null) return '';
  if ('user_id' in value) return `@${String(value.user_id)}`;
  if ('type' in value && value.type === 'date' && 'fallback' in value) return String(value.fallback);
  if ('text' in value && typeof value.text === 'string') return value.text;
  const inside = Object.values(value).map(read).join('');
  return 'type' in value && value.type === 'rich_text' ? `${inside}\n` : inside;
}

const page = (given: Case) => read(buildTicketPage(fileOf(given), defaultPack));
const proximate = { type: 'recordCause', kind: 'proximate', text: 'Stored permissions differ.' } as const;

test('T2-1 the page tells whose it was, why it changed hands, and what the customer was told', () => {
  const reason = 'The roles look wrong to me.';
  const exhausted = played(
    withSymptom('AUTH', 'access-outdated'),
    [5, ana, setAside('SF-3')],
    [7, ana, { type: 'offerTransfer', to: 'UBEN', receiverRole: 'tier1', reason: null }],
    [8, ben, { type: 'declineTransfer', reason: 'I am in a call.' }],
    [9, ana, setAside('SF-7')],
  );
  const seq = exhausted.state.escalation?.seq ?? 0;
  const aside = played(
    acceptedByTess(exhausted, 10),
    [11, ana, { type: 'recordBriefing', escalation: seq, held: true }],
    [12, tess, { type: 'offerTransfer', to: 'UTHEO', receiverRole: 'tier2', reason }],
    [12, theo, { type: 'acceptTransfer' }],
    [13, theo, { type: 'startWait', on: 'their export' }],
  );
  const text = page(aside);
  for (const words of [
    'Owner: @UTHEO · Tier: Tier 2 Support',
    'Taken · @UANA',
    'Escalated to Tier 2 Support (ESC-2): Every Standard Fix that applies was tried · Mon 2 Mar, 09:09 CET',
    'Escalation accepted · @UTESS · Mon 2 Mar, 09:10 CET',
    'Verbal handoff held (T2-2) · @UANA',
    'Offer declined · @UBEN · Mon 2 Mar, 09:08 CET\nI am in a call.',
    `Offered to @UTHEO · @UTESS · Mon 2 Mar, 09:12 CET\n${reason}`,
    'Passed from @UTESS to @UTHEO',
    'Set waiting · @UTHEO · Mon 2 Mar, 09:13 CET\ntheir export',
    'Acknowledgement written · @UANA',
    'Acknowledgement sent · @UANA',
  ])
    expect(text).toContain(words);
});

describe('causes', () => {
  const none = 'Proximate cause: none on record\nRoot cause: none on record';
  const root = 'Root cause: Stored permissions drifted from the roles';
  test.each([
    ['none', investigated(), none],
    ['the root cause alone', caused(), `Proximate cause: none on record\n${root}`],
    [
      'the proximate cause alone',
      having(investigated(), 15, tess, proximate),
      'Proximate cause: Stored permissions differ.\nRoot cause: none on record',
    ],
    ['both', having(caused(), 16, tess, proximate), `Proximate cause: Stored permissions differ.\n${root}`],
  ])('T2-5 two records, and one that is missing shows: %s', (_, given, words) => {
    expect(page(given)).toContain(words);
  });

  test('T2-8 a root cause that was named at closing alone is told as such', () => {
    const closed = played(
      escalated(),
      [13, tess, { type: 'applyFix', fix: 'SF-3', repeatReason: 'another browser' }],
      [14, tess, verified('session-young')],
      [15, tess, { ...close, rootCause: 'permission-drift' }],
    );
    expect(page(closed)).toContain(`Proximate cause: none on record\n${root} (named at closing)`);
  });
});

test('T2-7 a fix that was confirmed is begun by who asked, and tells who confirmed it', () => {
  const given = asked();
  const command = { type: 'confirmFix', request: requestIn(given), requesterRole: 'tier2' } as const;
  const now = having(given, 21, theo, command);
  expect(page(now)).toMatch(/EF-5 Account Permission Rebuild: begun · @UTESS · .* · confirmed by @UTHEO/);
  const event = now.events.at(-1);
  if (!event) throw new Error('it was begun');
  const told = read(
    buildFixStarted({ event, file: fileOf(now), pack: defaultPack }).map(({ blocks }) => blocks),
  );
  expect(told).toContain('by @UTESS, confirmed by @UTHEO.');
});
