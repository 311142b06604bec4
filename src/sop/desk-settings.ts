import { type Role, roles, type UserId } from './actor.ts';
import { type Action, checkAuthority } from './authority.ts';
import type { ClauseId } from './clauses.ts';
import type { Context } from './context.ts';
import { accepted, type Decision, type Refusal, refused } from './decision.ts';
import {
  type DeskFaultCommand,
  type DeskFaultEvent,
  decideDeskFault,
  deskFaultNoticeKinds,
  noticesOfDeskFault,
  setAsideAfter,
} from './desk-faults.ts';
import type { DocumentConfirmations } from './documents.ts';
import type { ChannelRole, Destination, Notice } from './notice.ts';
import type { Recorded } from './recorded.ts';
import {
  decidePlan,
  evolvePlan,
  isPlanCommand,
  isPlanEvent,
  type PlanCommand,
  type PlanEvent,
} from './shift/change-plan.ts';
import { noPlan, type ShiftPlan } from './shift/plan.ts';
import { noticesOfPlanEvent, planNoticeKinds } from './shift/plan-notices.ts';

export type Channels = Partial<Record<ChannelRole, string>>;

/** Who is on the desk and which channels are its own. */
export type DeskSettings = {
  members: Readonly<Record<UserId, Role>>;
  channels: Channels;
  /** Slack channels that could not be posted to, until they are set anew or take a message again. */
  lostChannels: readonly string[];
  /** DOC-2: by the document's id. */
  documents: DocumentConfirmations;
  /** Who is planned to be on shift, and when. */
  plan: ShiftPlan;
  /** Streams (`T-12`) whose clocks could not be struck, until they can be again. */
  setAside: readonly string[];
};

export const noSettings: DeskSettings = {
  members: {},
  channels: {},
  lostChannels: [],
  documents: {},
  plan: noPlan,
  setAside: [],
};

export type DeskEvent =
  | PlanEvent
  | { type: 'memberSet'; clause: ClauseId; payload: { userId: UserId; role: Role } }
  | { type: 'memberRemoved'; clause: ClauseId; payload: { userId: UserId } }
  | { type: 'channelsSet'; clause: ClauseId; payload: { channels: Channels } }
  | { type: 'channelLost'; clause: ClauseId; payload: { channelId: string; error: string } }
  | { type: 'channelFound'; clause: ClauseId; payload: { channelId: string } }
  /** DOC-2: by the event's actor. */
  | { type: 'documentConfirmed'; clause: ClauseId; payload: { id: string; version: string } }
  /** DOC-2: a new pack brings other versions, which nobody has confirmed yet. */
  | {
      type: 'documentsChanged';
      clause: ClauseId;
      payload: { documents: readonly { id: string; version: string }[] };
    }
  | { type: 'noticeGivenUp'; clause: ClauseId; payload: NoticeGivenUp }
  | { type: 'attemptRefused'; clause: ClauseId; payload: { refusal: Refusal } }
  | CalibrationFlagged
  | DeskFaultEvent;

/** A message that will never be delivered, and who is told of that. */
export type NoticeGivenUp = {
  /** Its key in the outbox, which the log holds too. */
  notice: string;
  kind: string;
  /** The event it tells of. */
  stream: string;
  seq: number;
  /** As in the outbox (`person:U1`, `thread:T-1`, `channel:leads`); `in:C1` for a message that cannot be taken back. */
  destination: string;
  /** Of one that tells of several (`T-12`): the others. */
  beside: readonly string[];
  /** Slack's code, or the id of a fault. */
  error: string;
  tell: 'leads' | 'managers';
};

/** AU-7: from a refusal that concerned no one ticket; kept for the SOP review. */
type CalibrationFlagged = {
  type: 'calibrationFlagged';
  clause: ClauseId;
  payload: { action: Action; refused: ClauseId; words: string };
};

export type DeskCommand =
  | PlanCommand
  | { type: 'setMember'; userId: UserId; role: Role }
  | { type: 'removeMember'; userId: UserId }
  | { type: 'setChannels'; channels: Channels }
  /** At start, from the settings: the first managers, who can then name the others. */
  | { type: 'bootstrapManagers'; userIds: readonly UserId[] }
  /** From delivery: a channel, used as `role`, is archived, gone, or without Handrail; or it takes messages again. */
  | { type: 'channelState'; channelId: string; role: ChannelRole | null; error: string | null }
  /** From delivery: a message is given up. */
  | { type: 'noticeGivenUp'; about: NoticeGivenUp }
  /** A refusal that concerns no one ticket (looking at the queue, opening a ticket): it only has to be recorded. */
  | { type: 'attempt'; action: Action }
  /** DOC-2: the version that whoever confirms has read. */
  | { type: 'confirmDocument'; id: string; version: string }
  /** At start under another pack. */
  | { type: 'documentsChanged'; documents: readonly { id: string; version: string }[] }
  /** AU-7. */
  | { type: 'flagCalibration'; action: Action; refused: ClauseId; words: string }
  | DeskFaultCommand;

export function decideDesk(command: DeskCommand, desk: DeskSettings, context: Context): Decision<DeskEvent> {
  if (isPlanCommand(command)) return decidePlan(command, desk, context);
  switch (command.type) {
    case 'bootstrapManagers':
      return accepted(
        ...command.userIds
          .filter((userId) => !(userId in desk.members))
          .map((userId): DeskEvent => memberSet(userId, 'manager')),
      );
    case 'attempt': {
      const refusal = checkAuthority(context.actor, command.action);
      return refusal ? refused(refusal) : accepted();
    }
    case 'flagCalibration': {
      const refusal = checkAuthority(context.actor, 'calibration.flag');
      if (refusal) return refused(refusal);
      const { action, refused: clause, words } = command;
      return accepted({
        type: 'calibrationFlagged',
        clause: 'AU-7',
        payload: { action, refused: clause, words },
      });
    }
    case 'confirmDocument': {
      const refusal =
        checkAuthority(context.actor, 'document.confirm') ?? otherVersionRefusal(command, context);
      if (refusal) return refused(refusal);
      const { id, version } = command;
      return accepted({ type: 'documentConfirmed', clause: 'DOC-2', payload: { id, version } });
    }
    case 'documentsChanged': {
      // Noted before, by a start that did not come to its end, or by another replica.
      const documents = command.documents.filter(
        ({ id, version }) => desk.documents[id]?.version !== version,
      );
      return documents.length === 0
        ? accepted()
        : accepted({ type: 'documentsChanged', clause: 'DOC-2', payload: { documents } });
    }
    case 'channelState': {
      const { channelId, role, error } = command;
      const chosen = role && desk.channels[role];
      // The desk has another one for that by now: nobody misses this one.
      if (error !== null && chosen && chosen !== channelId) return accepted();
      const lost = desk.lostChannels.includes(channelId);
      if (lost === (error !== null)) return accepted();
      return accepted<DeskEvent>(
        error === null
          ? { type: 'channelFound', clause: 'SC-1', payload: { channelId } }
          : { type: 'channelLost', clause: 'SC-1', payload: { channelId, error } },
      );
    }
    case 'noticeGivenUp':
      return accepted<DeskEvent>({ type: 'noticeGivenUp', clause: 'SC-1', payload: command.about });
    case 'clocksState':
    case 'auditFound':
      return accepted<DeskEvent>(...decideDeskFault(command, desk.setAside));
    case 'setChannels': {
      const refusal = checkAuthority(context.actor, 'desk.setup');
      if (refusal) return refused(refusal);
      return accepted({ type: 'channelsSet', clause: 'AU-5', payload: { channels: command.channels } });
    }
    case 'setMember':
    case 'removeMember': {
      const refusal = checkAuthority(context.actor, 'roster.change') ?? lastManagerRefusal(command, desk);
      if (refusal) return refused(refusal);
      if (command.type === 'setMember') {
        return desk.members[command.userId] === command.role
          ? accepted()
          : accepted(memberSet(command.userId, command.role));
      }
      return command.userId in desk.members
        ? accepted({ type: 'memberRemoved', clause: 'AU-1', payload: { userId: command.userId } })
        : accepted();
    }
  }
}

export function evolveDesk(desk: DeskSettings, event: Recorded<DeskEvent>): DeskSettings {
  if (isPlanEvent(event)) return { ...desk, plan: evolvePlan(desk.plan, event) };
  switch (event.type) {
    case 'memberSet':
      return { ...desk, members: { ...desk.members, [event.payload.userId]: event.payload.role } };
    case 'memberRemoved': {
      const { [event.payload.userId]: _, ...members } = desk.members;
      return { ...desk, members };
    }
    case 'channelsSet':
      return { ...desk, channels: event.payload.channels, lostChannels: [] };
    case 'channelLost':
      return { ...desk, lostChannels: [...desk.lostChannels, event.payload.channelId] };
    case 'channelFound':
      return { ...desk, lostChannels: desk.lostChannels.filter((id) => id !== event.payload.channelId) };
    case 'noticeGivenUp':
      return desk;
    case 'clocksSetAside':
    case 'clocksGoOn':
    case 'auditFound':
      return { ...desk, setAside: setAsideAfter(desk.setAside, event) };
    case 'documentConfirmed': {
      const { id, version } = event.payload;
      const confirmed = { by: event.actor ?? '', at: event.at };
      return { ...desk, documents: { ...desk.documents, [id]: { version, confirmed } } };
    }
    case 'documentsChanged': {
      const changed = event.payload.documents.map(({ id, version }) => [id, { version, confirmed: null }]);
      return { ...desk, documents: { ...desk.documents, ...Object.fromEntries(changed) } };
    }
    case 'attemptRefused':
    case 'calibrationFlagged':
      return desk;
  }
}

export function isRole(word: string): word is Role {
  return (roles as readonly string[]).includes(word);
}

export const deskNoticeKinds = [
  'channelLost',
  'noticeGivenUp',
  ...deskFaultNoticeKinds,
  ...planNoticeKinds,
] as const;
export type DeskNoticeKind = (typeof deskNoticeKinds)[number];

/** Whom an event of the desk is told to: the managers, who alone can set the channels (AU-5), or the leads. */
export function noticesOfDeskEvent(
  event: Recorded<DeskEvent>,
  desk: DeskSettings,
  before: DeskSettings,
): readonly Notice<DeskNoticeKind>[] {
  if (isPlanEvent(event)) return noticesOfPlanEvent(event, before.plan);
  switch (event.type) {
    case 'channelLost':
      return managersOf(desk).map((id) => urgently('channelLost', { to: 'person', id }));
    case 'noticeGivenUp':
      return toldOfGivenUp(event.payload, desk).map((to) => urgently('noticeGivenUp', to));
    case 'clocksSetAside':
    case 'clocksGoOn':
    case 'auditFound':
      return noticesOfDeskFault(event);
    default:
      return [];
  }
}

/** The leads' channel; where that is the very place that takes nothing, the managers in person. */
function toldOfGivenUp({ destination, tell }: NoticeGivenUp, desk: DeskSettings): readonly Destination[] {
  const { leads } = desk.channels;
  const leadsHear = leads !== undefined && !desk.lostChannels.includes(leads);
  if (tell === 'leads' && leadsHear && destination !== 'channel:leads')
    return [{ to: 'channel', role: 'leads' }];
  const managers = managersOf(desk).filter((id) => destination !== `person:${id}`);
  // Nobody else is left: it waits in the leads' channel until that is chosen, or takes messages again.
  if (managers.length === 0 && tell === 'leads') return [{ to: 'channel', role: 'leads' }];
  return managers.map((id) => ({ to: 'person', id }));
}

function managersOf({ members }: DeskSettings): readonly UserId[] {
  return Object.keys(members).filter((id) => members[id] === 'manager');
}

function urgently(kind: DeskNoticeKind, destination: Destination): Notice<DeskNoticeKind> {
  return { kind, destination, urgency: 'urgent', surface: null };
}

function memberSet(userId: UserId, role: Role): DeskEvent {
  return { type: 'memberSet', clause: 'AU-1', payload: { userId, role } };
}

/** What somebody read may be another version by now. */
function otherVersionRefusal(
  { id, version }: Extract<DeskCommand, { type: 'confirmDocument' }>,
  { pack }: Context,
): Refusal | null {
  const document = pack.documents.find((one) => one.id === id);
  if (document?.version === version) return null;
  return {
    action: 'document.confirm',
    clause: 'DOC-2',
    reason: document
      ? `${id} is at version ${document.version} now, not ${version}: look at that one first.`
      : `${id} is none of the documents of this procedure.`,
    whoMay: document ? { kind: 'role', atLeast: 'lead' } : { kind: 'nobody' },
    nextStep: { step: 'documents' },
  };
}

/** A desk that has lost its last manager could never name another. */
function lastManagerRefusal(
  command: Extract<DeskCommand, { type: 'setMember' | 'removeMember' }>,
  desk: DeskSettings,
): Refusal | null {
  const managers = managersOf(desk);
  const loses = command.type === 'removeMember' || command.role !== 'manager';
  if (!loses || managers.length !== 1 || managers[0] !== command.userId) return null;
  return {
    action: 'roster.change',
    clause: 'AU-1',
    reason: `<@${command.userId}> is the only Operations Manager on the roster. Add another one first, so that the chain keeps its top.`,
    whoMay: { kind: 'nobody' },
    nextStep: { step: 'roster' },
  };
}
