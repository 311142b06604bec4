import { type Role, roles, type UserId } from './actor.ts';
import { type Action, checkAuthority } from './authority.ts';
import type { ClauseId } from './clauses.ts';
import type { Context } from './context.ts';
import { accepted, type Decision, type Refusal, refused } from './decision.ts';
import { type ChannelRole, channelRoles, type Notice } from './notice.ts';
import type { Recorded } from './recorded.ts';

export type Channels = Partial<Record<ChannelRole, string>>;

/** Who is on the desk and which channels are its own. */
export type DeskSettings = {
  members: Readonly<Record<UserId, Role>>;
  channels: Channels;
  /** Slack channels that could not be posted to, until they are set anew or take a message again. */
  lostChannels: readonly string[];
};

export const noSettings: DeskSettings = { members: {}, channels: {}, lostChannels: [] };

export type DeskEvent =
  | { type: 'memberSet'; clause: ClauseId; payload: { userId: UserId; role: Role } }
  | { type: 'memberRemoved'; clause: ClauseId; payload: { userId: UserId } }
  | { type: 'channelsSet'; clause: ClauseId; payload: { channels: Channels } }
  | { type: 'channelLost'; clause: ClauseId; payload: { channelId: string; error: string } }
  | { type: 'channelFound'; clause: ClauseId; payload: { channelId: string } }
  | { type: 'attemptRefused'; clause: ClauseId; payload: { refusal: Refusal } }
  | CalibrationFlagged;

/** AU-7: from a refusal that concerned no one ticket; kept for the SOP review. */
type CalibrationFlagged = {
  type: 'calibrationFlagged';
  clause: ClauseId;
  payload: { action: Action; refused: ClauseId; words: string };
};

export type DeskCommand =
  | { type: 'setMember'; userId: UserId; role: Role }
  | { type: 'removeMember'; userId: UserId }
  | { type: 'setChannels'; channels: Channels }
  /** At start, from the settings: the first managers, who can then name the others. */
  | { type: 'bootstrapManagers'; userIds: readonly UserId[] }
  /** From delivery: a channel is archived, gone, or Handrail is no member of it; or it takes messages again. */
  | { type: 'channelState'; channelId: string; error: string | null }
  /** A refusal that concerns no one ticket (looking at the queue, opening a ticket): it only has to be recorded. */
  | { type: 'attempt'; action: Action }
  /** AU-7. */
  | { type: 'flagCalibration'; action: Action; refused: ClauseId; words: string };

export function decideDesk(command: DeskCommand, desk: DeskSettings, context: Context): Decision<DeskEvent> {
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
    case 'channelState': {
      const { channelId, error } = command;
      const lost = desk.lostChannels.includes(channelId);
      if (lost === (error !== null)) return accepted();
      return accepted<DeskEvent>(
        error === null
          ? { type: 'channelFound', clause: 'SC-1', payload: { channelId } }
          : { type: 'channelLost', clause: 'SC-1', payload: { channelId, error } },
      );
    }
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
    case 'attemptRefused':
    case 'calibrationFlagged':
      return desk;
  }
}

export function isRole(word: string): word is Role {
  return (roles as readonly string[]).includes(word);
}

export const deskNoticeKinds = ['channelLost'] as const;
export type DeskNoticeKind = (typeof deskNoticeKinds)[number];

/** Whom an event of the desk is told to: the managers, who alone can set the channels (AU-5). */
export function noticesOfDeskEvent(
  event: Recorded<DeskEvent>,
  desk: DeskSettings,
): readonly Notice<DeskNoticeKind>[] {
  if (event.type !== 'channelLost') return [];
  return Object.keys(desk.members)
    .filter((id) => desk.members[id] === 'manager')
    .map((id) => ({
      kind: 'channelLost',
      destination: { to: 'person', id },
      urgency: 'urgent',
      surface: null,
    }));
}

/** The channels that are still to be set, in their order. */
export function missingChannels(channels: Channels): readonly ChannelRole[] {
  return channelRoles.filter((role) => !channels[role]);
}

function memberSet(userId: UserId, role: Role): DeskEvent {
  return { type: 'memberSet', clause: 'AU-1', payload: { userId, role } };
}

/** A desk that has lost its last manager could never name another. */
function lastManagerRefusal(
  command: Extract<DeskCommand, { type: 'setMember' | 'removeMember' }>,
  desk: DeskSettings,
): Refusal | null {
  const managers = Object.keys(desk.members).filter((id) => desk.members[id] === 'manager');
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
