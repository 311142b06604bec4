import { type Action, actions } from '../../actions.ts';
import { roleRank } from '../../actor.ts';
import { mayDo } from '../../authority.ts';
import type { ClauseId } from '../../clauses.ts';
import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { instant } from '../../instant.ts';
import { wallClock } from '../../wall-clock.ts';
import type { Deciders } from '../chapter.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { authorityGuard, firstRefusal, notClosedGuard, personOf } from '../guards.ts';
import type { Authorization, TicketState } from '../state.ts';
import { neverGranted } from './never-granted.ts';
import { isInTime, isStanding } from './standing.ts';

export type AuthorizationCommand =
  /** AU-6. `refused`: the clause of the refusal it is asked from. */
  | { type: 'askAuthorization'; action: Action; refused: ClauseId; reason: string }
  /** `request`: the number of the event that asked. */
  | { type: 'answerAuthorization'; request: number; granted: boolean; reason: string }
  /** AU-7: `refused` is the clause that somebody thinks is badly calibrated. */
  | { type: 'flagCalibration'; action: Action; refused: ClauseId; words: string };

export const authorizationDeciders: Deciders<AuthorizationCommand> = {
  askAuthorization: decideAsk,
  answerAuthorization: decideAnswer,
  flagCalibration: decideFlag,
};

function decideAsk(
  { action, refused: clause, reason }: Extract<AuthorizationCommand, { type: 'askAuthorization' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = askRefusal(action, ticket, context);
  if (refusal) return refused(refusal);
  return accepted(
    ticketEvent('authorizationRequested', { action, refused: clause, reason, expiresAt: until(context) }),
  );
}

/** What stands in the way of asking, before a reason is asked for. */
export function askRefusal(action: Action, ticket: TicketState, context: Context): Refusal | null {
  const asking = 'authorization.request';
  const { words, from } = actions[action];
  const { number } = ticket;
  const no = (reason: string, whoMay: Refusal['whoMay']): Refusal => ({
    action: asking,
    clause: 'AU-6',
    reason,
    whoMay,
    nextStep: { step: 'show', ticket: number },
  });
  return firstRefusal(
    authorityGuard(context, asking),
    notClosedGuard(ticket, asking),
    () => {
      const { actor } = context;
      const carries = actor.kind === 'person' && actor.role !== null && mayDo(actor.role, action);
      return carries
        ? no(`Your own role lets you ${words}: nobody has to authorize it.`, you(context))
        : null;
    },
    () => {
      const why = neverGranted[action];
      return why
        ? no(`Nobody can be authorized once to ${words}, because ${why}.`, { kind: 'role', atLeast: from })
        : null;
    },
    () => {
      const mine = standingOf(ticket, context, action);
      if (!mine) return null;
      const end = wallClock(mine.expiresAt, context.pack.timeZone);
      return mine.status === 'granted'
        ? no(
            `You are authorized already to ${words} once on T-${number}, until ${end}: go ahead.`,
            you(context),
          )
        : no(
            `You have asked already to ${words} on T-${number}; the request stands in its thread until ${end}.`,
            { kind: 'role', atLeast: answering(action) },
          );
    },
  );
}

function decideAnswer(
  { request, granted, reason }: Extract<AuthorizationCommand, { type: 'answerAuthorization' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = answerAuthorizationRefusal(request, ticket, context);
  if (refusal) return refused(refusal);
  const expiresAt = granted ? until(context) : null;
  return accepted(ticketEvent('authorizationAnswered', { request, granted, reason, expiresAt }));
}

/**
 * What stands in the way of answering, yes or no alike. Who grants needs a role that carries the action itself; since
 * the asker's does not, it is one of a tier above (AU-6).
 */
export function answerAuthorizationRefusal(
  request: number,
  ticket: TicketState,
  context: Context,
): Refusal | null {
  const action = 'authorization.grant';
  const asked = ticket.authorizations.find(({ seq }) => seq === request);
  const no = (clause: ClauseId, reason: string, whoMay: Refusal['whoMay']): Refusal => ({
    action,
    clause,
    reason,
    whoMay,
    nextStep: { step: 'show', ticket: ticket.number },
  });
  const { actor } = context;
  return firstRefusal(
    () =>
      asked && actor.kind === 'person' && actor.role !== null && asked.person === actor.id
        ? no('AU-7', 'You asked for this yourself, and nobody answers their own request.', {
            kind: 'role',
            atLeast: answering(asked.action),
          })
        : null,
    authorityGuard(context, action),
    () => {
      if (!asked || actor.kind !== 'person' || actor.role === null) return null;
      return mayDo(actor.role, asked.action)
        ? null
        : no(
            'AU-6',
            `Your own role does not let you ${actions[asked.action].words}, so you cannot let somebody else do it.`,
            { kind: 'role', atLeast: answering(asked.action) },
          );
    },
    () =>
      asked?.status === 'requested' && isInTime(asked, context.now)
        ? null
        : no('AU-6', `This request is no longer open: ${endWords(asked, ticket)}.`, { kind: 'nobody' }),
  );
}

function decideFlag(
  { action, refused: clause, words }: Extract<AuthorizationCommand, { type: 'flagCalibration' }>,
  _: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = authorityGuard(context, 'calibration.flag')();
  if (refusal) return refused(refusal);
  return accepted(ticketEvent('calibrationFlagged', { action, refused: clause, words }));
}

/** The lowest role that may answer a request for this action. */
export function answering(action: Action) {
  const { from } = actions[action];
  const least = actions['authorization.grant'].from;
  return roleRank(from) > roleRank(least) ? from : least;
}

/** How a request ended, as it follows "because" or a colon. */
function endWords(asked: Authorization | undefined, ticket: TicketState): string {
  switch (asked?.status) {
    case undefined:
      return 'there is none of that number';
    case 'granted':
      return `<@${asked.answeredBy}> authorized it`;
    case 'used':
      return `<@${asked.answeredBy}> authorized it, and it was used`;
    case 'declined':
      return `<@${asked.answeredBy}> declined it`;
    case 'requested':
    case 'expired':
      return 'it ran out';
    case 'void':
      return ticket.security || ticket.tier === asked.tier
        ? `T-${ticket.number} was closed or taken over meanwhile`
        : `T-${ticket.number} moved to another tier meanwhile`;
  }
}

function standingOf(ticket: TicketState, context: Context, action: Action): Authorization | undefined {
  return ticket.authorizations.find(
    (one) =>
      one.person === personOf(context.actor) &&
      one.action === action &&
      isStanding(one) &&
      isInTime(one, context.now),
  );
}

function until({ now, pack }: Context) {
  return instant(now.getTime() + pack.limits.authorization);
}

function you({ actor }: Context): Refusal['whoMay'] {
  return { kind: 'people', ids: [personOf(actor)] };
}
