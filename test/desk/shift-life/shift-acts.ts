import { acknowledgeHandoff } from '../../../src/desk/acknowledge-handoff.ts';
import { comeOn } from '../../../src/desk/come-on.ts';
import { commandShift, commandShiftNumber } from '../../../src/desk/command-shift.ts';
import { instant } from '../../../src/sop/instant.ts';
import { handoffStatus, reaches } from '../../../src/sop/shift/handoff/standing.ts';
import type { ShiftState } from '../../../src/sop/shift/state.ts';
import type { TestDesk } from '../support.ts';
import { type Act, actorOf, asked, type Dice, onShift, people, pick, somebody } from './acts.ts';
import { answering, type World } from './world.ts';

const minute = 60_000;

type ShiftAct = (desk: TestDesk, world: World, shift: ShiftState, dice: Dice) => Promise<{ kind: string }>;

type Which = (shift: ShiftState, world: World) => boolean;

function of(which: Which, act: ShiftAct): Act {
  return among(({ status }) => status !== 'ended', which, act);
}

/** What is done of a record by its number: the briefing of a shift that has ended stands there, with its buttons. */
function ofRecord(which: Which, act: ShiftAct): Act {
  return among(() => true, which, act);
}

function among(whose: (shift: ShiftState) => boolean, which: Which, act: ShiftAct): Act {
  return async (desk, world, dice) => {
    const some = world.shifts.filter(whose);
    const apt = some.filter((shift) => which(shift, world));
    const shift = pick(dice.apt || some.length === 0 ? apt : some, dice.which);
    return shift ? act(desk, world, shift, dice) : null;
  };
}

const leaves = ({ person, status }: ShiftState, { tickets }: World): boolean =>
  status === 'on' && answering(tickets).some((one) => one.person === person);
const delivered = (shift: ShiftState): boolean => handoffStatus(shift) === 'delivered';

/** Who could take this record over, as far as can be seen from here. */
function incoming(world: World, shift: ShiftState): readonly string[] {
  return onShift(world).filter((id) => id !== shift.person && reaches(world.members[id], shift));
}

async function writes(desk: TestDesk, world: World, { person }: ShiftState): Promise<void> {
  const who = asked(world, person);
  const words = { nextAction: 'Ring them back', waitingOn: 'Nothing', watch: null };
  for (const ticket of new Set(
    answering(world.tickets)
      .filter((one) => one.person === person)
      .map(({ number }) => number),
  ))
    await commandShift(desk, who, person, { type: 'writeEntry', ticket, ...words });
}

async function delivers(desk: TestDesk, world: World, shift: ShiftState): Promise<{ kind: string }> {
  await writes(desk, world, shift);
  const who = asked(world, shift.person);
  if (shift.role === 'lead')
    await commandShift(desk, who, shift.person, {
      type: 'writeAnomalies',
      patterns: null,
      notInWriting: null,
      managerReachable: true,
    });
  return commandShift(desk, who, shift.person, { type: 'deliverHandoff' });
}

/** What people do with their shifts, through the use cases that the listeners call. */
export const shiftActs = {
  comesOn: (desk, world, dice) => {
    const expected = world.shifts.filter(({ status }) => status === 'expected');
    const apt = expected.map(({ person }) => person);
    const id = somebody(apt, dice);
    const until = dice.which % 3 === 0 ? instant(desk.clock.now().getTime() + 90 * minute) : null;
    return comeOn(desk, { ...asked(world, id), actor: actorOf(world, id) }, until);
  },
  goesOff: of(
    () => true,
    (desk, world, { person }) => commandShift(desk, asked(world, person), person, { type: 'goOff' }),
  ),
  leavesAt: of(
    () => true,
    (desk, world, { person }, dice) => {
      const endsAt = instant(desk.clock.now().getTime() + (dice.other % 10) * 10 * minute);
      return commandShift(desk, asked(world, person), person, { type: 'leaveAt', endsAt });
    },
  ),
  writesAhead: of(leaves, async (desk, world, shift) => {
    await writes(desk, world, shift);
    return commandShift(desk, asked(world, shift.person), shift.person, {
      type: 'writeAnomalies',
      patterns: 'Two of the same.',
      notInWriting: null,
      managerReachable: null,
    });
  }),
  delivers: of(leaves, delivers),
  flags: ofRecord(delivered, async (desk, world, shift, dice) => {
    const ticket = pick(shift.handoff?.delivered?.tickets ?? [], dice.other) ?? 1;
    const who = asked(world, somebody(incoming(world, shift), dice));
    return commandShiftNumber(desk, who, shift.number, { type: 'flagTicket', ticket, words: 'Which one?' });
  }),
  answers: ofRecord(
    ({ handoff }) => handoff?.flags.some(({ answered }) => answered === null) === true,
    (desk, world, shift) => {
      const flag = shift.handoff?.flags.find(({ answered }) => answered === null)?.seq ?? 0;
      const command = { type: 'answerFlag', flag, words: 'The second.' } as const;
      return commandShiftNumber(desk, asked(world, shift.person), shift.number, command);
    },
  ),
  names: ofRecord(delivered, (desk, world, shift, dice) => {
    const person = somebody(incoming(world, shift), { ...dice, who: dice.other });
    return commandShiftNumber(desk, asked(world, 'ULENA'), shift.number, { type: 'nameIncoming', person });
  }),
  briefs: ofRecord(delivered, (desk, world, shift, dice) => {
    const who = asked(world, somebody([shift.person, ...incoming(world, shift)], dice));
    const held = dice.other % 3 !== 0;
    return commandShiftNumber(desk, who, shift.number, { type: 'recordShiftBriefing', held });
  }),
  acknowledges: ofRecord(delivered, (desk, world, shift, dice) =>
    acknowledgeHandoff(desk, asked(world, somebody(incoming(world, shift), dice)), shift.number),
  ),
  twoAcknowledge: of(leaves, async (desk, world, shift, dice) => {
    const able = people.filter((id) => id !== shift.person && reaches(world.members[id], shift));
    const two = [pick(able, dice.who) ?? people[0], pick(able, dice.who + 1) ?? people[1]];
    for (const id of two) await comeOn(desk, { ...asked(world, id), actor: actorOf(world, id) }, null);
    await delivers(desk, world, shift);
    const both = await Promise.all(two.map((id) => acknowledgeHandoff(desk, asked(world, id), shift.number)));
    return both.find(({ kind }) => kind === 'done') ?? { kind: 'refused' };
  }),
  /** A whole handoff, as far as it goes: so that histories get far. */
  handsOver: of(leaves, async (desk, world, shift, dice) => {
    const taker = pick(
      people.filter((id) => id !== shift.person && reaches(world.members[id], shift)),
      dice.who,
    );
    if (!taker) return { kind: 'nobody' };
    await comeOn(desk, { ...asked(world, taker), actor: actorOf(world, taker) }, null);
    await delivers(desk, world, shift);
    return acknowledgeHandoff(desk, asked(world, taker), shift.number);
  }),
} satisfies Record<string, Act>;
