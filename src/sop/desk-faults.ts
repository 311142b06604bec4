import type { ClauseId } from './clauses.ts';
import type { Notice } from './notice.ts';

/** What can be wrong between what should have been told and what was. */
export const auditFindingKinds = [
  /** An event stands in the record, but what the procedure has it tell was never written down to be sent. */
  'unwritten',
  /** It counts as sent, but Slack never had it. */
  'neverPosted',
  /** Slack had it, and it stands there no more: somebody deleted it. */
  'removed',
  'doubled',
  /** It has waited for too long, though its channel takes messages. */
  'overdue',
  'givenUp',
  /** What a record holds cannot be made sense of, so nobody knows what it has to tell. */
  'unreadable',
  /** It owes something, and no clock was set for it. */
  'unarmed',
  /** Slack does not let us read a channel: what stands there, nobody looks at. */
  'unseen',
] as const;
export type AuditFindingKind = (typeof auditFindingKinds)[number];

export type AuditFinding = {
  kind: AuditFindingKind;
  /** What it is about (`T-12`); null where it is about no one record. */
  stream: string | null;
  /** The Slack channel, where it is about one. */
  channelId: string | null;
};

/** What goes wrong in Handrail itself, where the desk has to know: told by fault id, never in a customer's words. */
export type DeskFaultEvent =
  /** What a record (`T-12`) owes by the clock could not be decided on: nothing reminds of it until it works again. */
  | { type: 'clocksSetAside'; clause: ClauseId; payload: { stream: string; fault: string } }
  | { type: 'clocksGoOn'; clause: ClauseId; payload: { stream: string } }
  | {
      type: 'auditFound';
      clause: ClauseId;
      payload: { fault: string; findings: readonly AuditFinding[]; more: number };
    };

export type DeskFaultCommand =
  | { type: 'clocksState'; stream: string; fault: string | null }
  | { type: 'auditFound'; fault: string; findings: readonly AuditFinding[] };

/** So many findings stand in one event, and in one message; the log has them all. */
const mostFindings = 20;

/** What the software saw of itself, kept and told once: not again while it stays so. */
export function decideDeskFault(
  command: DeskFaultCommand,
  setAside: readonly string[],
): readonly DeskFaultEvent[] {
  if (command.type === 'auditFound') {
    const { fault, findings } = command;
    const first = findings.slice(0, mostFindings);
    const payload = { fault, findings: first, more: findings.length - first.length };
    return findings.length === 0 ? [] : [{ type: 'auditFound', clause: 'SC-1', payload }];
  }
  const { stream, fault } = command;
  if (setAside.includes(stream) === (fault !== null)) return [];
  return [
    fault === null
      ? { type: 'clocksGoOn', clause: 'ESL-1', payload: { stream } }
      : { type: 'clocksSetAside', clause: 'ESL-1', payload: { stream, fault } },
  ];
}

/** The streams that are set aside after an event. */
export function setAsideAfter(setAside: readonly string[], event: DeskFaultEvent): readonly string[] {
  switch (event.type) {
    case 'clocksSetAside':
      return [...setAside, event.payload.stream];
    case 'clocksGoOn':
      return setAside.filter((stream) => stream !== event.payload.stream);
    case 'auditFound':
      return setAside;
  }
}

export const deskFaultNoticeKinds = ['clocksSetAside', 'clocksGoOn', 'auditFound'] as const;
export type DeskFaultNoticeKind = (typeof deskFaultNoticeKinds)[number];

/** To the leads, who keep an eye on what the clock no longer does (ESL-1). */
export function noticesOfDeskFault({ type }: DeskFaultEvent): readonly Notice<DeskFaultNoticeKind>[] {
  const urgency = type === 'clocksSetAside' ? 'urgent' : 'normal';
  return [{ kind: type, destination: { to: 'channel', role: 'leads' }, urgency, surface: null }];
}
