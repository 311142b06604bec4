import type { Recorded } from '../../recorded.ts';
import type { TicketEvent } from '../events.ts';
import type { TicketNotice, TicketNoticeKind } from '../notices.ts';
import type { TicketState } from '../state.ts';
import { isForReaders } from './access.ts';
import { securityCall, securityCalls, securityNoticeKinds } from './record.ts';

/** What says nothing of a ticket but that it is restricted. */
const neutral: ReadonlySet<string> = new Set<TicketNoticeKind>(['card', 'securityRestricted', 'takeBack']);

/** SEC-2: of a restricted ticket only these may stand where others than its readers look: channels and threads. */
export function isNeutral(kind: string): boolean {
  return neutral.has(kind);
}

/** SEC-2: what an event of a restricted ticket is told as, in person instead of in channels and threads. */
export function restrictedNotices(
  event: Recorded<TicketEvent>,
  before: TicketState,
  usual: readonly TicketNotice[],
): readonly TicketNotice[] {
  const ours: readonly string[] = securityNoticeKinds;
  const kept = usual.filter(({ kind, destination }) => ours.includes(kind) || isForReaders(destination));
  return [...kept, ...told(event, before)];
}

function told(event: Recorded<TicketEvent>, before: TicketState): readonly TicketNotice[] {
  switch (event.type) {
    case 'escalated':
    case 'escalationPassedOn':
      return event.payload.to === 'manager'
        ? [securityCall('lead'), securityCall('manager')]
        : [securityCall('lead')];
    case 'escalationAccepted':
    case 'redirected':
    case 'reopened':
      return securityCalls(before);
    case 'reminded':
      // The manager is reminded in person anyway.
      return before.tier === 'manager'
        ? []
        : [
            {
              kind: 'escalationCall',
              destination: { to: 'role', role: before.tier },
              urgency: 'urgent',
              surface: null,
            },
          ];
    default:
      return [];
  }
}
