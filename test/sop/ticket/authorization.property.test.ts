import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Action, actions } from '../../../src/sop/actions.ts';
import { type Actor, type Role, roles, system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import { decideTicket, type TicketCommand } from '../../../src/sop/ticket/decide.ts';
import type { TicketEvent, TicketEventOf } from '../../../src/sop/ticket/events.ts';
import { nextDueAt } from '../../../src/sop/ticket/obligations.ts';
import { apply, caused, persists, requestOf, withSymptom } from './journey.ts';
import { acknowledge, append, type Case, classified, contextAt, hour, minute, monday } from './support.ts';

/** Raise with TICKET_RUNS; repeat a run with TICKET_SEED. */
const runs = Number(process.env.TICKET_RUNS ?? 400);
const seed = Number(process.env.TICKET_SEED ?? randomInt(2 ** 31));
console.info(`authorization properties: TICKET_SEED=${seed} TICKET_RUNS=${runs}`);

/** The owners of the tickets these histories begin with, and others. */
const ids = ['UANA', 'UTESS', 'UBEN', 'ULENA', 'ULOU'] as const;

const wanted = [
  'diagnostics.pull',
  'investigation.record',
  'cause.record',
  'fix.applyExtended',
  'fix.repeat',
  'fix.confirmExtended',
  'promise.resolutionTime',
  'ticket.closeTier2',
  'authorization.grant',
] as const satisfies readonly Action[];

/** What a person tries; what it is about is chosen when it is tried, from the ticket as it is then. */
type Try =
  | { try: 'act'; command: TicketCommand }
  | { try: 'ask'; action: Action }
  /** Who was refused for lack of authority asks for just that, or does it once more. */
  | { try: 'askForIt' }
  | { try: 'again' }
  /** `back`: how many requests before the latest one. */
  | { try: 'answer'; back: number; granted: boolean }
  | { try: 'answerSecond'; yes: boolean }
  | { try: 'clock' };

const acts: readonly TicketCommand[] = [
  { type: 'requestDiagnostics', tool: true },
  { type: 'recordDiagnostics', generatedAt: new Date(monday).toISOString(), links: [] },
  { type: 'recordFinding', point: 'scope', text: 'one user' },
  { type: 'recordCause', kind: 'proximate', text: 'a stale cookie' },
  { ...acknowledge, text: 'It is solved by 5 pm today.' },
  acknowledge,
  apply('SF-3'),
  apply('SF-3', 'once more'),
  apply('EF-1'),
  apply('EF-1', 'once more'),
  requestOf('EF-5'),
  persists,
  { type: 'escalate', trigger: 'ESC-4', reason: 'more data' },
  { type: 'escalate', trigger: 'ESL-4', reason: 'a vendor' },
  { type: 'addNote', text: 'seen' },
  { type: 'startWait', on: 'the customer' },
  { type: 'endWait' },
];

const attempt: fc.Arbitrary<Try> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...acts).map((command): Try => ({ try: 'act', command })) },
  { weight: 2, arbitrary: fc.constantFrom(...wanted).map((action): Try => ({ try: 'ask', action })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(0, 0, 0, 1, 2), fc.constantFrom(true, true, true, false))
      .map(([back, granted]): Try => ({ try: 'answer', back, granted })),
  },
  { weight: 3, arbitrary: fc.constant<Try>({ try: 'askForIt' }) },
  { weight: 3, arbitrary: fc.constant<Try>({ try: 'again' }) },
  { weight: 1, arbitrary: fc.boolean().map((yes): Try => ({ try: 'answerSecond', yes })) },
  { weight: 1, arbitrary: fc.constant<Try>({ try: 'clock' }) },
);

const role = fc.constantFrom<Role | null>('tier1', 'tier1', 'tier1', 'tier2', 'lead', 'manager', null);
const stepOf = (attempts: fc.Arbitrary<Try>) =>
  fc.record({
    // Up to the limit of a request, and a moment before and after it.
    pause: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 0, max: 3 }).map((minutes) => minutes * minute) },
      { weight: 1, arbitrary: fc.constantFrom(-1, 0, 1).map((ms) => ms + defaultPack.limits.authorization) },
      { weight: 1, arbitrary: fc.constant(hour) },
    ),
    // Mostly the owner, or one who can answer.
    who: fc.constantFrom<'owner' | (typeof ids)[number]>('owner', 'owner', 'owner', 'ULENA', 'ULENA', ...ids),
    attempt: attempts,
    /** Now and then somebody's role changes. */
    change: fc.oneof(
      { weight: 15, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...ids), role) },
    ),
  });

/** Mostly one thing after the other; now and then the whole way from the refusal to the act, and the act again. */
const turn = fc.oneof(
  { weight: 5, arbitrary: stepOf(attempt).map((one) => [one]) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      ...[
        fc.constantFrom(...acts).map((command): Try => ({ try: 'act', command })),
        fc.constant<Try>({ try: 'askForIt' }),
        fc.constant<Try>({ try: 'answer', back: 0, granted: true }),
        fc.constant<Try>({ try: 'again' }),
        fc.constant<Try>({ try: 'again' }),
      ].map(stepOf),
    ),
  },
);

const beginnings = [
  () => classified(),
  () => withSymptom('AUTH', 'signed-out-repeatedly'),
  () => caused('sync-conflict'),
  () => caused('permission-drift'),
];

const history = fc.record({
  begin: fc.constantFrom(...beginnings),
  roster: fc.tuple(role, role, role, fc.constantFrom<Role>('lead', 'lead', 'manager'), role),
  steps: fc.array(turn, { minLength: 5, maxLength: 25 }).map((turns) => turns.flat()),
});

/** What the table asks of who makes this happen, by the kind of event alone; tier 1's actions are everybody's. */
function actionsOf(
  event: Recorded<TicketEvent>,
  before: readonly Recorded<TicketEvent>[],
): readonly Action[] {
  switch (event.type) {
    case 'diagnosticsRequested':
    case 'diagnosticsRecorded':
      return ['diagnostics.pull'];
    case 'findingRecorded':
      return ['investigation.record'];
    case 'causeRecorded':
      return ['cause.record'];
    case 'confirmationRequested':
      return ['fix.applyExtended'];
    case 'confirmationGiven':
    case 'confirmationDeclined':
    case 'confirmationVoided':
      return ['fix.confirmExtended'];
    case 'authorizationAnswered':
      return ['authorization.grant'];
    case 'acknowledgementComposed':
      return event.payload.promises.length > 0 ? ['promise.resolutionTime'] : [];
    case 'fixStarted': {
      // The second agent's yes begins it for the one who asked.
      if (before.at(-1)?.type === 'confirmationGiven') return [];
      const { fix } = event.payload;
      const extended = fix.startsWith('EF-');
      const done = before.some((one) => one.type === 'fixStarted' && one.payload.fix === fix);
      return [...(extended ? ['fix.applyExtended' as const] : []), ...(done ? ['fix.repeat' as const] : [])];
    }
    default:
      return [];
  }
}

const beyond = (held: string, action: Action) =>
  roles.indexOf(held as Role) < roles.indexOf(actions[action].from);

/** What ends every authorization of a ticket. */
const moves = new Set<TicketEvent['type']>(['escalated', 'escalationPassedOn', 'transferred', 'closed']);

/** The grant in the record that this use rests on; fails where there is none that is good. */
function expectGoodGrant(
  used: Recorded<TicketEventOf<'authorizationUsed'>>,
  events: readonly Recorded<TicketEvent>[],
): void {
  const { request, action, grantedBy } = used.payload;
  const earlier = events.filter(({ seq }) => seq < used.seq);
  const asked = earlier.find(({ seq }) => seq === request);
  expect(asked).toMatchObject({ type: 'authorizationRequested', actor: used.actor, payload: { action } });
  const answers = earlier.filter(
    (one): one is Recorded<TicketEventOf<'authorizationAnswered'>> =>
      one.type === 'authorizationAnswered' && one.payload.request === request,
  );
  expect(answers).toHaveLength(1);
  const [yes] = answers;
  expect(yes?.payload.granted).toBe(true);
  expect(yes?.actor).toBe(grantedBy);
  expect(grantedBy, 'nobody authorizes themselves').not.toBe(used.actor);
  expect(['lead', 'manager']).toContain(yes?.role);
  expect(beyond(yes?.role ?? '', action), 'who grants may do it').toBe(false);
  expect(roles.indexOf(yes?.role as Role)).toBeGreaterThan(roles.indexOf(asked?.role as Role));
  expect(Date.parse(yes?.at ?? '')).toBeLessThan(Date.parse(yes?.payload.expiresAt ?? ''));
  expect(Date.parse(used.at)).toBeLessThan(Date.parse(yes?.payload.expiresAt ?? ''));
  const before = earlier.filter((one) => one.type === 'authorizationUsed' && one.payload.request === request);
  expect(before, 'it is used once').toEqual([]);
  const moved = earlier.filter(({ seq, type }) => seq > request && moves.has(type));
  expect(moved, 'the ticket is where it was').toEqual([]);
}

/** The refusal that somebody still asks about: who, what, and with which command. */
type Stopped = { id: string; action: Action; command: TicketCommand };

function commandOf(
  { state, events }: Case,
  one: Try,
  stopped: Stopped | null,
  roleOf: (id?: string) => Role | null,
): TicketCommand {
  const ask = (action: Action): TicketCommand => ({
    type: 'askAuthorization',
    action,
    refused: 'AU-3',
    reason: 'it is urgent',
  });
  switch (one.try) {
    case 'askForIt':
      return ask(stopped?.action ?? 'diagnostics.pull');
    case 'again':
      return stopped?.command ?? { type: 'requestDiagnostics', tool: true };
    case 'act':
      return one.command.type === 'acknowledge'
        ? { ...one.command, preparedFor: state.classification?.at ?? '' }
        : one.command;
    case 'ask':
      return ask(one.action);
    case 'answer': {
      const request = state.authorizations.at(-1 - one.back)?.seq ?? events.length;
      return { type: 'answerAuthorization', request, granted: one.granted, reason: 'as it stands' };
    }
    case 'answerSecond': {
      const request = state.confirmation?.seq ?? 0;
      return one.yes
        ? { type: 'confirmFix', request, requesterRole: roleOf(state.confirmation?.requestedBy) }
        : { type: 'declineFix', request, reason: 'it is not time' };
    }
    case 'clock':
      return { type: 'clockStruck' };
  }
}

const met = { used: 0, refused: 0, granted: 0, voided: 0 };

test('AU-6 nobody ends up having done what the table forbids without a grant in the record, each used once', () => {
  fc.assert(
    fc.property(history, ({ begin, roster, steps }) => {
      const held = new Map<string, Role | null>(ids.map((id, index) => [id, roster[index] ?? null]));
      let now = begin();
      const start = now.events.length;
      let at = monday + 30 * minute;
      let stopped: Stopped | null = null;
      for (const { pause, who, attempt: tried, change } of steps) {
        at += pause;
        if (change) held.set(change[0], change[1]);
        const asIt = tried.try === 'askForIt' || tried.try === 'again' ? stopped?.id : undefined;
        const usual = tried.try === 'answer' ? 'ULENA' : now.state.owner;
        const id: string = asIt ?? (who === 'owner' ? (usual ?? 'UANA') : who);
        const someone: Actor = { kind: 'person', id, role: held.get(id) ?? null, standing: 'member' };
        const actor = tried.try === 'clock' ? system : someone;
        const command = commandOf(now, tried, stopped, (one) => held.get(one ?? '') ?? null);
        const decision = decideTicket(command, now.state, contextAt(now, at, actor));
        if (decision.kind === 'refused') {
          met.refused += 1;
          const { ask, action } = decision.refusal;
          if (ask) stopped = { id, action, command };
        }
        now = append(now, at, actor, decision);
      }
      const { events } = now;
      for (const [index, event] of events.entries()) {
        if (event.type === 'authorizationAnswered' && event.payload.granted) met.granted += 1;
        if (index < start || event.role === 'system' || event.type === 'attemptRefused') continue;
        if (event.type === 'authorizationUsed') {
          met.used += 1;
          expectGoodGrant(event, events);
          continue;
        }
        // The uses that stand directly before it, by the same person at the same moment.
        let first = index;
        while (events[first - 1]?.type === 'authorizationUsed') first -= 1;
        const uses = events.slice(first, index);
        for (const use of uses)
          expect({ who: use.actor, at: use.at }).toEqual({ who: event.actor, at: event.at });
        const needed = actionsOf(event, events.slice(0, index)).filter((one) => beyond(event.role, one));
        const had = uses.flatMap((one) => (one.type === 'authorizationUsed' ? [one.payload.action] : []));
        expect([...had].sort(), `${event.type} by ${event.role}`).toEqual([...needed].sort());
      }
      met.voided += now.state.authorizations.filter(({ status }) => status === 'void').length;
      expect(JSON.parse(JSON.stringify(now.state))).toStrictEqual(now.state);
      const owed = nextDueAt(now.state, now.pack);
      const open = now.state.authorizations.filter(
        ({ status }) => status === 'requested' || status === 'granted',
      );
      if (open.length > 0) expect(owed).not.toBeNull();
    }),
    { numRuns: runs, seed },
  );
});

test('AU-6 the property met what it speaks of', () => {
  for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(0);
});
