import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Action, actions } from '../../../src/sop/actions.ts';
import { type Actor, type Role, roles, system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import { acknowledgementInPlace } from '../../../src/sop/ticket/acknowledgements.ts';
import { preparedFor } from '../../../src/sop/ticket/commands/acknowledge.ts';
import { decideTicket, type TicketCommand } from '../../../src/sop/ticket/decide.ts';
import type { TicketEvent, TicketEventOf } from '../../../src/sop/ticket/events.ts';
import { evolveTicket } from '../../../src/sop/ticket/evolve.ts';
import { nextDueAt } from '../../../src/sop/ticket/obligations.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { acceptance, apply, caused, close, persists, requestOf, solved, withSymptom } from './journey.ts';
import {
  acknowledge,
  append,
  type Case,
  classified,
  classify,
  contextAt,
  fold,
  having,
  hour,
  lena,
  minute,
  monday,
  tess,
} from './support.ts';

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
  'ticket.acknowledgeTier2',
  'priority.override',
  'priority.override',
  'sla.override',
  'p1.update',
  'escalation.accept',
  'escalation.acceptAsLead',
  'escalation.toManager',
  'escalation.executive',
  'ticket.checkIn',
  'breach.intervene',
  'security.act',
  'security.handOver',
  'incident.update',
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

const criterion = (direction: 'up' | 'down') =>
  defaultPack.priorityCriteria.find((one) => one.direction === direction)?.code ?? '';
const [up, down] = [criterion('up'), criterion('down')];

const toP1: TicketCommand = {
  type: 'overridePriority',
  priority: 'P1',
  criterion: up,
  impact: 'Nobody can ship.',
  displaced: [],
};

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
  { ...classify, priority: 'P3' },
  close,
  { ...close, rootCause: 'sync-conflict' },
  { type: 'reopen', reason: 'it came back' },
  { type: 'offerTransfer', to: 'UBEN', receiverRole: 'tier1', reason: 'absent' },
  { type: 'offerTransfer', to: 'ULENA', receiverRole: 'lead', reason: 'absent' },
  { type: 'acceptTransfer' },
  // Every chapter's.
  { type: 'escalate', trigger: 'LD-4', reason: 'the manager decides' },
  { type: 'acceptEscalation', escalation: 0, read: true },
  { type: 'acceptEscalation', escalation: 0, read: true },
  { type: 'recordBriefing', escalation: 0, held: true },
  toP1,
  { type: 'overridePriority', priority: 'P4', criterion: down, impact: null, displaced: [] },
  { type: 'overrideSla', clock: 'resolution', dueAt: '2026-12-01T08:00:00.000Z', reason: 'a big one' },
  { type: 'sendP1Update', text: 'We are on it.' },
  { type: 'writeClosingNote', note: 'It is over.' },
  { type: 'checkIn', words: 'It goes on.' },
  { type: 'redirect', code: 'refund-authorization', note: 'finance decides' },
  { type: 'split', code: 'refund-authorization', note: 'finance decides', into: 99 },
  { type: 'escalateToExecutives', reason: 'a contract is at stake' },
  { type: 'flagCalibration', action: 'priority.override', refused: 'LD-2', words: 'too strict' },
];
/** These end or close so much that they come seldom. */
const rareActs: readonly TicketCommand[] = [
  { type: 'reportSecurity', note: 'a list of passwords' },
  { type: 'handOverSecurity', reference: 'SIR-1' },
];

const attempt: fc.Arbitrary<Try> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...acts).map((command): Try => ({ try: 'act', command })) },
  { weight: 1, arbitrary: fc.constantFrom(...rareActs).map((command): Try => ({ try: 'act', command })) },
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
  solved,
  atLead,
  critical,
];

/** Accepted by Lena at 09:21, who looks in from then on. */
function atLead(): Case {
  const sent = having(caused(), 20, tess, { type: 'escalate', trigger: 'ESL-4', reason: 'a vendor' });
  return having(sent, 21, lena, acceptance(sent));
}

/** Overridden to P1 by Lena: the stakeholders wait for updates. */
function critical(): Case {
  return having(atLead(), 22, lena, toP1);
}

const history = fc.record({
  begin: fc.constantFrom(...beginnings),
  roster: fc.tuple(role, role, role, fc.constantFrom<Role>('lead', 'lead', 'manager'), role),
  steps: fc.array(turn, { minLength: 5, maxLength: 25 }).map((turns) => turns.flat()),
});

const accepting = {
  tier1: 'ticket.acceptTransfer',
  tier2: 'escalation.accept',
  lead: 'escalation.acceptAsLead',
  manager: 'escalation.acceptAsManager',
} as const satisfies Record<Role, Action>;

/**
 * What the table asks of who makes this happen, by the event and the ticket it happens to; tier 1's actions are
 * everybody's.
 */
function actionsOf(
  event: Recorded<TicketEvent>,
  before: readonly Recorded<TicketEvent>[],
  ticket: TicketState,
): readonly Action[] {
  const restricted: readonly Action[] = ticket.security && !isOfReport(event, before) ? ['security.act'] : [];
  return [...restricted, ...actionsOfEvent(event, before, ticket)];
}

/** What a report brings with it is the reporter's, too. */
function isOfReport(event: Recorded<TicketEvent>, before: readonly Recorded<TicketEvent>[]): boolean {
  const report = before.find(({ type }) => type === 'securityReported');
  return report?.at === event.at && report.actor === event.actor && event.seq - report.seq <= 2;
}

/** Others than the owner step in where the agent is absent. */
function intervening({ actor }: Recorded<TicketEvent>, { owner }: TicketState): readonly Action[] {
  return owner !== null && owner !== actor ? ['breach.intervene'] : [];
}

function actionsOfEvent(
  event: Recorded<TicketEvent>,
  before: readonly Recorded<TicketEvent>[],
  ticket: TicketState,
): readonly Action[] {
  switch (event.type) {
    case 'escalated':
      if (event.payload.automatic || event.payload.trigger === 'SEC-1') return [];
      return [
        ...intervening(event, ticket),
        ...(ticket.tier === 'lead' ? ['escalation.toManager' as const] : []),
      ];
    case 'escalationAccepted':
      return [accepting[ticket.tier]];
    case 'transferOffered':
    case 'redirected':
    case 'split':
      return ticket.security ? [] : intervening(event, ticket);
    case 'transferred':
      // An offer is accepted by the one it was made to; without an offer somebody steps in.
      return ticket.transfer ? [] : intervening(event, ticket);
    case 'reopened':
      return ticket.closure?.redirect && !ticket.security ? intervening(event, ticket) : [];
    case 'priorityOverridden':
      return ['priority.override'];
    case 'slaOverridden':
      return ['sla.override'];
    case 'p1Updated':
      return ['p1.update'];
    case 'p1Ended':
      return event.payload.cause === 'resolved' ? ['p1.update'] : [];
    case 'checkedIn':
      return ['ticket.checkIn'];
    case 'securityHandedOver':
      return ['security.handOver'];
    case 'executiveEscalated':
      return ['escalation.executive'];
    case 'closed':
      return event.payload.rootCause === null ? [] : ['ticket.closeTier2'];
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
      return [
        ...(event.payload.of === 'tier2Acknowledgement' ? ['ticket.acknowledgeTier2' as const] : []),
        ...(event.payload.promises.length > 0 ? ['promise.resolutionTime' as const] : []),
      ];
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
const moves = new Set<TicketEvent['type']>([
  'escalated',
  'escalationPassedOn',
  'closed',
  'redirected',
  'securityReported',
]);

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
  const tierAt = (seq: number) => fold(events.filter((one) => one.seq <= seq)).tier;
  expect(tierAt(used.seq), 'at the same tier').toBe(tierAt(request));
}

/** What a form carries of the ticket for which it was opened. */
function asItStands(command: TicketCommand, state: TicketState): TicketCommand {
  switch (command.type) {
    case 'acknowledge':
      return { ...command, of: acknowledgementInPlace(state), preparedFor: preparedFor(state) ?? '' };
    case 'acceptEscalation':
    case 'recordBriefing':
      return { ...command, escalation: state.escalation?.seq ?? 0 };
    default:
      return command;
  }
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
      return asItStands(one.command, state);
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

const met = { used: 0, refused: 0, granted: 0, voided: 0, kinds: new Set<TicketEvent['type']>() };
/** Of every chapter's events those that a person makes happen beyond tier 1; all of them are met. */
const spokenOf = [
  'priorityOverridden',
  'slaOverridden',
  'p1Started',
  'p1Updated',
  'checkedIn',
  'escalationAccepted',
  'redirected',
  'split',
  'executiveEscalated',
  'securityReported',
  'securityHandedOver',
  'transferred',
  'closed',
  'reopened',
] as const satisfies readonly TicketEvent['type'][];

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
      let ticket = fold(events.slice(0, 1));
      for (const [index, event] of events.entries()) {
        const given = ticket;
        if (index > 0) ticket = evolveTicket(ticket, event);
        met.kinds.add(event.type);
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
        const needed = actionsOf(event, events.slice(0, index), given).filter((one) =>
          beyond(event.role, one),
        );
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
  const { kinds, ...counted } = met;
  for (const [what, times] of Object.entries(counted)) expect(times, what).toBeGreaterThan(0);
  expect(spokenOf.filter((kind) => !kinds.has(kind))).toEqual([]);
});
