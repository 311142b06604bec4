import { type Actor, actingRole } from '../../../src/sop/actor.ts';
import type { Decision } from '../../../src/sop/decision.ts';
import {
  decideDraftException,
  decideException,
  decideLogException,
  type Entry,
  type ExceptionCommand,
} from '../../../src/sop/exception/decide.ts';
import { type ExceptionEvent, exceptionAttemptRefused } from '../../../src/sop/exception/events.ts';
import { evolveException } from '../../../src/sop/exception/evolve.ts';
import type { Deviation, ExceptionState, Statement } from '../../../src/sop/exception/state.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import { ana, minute, monday, past9, type person } from '../ticket/support.ts';

type Person = ReturnType<typeof person>;

export const statement: Statement = {
  required: 'The next fix in the order.',
  done: 'SF-9 was applied first.',
  why: 'The customer had done the others.',
  gap: 'deviation',
  timeCritical: false,
  notice: 'before',
  clause: 'T1-6',
};

export const attempt: Deviation = { kind: 'attempt', action: 'diagnostics.pull', clause: 'AU-3' };
export const outOfOrder: Deviation = { kind: 'outOfOrder', insteadOf: 3, reason: 'I know this customer' };

/** An exception and its record, to which commands are put as the desk puts them: refusals are kept, too. */
export type ExceptionCase = { state: ExceptionState; events: readonly Recorded<ExceptionEvent>[] };

const about = ({ id, role }: Person, ticket: number | null) => {
  if (role === null) throw new Error('an exception is somebody’s on the desk');
  return { number: 5, author: id, authorRole: role, ticket, restricted: false };
};

export function entry(change: Partial<Statement> = {}, flag = false): Entry {
  const documents = [{ id: 'POL00001', version: '1.0', stale: false }];
  return { statement: { ...statement, ...change }, flag, documents };
}

export function logged(by: Person = ana, given: Entry = entry(), ticket: number | null = 7): ExceptionCase {
  return after(null, 0, by, decideLogException(about(by, ticket), given));
}

export function drafted(
  deviation: Deviation = attempt,
  by: Person = ana,
  shiftEnd: string | null = null,
): ExceptionCase {
  return after(null, 0, by, decideDraftException(about(by, 7), deviation, shiftEnd, contextAt(0, by)));
}

export function decide(
  given: ExceptionCase,
  minutes: number,
  actor: Actor,
  command: ExceptionCommand,
): Decision<ExceptionEvent> {
  return decideException(command, given.state, contextAt(minutes, actor));
}

/** The exception after a command; throws where it was refused, since a test's givens are meant to happen. */
export function having(
  given: ExceptionCase,
  minutes: number,
  actor: Actor,
  command: ExceptionCommand,
): ExceptionCase {
  const decision = decide(given, minutes, actor, command);
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return after(given, minutes, actor, decision);
}

function after(
  given: ExceptionCase | null,
  minutes: number,
  actor: Actor,
  decision: Decision<ExceptionEvent>,
): ExceptionCase {
  const before = given?.events ?? [];
  const decided =
    decision.kind === 'accepted' ? decision.events : [exceptionAttemptRefused(decision.refusal)];
  const added = decided.map((event, index) => ({
    ...event,
    seq: before.length + index + 1,
    at: past9(minutes),
    actor: actor.kind === 'person' ? actor.id : null,
    role: actingRole(actor),
    packVersion: defaultPack.version,
    packHash: 'hash',
  }));
  const events = [...before, ...added];
  const state = events.reduce<ExceptionState | null>(evolveException, null);
  if (!state) throw new Error('a record has events');
  return { state, events };
}

function contextAt(minutes: number, actor: Actor) {
  return { now: new Date(monday + minutes * minute), actor, pack: defaultPack };
}
