import { commandTicket } from '../../../src/desk/command-ticket.ts';
import type { Request } from '../../../src/desk/desk.ts';
import { executeOnDesk } from '../../../src/desk/execute.ts';
import { openTicket } from '../../../src/desk/open-ticket.ts';
import { reopenTicket } from '../../../src/desk/reopen-ticket.ts';
import { takeNext, takeTicket } from '../../../src/desk/take-ticket.ts';
import { offerTransfer } from '../../../src/desk/transfer-ticket.ts';
import type { Actor } from '../../../src/sop/actor.ts';
import type { TriggerId } from '../../../src/sop/escalation/trigger.ts';
import { instant } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { pendingEscalation } from '../../../src/sop/ticket/escalation/pending.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { classify } from '../../sop/ticket/support.ts';
import { draft, type TestDesk } from '../support.ts';
import { isOpen, type World } from './world.ts';

/** One random act: who, and three numbers that say with what. `apt`: by somebody who probably may. */
export type Dice = { apt: boolean; who: number; other: number; which: number };

export type Act = (desk: TestDesk, world: World, dice: Dice) => Promise<{ kind: string } | null>;

export const people = ['UANA', 'UBEN', 'UTESS', 'ULENA', 'ULOU', 'UMAX'] as const;

export function pick<One>(list: readonly One[], number: number): One | undefined {
  return list[number % Math.max(list.length, 1)];
}

export function actorOf({ members }: World, id: string): Extract<Actor, { kind: 'person' }> {
  return { kind: 'person', id, role: members[id] ?? null, standing: 'member' };
}

export function asked(world: World, id: string): Request {
  return { actor: actorOf(world, id), requestKey: null };
}

export function onShift({ shifts }: World): readonly string[] {
  return shifts.filter(({ status }) => status === 'on').map(({ person }) => person);
}

/** One of those who probably may, or anybody. */
export function somebody(apt: readonly (string | null)[], { apt: isApt, who }: Dice): string {
  const known = apt.filter((one) => one !== null);
  return (isApt ? pick(known, who) : undefined) ?? pick(people, who) ?? 'UANA';
}

type TicketAct = (desk: TestDesk, world: World, ticket: TicketState, dice: Dice) => Promise<{ kind: string }>;

function of(which: (ticket: TicketState) => boolean, act: TicketAct): Act {
  return async (desk, world, dice) => {
    const ticket = pick(world.tickets.filter(which), dice.which);
    return ticket ? act(desk, world, ticket, dice) : null;
  };
}

const owned = (ticket: TicketState) => isOpen(ticket) && ticket.owner !== null;
const queued = ({ status }: TicketState) => status === 'queued';
const triggerOf = { tier1: 'ESC-4', tier2: 'ESL-4', lead: 'LD-4', manager: 'LD-4' } as const satisfies Record<
  string,
  TriggerId
>;

/** What people do with tickets, through the use cases that the listeners call. */
export const ticketActs = {
  arrives: (desk, world) => openTicket(desk, asked(world, 'UBEN'), draft),
  takesNext: (desk, world, dice) => takeNext(desk, asked(world, somebody(onShift(world), dice))),
  takes: of(queued, (desk, world, { number }, dice) =>
    takeTicket(desk, asked(world, somebody(onShift(world), dice)), number, 'It cannot wait.'),
  ),
  offers: of(owned, (desk, world, { number, owner }, dice) => {
    const to = (dice.apt ? pick(onShift(world), dice.other) : pick(people, dice.other)) ?? 'UBEN';
    return offerTransfer(desk, asked(world, somebody([owner], dice)), number, to, 'They know it.');
  }),
  stepsIn: of(owned, (desk, world, { number }, dice) => {
    const lead = somebody(['ULENA', 'ULOU', 'UMAX'], dice);
    return offerTransfer(desk, asked(world, lead), number, lead, 'Somebody has to.');
  }),
  answersOffer: of(
    ({ transfer }) => transfer !== null,
    (desk, world, { number, transfer }, dice) => {
      const who = asked(world, somebody([transfer?.to ?? null], dice));
      return dice.other % 4 === 0
        ? commandTicket(desk, who, number, { type: 'declineTransfer', reason: null })
        : commandTicket(desk, who, number, { type: 'acceptTransfer' });
    },
  ),
  escalates: of(owned, async (desk, world, { number, owner, tier, classification }, dice) => {
    const who = asked(world, somebody([owner], dice));
    if (!classification) await commandTicket(desk, who, number, classify);
    return commandTicket(desk, who, number, {
      type: 'escalate',
      trigger: triggerOf[tier],
      reason: 'More is needed.',
    });
  }),
  acceptsEscalation: of(
    (ticket) => isOpen(ticket) && pendingEscalation(ticket) !== null,
    (desk, world, { number, escalation }, dice) =>
      commandTicket(desk, asked(world, somebody(onShift(world), dice)), number, {
        type: 'acceptEscalation',
        escalation: escalation?.seq ?? 0,
        read: true,
      }),
  ),
  waits: of(owned, (desk, world, { number, owner, status }, dice) =>
    commandTicket(
      desk,
      asked(world, somebody([owner], dice)),
      number,
      status === 'waiting' ? { type: 'endWait' } : { type: 'startWait', on: 'the customer' },
    ),
  ),
  notes: of(isOpen, (desk, world, { number, owner }, dice) =>
    commandTicket(desk, asked(world, somebody([owner], dice)), number, { type: 'addNote', text: 'Seen.' }),
  ),
  closes: of(owned, (desk, world, { number, owner }, dice) =>
    commandTicket(desk, asked(world, somebody([owner], dice)), number, {
      type: 'redirect',
      code: defaultPack.outOfScope[0]?.code ?? '',
      note: 'A refund.',
    }),
  ),
  reopens: of(
    (ticket) => !isOpen(ticket),
    (desk, world, { number }, dice) =>
      reopenTicket(desk, asked(world, somebody(onShift(world), dice)), number, 'It came back.'),
  ),
  reportsSecurity: of(
    () => true,
    (desk, world, { number }, dice) =>
      commandTicket(desk, asked(world, somebody(onShift(world), dice)), number, {
        type: 'reportSecurity',
        note: 'An unknown login.',
      }),
  ),
} satisfies Record<string, Act>;

/** What leads and managers do with the plan and the roster, under way. */
export const planActs = {
  agreesCover: (desk, world, dice) => {
    const now = desk.clock.now().getTime();
    const from = instant(now + (dice.which % 7) * 30 * 60_000);
    const to = instant(Date.parse(from) + (1 + (dice.other % 5)) * 45 * 60_000);
    const by = pick(people, dice.who) ?? 'UANA';
    const of = somebody(onShift(world), { ...dice, who: dice.other });
    return executeOnDesk(desk, asked(world, dice.apt ? 'ULENA' : by), {
      type: 'agreeCover',
      by,
      of,
      from,
      to,
    });
  },
  withdrawsCover: async (desk, world, dice) => {
    const cover = pick(world.plan.covers, dice.which);
    if (!cover) return null;
    const who = asked(world, somebody([cover.by, cover.of], dice));
    return executeOnDesk(desk, who, { type: 'withdrawCover', cover: cover.seq });
  },
  changesDay: async (desk, world, dice) => {
    const pattern = pick(world.plan.patterns, dice.which);
    if (!pattern) return null;
    const date = instant(desk.clock.now()).slice(0, 10);
    const who = asked(world, dice.apt ? 'ULENA' : 'UANA');
    if (world.plan.days.some((one) => one.pattern === pattern.name && one.date === date))
      return executeOnDesk(desk, who, { type: 'resetShiftDay', pattern: pattern.name, date });
    const members = dice.other % 4 === 0 ? [] : someOf(dice);
    const change = { pattern: pattern.name, date, start: pattern.start, end: timeOf(dice.other), members };
    return executeOnDesk(desk, who, { type: 'setShiftDay', change });
  },
  setsPattern: (desk, world, dice) => {
    const pattern = {
      ...(pick(world.plan.patterns, dice.which) ?? usual),
      members: someOf(dice),
      end: timeOf(dice.other),
    };
    return executeOnDesk(desk, asked(world, 'ULENA'), { type: 'setShiftPattern', pattern });
  },
  removesPattern: async (desk, world, dice) => {
    const pattern = pick(world.plan.patterns, dice.which);
    if (!pattern || dice.other % 3 !== 0) return null;
    return executeOnDesk(desk, asked(world, 'ULENA'), { type: 'removeShiftPattern', name: pattern.name });
  },
  setsMember: (desk, world, dice) => {
    const role = pick(['tier1', 'tier2', 'lead', 'manager'] as const, dice.other) ?? 'tier1';
    const userId = pick(people, dice.who) ?? 'UANA';
    return executeOnDesk(desk, asked(world, 'UMAX'), { type: 'setMember', userId, role });
  },
  removesMember: (desk, world, dice) =>
    executeOnDesk(desk, asked(world, 'UMAX'), {
      type: 'removeMember',
      userId: pick(['UANA', 'UBEN', 'UTESS', 'ULOU'], dice.who) ?? 'UANA',
    }),
} satisfies Record<string, Act>;

const usual = {
  name: 'Day',
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const,
  start: '08:00',
  end: '16:00',
  timeZone: 'Europe/Berlin',
  members: ['UANA'],
  positions: [],
  channel: null,
};

function someOf({ who, which }: Dice): readonly string[] {
  return [...new Set([pick(people, who), pick(people, which)].filter((one) => one !== undefined))];
}

function timeOf(number: number): string {
  return `${String(number % 24).padStart(2, '0')}:${['00', '15', '30', '45'][number % 4]}`;
}
