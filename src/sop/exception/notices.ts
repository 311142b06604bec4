import type { Destination, Notice, Urgency } from '../notice.ts';
import type { Recorded } from '../recorded.ts';
import type { ExceptionEvent } from './events.ts';
import { evolveException } from './evolve.ts';
import type { ExceptionState } from './state.ts';

/** Everything that is told about exceptions. Each kind has one view. */
export const exceptionRecordNoticeKinds = [
  'exceptionCard',
  'exceptionForManager',
  'exceptionAnswered',
  'exceptionDrafted',
  'exceptionsReminded',
  'exceptionsOverdue',
] as const;
export type ExceptionNoticeKind = (typeof exceptionRecordNoticeKinds)[number];

type ExceptionNotice = Notice<ExceptionNoticeKind>;

/** Whom an event is told to: the leads by one message kept up to date, the author in person. */
export function noticesOfExceptionEvent(
  event: Recorded<ExceptionEvent>,
  before: ExceptionState | null,
): readonly ExceptionNotice[] {
  const { author, authorRole, status } = evolveException(before, event);
  const person: Destination = { to: 'person', id: author };
  switch (event.type) {
    case 'attemptRefused':
    case 'withdrawn':
    case 'dueMoved':
      return [];
    case 'drafted':
      return [tell('exceptionDrafted', person, 'digest')];
    case 'logged':
      return [
        card('urgent'),
        // EX-2: the lead of a lead is the manager (AU-1).
        ...(authorRole === 'lead'
          ? [tell('exceptionForManager', { to: 'role', role: 'manager' }, 'urgent')]
          : []),
      ];
    case 'answered':
      return [card('normal'), tell('exceptionAnswered', person, 'normal')];
    case 'flagged':
    case 'outcomeRecorded':
      return [card('normal')];
    case 'ticketRestricted':
      return status === 'logged' ? [card('urgent')] : [];
    case 'exceptionsReminded':
      return [tell('exceptionsReminded', person, 'normal')];
    case 'exceptionsOverdue':
      return [tell('exceptionsOverdue', { to: 'channel', role: 'leads' }, 'normal')];
  }
}

function card(urgency: Urgency): ExceptionNotice {
  return {
    kind: 'exceptionCard',
    destination: { to: 'channel', role: 'leads' },
    urgency,
    surface: 'card',
  };
}

function tell(kind: ExceptionNoticeKind, destination: Destination, urgency: Urgency): ExceptionNotice {
  return { kind, destination, urgency, surface: null };
}
