import { channelOf } from '../channel.ts';
import type { ShiftChanges, ShiftTelling } from '../chapter.ts';
import type { AttendancePayloads } from './events.ts';

export const attendanceNoticeKinds = ['shiftMoved', 'shiftAbsent'] as const;

/** `began` makes the state itself; a second one would be a fault. */
export const attendanceChanges: ShiftChanges<Omit<AttendancePayloads, 'began'>> = {
  cameOn: (_, { at }) => ({ status: 'on', onAt: at }),
  endMoved: (_, { payload }) => ({
    endsAt: payload.endsAt,
    leavesBySelf: payload.because === 'self',
    stayedOnAt: null,
  }),
  roleRaised: (_, { payload }) => ({ role: payload.role }),
  absenceTold: () => ({ absenceTold: true }),
  stayedOn: (_, { at }) => ({ stayedOnAt: at }),
  ended: (_, { payload, at }) => ({ status: 'ended', endedAt: at, outcome: payload.outcome }),
};

export const attendanceTelling: ShiftTelling<Omit<AttendancePayloads, 'began'>> = {
  cameOn: () => [],
  endMoved: ({ payload: { because } }, shift) => {
    const moved = { kind: 'shiftMoved', urgency: 'normal', surface: null } as const;
    switch (because) {
      case 'plan':
        return [{ ...moved, destination: { to: 'person', id: shift.person } }];
      // Whoever leaves at another time was answered; the others see who is missing then.
      case 'self':
        return [{ ...moved, destination: channelOf(shift) }];
      // The cover itself was told to both.
      case 'cover':
        return [];
    }
  },
  roleRaised: () => [],
  absenceTold: () => [
    {
      kind: 'shiftAbsent',
      destination: { to: 'channel', role: 'leads' },
      urgency: 'urgent',
      surface: null,
    },
  ],
  // HO-3: who is reminded, and when, is the handoff's to say.
  stayedOn: () => [],
  // Who went off knows; who was let go with all shifts of the desk does not.
  ended: ({ payload: { outcome } }, shift) =>
    outcome === 'noShifts'
      ? [
          {
            kind: 'shiftMoved',
            destination: { to: 'person', id: shift.person },
            urgency: 'normal',
            surface: null,
          },
        ]
      : [],
};
