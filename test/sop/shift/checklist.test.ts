import { describe, expect, test } from 'vitest';
import { system } from '../../../src/sop/actor.ts';
import { instant } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { ChecklistSight } from '../../../src/sop/pack/schema.ts';
import { lookAtList, unfinished } from '../../../src/sop/shift/checklist/look.ts';
import { lookAt } from '../../../src/sop/shift/checklist/sights.ts';
import { decideShift } from '../../../src/sop/shift/decide.ts';
import type { ShiftFacts } from '../../../src/sop/shift/facts.ts';
import { emptyHandoff } from '../../../src/sop/shift/handoff/standing.ts';
import { noticesOfShiftEvent } from '../../../src/sop/shift/notices.ts';
import { shiftObligations } from '../../../src/sop/shift/obligations.ts';
import type { Handoff, ShiftState } from '../../../src/sop/shift/state.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { ana, ben, lena, taken } from '../ticket/support.ts';
import { pattern, plan } from './plan-support.ts';
import { begun, contextAt, eventsOf, having, minute, ten } from './support.ts';

const ticket = taken().state;
const on = having(begun('UANA', 'tier1'), 0, ana, { type: 'comeOn' });
const bensOn = having(begun('UBEN', 'tier1'), 0, ben, { type: 'comeOn' });
const leadOn = having(begun('ULENA', 'lead'), 0, lena, { type: 'comeOn' });
const tick = (item: string, boundary: 'start' | 'end' = 'start') =>
  ({ type: 'tickItem', boundary, item }) as const;

/** A ticket whose response is due so many minutes past ten. */
function due(minutes: number): TicketState {
  const at = instant(ten + minutes * minute);
  const { response } = ticket.clocks;
  if (!response) throw new Error('a taken ticket has a response clock');
  return { ...ticket, clocks: { ...ticket.clocks, response: { ...response, dueAt: at }, resolution: null } };
}

function handingOver(change: Partial<Handoff>): ShiftState {
  const handoff: Handoff = {
    ...emptyHandoff,
    since: instant(ten),
  };
  return { ...on, handoff: { ...handoff, ...change } };
}

const restricted = { ...ticket, security: { reportedBy: null, at: instant(ten), handedOver: null } };

/** Another lead, who hands over. */
const leaving = { ...handingOver({}), person: 'ULOU', role: 'lead' } as const;

function watchedBy(lead: string): TicketState {
  const watch = { lead, since: instant(ten), promptedAt: null, checkedAt: null, missed: 0, missedInAll: 0 };
  return { ...ticket, watch };
}

describe('the lists of the pack', () => {
  test('CK-1: an agent who comes on has the list for the start, item by item', () => {
    expect(lookAtList(on, 'start', contextAt(0, ana)).map(({ id }) => id)).toEqual([
      'record-reviewed',
      'record-acknowledged',
      'queue-checked',
      'playbook-current',
      'matrix-published',
      'alerts-reviewed',
    ]);
  });
  test('CK-2: an agent who leaves has the list for the end', () => {
    expect(defaultPack.checklists.agentEnd.map(({ sees }) => sees)).toEqual([
      'nothingNew',
      'notesCurrent',
      'recordComplete',
      'briefed',
      'acknowledged',
      undefined,
    ]);
  });
  test('CK-3: a lead has a list of their own at both ends', () => {
    expect(leadOn.checklists.start?.list).toBe('lead');
    expect(lookAtList(leadOn, 'start', contextAt(0, lena))).toHaveLength(6);
  });
});

describe('CK-4: what Handrail sees', () => {
  const cases: readonly [ChecklistSight, ShiftState, Partial<ShiftFacts>, boolean, RegExp][] = [
    ['nearBreach', on, {}, true, /No ticket/],
    ['nearBreach', on, { owned: [due(16)] }, true, /No ticket/],
    ['nearBreach', on, { owned: [due(15)] }, false, /At or near breach: T-7/],
    ['nearBreach', on, { queue: [due(-1)] }, false, /T-7/],
    ['received', bensOn, { others: [handingOver({ delivered })] }, false, /<@UANA>/],
    ['received', bensOn, { others: [{ ...handingOver({ delivered }), role: 'lead' }] }, true, /No handoff/],
    ['received', bensOn, { others: [handingOver({ delivered, named: 'UTESS' })] }, true, /No/],
    ['received', bensOn, { others: [handingOver({ delivered, named: 'UBEN' })] }, false, /<@UANA>/],
    ['received', leadOn, { others: [handingOver({ delivered })] }, true, /No handoff/],
    ['received', leadOn, { others: [{ ...handingOver({ delivered }), role: 'lead' }] }, false, /<@UANA>/],
    [
      'received',
      { ...leadOn, received: [{ shift: 2, from: 'UANA', at: instant(ten) }] },
      {},
      true,
      /No handoff/,
    ],
    ['received', leadOn, { unread: [{ ...handingOver({ delivered }), role: 'lead' }] }, false, /<@UANA>/],
    ['received', bensOn, { unread: [handingOver({ delivered })] }, false, /<@UANA>/],
    // It is their own.
    ['received', on, { unread: [handingOver({ delivered })] }, true, /No handoff/],
    ['received', bensOn, { others: [handingOver({})], holding: ['UANA'] }, false, /<@UANA> is not delivered/],
    ['received', bensOn, { others: [handingOver({})] }, true, /No handoff/],
    ['received', bensOn, { others: [handingOver({ anomalies: 4 })] }, false, /is not delivered/],
    ['received', bensOn, { others: [handingOver({ anomalies: 4, delivered, acknowledged })] }, true, /No/],
    [
      'received',
      bensOn,
      { others: [handingOver({ delivered, acknowledged })], holding: ['UANA'] },
      false,
      /is not delivered/,
    ],
    ['received', bensOn, { others: [on], holding: ['UANA'] }, true, /No handoff/],
    [
      'received',
      { ...handingOver({}), person: 'UBEN' },
      { others: [handingOver({})], holding: ['UANA'] },
      true,
      /No/,
    ],
    ['received', leadOn, { others: [handingOver({})], holding: ['UANA'] }, true, /No handoff/],
    ['received', leadOn, { others: [leaving], overridden: [ticket] }, false, /<@ULOU> is not delivered/],
    ['received', leadOn, { others: [leaving], monitored: [watchedBy('ULOU')] }, false, /<@ULOU> is not/],
    ['received', leadOn, { others: [leaving], monitored: [watchedBy('ULENA')] }, true, /No handoff/],
    ['nearBreach', on, { queue: many(50) }, false, /first 50 in the queue/],
    ['received', { ...on, received: [{ shift: 2, from: 'UBEN', at: instant(ten) }] }, {}, true, /<@UBEN>/],
    ['matrix', on, {}, true, /2026\.1/],
    ['recordComplete', on, {}, true, /No open ticket is missing/],
    ['recordComplete', on, { owned: [ticket] }, false, /T-7/],
    ['recordComplete', handingOver({}), { owned: [ticket] }, false, /T-7/],
    ['recordComplete', handingOver({ entries: entry(ticket.version) }), { owned: [ticket] }, true, /No open/],
    ['notesCurrent', handingOver({ entries: entry(ticket.version) }), { owned: [ticket] }, true, /Every/],
    ['notesCurrent', handingOver({ entries: entry(0) }), { owned: [ticket] }, false, /T-7/],
    ['notesCurrent', handingOver({ acknowledged }), {}, true, /Every/],
    ['notesCurrent', handingOver({ acknowledged: { ...acknowledged, stale: [7] } }), {}, false, /so: T-7/],
    ['notesCurrent', handingOver({}), { owned: [restricted] }, true, /Every/],
    ['nothingNew', handingOver({}), { owned: [ticket] }, true, /No ticket/],
    ['nothingNew', handingOver({}), { owned: [ticket], taken: [9] }, false, /T-9/],
    ['briefed', handingOver({}), { owned: [ticket] }, false, /No verbal/],
    ['briefed', handingOver({}), {}, true, /nothing to hand over/],
    ['briefed', handingOver({ briefing: { outgoing: 'held', incoming: 'notHeld' } }), {}, false, /no verbal/],
    ['briefed', handingOver({ briefing: { outgoing: 'held', incoming: null } }), {}, true, /held/],
    ['acknowledged', handingOver({}), { owned: [ticket] }, false, /Nobody/],
    ['acknowledged', handingOver({ acknowledged }), { owned: [ticket] }, true, /<@UBEN>/],
    ['acknowledged', handingOver({}), {}, true, /nothing to hand over/],
    ['acknowledged', leadOn, { overridden: [ticket] }, false, /Nobody/],
    ['briefed', leadOn, { overridden: [ticket] }, false, /No verbal/],
    ['manager', leadOn, {}, false, /No Operations Manager/],
    ['manager', leadOn, { others: [{ ...on, person: 'UMAX' }] }, true, /<@UMAX>/],
    ['manager', { ...on, person: 'UMAX' }, {}, true, /<@UMAX>/],
    ['overrides', leadOn, { owned: [ticket] }, true, /No priority override/],
    ['overrides', leadOn, { overridden: [ticket] }, false, /Overridden: T-7/],
    ['incidents', leadOn, { monitored: [ticket] }, false, /Monitored: T-7/],
  ];
  test.each(cases)('%s (%#)', (sight, shift, facts, holds, saw) => {
    const seen = lookAt(sight, shift, contextAt(0, ana, facts), 'start');
    expect(seen.holds).toBe(holds);
    expect(seen.saw).toMatch(saw);
  });

  test('CK-3: at the end of a lead’s shift the record is their own, and they are not there any more', () => {
    const seen = (sight: ChecklistSight, shift: ShiftState, facts: Partial<ShiftFacts>) =>
      lookAt(sight, shift, contextAt(0, lena, facts), 'end');
    const own = { ...leadOn, handoff: { ...emptyHandoff, since: instant(ten), delivered } };
    const received = [{ shift: 2, from: 'ULOU', at: instant(ten) }];
    expect(seen('received', { ...own, received }, {})).toMatchObject({
      holds: false,
      saw: expect.stringContaining('Nobody has acknowledged'),
    });
    expect(seen('received', leadOn, {})).toMatchObject({
      holds: true,
      saw: 'There is nothing to hand over.',
    });
    expect(seen('manager', { ...on, person: 'UMAX', role: 'manager' }, {})).toMatchObject({ holds: false });
  });

  test('CK-4: positions are held by the roles of those on shift', () => {
    const day = {
      name: 'Day',
      days: ['monday'],
      start: '10:00',
      end: '18:00',
      timeZone: 'Europe/Berlin',
      members: ['UANA'],
      positions: ['tier1', 'tier2'],
      channel: null,
    } as const;
    const facts = { plan: { patterns: [day], days: [], covers: [] } };
    expect(lookAt('positions', on, contextAt(0, ana, facts), 'start')).toMatchObject({
      holds: false,
      saw: expect.stringContaining('Tier 2 Support'),
    });
    const others = [{ ...on, person: 'UTESS' }];
    expect(lookAt('positions', on, contextAt(0, ana, { ...facts, others }), 'start')).toMatchObject({
      holds: true,
    });
  });

  test('CK-3: each planned position takes somebody of its own', () => {
    const every = { positions: ['tier1'] as const, start: '10:00', end: '18:00' };
    const patterns = [pattern({ ...every, name: 'A' }), pattern({ ...every, name: 'B', members: ['UBEN'] })];
    const facts = {
      plan: plan(patterns),
      others: [on, { ...on, person: 'UTESS', status: 'expected' as const }],
    };
    expect(lookAt('positions', leadOn, contextAt(0, lena, facts), 'start')).toMatchObject({
      holds: false,
      saw: 'Nobody on shift holds: 1 of 2 positions of Tier 1 Support, Tier 2 Support.',
    });
  });
});

function many(count: number): readonly TicketState[] {
  return Array.from({ length: count }, (_, index) => ({ ...due(60), number: 100 + index }));
}

const delivered = { at: instant(ten), seq: 5, incoming: [], tickets: [] };
const acknowledged = { by: 'UBEN', at: instant(ten), seq: 6, stale: [] };
function entry(version: number): Handoff['entries'] {
  return { 7: { seq: 4, at: instant(ten), watched: false, version } };
}

describe('CK-4: ticking', () => {
  const bensDelivered = { ...handingOver({ delivered }), person: 'UBEN' };
  test('CK-4: the person ticks the rest, once; the list says what is left', () => {
    const ticked = having(on, 1, ana, tick('alerts-reviewed'));
    expect(unfinished(lookAtList(ticked, 'start', contextAt(1, ana)))).toEqual(['record-reviewed']);
    expect(eventsOf(decideShift(tick('alerts-reviewed'), ticked, contextAt(2, ana)))).toEqual([]);
  });
  test('CK-4: with the last item what Handrail saw is written down', () => {
    const ticked = having(on, 1, ana, tick('alerts-reviewed'));
    const events = eventsOf(decideShift(tick('record-reviewed'), ticked, contextAt(2, ana)));
    expect(events.map(({ type }) => type)).toEqual(['itemTicked', 'checklistLooked']);
    expect(events[1]).toMatchObject({
      payload: { unfinished: [], seen: expect.arrayContaining([expect.objectContaining({ holds: true })]) },
    });
  });
  test.each([
    ['somebody else’s list', tick('alerts-reviewed'), ben, {}],
    ['an item that is not on it', tick('coffee'), ana, {}],
    ['a list that is not begun', tick('nothing-new', 'end'), ana, {}],
    ['a fact that is not so', tick('record-acknowledged'), ana, { others: [bensDelivered] }],
  ] as const)('CK-4: refused: %s', (_, command, actor, facts) => {
    expect(decideShift(command, on, contextAt(1, actor, facts))).toMatchObject({
      kind: 'refused',
      refusal: { clause: 'CK-4' },
    });
  });
  test('CK-4: a list that is done stays done, whatever comes after', () => {
    const done = ['alerts-reviewed', 'record-reviewed'].reduce(
      (shift, item) => having(shift, 1, ana, tick(item)),
      on,
    );
    const facts = { owned: [due(1)], others: [handingOver({ delivered })] };
    expect(unfinished(lookAtList(done, 'start', contextAt(2, ana, facts)))).toEqual([]);
    expect(eventsOf(decideShift(tick('queue-checked'), done, contextAt(2, ana, facts)))).toEqual([]);
  });
  test('CK-2: who leaves before the last minutes has the list of the end all the same', () => {
    const off = having(on, 30, ana, { type: 'goOff' });
    expect(off.checklists.end).toMatchObject({ list: 'agentEnd', lookedAt: null });
    expect(unfinished(lookAtList(off, 'end', contextAt(30, ana)))).toEqual(['patterns-logged']);
    expect(shiftObligations(off, defaultPack)).toMatchObject([
      { name: 'startList' },
      { name: 'endList', at: instant(ten + 45 * minute) },
    ]);
    const absent = having(begun('UANA', 'tier1'), 480, system, { type: 'clockStruck' });
    expect(absent).toMatchObject({ status: 'ended', checklists: { end: null } });
  });
  test('CK-3: who is a lead no more still goes through the list they have', () => {
    const before = { ...lena, role: 'tier2' } as const;
    expect(having(leadOn, 1, before, tick('shift-briefed')).checklists.start?.ticked).toEqual([
      'shift-briefed',
    ]);
  });
  test('CK-4: what is for a person to weigh can be ticked against what Handrail sees', () => {
    const facts = { owned: [due(1)] };
    const ticked = having(on, 1, ana, tick('queue-checked'), facts);
    expect(unfinished(lookAtList(ticked, 'start', contextAt(1, ana, facts)))).not.toContain('queue-checked');
  });
});

describe('CK-4: a list that is not done in time', () => {
  const struck = (shift: ShiftState, minutes: number) =>
    eventsOf(decideShift({ type: 'clockStruck' }, shift, contextAt(minutes, system)));
  test('CK-4: it is looked at once, the pack’s grace after the boundary, and shown to the leads', () => {
    expect(struck(on, 14)).toEqual([]);
    const [looked] = struck(on, 15);
    expect(looked).toMatchObject({
      type: 'checklistLooked',
      payload: { boundary: 'start', unfinished: ['record-reviewed', 'alerts-reviewed'] },
    });
    const later = having(on, 15, system, { type: 'clockStruck' });
    expect(shiftObligations(later, defaultPack).map(({ name }) => name)).not.toContain('startList');
    expect(told(on, looked)).toContainEqual(['checklistUnfinished', { to: 'channel', role: 'leads' }]);
  });
  test('CK-4: of a list that is done nobody is told', () => {
    const done = ['alerts-reviewed', 'record-reviewed'].reduce(
      (shift, item) => having(shift, 1, ana, tick(item)),
      on,
    );
    expect(shiftObligations(done, defaultPack).map(({ name }) => name)).not.toContain('startList');
  });
  test('CK-4: whoever has not come on is missing, not unfinished', () => {
    const names = shiftObligations(begun('UANA', 'tier1'), defaultPack).map(({ name }) => name);
    expect(names).toEqual(['absence', 'end']);
  });

  function told(before: ShiftState, event: ReturnType<typeof struck>[number] | undefined) {
    if (!event) throw new Error('nothing happened');
    const at = instant(ten);
    const recorded = { ...event, seq: 9, at, actor: null, role: 'system', packVersion: '1', packHash: '' };
    return noticesOfShiftEvent(recorded, before).map(({ kind, destination }) => [kind, destination]);
  }
});
