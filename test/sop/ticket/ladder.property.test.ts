import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Actor, system } from '../../../src/sop/actor.ts';
import { restsOnCustomersWord } from '../../../src/sop/customers-word.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Pack } from '../../../src/sop/pack/schema.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import { acknowledgementInPlace } from '../../../src/sop/ticket/acknowledgements.ts';
import { missingPoints } from '../../../src/sop/ticket/commands/investigate.ts';
import { decideTicket, type TicketCommand } from '../../../src/sop/ticket/decide.ts';
import type { TicketEvent, TicketEventOf } from '../../../src/sop/ticket/events.ts';
import { merelyTold } from '../../../src/sop/ticket/evolve.ts';
import { owedFix, runningAttempt, solvingAttempt } from '../../../src/sop/ticket/ladder.ts';
import { nextStep } from '../../../src/sop/ticket/next-step.ts';
import { nextDueAt, obligations, owedAt } from '../../../src/sop/ticket/obligations.ts';
import type { Tier } from '../../../src/sop/ticket/state.ts';
import {
  acceptance,
  apply,
  asked,
  beforeReset,
  caused,
  note,
  played,
  requestOf,
  root,
  seemsResolved,
  setAside,
  state,
  theo,
  verified,
  withPack,
  withSymptom,
} from './journey.ts';
import {
  acknowledge,
  ana,
  append,
  ben,
  type Case,
  contextAt,
  fold,
  guest,
  lena,
  lou,
  max,
  minute,
  monday,
  opened,
  otto,
  tess,
} from './support.ts';

/** Raise with TICKET_RUNS; repeat a run with TICKET_SEED. */
const runs = Number(process.env.TICKET_RUNS ?? 300);
const seed = Number(process.env.TICKET_SEED ?? randomInt(2 ** 31));
const limit = 120_000;
console.info(`ladder properties: TICKET_SEED=${seed} TICKET_RUNS=${runs}`);

const staff = [ana, ben, tess, theo, lena, lou, max];
const personOf = (id: string | null | undefined) => staff.find((one) => one.id === id) ?? ana;

const { standardFixes, extendedFixes, rootCauses, pathways } = defaultPack.playbook;
/** A pack in which most can't be undone, two fixes serve one cause, and a reopened clock goes on. */
const strict: Pack = {
  ...defaultPack,
  clocks: { responseStartsAt: 'arrival', reopening: 'continue' },
  playbook: {
    ...defaultPack.playbook,
    standardFixes: standardFixes.map((fix, index) =>
      index % 2 ? fix : { ...fix, irreversible: 'All of it.' },
    ),
    extendedFixes: extendedFixes.map((fix) => ({
      ...fix,
      rootCauses: [...new Set([...fix.rootCauses, 'sync-conflict'])],
      irreversible: 'All of it.',
    })),
  },
};

const symptoms = defaultPack.matrix.categories.flatMap(({ code, symptoms: own }) =>
  own.map((symptom) => ({ category: code, symptom: symptom.code })),
);
/** Those whose ladder has more than one rung, or one that can't be undone, are met more often. */
const oftenMet = symptoms.filter(({ symptom }) =>
  ['cannot-sign-in', 'signed-out-repeatedly', 'access-outdated', 'slow-pages', 'plan-shown-wrong'].includes(
    symptom,
  ),
);
const fixIds = [...standardFixes, ...extendedFixes].map(({ id }) => id);
const pointIds = pathways.flatMap(({ points }) => points.map(({ id }) => id));
const steps = [...standardFixes, ...extendedFixes].flatMap((fix) => fix.verification.map(({ id }) => id));

/** What the procedure wants next, done as it wants it; or anything at all. */
type Move =
  | {
      go: 'on';
      symptom: (typeof symptoms)[number];
      cause: string;
      outcome: 'persists' | 'resolved' | 'verified';
    }
  | { go: 'off'; actor: Actor | 'owner'; command: TicketCommand }
  | { go: 'answer'; actor: Actor; as: 'confirmFix' | 'declineFix'; request: 'open' | 'old' }
  /** The owner tries to get past what stands in the way. */
  | { go: 'past'; what: 'apply' | 'state' | 'confirm' | 'close' | 'note' | 'blank' | 'withdraw' };

const pulledAt = (at: number) => ({
  generatedAt: new Date(at).toISOString(),
  links: [{ part: 'the whole package', url: 'https://logs.example/7' }],
});
const reason = fc.constantFrom(null, null, 'once more');
const anyCommand: fc.Arbitrary<TicketCommand> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...fixIds), reason).map(([fix, why]) => apply(fix, why)) },
  fc
    .constantFrom('SF-7', 'SF-11', 'SF-1', 'SF-3', 'EF-5')
    .chain((fix) =>
      fc
        .tuple(fc.constantFrom('ACME-1', 'ACME-1', 'BETA'), reason)
        .map(([account, repeatReason]): TicketCommand => ({ ...state(fix, account), repeatReason })),
    ),
  fc.constantFrom(...fixIds).map(setAside),
  fc.tuple(fc.constantFrom('EF-5', 'EF-8', 'EF-1', 'SF-7'), reason).map(([fix, why]) => requestOf(fix, why)),
  fc
    .tuple(
      fc.constantFrom('resolved' as const, 'persists' as const),
      fc.option(fc.constantFrom(...steps), { nil: null }),
      fc.constantFrom(null, '', ' ', 'Customer says it works', 'Log shows success at 10:42'),
    )
    .map(
      ([outcome, verification, evidence]): TicketCommand => ({
        type: 'recordResult',
        outcome,
        verification,
        evidence,
      }),
    ),
  fc
    .constantFrom(...oftenMet, ...symptoms)
    .map((of): TicketCommand => ({ type: 'classify', ...of, priority: 'P2', readWhole: true })),
  fc
    .constantFrom(...pointIds)
    .map((point): TicketCommand => ({ type: 'recordFinding', point, text: 'Looked at.' })),
  fc.constantFrom(...rootCauses.map(({ code }) => code)).map(root),
  fc.constantFrom('fixed', 'root-cause-fixed', 'redirected').map(
    (resolutionCode): TicketCommand => ({
      type: 'close',
      resolutionCode,
      summary: 'Done.',
      rootCause: 'sync-conflict',
      followUps: [],
    }),
  ),
  fc
    .constantFrom(...staff)
    .map((to): TicketCommand => ({ type: 'offerTransfer', to: to.id, receiverRole: to.role, reason: 'r' })),
  fc.constantFrom<TicketCommand>(
    { type: 'addNote', text: 'seen before' },
    { type: 'linkAccount', account: 'BETA' },
    { type: 'startWait', on: 'the customer' },
    { type: 'endWait' },
    { type: 'reopen', reason: 'It came back.' },
    { type: 'acceptTransfer' },
    { type: 'declineTransfer', reason: null },
    { type: 'requestDiagnostics', tool: true },
    { type: 'recordDiagnostics', ...pulledAt(monday) },
    { type: 'take', reason: 'r', queueHead: 7 },
  ),
);

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      go: fc.constant('on' as const),
      symptom: fc.constantFrom(...oftenMet, ...oftenMet, ...symptoms),
      cause: fc.constantFrom('permission-drift', 'token-outlived-owner', 'sync-conflict', 'product-defect'),
      outcome: fc.constantFrom(
        'persists' as const,
        'persists' as const,
        'resolved' as const,
        'verified' as const,
      ),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      go: fc.constant('off' as const),
      actor: fc.oneof(
        { weight: 4, arbitrary: fc.constant('owner' as const) },
        { weight: 2, arbitrary: fc.constantFrom<Actor>(...staff, otto, guest, system) },
      ),
      command: anyCommand,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      go: fc.constant('answer' as const),
      actor: fc.constantFrom<Actor>(...staff, otto),
      as: fc.constantFrom('confirmFix' as const, 'confirmFix' as const, 'declineFix' as const),
      request: fc.constantFrom('open' as const, 'old' as const),
    }),
  },
  {
    weight: 12,
    arbitrary: fc
      .constantFrom(
        'apply' as const,
        'apply' as const,
        'state' as const,
        'confirm' as const,
        'close' as const,
        'note' as const,
        'blank' as const,
        'withdraw' as const,
      )
      .map((what): Move => ({ go: 'past', what })),
  },
  { weight: 2, arbitrary: fc.constant<Move>({ go: 'off', actor: system, command: { type: 'clockStruck' } }) },
);

/** Often no time at all, or right up to the limits and past them by a millisecond; now and then days. */
const pause = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 1, 1000, minute) },
  { weight: 2, arbitrary: fc.constantFrom(5 * minute, 5 * minute + 1, 15 * minute - 1, 15 * minute) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 15 * 24 * 60 }).map((minutes) => minutes * minute) },
);

const history = fc.record({
  pack: fc.constantFrom(defaultPack, strict),
  // From the queue, or from where it becomes dangerous.
  begin: fc.constantFrom(
    'queue',
    'queue',
    'reset',
    'stated',
    'stated',
    'caused',
    'asked',
    'asked',
    'unverified',
  ),
  moves: fc.array(fc.tuple(pause, move), { minLength: 10, maxLength: 70 }),
});

/** Who does what the procedure names next, and what that is. */
function onward(
  given: Case,
  at: number,
  { symptom, cause, outcome }: Extract<Move, { go: 'on' }>,
): [Actor, TicketCommand] {
  const { state: ticket, pack } = given;
  const owner = personOf(ticket.owner);
  const of = (fix: string | undefined) =>
    [...pack.playbook.standardFixes, ...pack.playbook.extendedFixes].find(({ id }) => id === fix);
  const stepOf = (fix: string | undefined) => of(fix)?.verification[0]?.id ?? '';
  switch (nextStep(ticket, pack)) {
    case 'take':
      return [cause === 'sync-conflict' ? tess : ana, { type: 'take', reason: null, queueHead: 7 }];
    case 'acceptEscalation': {
      const of: Partial<Record<Tier, Actor>> = { tier2: tess, lead: lena };
      return [of[ticket.tier] ?? max, acceptance(given)];
    }
    case 'answerTransfer':
      return [personOf(ticket.transfer?.to), { type: 'acceptTransfer' }];
    case 'classify': {
      const fits = ticket.classification && symptom.category === 'OTHER' ? oftenMet[0] : symptom;
      return [owner, { type: 'classify', ...(fits ?? symptom), priority: 'P2', readWhole: true }];
    }
    case 'acknowledge':
      return [
        owner,
        {
          ...acknowledge,
          of: acknowledgementInPlace(ticket),
          preparedFor: ticket.classification?.at ?? '',
          customerChannel: at % 2 ? 'hand' : 'webhook',
        },
      ];
    case 'confirmSent':
      return [owner, { type: 'confirmAcknowledgementSent' }];
    case 'awaitCustomerChannel':
      return [system, { type: 'acknowledgementOutcome', failure: null }];
    case 'resume':
      return [owner, { type: 'endWait' }];
    case 'recordResult':
      return [
        owner,
        outcome === 'verified'
          ? verified(stepOf(runningAttempt(ticket)?.fix))
          : { type: 'recordResult', outcome, verification: null, evidence: null },
      ];
    case 'verify':
      return [owner, verified(stepOf(solvingAttempt(ticket)?.fix))];
    case 'close': {
      const tier2 = ticket.tier !== 'tier1' || ticket.causes.root !== null;
      const rootCause = tier2 ? (ticket.causes.root?.code ?? cause) : null;
      return [owner, { type: 'close', resolutionCode: 'fixed', summary: 'Done.', rootCause, followUps: [] }];
    }
    case 'awaitSecondAgent':
      return [
        owner.id === theo.id ? tess : theo,
        { type: 'confirmFix', request: ticket.confirmation?.seq ?? 0, requesterRole: 'tier2' },
      ];
    case 'applyFix': {
      const fix = owedFix(ticket, pack);
      if (!fix) throw new Error('a fix is owed');
      if (fix.irreversible === undefined) return [owner, apply(fix.id)];
      if (fix.id.startsWith('EF-')) return [owner, requestOf(fix.id)];
      const fresh =
        ticket.statement?.fix === fix.id &&
        ticket.statement.version === ticket.version &&
        at - Date.parse(ticket.statement.at) <= pack.limits.noTransactionStatement;
      return [owner, fresh ? apply(fix.id) : state(fix.id)];
    }
    case 'decide':
      return [owner, note];
    case 'escalate':
      return ticket.tier === 'tier1'
        ? [system, { type: 'clockStruck' }]
        : [owner, { type: 'escalate', trigger: 'ESL-2', reason: 'Nothing is left.' }];
    case 'pullDiagnostics':
      return [owner, { type: 'recordDiagnostics', ...pulledAt(at) }];
    case 'awaitDiagnostics':
      return [
        system,
        { type: 'diagnosticsOutcome', request: ticket.diagnostics?.seq ?? 0, outcome: pulledAt(at) },
      ];
    case 'recordFindings':
      return [
        owner,
        { type: 'recordFinding', point: missingPoints(ticket, pack)[0]?.id ?? '', text: 'Looked at.' },
      ];
    case 'recordRootCause':
      return [owner, root(cause)];
    case 'handOver':
      return [lena, { type: 'handOverSecurity', reference: 'SEC-1' }];
    case 'none':
      return [owner, { type: 'reopen', reason: 'It came back.' }];
  }
}

function put(given: Case, at: number, actor: Actor, command: TicketCommand) {
  const decision = decideTicket(command, given.state, contextAt(given, at, actor));
  return { decision, after: append(given, at, actor, decision) };
}

type Step = { before: Case; after: Case; at: number };

const begins: Readonly<Record<string, () => Case>> = {
  queue: () => opened({}, defaultPack, monday),
  reset: beforeReset,
  stated: () => played(beforeReset(), [7, ana, state('SF-7')]),
  caused: () => caused(),
  asked,
  unverified: () =>
    played(withSymptom('AUTH', 'cannot-sign-in'), [5, ana, apply('SF-1')], [6, ana, seemsResolved]),
};

type History = { pack: Pack; begin: string; moves: readonly (readonly [number, Move])[] };

function play({ pack, begin, moves }: History): readonly Step[] {
  const played: Step[] = [];
  let now = withPack(begins[begin]?.() ?? opened({}, pack, monday), pack);
  let at = Date.parse(now.events.at(-1)?.at ?? '');
  let old = 0;
  for (const [wait, made] of moves) {
    at += wait;
    const [actor, command] = commandOf(now, at, made, old);
    old = now.state.confirmation?.seq ?? old;
    const { after } = put(now, at, actor, command);
    played.push({ before: now, after, at });
    now = after;
  }
  return played;
}

function commandOf(now: Case, at: number, made: Move, old: number): [Actor, TicketCommand] {
  if (made.go === 'on') return onward(now, at, made);
  if (made.go === 'off') {
    const { command } = made;
    if (command.type === 'clockStruck') return [system, command];
    return [made.actor === 'owner' ? personOf(now.state.owner) : made.actor, command];
  }
  if (made.go === 'past') return past(now, made.what, old);
  const request = made.request === 'open' ? (now.state.confirmation?.seq ?? old) : old;
  return [
    made.actor,
    made.as === 'confirmFix'
      ? { type: 'confirmFix', request, requesterRole: 'tier2' }
      : { type: 'declineFix', request, reason: 'no' },
  ];
}

function past(
  { state: ticket, pack }: Case,
  what: Extract<Move, { go: 'past' }>['what'],
  old: number,
): [Actor, TicketCommand] {
  const owner = personOf(ticket.owner);
  const fix = ticket.statement?.fix ?? owedFix(ticket, pack)?.id ?? 'SF-7';
  switch (what) {
    case 'apply':
      return [owner, apply(fix)];
    case 'state':
      return [owner, state(fix)];
    case 'confirm':
      return [
        personOf(ticket.confirmation?.requestedBy),
        { type: 'confirmFix', request: ticket.confirmation?.seq ?? old, requesterRole: 'tier2' },
      ];
    case 'close':
      return [
        owner,
        {
          type: 'close',
          resolutionCode: 'fixed',
          summary: 'Done.',
          rootCause: ticket.causes.root?.code ?? null,
          followUps: [],
        },
      ];
    case 'note':
      return [owner, note];
    case 'withdraw':
      return [
        owner,
        { type: 'recordResult', outcome: 'persists', verification: null, evidence: 'A refusal at 10:51' },
      ];
    case 'blank': {
      const begun = runningAttempt(ticket)?.fix ?? solvingAttempt(ticket)?.fix;
      const step = [...pack.playbook.standardFixes, ...pack.playbook.extendedFixes].find(
        ({ id }) => id === begun,
      )?.verification[0]?.id;
      return [owner, { ...verified(step ?? ''), evidence: ' ' }];
    }
  }
}

type Entry = Recorded<TicketEvent>;
const isA = <Type extends TicketEvent['type']>(
  event: Entry | undefined,
  type: Type,
): event is Recorded<TicketEventOf<Type>> => event?.type === type;
/** What came last before a place in the record, of those that change the ticket. */
const changesBefore = (record: readonly Entry[], place: number) =>
  record.slice(0, place).filter(({ type }) => type !== 'attemptRefused' && !merelyTold.has(type));

/** How often each thing was seen: a property that never met what it speaks of says nothing. */
const seen = {
  rungs: 0,
  statements: 0,
  confirmations: 0,
  closings: 0,
  extended: 0,
  reopenings: 0,
  withdrawals: 0,
  escalations: 0,
};

function holds(
  name: string,
  property: (record: readonly Entry[], pack: Pack, played: readonly Step[]) => void,
): void {
  test(
    name,
    () => {
      fc.assert(
        fc.property(history, (one) => {
          const played = play(one);
          property(played.at(-1)?.after.events ?? [], one.pack, played);
        }),
        // A counterexample that takes long to shrink is told as far as it got, with its seed.
        { numRuns: runs, seed, interruptAfterTimeLimit: limit - 10_000 },
      );
    },
    limit,
  );
}

describe(`whatever anybody does at any time (TICKET_SEED=${seed})`, () => {
  holds(
    'T1-6 the ladder of the record has no gap and no reorder, for the symptom in force',
    (record, pack) => {
      let symptom = '';
      const done = new Set<string>();
      for (const event of record) {
        if (isA(event, 'classified')) symptom = event.payload.symptom;
        if (!isA(event, 'fixStarted') && !isA(event, 'fixSetAside')) continue;
        const { fix } = event.payload;
        if (fix.startsWith('SF-')) {
          const documented = pack.playbook.standardFixes
            .filter((one) => one.symptoms.includes(symptom))
            .map(({ id }) => id);
          expect(documented).toContain(fix);
          for (const earlier of documented.slice(0, documented.indexOf(fix))) expect(done).toContain(earlier);
          seen.rungs += 1;
        }
        done.add(fix);
      }
    },
  );

  holds('T1-6 never two fixes at once, and every one begun has one result before the next', (record) => {
    let running: string | null = null;
    let reported: string | null = null;
    for (const event of record) {
      if (isA(event, 'fixStarted') || isA(event, 'fixSetAside')) {
        expect(running).toBeNull();
        if (event.type === 'fixStarted') running = event.payload.fix;
      }
      if (!isA(event, 'fixResultRecorded')) continue;
      expect([running, reported]).toContain(event.payload.fix);
      reported = event.payload.outcome === 'resolved' ? event.payload.fix : null;
      running = null;
    }
  });

  holds(
    'T1-7 what cannot be undone never begins without a fresh statement for this account and state',
    (record, pack, steps) => {
      const begin = steps[0]?.before.events.length ?? 0;
      record.forEach((event, place) => {
        // What it began with happened under the shipped pack.
        if (!isA(event, 'fixStarted') || place < begin) return;
        const fix = pack.playbook.standardFixes.find(({ id }) => id === event.payload.fix);
        if (fix?.irreversible === undefined) return;
        const stated = changesBefore(record, place).at(-1);
        if (!isA(stated, 'noTransactionStated')) throw new Error('a statement comes right before');
        expect(stated.payload).toEqual({ fix: fix.id, account: 'ACME-1' });
        expect(stated.actor).toBe(event.actor);
        expect(Date.parse(event.at) - Date.parse(stated.at)).toBeLessThanOrEqual(
          pack.limits.noTransactionStatement,
        );
        seen.statements += 1;
      });
    },
  );

  holds('T2-7 what cannot be undone waits for another person of tier 2 or above', (record, pack) => {
    record.forEach((event, place) => {
      if (!isA(event, 'fixStarted')) return;
      const fix = pack.playbook.extendedFixes.find(({ id }) => id === event.payload.fix);
      if (fix?.irreversible === undefined) return;
      const [asked, given] = changesBefore(record, place).slice(-2);
      if (!isA(asked, 'confirmationRequested') || !isA(given, 'confirmationGiven'))
        throw new Error('a request and a yes come right before');
      expect(asked.payload).toMatchObject({ fix: fix.id, account: 'ACME-1' });
      expect(given.payload).toEqual({ fix: fix.id, request: asked.seq });
      expect(given.actor).not.toBe(asked.actor);
      expect(['tier2', 'lead', 'manager']).toContain(given.role);
      expect(Date.parse(given.at) - Date.parse(asked.at)).toBeLessThan(pack.limits.secondAgent);
      seen.confirmations += 1;
    });
    const yes = record.filter(({ type }) => type === 'confirmationGiven').length;
    const begun = record.filter(
      (event) =>
        isA(event, 'fixStarted') &&
        pack.playbook.extendedFixes.some(
          ({ id, irreversible }) => id === event.payload.fix && irreversible !== undefined,
        ),
    );
    expect(begun).toHaveLength(yes);
  });

  holds(
    'T2-5 an Extended Fix follows from a root cause, and that from a package and findings',
    (record, pack) => {
      let category = '';
      let cause: string | null = null;
      let packaged = false;
      const found = new Set<string>();
      const pathway = () => pack.playbook.pathways.find((one) => one.category === category)?.points ?? [];
      for (const event of record) {
        if (isA(event, 'classified')) category = event.payload.category;
        if (isA(event, 'diagnosticsRecorded')) packaged = true;
        if (isA(event, 'findingRecorded')) found.add(event.payload.point);
        if (isA(event, 'causeRecorded')) {
          expect(packaged).toBe(true);
          expect(pathway().length).toBeGreaterThan(0);
          for (const { id } of pathway()) expect(found).toContain(id);
          if (event.payload.kind === 'root') cause = event.payload.code;
        }
        if (!isA(event, 'fixStarted') || !event.payload.fix.startsWith('EF-')) continue;
        const fix = pack.playbook.extendedFixes.find(({ id }) => id === event.payload.fix);
        expect(fix?.rootCauses).toContain(cause);
        for (const { id } of pathway()) expect(found).toContain(id);
        seen.extended += 1;
      }
    },
  );

  holds('T2-1 nothing is done twice without a reason, nor by tier 1', (record) => {
    const done = new Map<string, string>();
    for (const event of record) {
      if (isA(event, 'fixSetAside')) done.set(event.payload.fix, 'aside');
      if (!isA(event, 'fixStarted')) continue;
      const before = done.get(event.payload.fix);
      expect(event.payload.repeatReason === null).toBe(before === undefined);
      if (before === 'done') expect(event.role).not.toBe('tier1');
      done.set(event.payload.fix, 'done');
    }
  });

  holds(
    'T1-8 nothing closes without a resolution that was verified by the fix’s own step',
    (record, pack) => {
      let last: Recorded<TicketEventOf<'fixResultRecorded'>> | null = null;
      for (const event of record) {
        if (isA(event, 'fixResultRecorded')) last = event;
        if (isA(event, 'fixResultRecorded') && event.payload.withdrawsVerification) {
          expect(event.payload.outcome).toBe('persists');
          expect(event.payload.evidence?.trim()).toBeTruthy();
          seen.withdrawals += 1;
        }
        if (isA(event, 'fixStarted') || isA(event, 'reopened')) last = null;
        if (isA(event, 'reopened')) seen.reopenings += 1;
        if (!isA(event, 'closed')) continue;
        const fix = [...pack.playbook.standardFixes, ...pack.playbook.extendedFixes].find(
          ({ id }) => id === last?.payload.fix,
        );
        expect(last?.payload).toMatchObject({
          outcome: 'resolved',
          fix: event.payload.fix,
          verification: event.payload.verification,
        });
        expect(fix?.verification.map(({ id }) => id)).toContain(last?.payload.verification);
        const evidence = last?.payload.evidence ?? '';
        expect(evidence.trim()).not.toBe('');
        expect(restsOnCustomersWord(evidence)).toBe(false);
        seen.closings += 1;
      }
    },
  );

  holds(
    'T1-9 a solved ticket that is open is reminded of, or its wait is; a closed one owes at most what it missed',
    (_, __, played) => {
      for (const { after } of played) {
        const { status, waiting } = after.state;
        if (status === 'closed')
          expect(obligations(after.state, after.pack).filter(({ kind }) => kind !== 'breach')).toEqual([]);
        expect(status === 'resolved').toBe(
          solvingAttempt(after.state)?.verified === true && !waiting && status !== 'closed',
        );
        if (status === 'resolved') expect(nextDueAt(after.state, after.pack)).not.toBeNull();
      }
    },
  );

  holds('folding the record gives the ticket, at every step', (_, __, played) => {
    const last = played.at(-1)?.after;
    for (const { after } of [
      ...played.filter((_step, index) => index % 10 === 0),
      ...(last ? [{ after: last }] : []),
    ])
      expect(fold(after.events)).toEqual(after.state);
  });

  holds('ESL-1 once the clock has struck, what is owed next lies ahead', (_, __, played) => {
    for (const { after, at } of played) {
      const struck = put(after, at, system, { type: 'clockStruck' }).after;
      expect(owedAt(struck.state, struck.pack, new Date(at))).toEqual([]);
      const next = nextDueAt(struck.state, struck.pack);
      if (next) expect(Date.parse(next)).toBeGreaterThan(at);
    }
  });

  holds('ESC-2 from an exhausted ladder it always gets to tier 2', (_, __, played) => {
    for (const { after, at } of played) {
      const { tier, escalation, status } = after.state;
      if (tier !== 'tier2' || escalation?.trigger !== 'ESC-2' || escalation.accepted) continue;
      if (status === 'closed') continue;
      const accepted = put(after, at, tess, acceptance(after));
      expect(accepted.after.state.owner).toBe(tess.id);
      seen.escalations += 1;
    }
  });

  holds('what the procedure names next is never refused to whom it names', (_, __, played) => {
    const step = {
      go: 'on',
      symptom: { category: 'INTG', symptom: 'rate-limited' },
      cause: 'index-drift',
      outcome: 'verified',
    } as const;
    for (const { after, at } of played) {
      if (after.state.status === 'closed') continue;
      // The open request may have run out a moment ago, with the clock yet to strike.
      const now = put(after, at, system, { type: 'clockStruck' }).after;
      const [actor, command] = onward(now, at, step);
      const { decision } = put(now, at, actor, command);
      if (decision.kind === 'accepted') continue;
      // An owner of tier 1 hands on what tier 2 investigated.
      expect(decision.refusal).toMatchObject({ clause: 'AU-3', action: 'ticket.closeTier2' });
    }
  });

  test('the properties met what they speak of', () => {
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });
});
