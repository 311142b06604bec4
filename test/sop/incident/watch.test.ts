import { beforeEach, describe, expect, test } from 'vitest';
import { lena, max } from '../ticket/support.ts';
import { classified, exports, having, Memory, signIn, ticket } from './support.ts';

let desk: Memory;
beforeEach(() => {
  desk = new Memory();
});

/** Tickets opened so many minutes after nine, classified in this order. */
function arrive(minutes: readonly number[], issue = signIn as Parameters<typeof classified>[1]): void {
  for (const at of minutes) desk.change(classified(ticket(desk.tickets.size + 1, at), issue));
}

function reclassify(number: number, issue: Parameters<typeof classified>[1]): void {
  const found = desk.tickets.get(number);
  if (!found) throw new Error(`there is no T-${number}`);
  desk.change(classified(found, issue));
}

describe('identical issues', () => {
  test('ESC-6 the third makes a draft with all of them', () => {
    arrive([0, 20]);
    expect(desk.held()).toEqual({});
    arrive([59]);
    expect(desk.held()).toEqual({ 1: [1, 2, 3] });
    const { trigger, pattern, status } = desk.get(1).state;
    expect({ trigger, pattern, status }).toEqual({ trigger: 'ESC-6', pattern: signIn, status: 'draft' });
  });

  test('ESC-6 every further match joins it, as long as it is near one of its tickets', () => {
    arrive([0, 20, 40, 99, 158]);
    expect(desk.held()).toEqual({ 1: [1, 2, 3, 4, 5] });
    arrive([218]);
    expect(desk.held()).toEqual({ 1: [1, 2, 3, 4, 5] });
  });

  test('ESC-6 another symptom of the same category is another issue', () => {
    arrive([0, 1]);
    arrive([2], { category: 'AUTH', symptom: 'signed-out' });
    expect(desk.held()).toEqual({});
  });

  test('ESC-6 of OTHER the same symptom is needed too', () => {
    arrive([0, 1], { category: 'OTHER', symptom: 'unclear' });
    arrive([2], { category: 'OTHER', symptom: 'not-listed' });
    expect(desk.held()).toEqual({});
    arrive([3], { category: 'OTHER', symptom: 'unclear' });
    expect(desk.held()).toEqual({ 1: [1, 2, 4] });
  });

  test('ESC-6 only the priority changed: nothing is looked for again', () => {
    arrive([0, 20, 40]);
    desk.incidents.set(1, having(having(desk.get(1), 50, lena, step('review')), 51, max, step('dismiss')));
    reclassify(3, signIn);
    expect(desk.incidents.size).toBe(1);
  });

  test('ESC-6 after a dismissal the next match makes a new draft with all of them', () => {
    arrive([0, 20, 40]);
    desk.incidents.set(1, having(having(desk.get(1), 50, lena, step('review')), 51, max, step('dismiss')));
    arrive([45]);
    expect(desk.held()).toEqual({ 2: [1, 2, 3, 4] });
  });

  test('ESC-6 a declared one is joined as well', () => {
    arrive([0, 20, 40]);
    desk.incidents.set(1, having(having(desk.get(1), 50, lena, step('review')), 51, max, step('declare')));
    arrive([45]);
    expect(desk.held()).toEqual({ 1: [1, 2, 3, 4] });
  });
});

describe('classified again', () => {
  test('ESC-6 it leaves the draft that it no longer matches', () => {
    arrive([0, 20, 40]);
    reclassify(2, exports);
    expect(desk.held()).toEqual({ 1: [1, 3] });
    expect(desk.get(1).state.owed.filter(({ ticket: number }) => number === 2)).toMatchObject([
      { kind: 'unlink' },
    ]);
  });

  test('ESC-6 it is looked for under its new symptom, and makes the pattern there', () => {
    arrive([0, 20, 40]);
    arrive([5, 25], exports);
    reclassify(2, exports);
    expect(desk.held()).toEqual({ 1: [1, 3], 2: [2, 4, 5] });
  });

  test('ESC-6 back again, it is in its incident again, and was never let go', () => {
    arrive([0, 20, 40]);
    reclassify(2, exports);
    reclassify(2, signIn);
    expect(desk.held()).toEqual({ 1: [1, 2, 3] });
    expect(desk.get(1).state.owed.map(({ kind }) => kind)).toEqual(['link', 'link', 'link']);
  });

  test('ESC-6 one that brings two drafts together makes one of them, with all their tickets', () => {
    arrive([0, 10, 20, 90, 95, 100]);
    expect(desk.held()).toEqual({ 1: [1, 2, 3], 2: [4, 5, 6] });
    arrive([40]);
    expect(desk.held()).toEqual({ 1: [1, 2, 3, 4, 5, 6, 7] });
    expect(desk.get(2).state).toMatchObject({ status: 'merged', mergedInto: 1, tickets: [], owed: [] });
  });

  test('ESC-6 the one that people brought further keeps the tickets', () => {
    arrive([0, 10, 20, 90, 95, 100]);
    desk.incidents.set(2, having(desk.get(2), 100, lena, step('review')));
    arrive([40]);
    expect(desk.held()).toEqual({ 2: [1, 2, 3, 4, 5, 6, 7] });
  });

  test('AU-5 what was declared stays as it was declared', () => {
    arrive([0, 10, 20, 90, 95, 100]);
    for (const number of [1, 2])
      desk.incidents.set(
        number,
        having(having(desk.get(number), 100, lena, step('review')), 101, max, step('declare')),
      );
    arrive([40]);
    expect(desk.held()).toEqual({ 1: [1, 2, 3, 7], 2: [4, 5, 6] });
  });
});

describe('what does not count', () => {
  const closed = (resolutionCode: string) =>
    ({
      status: 'closed',
      closure: { resolutionCode, at: '2026-03-02T08:00:00.000Z', redirect: null },
    }) as const;
  const security = { reportedBy: 'UANA', at: '2026-03-02T08:00:00.000Z', handedOver: null };

  test('SEC-2 a restricted ticket makes no pattern', () => {
    arrive([0, 10]);
    desk.change(classified(ticket(3, 20, { security }), signIn));
    expect(desk.held()).toEqual({});
  });

  test('SEC-2 reported, it leaves its incident with all that the incident knew of it', () => {
    arrive([0, 10, 20]);
    desk.change({ ...classified(ticket(3, 20), signIn), security });
    expect(desk.held()).toEqual({ 1: [1, 2] });
    expect(JSON.stringify(desk.get(1).state.tickets)).not.toContain('ACME-3');
  });

  test('SEC-2 it leaves one that has ended, too, redirected before or not', () => {
    arrive([0, 10, 20, 30]);
    desk.incidents.set(1, having(having(desk.get(1), 50, lena, step('review')), 51, max, step('dismiss')));
    const redirected = { ...classified(ticket(3, 20), signIn), ...closed('redirected') };
    desk.change(redirected);
    expect(desk.get(1).state.tickets).toHaveLength(4);
    desk.change({ ...redirected, closure: null, security });
    desk.change({ ...classified(ticket(2, 10), signIn), security });
    expect(desk.get(1).state.tickets.map(({ number }) => number)).toEqual([1, 4]);
    expect(desk.get(1).state.status).toBe('dismissed');
  });

  test('SC-2 a redirected ticket makes no pattern, and leaves the one it was in', () => {
    arrive([0, 10, 20]);
    desk.change({ ...classified(ticket(3, 20), signIn), ...closed('redirected') });
    expect(desk.held()).toEqual({ 1: [1, 2] });
  });

  test('ESC-6 a closed ticket still counts: it was the same issue', () => {
    arrive([0, 10]);
    desk.change({ ...classified(ticket(1, 0), signIn), ...closed('fixed') });
    arrive([20]);
    expect(desk.held()).toEqual({ 1: [1, 2, 3] });
  });
});

describe('a second account', () => {
  const linked = (number: number, tier: 'tier1' | 'tier2' | 'lead', accounts: readonly string[]) =>
    classified(ticket(number, 0, { tier, linkedAccounts: accounts }), signIn);

  test('ESL-3 at tier 2 it drafts an incident with the ticket and its accounts', () => {
    arrive([0]);
    desk.change(linked(1, 'tier2', ['BETA-1']), true);
    expect(desk.get(1).state).toMatchObject({
      trigger: 'ESL-3',
      pattern: signIn,
      tickets: [{ number: 1, accounts: ['ACME-1', 'BETA-1'], by: 'ESL-3' }],
    });
  });

  test('ESL-3 at tier 1 it is only recorded', () => {
    arrive([0]);
    desk.change(linked(1, 'tier1', ['BETA-1']), true);
    expect(desk.held()).toEqual({});
  });

  test('ESL-3 a ticket with an incident tells it of the account', () => {
    arrive([0, 10, 20]);
    desk.change(linked(1, 'tier2', ['BETA-1']), true);
    expect(desk.held()).toEqual({ 1: [1, 2, 3] });
    expect(desk.get(1).state.tickets[0]).toMatchObject({ accounts: ['ACME-1', 'BETA-1'], by: 'ESL-3' });
    expect(desk.get(1).state.owed.filter(({ ticket: number }) => number === 1)).toHaveLength(1);
  });

  test('ESL-3 it stays in its incident whatever its symptom is called', () => {
    arrive([0]);
    desk.change(linked(1, 'tier2', ['BETA-1']), true);
    desk.change({
      ...linked(1, 'lead', ['BETA-1']),
      classification: classified(ticket(1, 0), exports).classification,
    });
    expect(desk.held()).toEqual({ 1: [1] });
  });

  test('ESC-6 identical issues join the incident that its accounts made', () => {
    arrive([0]);
    desk.change(linked(1, 'tier2', ['BETA-1']), true);
    arrive([30, 40]);
    expect(desk.held()).toEqual({ 1: [1, 2, 3] });
  });
});

function step(name: 'review' | 'declare' | 'dismiss') {
  return { type: 'step', step: name, words: 'looked into' } as const;
}
