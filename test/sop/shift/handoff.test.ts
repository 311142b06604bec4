import { describe, expect, test } from 'vitest';
import { type Actor, system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { isPreparing } from '../../../src/sop/shift/duty.ts';
import type { ShiftFacts } from '../../../src/sop/shift/facts.ts';
import { handoffObligations } from '../../../src/sop/shift/handoff/obligations.ts';
import { byRisk, isBreached } from '../../../src/sop/shift/handoff/risk.ts';
import { noticesOfShiftEvent } from '../../../src/sop/shift/notices.ts';
import type { ShiftState } from '../../../src/sop/shift/state.ts';
import { startClock } from '../../../src/sop/sla-clock.ts';
import { handOver } from '../../../src/sop/ticket/handoff/hand-over.ts';
import { drafted, held } from '../incident/support.ts';
import {
  ana,
  append as appendTicket,
  ben,
  fold,
  having as havingTicket,
  lena,
  lou,
  max,
  minute,
  monday,
  otto,
  past9,
  taken,
  tess,
  waiting,
} from '../ticket/support.ts';
import { decide, eventsOf, having, onShift, refusalOf, type ShiftCase, ticketOf } from './cases.ts';
import { pattern, plan } from './plan-support.ts';

const clock = { type: 'clockStruck' } as const;
const deliver = { type: 'deliverHandoff' } as const;
const acknowledge = { type: 'acknowledgeHandoff' } as const;
const goOff = { type: 'goOff' } as const;
const entry = (ticket: number, watch: string | null = null) =>
  ({ type: 'writeEntry', ticket, nextAction: 'Ring them', waitingOn: 'Nothing', watch }) as const;
const remarks = (managerReachable: boolean | null) =>
  ({ type: 'writeAnomalies', patterns: 'Many sign-ins fail', notInWriting: null, managerReachable }) as const;

/** Somebody else's open shift, who has come on. */
const shiftOf = (actor: Extract<Actor, { kind: 'person' }>) => ({
  ...onShift(actor, 600, {}).state,
  number: 9,
});
const bensToo = { others: [shiftOf(ben)] };

/** Ana's shift of eight hours with these facts. */
const anas = (facts: Partial<ShiftFacts>) => onShift(ana, 480, facts);

function delivered(facts: Partial<ShiftFacts> = {}, watch: string | null = null): ShiftCase {
  const given = anas({ owned: [ticketOf(7)], ...bensToo, ...facts });
  const written = given.facts.owned
    .filter(({ security }) => !security)
    .reduce((now, { number }) => having(now, 461, ana, entry(number, watch)), given);
  return having(written, 465, ana, deliver);
}

function owedAt({ state }: ShiftCase, minutes: number): readonly string[] {
  return handoffObligations(state, defaultPack)
    .filter(({ at }) => at <= past9(minutes))
    .map(({ name }) => name);
}

describe('preparation', () => {
  test('HO-1: it begins by the clock 20 minutes before the end, once', () => {
    const given = anas({ owned: [ticketOf(7)] });
    const at = (minutes: number, some: ShiftCase) => owedAt(some, minutes);
    expect(at(459, given)).toEqual([]);
    expect(at(460, given)).toEqual(['preparation']);
    const prepared = having(given, 460, system, clock);
    expect(prepared.state.handoff).toMatchObject({ since: past9(460) });
    expect(at(470, prepared)).toEqual([]);
    expect(isPreparing(prepared.state, defaultPack, new Date(monday + 470 * minute))).toBe(true);
  });

  test('HO-1: what is written ahead does not stop the work; delivering it does', () => {
    const ahead = having(anas({ owned: [ticketOf(7)] }), 60, ana, entry(7));
    const now = new Date(monday + 61 * minute);
    expect(isPreparing(ahead.state, defaultPack, now)).toBe(false);
    expect(isPreparing(having(ahead, 61, ana, deliver).state, defaultPack, now)).toBe(true);
  });

  test('HO-1: an end that moves away lets it lapse, and no words are lost', () => {
    const prepared = having(having(anas({ owned: [ticketOf(7)] }), 460, system, clock), 461, ana, entry(7));
    const later = {
      type: 'followPlan',
      from: null,
      because: 'plan',
      sinceWord: false,
      endsAt: past9(600),
    } as const;
    const moved = having(prepared, 462, system, later);
    expect(moved.events.slice(-2).map(({ type }) => type)).toEqual(['endMoved', 'preparationLapsed']);
    expect(moved.state.handoff).toMatchObject({ since: null, entries: { 7: { at: past9(461) } } });
    // Its last minutes have begun all the same.
    const soon = {
      type: 'followPlan',
      from: null,
      because: 'plan',
      sinceWord: false,
      endsAt: past9(481),
    } as const;
    expect(having(prepared, 462, system, soon).events.at(-1)?.type).toBe('endMoved');
  });
});

describe('an end that moves away after the delivery', () => {
  const later = {
    type: 'followPlan',
    from: null,
    because: 'plan',
    sinceWord: false,
    endsAt: past9(700),
  } as const;
  const prepares = ({ state }: ShiftCase, minutes: number) =>
    isPreparing(state, defaultPack, new Date(monday + minutes * minute));
  const written = () => having(delivered(), 466, ana, remarks(null));

  test('HO-1: what nobody has acknowledged is taken back, and no words are lost', () => {
    const moved = having(
      having(written(), 467, ben, { type: 'flagTicket', ticket: 7, words: 'Whom?' }),
      468,
      system,
      later,
    );
    expect(prepares(moved, 469)).toBe(false);
    expect(moved.state.handoff).toMatchObject({
      delivered: null,
      flags: [],
      entries: { 7: { at: past9(461) } },
      anomalies: expect.any(Number),
      rounds: [{ at: past9(465), tickets: [7] }],
    });
    expect(refusalOf(decide(moved, 469, ben, acknowledge)).reason).toContain('has not delivered');
    expect(owedAt(moved, 680)).toContain('preparation');
    const again = having(having(moved, 680, system, clock), 681, ana, deliver);
    expect(eventsOf(decide(again, 682, ben, acknowledge))[0]?.payload).toMatchObject({ tickets: [7] });
  });

  test('HO-1: what was acknowledged is done with, and the end it has now takes a record of its own', () => {
    const done = having(written(), 470, ben, acknowledge);
    const without = { ...done, facts: { ...done.facts, owned: [] } };
    const moved = having(without, 471, system, later);
    expect(prepares(moved, 472)).toBe(false);
    expect(moved.state.handoff).toMatchObject({
      since: null,
      entries: {},
      anomalies: null,
      acknowledged: null,
    });
    // With nothing to hand over she may go; with something it is written, delivered and acknowledged like the first.
    expect(eventsOf(decide(moved, 472, ana, goOff))).toMatchObject([{ type: 'ended' }]);
    expect(owedAt(moved, 679)).toEqual([]);
    const again = { ...having(moved, 680, system, clock), facts: done.facts };
    expect(refusalOf(decide(again, 681, ana, deliver)).clause).toBe('HO-2');
    const second = having(having(again, 681, ana, entry(7)), 682, ana, deliver);
    expect(eventsOf(decide(second, 683, ben, acknowledge))[0]?.payload).toMatchObject({ tickets: [7] });
  });

  test('HO-4: whoever stays after that takes over from others again', () => {
    const own = having(having(delivered(), 466, ben, acknowledge), 467, system, later).state;
    const given = delivered({ others: [{ ...shiftOf(ben), handoff: own.handoff }] });
    expect(decide(given, 470, ben, acknowledge).kind).toBe('accepted');
  });

  test('HO-1: what was written after the acknowledgement stays', () => {
    const done = having(written(), 470, ben, acknowledge);
    const more = { ...done, facts: { ...done.facts, owned: [ticketOf(9)] } };
    const moved = having(having(more, 471, ana, entry(9)), 472, system, later);
    expect(Object.keys(moved.state.handoff?.entries ?? {})).toEqual(['9']);
  });

  test('HO-1: saying that one leaves sooner, or for the first time when, takes nothing back', () => {
    const soon = { type: 'leaveAt', endsAt: past9(150) } as const;
    const planned = having(
      having(anas({ owned: [ticketOf(7)], ...bensToo }), 60, ana, entry(7)),
      61,
      ana,
      deliver,
    );
    const open = having(
      having(onShift(ana, null, { owned: [ticketOf(7)], ...bensToo }), 60, ana, entry(7)),
      61,
      ana,
      deliver,
    );
    for (const given of [planned, open])
      expect(having(given, 62, ana, soon).state.handoff?.delivered).toMatchObject({ tickets: [7] });
  });
});

describe('the record', () => {
  const cases: readonly (readonly [string, Actor, Parameters<typeof decide>[3], string])[] = [
    ['HO-2: a ticket that is not theirs', ana, entry(99), 'HO-2'],
    ['HO-2: somebody else’s record', ben, entry(7), 'HO-2'],
    ['AU-1: nobody on the roster', otto, entry(7), 'AU-1'],
    ['HO-2: delivered with a ticket missing', ana, deliver, 'HO-2'],
    ['SEC-2: words on a restricted ticket', ana, entry(8), 'SEC-2'],
    ['HO-4: acknowledged before it is delivered', ben, acknowledge, 'HO-4'],
    ['HO-3: off shift with a ticket left', ana, goOff, 'HO-3'],
  ];
  const restricted = ticketOf(8, { security: { reportedBy: null, at: past9(1), handedOver: null } });

  test.each(cases)('%s is refused', (_, actor, command, clause) => {
    const given = anas({ owned: [ticketOf(7), restricted], ...bensToo });
    expect(refusalOf(decide(given, 470, actor, command)).clause).toBe(clause);
  });

  test('SEC-2: a restricted ticket needs no words, and moves with the rest', () => {
    const given = delivered({ owned: [ticketOf(7), restricted] });
    const [acknowledged] = eventsOf(decide(given, 470, ben, acknowledge));
    expect(acknowledged?.payload).toMatchObject({ tickets: [7, 8] });
  });

  test('HO-2: of many that are missing the first ten are named', () => {
    const owned = Array.from({ length: 60 }, (_, index) => ticketOf(index + 1));
    const refusal = refusalOf(decide(anas({ owned }), 470, ana, deliver));
    expect(refusal.reason).toMatch(/T-1, .*T-10 and 50 more\.$/);
    expect(refusal.nextStep).toEqual({ step: 'handoffEntry', ticket: 1 });
  });

  test('HO-6: a lead’s record says whether the manager can be reached, and holds what they look in on', () => {
    const watched = [ticketOf(7, { owner: 'UBEN', tier: 'lead' })];
    const given = having(onShift(lena, 480, { watched, others: [shiftOf(lou)] }), 461, lena, entry(7));
    expect(refusalOf(decide(given, 462, lena, deliver))).toMatchObject({
      clause: 'HO-6',
      nextStep: { step: 'handoff' },
    });
    const ready = having(having(given, 462, lena, remarks(false)), 463, lena, deliver);
    expect(refusalOf(decide(ready, 464, ben, acknowledge)).clause).toBe('AU-4');
    expect(eventsOf(decide(ready, 464, lou, acknowledge))[0]?.payload).toMatchObject({ tickets: [7] });
  });

  test('HO-3: what needs no record needs no delivery', () => {
    expect(eventsOf(decide(anas({}), 470, ana, goOff))).toMatchObject([{ type: 'ended' }]);
    expect(refusalOf(decide(anas({}), 470, ana, deliver)).reason).toContain('nothing to hand over');
  });

  test('HO-3: a record without a ticket is read by whoever is there, and by nobody where nobody is', () => {
    const alone = having(anas({}), 461, ana, remarks(null));
    expect(eventsOf(decide(alone, 470, ana, goOff))).toMatchObject([{ type: 'ended' }]);
    const read = having(anas(bensToo), 461, ana, remarks(null));
    expect(refusalOf(decide(read, 470, ana, goOff)).clause).toBe('HO-3');
    expect(
      eventsOf(decide(having(read, 471, ana, deliver), 472, ben, acknowledge))[0]?.payload,
    ).toMatchObject({
      tickets: [],
    });
  });
});

describe('what a lead hands over besides tickets', () => {
  const incident = drafted([held(7, 1)]).state;
  const cases: readonly (readonly [string, Partial<ShiftFacts>, string])[] = [
    ['open incident', { incidents: [incident] }, 'INC-4'],
    ['open override', { overridden: [ticketOf(4)] }, 'the override of T-4'],
  ];

  test.each(cases)('HO-6: a lead leaves no %s without a record', (_, facts, name) => {
    const given = onShift(lena, 480, { ...facts, others: [shiftOf(lou)] });
    expect(refusalOf(decide(given, 470, lena, goOff))).toMatchObject({
      clause: 'HO-6',
      reason: expect.stringContaining(name),
      nextStep: { step: 'handoff' },
    });
    expect(eventsOf(decide(given, 480, system, clock)).map(({ type }) => type)).toContain('stayedOn');
    expect(refusalOf(decide(given, 471, lena, deliver)).clause).toBe('HO-6');
    const ready = having(having(given, 472, lena, remarks(true)), 473, lena, deliver);
    expect(refusalOf(decide(ready, 474, lena, goOff)).clause).toBe('HO-3');
    const read = having(ready, 475, lou, acknowledge);
    expect(eventsOf(decide(read, 476, lena, goOff))).toMatchObject([{ type: 'ended' }]);
  });

  test('HO-6: where nobody is there to read the record, a lead leaves once it is delivered', () => {
    const given = onShift(lena, 480, { incidents: [incident] });
    const ready = having(having(given, 472, lena, remarks(true)), 473, lena, deliver);
    expect(eventsOf(decide(ready, 474, lena, goOff))).toMatchObject([{ type: 'ended' }]);
  });

  test('HO-3: the next lead, who comes on at the same moment, is waited for until they are missing', () => {
    const next = pattern({ name: 'Late', start: '17:00', end: '23:00', members: ['ULOU', 'UBEN'] });
    const facts = { plan: plan([next]), incidents: [incident] };
    const given = having(having(onShift(lena, 480, facts), 440, lena, remarks(true)), 441, lena, deliver);
    const off = (minutes: number, some = given) => decide(some, minutes, lena, goOff).kind;
    // Whoever leaves long before the next comes on waits for those alone who are there.
    expect(off(459)).toBe('accepted');
    expect(off(460)).toBe('refused');
    expect(eventsOf(decide(given, 480, system, clock)).map(({ type }) => type)).toContain('stayedOn');
    expect(off(494)).toBe('refused');
    expect(off(495)).toBe('accepted');
    const besides = (change: Partial<ShiftFacts>) => ({ ...given, facts: { ...given.facts, ...change } });
    // An agent is no lead's relief, nor is who has handed over their own shift, and still is on.
    const agents = plan([{ ...next, members: ['UBEN', 'ULENA'] }]);
    expect(off(481, besides({ plan: agents }))).toBe('accepted');
    const read = having(besides({ others: [shiftOf(lou)] }), 482, lou, acknowledge).state;
    expect(off(481, besides({ others: [{ ...shiftOf(lou), handoff: read.handoff }] }))).toBe('accepted');
  });

  test('HO-6: it is a lead’s alone, and keeps nobody who cannot write a record', () => {
    const facts = { incidents: [incident], overridden: [ticketOf(4)] };
    const free = (given: ShiftCase, actor: Actor) =>
      expect(eventsOf(decide(given, 480, actor, clock)).map(({ type }) => type)).toContain('ended');
    free(onShift(max, 480, facts), system);
    free(onShift(lena, 480, { ...facts, members: { UANA: 'tier1' } }), system);
    const absent = onShift(lena, 480, facts);
    free({ ...absent, state: { ...absent.state, status: 'expected', onAt: null } }, system);
  });
});

describe('the acknowledgement', () => {
  const refusals: readonly (readonly [string, ShiftCase, Actor, string])[] = [
    ['HO-4: by who is not on shift', delivered({ others: [] }), ben, 'HO-4'],
    ['HO-4: by the outgoing person', delivered(), ana, 'HO-4'],
    ['HO-4: by who has handed over already', delivered({ others: [handedOn()] }), ben, 'HO-4'],
    ['HO-2: with a ticket that joined since', joined(), ben, 'HO-2'],
    [
      'HO-3: by another than whom a lead named',
      having(delivered(), 466, lena, { type: 'nameIncoming', person: 'UTESS' }),
      ben,
      'HO-3',
    ],
  ];
  function handedOn() {
    const own = having(having(delivered(), 466, ben, acknowledge), 467, system, clock).state;
    return { ...shiftOf(ben), handoff: own.handoff };
  }
  function joined(): ShiftCase {
    const given = delivered();
    return { ...given, facts: { ...given.facts, owned: [ticketOf(7), ticketOf(9)] } };
  }

  test.each(refusals)('%s is refused', (_, given, actor, clause) => {
    expect(refusalOf(decide(given, 470, actor, acknowledge)).clause).toBe(clause);
  });

  test('HO-4: it goes to the same role or above', () => {
    const tier2 = having(
      having(
        onShift(tess, 480, { owned: [ticketOf(7, { owner: 'UTESS' })], ...bensToo }),
        461,
        tess,
        entry(7),
      ),
      462,
      tess,
      deliver,
    );
    expect(refusalOf(decide(tier2, 463, ben, acknowledge)).whoMay).toEqual({
      kind: 'role',
      atLeast: 'tier2',
    });
    const others = [shiftOf(lena)];
    expect(decide(delivered({ others }), 470, lena, acknowledge).kind).toBe('accepted');
  });

  test('HO-4: an unanswered question stands in its way, unless its ticket is gone', () => {
    const asked = having(delivered(), 466, ben, { type: 'flagTicket', ticket: 7, words: 'Ring whom?' });
    expect(refusalOf(decide(asked, 467, ben, acknowledge))).toMatchObject({
      clause: 'HO-4',
      whoMay: { kind: 'people', ids: ['UANA'] },
    });
    expect(refusalOf(decide(asked, 467, ben, { type: 'flagTicket', ticket: 7, words: 'Hm?' })).clause).toBe(
      'HO-4',
    );
    const flag = asked.state.handoff?.flags[0]?.seq ?? 0;
    const answer = { type: 'answerFlag', flag, words: 'Their office' } as const;
    expect(refusalOf(decide(asked, 467, ben, answer)).whoMay).toEqual({ kind: 'people', ids: ['UANA'] });
    const answered = having(asked, 467, ana, answer);
    expect(decide(answered, 468, ben, acknowledge).kind).toBe('accepted');
    expect(refusalOf(decide(answered, 468, ana, answer)).clause).toBe('HO-4');
    const gone = { ...asked, facts: { ...asked.facts, owned: [] } };
    expect(decide(gone, 468, ben, acknowledge).kind).toBe('accepted');
  });

  test('HO-4: who is taken off the roster can answer nothing, so nobody waits for it or asks anew', () => {
    const asked = having(delivered(), 466, ben, { type: 'flagTicket', ticket: 7, words: 'Ring whom?' });
    const { UANA: _, ...members } = asked.facts.members;
    const without = { ...asked, facts: { ...asked.facts, members } };
    expect(decide(without, 467, ben, acknowledge).kind).toBe('accepted');
    const again = { type: 'flagTicket', ticket: 7, words: 'And where?' } as const;
    expect(refusalOf(decide(without, 467, ben, again)).reason).toContain('off the roster');
  });

  test('HO-6: who is made a lead hands over as one, but not what is delivered already', () => {
    const { members } = delivered().facts;
    const raised = (given: ShiftCase) =>
      eventsOf(
        decide({ ...given, facts: { ...given.facts, members: { ...members, UANA: 'lead' } } }, 467, system, {
          type: 'followRole',
        }),
      );
    expect(raised(anas({}))).toMatchObject([{ type: 'roleRaised', payload: { role: 'lead' } }]);
    expect(raised(delivered())).toEqual([]);
  });

  test('SEC-2: a ticket that is restricted meanwhile is neither asked about nor waited for', () => {
    const asked = having(delivered(), 466, ben, { type: 'flagTicket', ticket: 7, words: 'Ring whom?' });
    const security = { reportedBy: null, at: past9(466), handedOver: null };
    const closed = { ...asked, facts: { ...asked.facts, owned: [ticketOf(7, { security })] } };
    const flag = asked.state.handoff?.flags[0]?.seq ?? 0;
    const words = 'Their office';
    expect(refusalOf(decide(closed, 467, ana, { type: 'answerFlag', flag, words })).clause).toBe('SEC-2');
    expect(refusalOf(decide(closed, 467, ben, { type: 'flagTicket', ticket: 7, words })).clause).toBe(
      'SEC-2',
    );
    expect(decide(closed, 467, ben, acknowledge).kind).toBe('accepted');
  });

  test('HO-4: done twice by the same person it is done once; by somebody else it is refused with who has it', () => {
    const given = having(delivered({ others: [shiftOf(ben), shiftOf(tess)] }), 466, ben, acknowledge);
    expect(eventsOf(decide(given, 467, ben, acknowledge))).toEqual([]);
    expect(refusalOf(decide(given, 467, tess, acknowledge)).reason).toContain('<@UBEN> has acknowledged it');
  });

  test('CK-2: it keeps which tickets had changed since their words were written', () => {
    const given = delivered({ owned: [ticketOf(7), ticketOf(8)] });
    const [same, changed] = given.facts.owned;
    if (!same || !changed) throw new Error('she has two');
    const owned = [same, { ...changed, version: changed.version + 1 }];
    const noted = { ...given, facts: { ...given.facts, owned } };
    expect(having(noted, 470, ben, acknowledge).state.handoff?.acknowledged).toMatchObject({ stale: [8] });
  });

  test('HO-3: after the end whoever stayed on for it goes off at once', () => {
    expect(eventsOf(decide(delivered(), 470, ben, acknowledge)).map(({ type }) => type)).toEqual([
      'handoffAcknowledged',
    ]);
    expect(eventsOf(decide(delivered(), 480, ben, acknowledge)).map(({ type }) => type)).toEqual([
      'handoffAcknowledged',
      'ended',
    ]);
  });

  test('HO-4: what nobody has read by the end of the shift is read after it, and ends nothing again', () => {
    const { state, ...rest } = delivered({ owned: [ticketOf(7)], others: [shiftOf(lena)] });
    // Made a lead after the delivery: nobody can say any more whether the manager could be reached.
    const ended = { ...state, role: 'lead', status: 'ended', endedAt: past9(480) } as const;
    const read = { ...rest, state: ended, facts: { ...rest.facts, owned: [] } };
    expect(eventsOf(decide(read, 500, lena, acknowledge))).toMatchObject([
      { type: 'handoffAcknowledged', payload: { tickets: [] } },
    ]);
  });

  test('HO-4: what comes to them after that is a round of its own', () => {
    const over = having(delivered(), 466, ben, acknowledge);
    const again = { ...over, facts: { ...over.facts, owned: [ticketOf(9)] } };
    expect(refusalOf(decide(again, 470, ana, goOff)).clause).toBe('HO-3');
    const second = having(having(again, 470, ana, entry(9)), 471, ana, deliver);
    expect(second.state.handoff).toMatchObject({ acknowledged: null, delivered: { tickets: [9] } });
    expect(eventsOf(decide(second, 472, ben, acknowledge))[0]?.payload).toMatchObject({ tickets: [9] });
  });

  test('HO-3: a verbal briefing that either denies, or not both confirm, is missing', () => {
    const say = (given: ShiftCase, actor: Actor, held: boolean) =>
      having(given, 466, actor, { type: 'recordShiftBriefing', held });
    const briefed = (given: ShiftCase) => {
      const [event] = eventsOf(decide(given, 467, ben, acknowledge));
      return event?.type === 'handoffAcknowledged' && event.payload.briefed;
    };
    expect(briefed(delivered())).toBe(false);
    expect(briefed(say(delivered(), ana, true))).toBe(false);
    expect(briefed(say(say(delivered(), ana, true), ben, true))).toBe(true);
    const denied = say(say(delivered(), ana, true), ben, false);
    expect(briefed(denied)).toBe(false);
    expect(denied.state.handoff?.told).toEqual(['briefingMissing']);
    expect(
      refusalOf(decide(delivered(), 466, tess, { type: 'recordShiftBriefing', held: true })).clause,
    ).toBe('HO-4');
  });
});

describe('risk', () => {
  const due = (number: number, minutes: number) => {
    const targets = { startedAt: past9(0), atRiskAt: past9(minutes - 5), dueAt: past9(minutes) };
    return ticketOf(number, {
      clocks: { response: startClock(targets), tier2Response: null, resolution: null },
    });
  };
  const now = new Date(monday + 100 * minute);

  test('HO-5: what runs out within 15 minutes comes first, then what is late, then by the time left', () => {
    const tickets = [due(1, 300), due(2, 200), due(3, 90), due(4, 115), due(5, 101), due(6, 116)];
    expect(byRisk(tickets, defaultPack, now).map(({ number }) => number)).toEqual([5, 4, 3, 6, 2, 1]);
  });

  test('HO-5: a breach that the record points out is not reported; one that it does not is', () => {
    expect(isBreached(due(3, 90), now)).toBe(true);
    const breached = (watch: string | null) => {
      const given = delivered({ owned: [due(3, 90), due(4, 900)] }, watch);
      const [event] = eventsOf(decide(given, 470, ben, acknowledge));
      return event?.type === 'handoffAcknowledged' && event.payload.breached;
    };
    expect(breached(null)).toEqual([3]);
    expect(breached('It is late')).toEqual([]);
  });
});

describe('reminders', () => {
  const names = owedAt;

  test('HO-3: a delivered record waits until the end of the shift, then both are told, then a lead', () => {
    const given = delivered();
    expect(names(given, 479)).toEqual([]);
    expect(names(given, 480)).toEqual(['unacknowledged']);
    const told = having(given, 480, system, clock);
    expect(names(told, 484)).toEqual([]);
    expect(names(told, 485)).toEqual(['lead']);
    const lead = having(told, 485, system, clock);
    expect(names(lead, 900)).toEqual([]);
    expect(lead.state.handoff?.told).toEqual(['unacknowledged', 'lead']);
  });

  test('HO-3: without a planned end it waits five minutes', () => {
    const open = onShift(ana, null, { owned: [ticketOf(7)], ...bensToo });
    const given = having(having(open, 100, ana, entry(7)), 101, ana, deliver);
    expect(names(given, 105)).toEqual([]);
    expect(names(given, 106)).toEqual(['unacknowledged']);
  });
});

describe('a ticket that is handed over', () => {
  const handoff = { from: 'UANA', to: 'UBEN', shift: 3 };
  const accepted = (events: ReturnType<typeof handOver>) => ({ kind: 'accepted', events }) as const;

  test('HO-4: owner and offer go with it; clocks, pauses and the rest stay as they are', () => {
    let given = waiting();
    given = havingTicket(given, 40, ana, {
      type: 'offerTransfer',
      to: 'UTESS',
      receiverRole: 'tier2',
      reason: null,
    });
    const after = appendTicket(given, monday + 50 * minute, ben, accepted(handOver(given.state, handoff)));
    const { owner, transfer, version, activeWork, ...rest } = after.state;
    expect({ owner, transfer, version }).toEqual({
      owner: 'UBEN',
      transfer: null,
      version: given.state.version + 1,
    });
    expect(activeWork.warned).toBe(false);
    expect(given.state).toMatchObject(rest);
    expect(fold(after.events)).toEqual(after.state);
  });

  test('HO-6: the watch goes with it, and what the one before missed does not', () => {
    const watch = {
      lead: 'UANA',
      since: past9(0),
      promptedAt: past9(15),
      checkedAt: null,
      missed: 1,
      missedInAll: 1,
    };
    const given = taken();
    const watched = { ...given, state: { ...given.state, owner: 'UTESS', watch } };
    const after = appendTicket(
      watched,
      monday + 20 * minute,
      ben,
      accepted(handOver(watched.state, handoff)),
    );
    expect(after.state.owner).toBe('UTESS');
    expect(after.state.watch).toEqual({
      lead: 'UBEN',
      since: past9(20),
      promptedAt: null,
      checkedAt: null,
      missed: 0,
      missedInAll: 1,
    });
  });

  test('HO-1: an offer to the outgoing person lapses; what is none of theirs stays', () => {
    const given = taken();
    const offer = {
      seq: 9,
      to: 'UANA',
      offeredBy: 'UBEN',
      offeredAt: past9(1),
      remindedAt: null,
    };
    const offered = { ...given.state, owner: 'UBEN', transfer: offer };
    expect(handOver(offered, { ...handoff, to: 'UTESS' })).toMatchObject([{ type: 'offerLapsed' }]);
    expect(handOver({ ...offered, transfer: null }, handoff)).toEqual([]);
    expect(handOver({ ...given.state, status: 'closed' }, handoff)).toEqual([]);
  });
});

test('HO-3: of those who may take it over, the nearest in role are named first', () => {
  const { state } = delivered({ others: [shiftOf(lena), shiftOf(tess), shiftOf(ben)] });
  expect(state.handoff?.delivered?.incoming).toEqual([ben.id, tess.id, lena.id]);
});

describe('of two who leave at the same time', () => {
  const bens = onShift(ben, 480, { owned: [ticketOf(8, { owner: 'UBEN' })] }).state;
  const deliveredBeside = (others: readonly ShiftState[], facts: Partial<ShiftFacts> = {}) =>
    delivered({ others, ...facts }).state.handoff?.delivered?.incoming;

  test('HO-3: neither is the other’s relief, and the leads are told at the delivery', () => {
    const others = [{ ...bens, number: 9 }];
    expect(deliveredBeside(others)).toEqual([]);
    const given = delivered({ others });
    const event = given.events.find(({ type }) => type === 'handoffDelivered');
    if (!event) throw new Error('it is delivered');
    expect(noticesOfShiftEvent(event, given.state).map(({ kind }) => kind)).toContain('handoffNeedsLead');
    // Before their last minutes somebody can still take over from who leaves early.
    const early = having(anas({ owned: [ticketOf(7)], others }), 60, ana, entry(7));
    expect(having(early, 61, ana, deliver).state.handoff?.delivered?.incoming).toEqual(['UBEN']);
    // Both have written something, and neither waits for the other to read it.
    const words = having(anas({ others }), 461, ana, remarks(null));
    expect(eventsOf(decide(words, 480, ana, goOff))).toMatchObject([{ type: 'ended' }]);
  });

  test('HO-3: whoever does take it over may', () => {
    expect(decide(delivered({ others: [{ ...bens, number: 9 }] }), 470, ben, acknowledge).kind).toBe(
      'accepted',
    );
  });

  test('HO-3: who is planned to stay is expected, unless they hand over early, or are missing', () => {
    const next = (start: string) => ({
      plan: plan([pattern({ name: 'Late', start, end: '23:00', members: ['UBEN'] })]),
    });
    const stays = onShift(ben, 840, {}).state;
    expect(deliveredBeside([{ ...stays, number: 9 }], next('09:00'))).toEqual(['UBEN']);
    const leaves = having(onShift(ben, 840, { owned: [ticketOf(8, { owner: 'UBEN' })] }), 460, ben, entry(8));
    const gone = having(leaves, 461, ben, deliver).state;
    expect(deliveredBeside([{ ...gone, number: 9 }], next('16:40'))).toEqual([]);
    // Delivered at 16:45, five minutes after Ben was to come on, and 20.
    expect(deliveredBeside([], next('16:40'))).toEqual(['UBEN']);
    expect(deliveredBeside([], next('16:25'))).toEqual([]);
  });
});
