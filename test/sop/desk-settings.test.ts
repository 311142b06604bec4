import { describe, expect, test } from 'vitest';
import { type Actor, system } from '../../src/sop/actor.ts';
import {
  type DeskCommand,
  type DeskEvent,
  type DeskSettings,
  decideDesk,
  evolveDesk,
  isRole,
  noSettings,
  noticesOfDeskEvent,
} from '../../src/sop/desk-settings.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import type { Recorded } from '../../src/sop/recorded.ts';
import { noPlan } from '../../src/sop/shift/plan.ts';
import { guest, lena, max, otto } from './ticket/support.ts';

const desk: DeskSettings = {
  members: { UMAX: 'manager', ULENA: 'lead', UANA: 'tier1' },
  channels: { tickets: 'C1' },
  documents: {},
  lostChannels: [],
  plan: noPlan,
  setAside: [],
};

const decide = (command: DeskCommand, settings: DeskSettings, actor: Actor) =>
  decideDesk(command, settings, { now: new Date('2026-03-02T08:00:00Z'), actor, pack: defaultPack });

function recorded(event: DeskEvent): Recorded<DeskEvent> {
  return {
    ...event,
    seq: 1,
    at: '2026-03-02T08:00:00.000Z',
    actor: null,
    role: 'system',
    packVersion: '1',
    packHash: 'h',
  };
}

/** The settings after a command that is accepted. */
function settingsAfter(command: DeskCommand, settings: DeskSettings, actor: Actor): DeskSettings {
  const decision = decide(command, settings, actor);
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return decision.events.map(recorded).reduce(evolveDesk, settings);
}

describe('the roster', () => {
  test.each<[string, DeskCommand, DeskSettings['members']]>([
    [
      'adds somebody',
      { type: 'setMember', userId: 'UBEN', role: 'tier2' },
      { ...desk.members, UBEN: 'tier2' },
    ],
    [
      'gives another role',
      { type: 'setMember', userId: 'UANA', role: 'lead' },
      { ...desk.members, UANA: 'lead' },
    ],
    ['removes somebody', { type: 'removeMember', userId: 'UANA' }, { UMAX: 'manager', ULENA: 'lead' }],
  ])('AU-1 a manager %s', (_, command, members) => {
    expect(settingsAfter(command, desk, max).members).toEqual(members);
  });

  test.each<[string, DeskCommand]>([
    ['the same role again', { type: 'setMember', userId: 'UANA', role: 'tier1' }],
    ['the last manager’s role again', { type: 'setMember', userId: 'UMAX', role: 'manager' }],
    ['removing somebody who is not on it', { type: 'removeMember', userId: 'UNOBODY' }],
  ])('AU-1 %s changes nothing', (_, command) => {
    expect(decide(command, desk, max)).toEqual({ kind: 'accepted', events: [] });
  });

  const lastManager: readonly DeskCommand[] = [
    { type: 'removeMember', userId: 'UMAX' },
    { type: 'setMember', userId: 'UMAX', role: 'lead' },
  ];
  test.each(lastManager)('AU-1 the last manager stays: $type', (command) => {
    expect(decide(command, desk, max)).toMatchObject({
      kind: 'refused',
      refusal: {
        action: 'roster.change',
        clause: 'AU-1',
        whoMay: { kind: 'nobody' },
        nextStep: { step: 'roster' },
        reason: expect.stringContaining('<@UMAX> is the only Operations Manager'),
      },
    });
    const two = { ...desk, members: { ...desk.members, ULENA: 'manager' as const } };
    expect(decide(command, two, max).kind).toBe('accepted');
  });

  const changes: readonly DeskCommand[] = [
    { type: 'setMember', userId: 'UX', role: 'tier1' },
    { type: 'removeMember', userId: 'UANA' },
    { type: 'setChannels', channels: {} },
  ];
  test.each(changes.flatMap((command) => [lena, otto, guest, system].map((actor) => ({ command, actor }))))(
    'AU-5 only a manager: $command.type by $actor.id $actor.kind',
    ({ command, actor }) => {
      expect(decide(command, desk, actor)).toMatchObject({
        kind: 'refused',
        refusal: {
          whoMay: { kind: 'role', atLeast: 'manager' },
          clause: actor === lena || actor === system ? 'AU-5' : 'AU-1',
        },
      });
    },
  );

  test('AU-1 the first managers are added at start, once, and nobody’s role is changed', () => {
    const command: DeskCommand = { type: 'bootstrapManagers', userIds: ['UMAX', 'UNEW', 'ULENA'] };
    const first = settingsAfter(command, desk, system);
    expect(first.members).toEqual({ ...desk.members, UNEW: 'manager' });
    expect(decide(command, first, system)).toEqual({ kind: 'accepted', events: [] });
    expect(settingsAfter(command, noSettings, system).members).toEqual({
      UMAX: 'manager',
      UNEW: 'manager',
      ULENA: 'manager',
    });
  });

  test('AU-1 roles are known by their names', () => {
    expect(['tier1', 'tier2', 'lead', 'manager'].every(isRole)).toBe(true);
    expect(['Tier1', 'admin', '', 'constructor', 'toString'].some(isRole)).toBe(false);
  });

  test('AU-6 looking at what one may not is refused; who may leaves no trace', () => {
    expect(decide({ type: 'attempt', action: 'ticket.read' }, desk, otto)).toMatchObject({
      kind: 'refused',
      refusal: { clause: 'AU-1', action: 'ticket.read' },
    });
    expect(decide({ type: 'attempt', action: 'ticket.read' }, desk, lena)).toEqual({
      kind: 'accepted',
      events: [],
    });
  });
});

describe('the channels', () => {
  const lost = (error: string | null): DeskCommand => ({
    type: 'channelState',
    channelId: 'C1',
    role: null,
    error,
  });

  test('AU-5 a channel that takes nothing is lost once, and found once', () => {
    const lostOne = settingsAfter(lost('is_archived'), desk, system);
    expect(lostOne.lostChannels).toEqual(['C1']);
    expect(decide(lost('is_archived'), lostOne, system)).toEqual({ kind: 'accepted', events: [] });
    expect(settingsAfter(lost(null), lostOne, system).lostChannels).toEqual([]);
    expect(decide(lost(null), desk, system)).toEqual({ kind: 'accepted', events: [] });
  });

  test('AU-5 channels that are set anew are not lost any more', () => {
    const lostOne = settingsAfter(lost('is_archived'), desk, system);
    const set = settingsAfter({ type: 'setChannels', channels: { tickets: 'C2' } }, lostOne, max);
    expect(set).toMatchObject({ channels: { tickets: 'C2' }, lostChannels: [] });
  });

  test('AU-5 the managers are told of a lost channel, nobody else and of nothing else', () => {
    const event = recorded({
      type: 'channelLost',
      clause: 'SC-1',
      payload: { channelId: 'C1', error: 'is_archived' },
    });
    const two: DeskSettings = { ...desk, members: { ...desk.members, UMIA: 'manager' } };
    expect(noticesOfDeskEvent(event, two, two).map(({ destination }) => destination)).toEqual([
      { to: 'person', id: 'UMAX' },
      { to: 'person', id: 'UMIA' },
    ]);
    const found = recorded({ type: 'channelFound', clause: 'SC-1', payload: { channelId: 'C1' } });
    expect(noticesOfDeskEvent(found, two, two)).toEqual([]);
  });
});
