import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/sop/actor.ts';
import { system } from '../../../src/sop/actor.ts';
import { actions } from '../../../src/sop/authority.ts';
import { clauses } from '../../../src/sop/clauses.ts';
import { triggerIds } from '../../../src/sop/escalation/trigger.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { categoryCodes, type Pack, priorityCodes } from '../../../src/sop/pack/schema.ts';
import { isPaused } from '../../../src/sop/sla-clock.ts';
import { acknowledgementInPlace } from '../../../src/sop/ticket/acknowledgements.ts';
import { decideTicket, type TicketCommand } from '../../../src/sop/ticket/decide.ts';
import type { TicketEventType } from '../../../src/sop/ticket/events.ts';
import { evolveTicket, merelyTold } from '../../../src/sop/ticket/evolve.ts';
import { explainTicket } from '../../../src/sop/ticket/explain.ts';
import { nextStep, stepWords } from '../../../src/sop/ticket/next-step.ts';
import { noticesOfTicketEvent, ticketNoticeKinds } from '../../../src/sop/ticket/notices.ts';
import { nextDueAt, owedAt } from '../../../src/sop/ticket/obligations.ts';
import type { AcknowledgementKind } from '../../../src/sop/ticket/state.ts';
import {
  ana,
  append,
  ben,
  bot,
  type Case,
  contextAt,
  fold,
  guest,
  inForce,
  lena,
  lou,
  max,
  monday,
  opened,
  otto,
  type Sent,
  stranger,
  tess,
} from './support.ts';

/** Raise with TICKET_RUNS; repeat a run with TICKET_SEED. */
const runs = Number(process.env.TICKET_RUNS ?? 400);
const seed = Number(process.env.TICKET_SEED ?? randomInt(2 ** 31));
const limit = 120_000;
console.info(`ticket properties: TICKET_SEED=${seed} TICKET_RUNS=${runs}`);

const people = [ana, ben, tess, lena, lou, max];
/** Otto has been taken off the roster under any of these ids, too. */
const dismissed = people.map((one): Actor => ({ ...one, role: null }));
/** Mostly whoever the ticket waits for, or else nothing much would ever happen to it. */
type Who = Actor | 'owner' | 'receiver';
const actor: fc.Arbitrary<Who> = fc.oneof(
  { weight: 14, arbitrary: fc.constantFrom<Who>('owner', 'owner', 'owner', 'owner', 'receiver') },
  { weight: 6, arbitrary: fc.constantFrom<Actor>(...people) },
  { weight: 2, arbitrary: fc.constantFrom<Actor>(otto, guest, stranger, bot, system, ...dismissed) },
);

const symptoms = defaultPack.matrix.categories.flatMap(({ code, symptoms: own }) =>
  own.map((symptom) => ({ category: code, symptom: symptom.code })),
);
const words = fc.constantFrom(
  'the customer',
  'We reply within 30 minutes.',
  'Solved by 5 pm, I promise.',
  '',
);
const reason = fc.option(fc.constantFrom('they asked', 'absent'), { nil: null });

/** A command as it may come in; `prepared` says whether a message was written for the classification as it is. */
type Made =
  | TicketCommand
  | { type: 'acknowledge'; text: string; prepared: boolean; by: 'webhook' | 'hand' }
  | { type: 'acceptEscalation'; which: 'open' | 'old'; read: boolean }
  | { type: 'recordBriefing'; which: 'open' | 'old'; held: boolean };

const command: fc.Arbitrary<Made> = fc.oneof(
  fc.record({
    type: fc.constant('take' as const),
    reason,
    queueHead: fc.constantFrom(7, 7, 7, 3, null),
  }),
  fc
    .tuple(
      fc.constantFrom(...symptoms),
      fc.constantFrom(...priorityCodes),
      fc.constantFrom(true, true, true, false),
      fc.constantFrom(null, null, null, ...categoryCodes),
    )
    .map(
      ([fits, priority, readWhole, other]): Made => ({
        type: 'classify',
        ...fits,
        ...(other ? { category: other } : {}),
        priority,
        readWhole,
      }),
    ),
  fc.record({
    type: fc.constant('acknowledge' as const),
    text: words,
    prepared: fc.constantFrom(true, true, true, false),
    by: fc.constantFrom('webhook' as const, 'hand' as const),
  }),
  fc.constant<Made>({ type: 'confirmAcknowledgementSent' }),
  fc.constantFrom(null, 'http 410').map((failure): Made => ({ type: 'acknowledgementOutcome', failure })),
  fc
    .tuple(fc.constantFrom(...people, otto), reason)
    .map(([to, why]): Made => ({ type: 'offerTransfer', to: to.id, receiverRole: to.role, reason: why })),
  fc.constant<Made>({ type: 'acceptTransfer' }),
  reason.map((why): Made => ({ type: 'declineTransfer', reason: why })),
  words.map((text): Made => ({ type: 'addNote', text })),
  fc.constantFrom('ACME-1', 'ACME-2', 'BETA').map((account): Made => ({ type: 'linkAccount', account })),
  words.map((on): Made => ({ type: 'startWait', on })),
  fc.constant<Made>({ type: 'endWait' }),
  fc
    .tuple(fc.constantFrom(...triggerIds), words)
    .map(([trigger, why]): Made => ({ type: 'escalate', trigger, reason: why })),
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('open' as const, 'open' as const, 'old' as const),
        fc.constantFrom(true, true, false),
      )
      .map(([which, read]): Made => ({ type: 'acceptEscalation', which, read })),
  },
  fc
    .tuple(fc.constantFrom('open' as const, 'old' as const), fc.boolean())
    .map(([which, held]): Made => ({ type: 'recordBriefing', which, held })),
  { weight: 4, arbitrary: fc.constant<Made>({ type: 'clockStruck' }) },
  fc
    .constantFrom('classify' as const, 'acknowledge' as const)
    .map((form): Made => ({ type: 'prepareForm', form })),
);

/** Time passes in clicks, minutes, hours and days, often not at all; or right up to what is owed next. */
type Pause = number | { toWhatIsOwed: number };
const pause: fc.Arbitrary<Pause> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(-1, 0, 0, 1).map((ms) => ({ toWhatIsOwed: ms })) },
  fc.constant(0),
  fc.integer({ min: 1, max: 5000 }),
  fc.integer({ min: 0, max: 40 }).map((minutes) => minutes * 60_000),
  fc.integer({ min: 0, max: 72 }).map((hours) => hours * 3_600_000),
);

/** Monday; the Friday before clocks go forward; the Saturday before they go back; New Year's Eve. */
const starts = [
  monday,
  ...['2026-03-27T15:00:00Z', '2026-10-24T20:00:00Z', '2026-12-31T22:59:00Z'].map(Date.parse),
];

const packs: readonly Pack[] = [
  defaultPack,
  { ...defaultPack, clocks: { ...defaultPack.clocks, responseStartsAt: 'arrival' } },
];

const history = fc.record({
  start: fc.constantFrom(...starts),
  pack: fc.constantFrom(...packs),
  reportedPriority: fc.option(fc.constantFrom(...priorityCodes), { nil: null }),
  // A beginning that leads somewhere, then anything.
  prologue: fc.integer({ min: 0, max: 4 }),
  steps: fc.array(fc.tuple(pause, actor, command), { maxLength: 30 }),
});

const prologue: readonly (readonly [Actor, Made])[] = [
  [ana, { type: 'take', reason: null, queueHead: 7 }],
  [ana, { type: 'classify', category: 'AUTH', symptom: 'cannot-sign-in', priority: 'P3', readWhole: true }],
  [ana, { type: 'acknowledge', text: 'We reply within 4 working hours.', prepared: true, by: 'hand' }],
  [ana, { type: 'confirmAcknowledgementSent' }],
];

type Step = { before: Case; sent: Sent; after: Case; refused: boolean };

/** Plays a history through decide and evolve, as the desk does, and returns every step of it. */
function play({
  start,
  pack,
  reportedPriority,
  prologue: length,
  steps,
}: typeof history extends fc.Arbitrary<infer T> ? T : never): { first: Case; played: readonly Step[] } {
  const first = opened({ reportedPriority }, pack, start);
  const played: Step[] = [];
  let at = start;
  let now = first;
  const all = [...prologue.slice(0, length).map(([who, made]) => [1000, who, made] as const), ...steps];
  for (const [wait, role, made] of all) {
    at = later(now, at, wait);
    const who = isSystems(made) ? system : whoIn(now, role);
    const sent = { at, actor: who, command: madeFor(now, made) };
    const frozen = JSON.stringify(now.state);
    const decision = decideTicket(sent.command, now.state, contextAt(now, at, who));
    expect(JSON.stringify(now.state), 'a decision changes nothing by itself').toBe(frozen);
    const next = append(now, at, who, decision);
    played.push({ before: now, sent, after: next, refused: decision.kind === 'refused' });
    now = next;
  }
  return { first, played };
}

/** What no person can send: any actor but the system would be a fault of ours, and is told so by an error. */
function isSystems({ type }: Made): boolean {
  return type === 'clockStruck' || type === 'acknowledgementOutcome';
}

function whoIn({ state }: Case, who: Who): Actor {
  if (typeof who === 'object') return who;
  const id = who === 'owner' ? state.owner : state.transfer?.to;
  return [...people, otto].find((one) => one.id === id) ?? ana;
}

function later({ state, pack }: Case, at: number, wait: Pause): number {
  if (typeof wait === 'number') return at + wait;
  const owed = nextDueAt(state, pack);
  return owed ? Math.max(at, Date.parse(owed) + wait.toWhatIsOwed) : at;
}

function madeFor({ state }: Case, made: Made): TicketCommand {
  if ('which' in made) {
    const { which, ...rest } = made;
    return { ...rest, escalation: which === 'open' ? (state.escalation?.seq ?? 1) : 1 };
  }
  if (made.type !== 'acknowledge' || !('prepared' in made)) return made;
  const preparedFor = (made.prepared && state.classification?.at) || '2000-01-01T00:00:00.000Z';
  const of = acknowledgementInPlace(state);
  return { type: 'acknowledge', of, text: made.text, preparedFor, customerChannel: made.by };
}

function holds(name: string, property: (steps: readonly Step[], first: Case) => void): void {
  test(
    name,
    () => {
      fc.assert(
        fc.property(history, (one) => {
          const { first, played } = play(one);
          property(played, first);
        }),
        // A counterexample that takes long to shrink is told as far as it got, with its seed.
        { numRuns: runs, seed, interruptAfterTimeLimit: limit - 10_000 },
      );
    },
    limit,
  );
}

/** The tier above each. */
const nextTier: Readonly<Record<string, string>> = { tier1: 'tier2', tier2: 'lead', lead: 'manager' };
const rankOf = (role: string) => ['tier1', 'tier2', 'lead', 'manager'].indexOf(role);

/** How often each thing was seen: a property that never met what it speaks of says nothing. */
const seen = { escalations: 0, passedOn: 0, acceptances: 0 };

const added = ({ before, after }: Step) => after.events.slice(before.events.length);

/** What may happen to a ticket before it has a category and a priority (T1-3). */
const beforeClassification: ReadonlySet<TicketEventType> = new Set([
  'opened',
  'received',
  'takenOutOfOrder',
  'classified',
  'noteAdded',
  'accountLinked',
  'transferOffered',
  'transferWithdrawn',
  'transferDeclined',
  'transferred',
  'activeWorkWarned',
  'escalated',
  'escalationAccepted',
  'escalationPassedOn',
  'briefingRecorded',
  'p1Started',
  'p1UpdatePrompted',
  'p1UpdateMissed',
  'checkPrompted',
  'clockAtRisk',
  'clockBreached',
  'leftUnassigned',
  'reminded',
  'attemptRefused',
]);

describe(`whatever anybody does to a ticket at any time (TICKET_SEED=${seed})`, () => {
  holds('T1-1 once received it always has an owner, who changes only with the yes of the next', (steps) => {
    for (const step of steps) {
      const { before, after } = step;
      if (after.state.receivedAt !== null) expect(after.state.owner).not.toBeNull();
      if (before.state.owner === null || before.state.owner === after.state.owner) continue;
      const accepted = added(step).find(({ type }) => type === 'escalationAccepted');
      if (accepted) {
        expect(accepted.actor).toBe(after.state.owner);
        expect(accepted.payload).toMatchObject({ from: before.state.owner });
        continue;
      }
      const transferred = added(step).find(({ type }) => type === 'transferred');
      expect(transferred?.payload).toMatchObject({ from: before.state.owner, to: after.state.owner });
      // The receiver says yes; a lead who steps in is the receiver.
      expect(transferred?.actor).toBe(after.state.owner);
      expect(
        before.state.transfer?.to === after.state.owner || step.sent.command.type === 'offerTransfer',
      ).toBe(true);
    }
  });

  holds(
    'T1-1 it is always with one owner, or in one queue: that of tier 1, or of the tier it went to',
    (steps) => {
      for (const { after } of steps) {
        const { owner, status, tier, escalation } = after.state;
        expect(owner === null).toBe(status === 'queued');
        if (owner === null && tier !== 'tier1')
          expect(escalation).toMatchObject({ to: tier, accepted: null });
        if (tier !== 'tier1') expect(escalation).not.toBeNull();
      }
    },
  );

  holds(
    'AU-1 an escalation goes up by one tier at a time, is accepted once, and none is lost',
    (steps, first) => {
      let open: { seq: number; to: string } | null = null;
      let tier: string = 'tier1';
      for (const event of (steps.at(-1)?.after ?? first).events) {
        switch (event.type) {
          case 'escalated':
            expect(open, 'no escalation on top of one that nobody accepted').toBeNull();
            expect(event.payload.from).toBe(tier);
            expect(event.payload.to).toBe(nextTier[tier]);
            tier = event.payload.to;
            open = { seq: event.seq, to: tier };
            seen.escalations += 1;
            break;
          case 'escalationPassedOn':
            expect(open).toEqual({ seq: event.payload.escalation, to: event.payload.from });
            expect(event.payload.to).toBe(nextTier[tier]);
            tier = event.payload.to;
            open = { seq: event.payload.escalation, to: tier };
            seen.passedOn += 1;
            break;
          case 'escalationAccepted':
            expect(open?.seq).toBe(event.payload.escalation);
            expect(rankOf(event.role)).toBeGreaterThanOrEqual(rankOf(tier));
            open = null;
            seen.acceptances += 1;
            break;
          case 'transferred':
            expect(open, 'what is to be accepted is not transferred').toBeNull();
            expect(rankOf(event.payload.tier)).toBeLessThanOrEqual(rankOf(tier));
            if (tier !== 'tier1') expect(event.payload.tier).not.toBe('tier1');
            tier = event.payload.tier;
            break;
        }
      }
      const { state } = steps.at(-1)?.after ?? first;
      expect(state.tier).toBe(tier);
      expect(state.escalation && !state.escalation.accepted ? state.escalation.seq : null).toBe(
        open?.seq ?? null,
      );
    },
  );

  holds(
    'ESC-1 at tier 1 no ticket is worked on for longer than the limit, once the clock has struck',
    (steps) => {
      for (const { after, sent } of steps) {
        const struck = append(
          after,
          sent.at,
          system,
          decideTicket({ type: 'clockStruck' }, after.state, contextAt(after, sent.at, system)),
        ).state;
        if (struck.tier !== 'tier1') continue;
        const { spent, since } = struck.activeWork;
        if (since) expect(spent + sent.at - Date.parse(since)).toBeLessThan(after.pack.limits.activeWork);
        expect(since !== null).toBe(struck.status === 'open' && struck.transfer === null);
      }
    },
  );

  holds('AU-1 people without a role change nothing at all', (steps) => {
    for (const step of steps) {
      const { actor: who, command: sent } = step.sent;
      if (who.kind !== 'person' || who.role !== null) continue;
      expect(step.refused, `${sent.type} of ${who.standing}`).toBe(true);
    }
  });

  holds('AU-2 the system does nothing that is a person’s', (steps) => {
    for (const step of steps) {
      const { actor: who, command: sent } = step.sent;
      if (who.kind !== 'system' || isSystems(sent)) continue;
      expect(step.refused, sent.type).toBe(true);
    }
  });

  holds('T1-3 nothing but ownership, notes and accounts happens before it is classified', (steps, first) => {
    const events = (steps.at(-1)?.after ?? first).events;
    const classification = events.findIndex(({ type }) => type === 'classified');
    const before = classification === -1 ? events : events.slice(0, classification);
    for (const { type } of before) expect(beforeClassification).toContain(type);
  });

  holds(
    'T1-4, T2-3 each acknowledgement is sent once, after classification, and the response clock stops once',
    (steps, first) => {
      const written = new Set<AcknowledgementKind>();
      const sent = new Set<AcknowledgementKind>();
      for (const { type, payload } of (steps.at(-1)?.after ?? first).events) {
        // What was written for another classification, or before tier 2 wrote, and not sent yet, gives way.
        const givesWay =
          type === 'classified' ||
          (type === 'acknowledgementComposed' && payload.of === 'tier2Acknowledgement');
        if (givesWay) for (const of of written) if (!sent.has(of)) written.delete(of);
        if (type === 'acknowledgementComposed') {
          expect(written).not.toContain(payload.of);
          expect(sent).not.toContain('tier2Acknowledgement');
          written.add(payload.of);
        }
        if (type !== 'acknowledgementSent') continue;
        expect(written).toContain(payload.of);
        expect(sent).not.toContain(payload.of);
        sent.add(payload.of);
      }
      for (const { before, after } of steps) {
        if (after.state.acknowledgement) expect(after.state.classification).not.toBeNull();
        const stopped = before.state.clocks.response;
        if (!stopped?.stoppedAt) continue;
        // That it had run out before it was stopped may be told later.
        const { atRiskTold, breachTold } = after.state.clocks.response ?? stopped;
        const told = stopped.outcome === 'missed' ? { atRiskTold, breachTold } : {};
        expect(after.state.clocks.response).toEqual({ ...stopped, ...told });
      }
    },
  );

  holds('T1-4 a clock that was told missed is not met in the end', (steps) => {
    for (const { after } of steps) {
      const { response } = after.state.clocks;
      if (response?.breachTold && response.stoppedAt) expect(response.outcome).toBe('missed');
    }
  });

  holds('T1-4 nobody below lead promises a resolution time', (steps) => {
    for (const step of steps) {
      for (const event of added(step)) {
        if (event.type !== 'acknowledgementComposed' || event.payload.promises.length === 0) continue;
        expect(['lead', 'manager']).toContain(event.role);
      }
    }
  });

  holds('AU-6 what is refused changes nothing, and says who may and why', (steps) => {
    for (const step of steps) {
      if (!step.refused) continue;
      expect(step.after.state).toEqual(step.before.state);
      const [attempt, ...others] = added(step);
      expect(others).toEqual([]);
      if (attempt?.type !== 'attemptRefused') throw new Error('a refusal is kept as an attempt');
      const { refusal } = attempt.payload;
      expect(refusal.clause).toBe(attempt.clause);
      expect(Object.keys(actions)).toContain(refusal.action);
      expect(refusal.reason).toMatch(/[.]$/);
      expect(refusal.reason).not.toMatch(/null|undefined|\[object/);
      if (refusal.whoMay.kind === 'people') expect(refusal.whoMay.ids.length).toBeGreaterThan(0);
    }
  });

  holds('folding the record gives the ticket, and its version counts the changes', (steps, first) => {
    const last = steps.at(-1)?.after ?? first;
    expect(fold(last.events)).toEqual(last.state);
    const changes = last.events.filter(({ type }) => type !== 'attemptRefused' && !merelyTold.has(type));
    expect(last.state.version).toBe(changes.length);
    expect(last.events.map(({ seq }) => seq)).toEqual(last.events.map((_, index) => index + 1));
  });

  holds('the ticket and its record are plain JSON', (steps, first) => {
    const last = steps.at(-1)?.after ?? first;
    expect(JSON.parse(JSON.stringify(last.state))).toStrictEqual(last.state);
    expect(JSON.parse(JSON.stringify(last.events))).toStrictEqual(last.events);
  });

  holds('every event rests on a clause, and every notice has its kind', (steps, first) => {
    for (const { event, before } of told(steps, first)) {
      expect(Object.keys(clauses)).toContain(event.clause);
      for (const notice of noticesOfTicketEvent(event, before))
        expect(ticketNoticeKinds).toContain(notice.kind);
    }
  });

  holds('ESL-1 once the clock has struck, what is owed next lies ahead', (steps, first) => {
    for (const { after, sent } of [
      ...steps,
      { after: first, sent: { at: Date.parse(first.state.openedAt) } },
    ]) {
      const now = new Date(sent.at);
      const struck = append(
        after,
        sent.at,
        system,
        decideTicket({ type: 'clockStruck' }, after.state, contextAt(after, sent.at, system)),
      );
      expect(owedAt(struck.state, struck.pack, now)).toEqual([]);
      const next = nextDueAt(struck.state, struck.pack);
      if (next) expect(Date.parse(next)).toBeGreaterThan(sent.at);
    }
  });

  holds('ESL-1 nothing is told twice of a clock that was not set anew in between', (steps, first) => {
    const told = new Set<string>();
    for (const event of (steps.at(-1)?.after ?? first).events) {
      if (event.type === 'classified' || event.type === 'waitEnded') told.clear();
      if (event.type !== 'clockAtRisk' && event.type !== 'clockBreached') continue;
      const what = `${event.type} of ${event.payload.clock}`;
      expect(told).not.toContain(what);
      told.add(what);
    }
  });

  holds('HO-2 it waits only while its resolution clock is paused, and the other way round', (steps) => {
    for (const { after } of steps) {
      const { status, waiting, clocks } = after.state;
      expect(status === 'waiting').toBe(waiting !== null);
      if (clocks.resolution) expect(isPaused(clocks.resolution)).toBe(waiting !== null);
    }
  });

  holds('a pause never brings a due instant nearer', (steps) => {
    for (const { before, after, sent } of steps) {
      if (sent.command.type !== 'endWait') continue;
      const [was, is] = [before.state.clocks.resolution, after.state.clocks.resolution];
      if (was && is) expect(Date.parse(is.dueAt)).toBeGreaterThanOrEqual(Date.parse(was.dueAt));
    }
  });

  holds('the next step and the whole record can be put in words', (steps, first) => {
    const last = steps.at(-1)?.after ?? first;
    const at = new Date(steps.at(-1)?.sent.at ?? Date.parse(first.state.openedAt));
    const { next, clocks, history: lines } = explainTicket(last.state, last.events, at, inForce(last));
    expect(lines).toHaveLength(last.events.length);
    for (const { words: sentence } of [...(next ? [next] : []), ...clocks, ...lines])
      expect(sentence).not.toMatch(/null|undefined|NaN|Invalid|\[object/);
    expect(stepWords(last.state, last.pack) === null).toBe(nextStep(last.state, last.pack) === 'none');
  });

  test('the properties met what they speak of', () => {
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });
});

/** Each event with the ticket as it was before it. */
function told(steps: readonly Step[], first: Case) {
  const { events } = steps.at(-1)?.after ?? first;
  return events.map((event, index) => ({
    event,
    before: index === 0 ? null : events.slice(0, index).reduce(evolveTicket, first.state),
  }));
}
