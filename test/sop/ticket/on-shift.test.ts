import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/sop/actor.ts';
import type { Duty } from '../../../src/sop/shift/duty.ts';
import { decideTicket, type TicketCommand } from '../../../src/sop/ticket/decide.ts';
import { asksForDuty } from '../../../src/sop/ticket/on-shift.ts';
import { acceptance, asked, close, requestIn, solved, solvedAtTier2, theo, toBeAccepted } from './journey.ts';
import {
  ana,
  ben,
  type Case,
  contextAt,
  having,
  lena,
  minute,
  monday,
  offered,
  offerToBen,
  queued,
  refusalOf,
  take,
  taken,
  tess,
  typesOf,
} from './support.ts';

type On = Extract<Duty, { kind: 'on' }>;
const off = (...onShift: readonly Actor[]): Duty => ({ kind: 'off', onShift: onShift.map(idOf) });
const on = (change: Partial<On>, ...onShift: readonly Actor[]): Duty => ({
  kind: 'on',
  onShift: onShift.map(idOf),
  shift: 1,
  endsAt: '2026-03-02T15:00:00.000Z',
  preparing: false,
  relief: null,
  waiting: { tier1: 0, tier2: 0, lead: 0, manager: 0 },
  ...change,
});
const last = (change: Partial<On>): Duty => on({ preparing: true, ...change });
const wait = (change: Partial<On['waiting']>) => ({
  waiting: { tier1: 0, tier2: 0, lead: 0, manager: 0, ...change },
});

function idOf(actor: Actor): string {
  return actor.kind === 'person' ? actor.id : '';
}

const reopen = { type: 'reopen', reason: 'It came back.' } as const;
const acceptTransfer = { type: 'acceptTransfer' } as const;
const closed = () => having(solved(), 11, ana, close);
const closedAtTier2 = () =>
  having(solvedAtTier2(), 60, tess, {
    ...close,
    resolutionCode: 'root-cause-fixed',
    rootCause: 'sync-conflict',
    followUps: ['pattern-monitoring'],
  });
const toLead = () => having(taken(), 2, ana, { type: 'reportSecurity', note: 'an unknown login' });
const confirm = (given: Case): TicketCommand => ({
  type: 'confirmFix',
  request: requestIn(given),
  requesterRole: 'tier2',
});
const taking = { type: 'offerTransfer', receiverRole: 'lead', reason: 'She is away.' } as const;

const goOn = { step: 'shiftOn' } as const;
type No = { clause: string; nextStep?: unknown; whoMay?: unknown };
type Row = readonly [
  string,
  () => Case,
  Actor,
  TicketCommand | ((given: Case) => TicketCommand),
  Duty,
  readonly string[] | No,
];

describe('what a shift says of taking a ticket on', () => {
  test.each<Row>([
    ['HO-3 nobody off shift takes one', queued, ana, take, off(), { clause: 'HO-3', nextStep: goOn }],
    ['on shift it is taken', queued, ana, take, on({}), ['received']],
    ['where there are no shifts it is taken', queued, ana, take, { kind: 'noShifts' }, ['received']],
    [
      'HO-3 nor accepts a transfer',
      offered,
      ben,
      acceptTransfer,
      off(ana),
      { clause: 'HO-3', nextStep: goOn },
    ],
    ['a transfer to somebody on shift', offered, ben, acceptTransfer, on({}, ana, ben), ['transferred']],
    [
      'HO-3 none is offered to somebody off shift, who could not accept it',
      taken,
      ana,
      offerToBen,
      on({}, ana),
      { clause: 'HO-3', whoMay: { kind: 'role', atLeast: 'tier1' } },
    ],
    ['one is offered to somebody on shift', taken, ana, offerToBen, on({}, ana, ben), ['transferOffered']],
    ['an owner off shift may give it away', taken, ana, offerToBen, off(ben), ['transferOffered']],
    [
      'HO-3 a lead off shift does not step in',
      taken,
      lena,
      { ...taking, to: lena.id },
      off(ana),
      { clause: 'HO-3', nextStep: goOn },
    ],
    [
      'a lead on shift does, whether or not the owner is',
      taken,
      lena,
      { ...taking, to: lena.id },
      on({}, lena),
      ['transferred'],
    ],
    [
      'HO-3 nobody off shift accepts an escalation',
      toBeAccepted,
      tess,
      acceptance,
      off(),
      { clause: 'HO-3', nextStep: goOn },
    ],
    ['on shift it is accepted', toBeAccepted, tess, acceptance, on({}), ['escalationAccepted']],
    [
      'T2-7 the second agent is on shift',
      asked,
      theo,
      confirm,
      off(tess),
      { clause: 'T2-7', nextStep: goOn, whoMay: { kind: 'role', atLeast: 'tier2' } },
    ],
    ['T2-7 on shift they confirm', asked, theo, confirm, on({}), ['confirmationGiven', 'fixStarted']],
    ['T2-7 in their last minutes too', asked, theo, confirm, last({}), ['confirmationGiven', 'fixStarted']],
    [
      'T2-7 declining takes no shift',
      asked,
      theo,
      (given) => ({ type: 'declineFix', request: requestIn(given), reason: 'a job runs' }),
      off(),
      ['confirmationDeclined'],
    ],
    ['one that is reopened is with its owner again', closed, ben, reopen, on({}, ana, ben), ['reopened']],
    [
      'one whose owner is off shift is taken on by whoever reopens it',
      closed,
      ben,
      reopen,
      on({}, ben),
      ['reopened', 'transferred'],
    ],
    ['HO-3 which takes being on shift', closed, ben, reopen, off(tess), { clause: 'HO-3', nextStep: goOn }],
    ['HO-3 of the owner, too', closed, ana, reopen, off(), { clause: 'HO-3', nextStep: goOn }],
    ['somebody off shift reopens what another on shift has', closed, ben, reopen, off(ana), ['reopened']],
    [
      'HO-3 and the tier’s role',
      closedAtTier2,
      ana,
      reopen,
      on({}, ana),
      { clause: 'HO-3', whoMay: { kind: 'role', atLeast: 'tier2' } },
    ],
    [
      'of tier 2 it is taken on, and where its fix had exhausted the list it goes on to the lead (ESL-2)',
      closedAtTier2,
      theo,
      reopen,
      on({}, theo),
      ['reopened', 'transferred', 'escalated'],
    ],
    ['SEC-1 a lead on shift accepts', toLead, lena, acceptance, on({}), ['escalationAccepted']],
  ])('%s', (_, given, actor, command, duty, then) => {
    decides(given(), actor, command, duty, then);
  });
});

describe('HO-1 in the last minutes of a shift', () => {
  test.each<Row>([
    ['nothing is taken while others wait', queued, ana, take, last(wait({ tier1: 2 })), { clause: 'HO-1' }],
    [
      'nothing is taken while somebody else could',
      queued,
      ana,
      take,
      last({ ...wait({ tier1: 1 }), relief: 'tier1' }),
      { clause: 'HO-1' },
    ],
    [
      'the only one that waits is taken where nobody else could',
      queued,
      ana,
      take,
      last(wait({ tier1: 1 })),
      ['received'],
    ],
    [
      'no transfer is accepted while others wait',
      offered,
      ben,
      acceptTransfer,
      last(wait({ tier1: 1 })),
      { clause: 'HO-1' },
    ],
    [
      'nor while somebody else could',
      offered,
      ben,
      acceptTransfer,
      last({ relief: 'tier1' }),
      { clause: 'HO-1' },
    ],
    ['with an empty queue and nobody else it is', offered, ben, acceptTransfer, last({}), ['transferred']],
    [
      'no escalation while others wait for the tier',
      toBeAccepted,
      tess,
      acceptance,
      last(wait({ tier2: 2 })),
      { clause: 'HO-1', whoMay: { kind: 'role', atLeast: 'tier2' } },
    ],
    [
      'tier 1’s queue is not tier 2’s',
      toBeAccepted,
      tess,
      acceptance,
      last({ ...wait({ tier1: 5, tier2: 1 }), relief: 'tier1' }),
      ['escalationAccepted'],
    ],
    [
      'whoever of tier 2 comes on could take it',
      toBeAccepted,
      tess,
      acceptance,
      last({ ...wait({ tier2: 1 }), relief: 'tier2' }),
      { clause: 'HO-1' },
    ],
    [
      'SEC-1 a security matter does not wait',
      toLead,
      lena,
      acceptance,
      last({ ...wait({ lead: 3 }), relief: 'lead' }),
      ['escalationAccepted'],
    ],
    [
      'a lead does not step in either',
      taken,
      lena,
      { ...taking, to: lena.id },
      last({ relief: 'lead' }),
      { clause: 'HO-1' },
    ],
    [
      'unless nobody else could',
      taken,
      lena,
      { ...taking, to: lena.id },
      last({ relief: null }),
      ['transferred'],
    ],
    [
      'nothing is reopened that one would have to take on',
      closed,
      ben,
      reopen,
      last({ relief: 'tier1' }),
      { clause: 'HO-1' },
    ],
  ])('%s', (_, given, actor, command, duty, then) => {
    decides(given(), actor, command, duty, then);
  });
});

test('HO-3 reopened by another it is theirs from then on, at the tier it was', () => {
  const before = closedAtTier2();
  const decision = decideAt(before, theo, reopen, on({}, theo));
  expect(decision.kind === 'accepted' && decision.events[1]).toMatchObject({
    type: 'transferred',
    payload: { from: tess.id, to: theo.id, tier: 'tier2' },
  });
});

test('every command that gives somebody a ticket is decided on knowing who is on shift', () => {
  // HO-3: whoever adds one that ends in `received`, `transferred` or `escalationAccepted` adds it here.
  expect([...asksForDuty].sort()).toEqual(
    ['acceptEscalation', 'acceptTransfer', 'confirmFix', 'offerTransfer', 'reopen', 'take'].sort(),
  );
});

function decideAt(given: Case, actor: Actor, command: TicketCommand, duty: Duty) {
  return decideTicket(command, given.state, { ...contextAt(given, monday + 61 * minute, actor), duty });
}

function decides(
  given: Case,
  actor: Actor,
  command: TicketCommand | ((given: Case) => TicketCommand),
  duty: Duty,
  then: readonly string[] | No,
): void {
  const made = typeof command === 'function' ? command(given) : command;
  const { confirmation } = given.state;
  const at = confirmation ? Date.parse(confirmation.expiresAt) - minute : monday + 61 * minute;
  const decision = decideTicket(made, given.state, { ...contextAt(given, at, actor), duty });
  if (!('clause' in then)) {
    expect(typesOf(decision)).toEqual(then);
    return;
  }
  const refusal = refusalOf(decision);
  expect(refusal).toMatchObject(then);
  expect(refusal.reason).toMatch(/^[A-Z<].*\.$/s);
}
