import { describe, expect, test } from 'vitest';
import { type Action, actionIds } from '../../../src/sop/authority.ts';
import type { ClauseId } from '../../../src/sop/clauses.ts';
import type { Refusal } from '../../../src/sop/decision.ts';
import { attemptIn, deviationsIn } from '../../../src/sop/exception/watch.ts';
import { ana, ben, decide, having, lena, otto, queued, tess } from '../ticket/support.ts';

const refusal = (action: Action, clause: ClauseId): Refusal => ({
  action,
  clause,
  reason: 'No.',
  whoMay: { kind: 'nobody' },
  nextStep: null,
});

test('EX-1 a ticket taken out of order is a deviation of whoever took it', () => {
  const taken = having(queued(), 1, ana, { type: 'take', reason: 'I know them', queueHead: 3 });
  const found = deviationsIn(queued().state, taken.events.slice(1));
  expect(found).toEqual([
    { author: 'UANA', deviation: { kind: 'outOfOrder', insteadOf: 3, reason: 'I know them' } },
  ]);
  const inOrder = having(queued(), 1, ana, { type: 'take', reason: null, queueHead: 7 });
  expect(deviationsIn(queued().state, inOrder.events)).toEqual([]);
});

describe('EX-1 a step that is repeated', () => {
  const { state, events } = queued();
  const [opened] = events;
  if (!opened) throw new Error('a record begins');
  const started = (actor: string, repeatReason: string | null) =>
    ({
      ...opened,
      actor,
      type: 'fixStarted',
      clause: 'T1-6',
      payload: { fix: 'EF-5', repeatReason },
    }) as const;

  test('is a deviation of whoever begins it; done for the first time it is none', () => {
    expect(deviationsIn(state, [started('UTESS', 'The cache was full')])).toEqual([
      { author: 'UTESS', deviation: { kind: 'repeated', fix: 'EF-5', reason: 'The cache was full' } },
    ]);
    expect(deviationsIn(state, [started('UTESS', null)])).toEqual([]);
  });

  test('T2-7 is the one’s who asked, not the second agent’s', () => {
    const confirmation = { seq: 9, fix: 'EF-5', repeatReason: 'x', requestedBy: 'UTESS', expiresAt: '' };
    const [found] = deviationsIn({ ...state, confirmation }, [started('ULENA', 'x')]);
    expect(found?.author).toBe('UTESS');
  });

  test('AU-6 is none where a lead let it through', () => {
    const used = {
      ...opened,
      type: 'authorizationUsed',
      clause: 'AU-6',
      payload: { request: 5, action: 'fix.repeat', grantedBy: 'ULENA' },
    } as const;
    expect(deviationsIn(state, [used, started('UANA', 'x')])).toEqual([]);
  });
});

describe('AU-6 a refused attempt', () => {
  const attempted = { type: 'applyFix' };

  test.each<[string, ClauseId]>([
    ['diagnostics.pull', 'AU-3'],
    ['priority.override', 'AU-4'],
    ['incident.declare', 'AU-5'],
  ])('AU-6 at %s is a draft of whoever made it', (action, clause) => {
    expect(attemptIn(attempted, refusal(action as Action, clause), ana)).toEqual({
      author: 'UANA',
      deviation: { kind: 'attempt', action, clause },
    });
  });

  test.each<[string, { type: string }, Refusal, Parameters<typeof attemptIn>[2]]>([
    ['a form that was merely opened', { type: 'prepareForm' }, refusal('diagnostics.pull', 'AU-3'), ana],
    ['reading', { type: 'read' }, refusal('security.read', 'AU-4'), ana],
    ['the order of the work', attempted, refusal('ticket.take', 'T1-1'), ana],
    ['a promise in a text that is being written', attempted, refusal('promise.resolutionTime', 'T1-4'), ana],
    ['one’s own request', attempted, refusal('exception.authorize', 'AU-7'), lena],
    ['what the role carries', attempted, refusal('diagnostics.pull', 'AU-3'), tess],
    ['somebody who is not on the desk', attempted, refusal('ticket.open', 'AU-1'), otto],
    ['the clock', attempted, refusal('ticket.take', 'AU-2'), { kind: 'system' }],
  ])('AU-6 %s is none', (_, command, given, actor) => {
    expect(attemptIn(command, given, actor)).toBeNull();
  });

  test('AU-6 no refusal of a form’s beginning makes a draft, whatever the action', () => {
    for (const action of actionIds)
      expect(attemptIn({ type: 'prepareForm' }, refusal(action, 'AU-5'), ben)).toBeNull();
  });

  test('AU-6 what the ticket itself refuses comes out as such', () => {
    const taken = having(queued(), 1, ana, { type: 'take', reason: null, queueHead: 7 });
    const decision = decide(taken, 2, ana, { type: 'requestDiagnostics', tool: true });
    if (decision.kind === 'accepted') throw new Error('tier 1 pulls no diagnostics');
    expect(attemptIn({ type: 'requestDiagnostics' }, decision.refusal, ana)?.deviation).toEqual({
      kind: 'attempt',
      action: 'diagnostics.pull',
      clause: 'AU-3',
    });
  });
});
