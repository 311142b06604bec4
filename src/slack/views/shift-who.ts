import type { Shifts } from '../../desk/read-shifts.ts';
import type { UserId } from '../../sop/actor.ts';
import { roleName } from '../../sop/authority.ts';
import { instant } from '../../sop/instant.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { Cover, ShiftPlan } from '../../sop/shift/plan.ts';
import type { ShiftState } from '../../sop/shift/state.ts';
import { stretchesBetween } from '../../sop/shift/stretches.ts';
import { wallClock } from '../../sop/wall-clock.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { type ButtonSpec, buttons } from './elements.ts';
import { type Line, lines } from './rich-text.ts';
import { buildSentence } from './short-answers.ts';

/** The most people that one list names, and how far ahead the next ones are looked for, in ms. */
const listed = 25;
const ahead = 24 * 60 * 60_000;

/** `/shift who`. Slack shows each time in the reader's own zone. */
export function buildWhoIsOn({ settings, open }: Shifts, { timeZone: zone }: Pack, now: Date): Message {
  const { plan, members } = settings;
  const about = (person: UserId): Line => {
    const role = members[person];
    return [{ person }, role ? ` (${roleName(role)})` : ' (not on the roster)'];
  };
  const on = open.filter(({ status }) => status === 'on');
  const expected = open.filter(({ status }) => status === 'expected');
  const here = new Set(open.map(({ person }) => person));
  const next = stretchesBetween(plan, instant(now), instant(now.getTime() + ahead)).filter(
    ({ person, from }) => from > instant(now) || !here.has(person),
  );
  const until = ({ endsAt }: ShiftState): Line =>
    endsAt ? [' until ', { time: endsAt, zone }] : [', has not said until when'];
  const covering = (person: UserId): Line => {
    const cover = plan.covers.find(
      (one) => one.by === person && one.from <= instant(now) && instant(now) < one.to,
    );
    return cover ? [', covers for ', { person: cover.of }] : [];
  };
  return {
    text: on.length === 0 ? 'Nobody is on shift.' : `On shift: ${on.length}`,
    blocks: [
      lines(
        [{ bold: on.length === 0 ? 'Nobody is on shift.' : 'On shift' }],
        ...few(on.map((one): Line => [...about(one.person), ...until(one), ...covering(one.person)])),
      ),
      ...(expected.length > 0
        ? [
            lines(
              [{ bold: 'Expected, not there yet' }],
              ...few(
                expected.map(
                  (one): Line => [
                    ...about(one.person),
                    ' since ',
                    { time: one.startsAt, zone },
                    ...(one.absenceTold ? [', the Team Leads know'] : []),
                  ],
                ),
              ),
            ),
          ]
        : []),
      lines(
        [{ bold: next.length === 0 ? 'Nobody comes on in the next 24 hours.' : 'Next' }],
        ...few(
          next.map(
            (one): Line => [
              ...about(one.person),
              ` “${one.pattern}” `,
              { time: one.from, zone },
              ' to ',
              { time: one.to, zone },
            ],
          ),
        ),
      ),
    ],
  };
}

function few(all: readonly Line[]): readonly Line[] {
  return all.length > listed ? [...all.slice(0, listed), [`… and ${all.length - listed} more.`]] : all;
}

/** To whoever agreed to it. */
export function buildCoverAgreed(cover: Cover, zone: string): Message {
  return {
    text: 'The cover is agreed.',
    blocks: [
      lines(coverLine(cover, zone), [
        'Come on with /shift on when it begins. What is open then is handed over at both ends (HO-1).',
      ]),
      buttons(withdrawButton(cover)),
    ],
  };
}

/** `/shift cover`: those of one person that are not over. */
export function buildCovers(plan: ShiftPlan, person: UserId, { timeZone }: Pack, now: Date): Message {
  const own = plan.covers.filter(({ by, of, to }) => [by, of].includes(person) && to > instant(now));
  if (own.length === 0)
    return buildSentence(
      'You have no covers. Take somebody’s place for a part of today with /shift cover @ana 13:00-15:00.',
    );
  return {
    text: 'Your covers',
    blocks: own
      .slice(0, listed - 5)
      .flatMap((cover) => [lines(coverLine(cover, timeZone)), buttons(withdrawButton(cover))]),
  };
}

/** The times on the wall of `zone`, which is named: they are what was said. */
function coverLine({ by, of, from, to }: Cover, zone: string): Line {
  return [
    { person: by },
    ' covers for ',
    { person: of },
    `: ${wallClock(from, zone)} to ${wallClock(to, zone)}.`,
  ];
}

function withdrawButton({ seq }: Cover): ButtonSpec {
  return { label: 'Withdraw', action: actions.withdrawCover, about: seq };
}
