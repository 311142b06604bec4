import { instant } from '../../../sop/instant.ts';
import type { Sight } from '../../../sop/shift/checklist/events.ts';
import { type LookedItem, lookAtList } from '../../../sop/shift/checklist/look.ts';
import { type Boundary, boundaries, type ShiftState } from '../../../sop/shift/state.ts';
import { wallClock } from '../../../sop/wall-clock.ts';
import type { Message } from '../../answer.ts';
import { actions } from '../../ids.ts';
import { type ButtonSpec, buttons, divider } from '../elements.ts';
import { type Line, lines, sentence } from '../rich-text.ts';
import { named } from './attendance.ts';
import type { ShiftNoticeContent } from './notice.ts';

type Content = Pick<ShiftNoticeContent, 'file' | 'pack' | 'now'>;

/** So many buttons a list has for its items, within Slack's 25 of one block; a pack has no longer list. */
const ticks = 20;

const system = { kind: 'system' } as const;

/** CK-1 to CK-3: the person's own list, kept up to date; what Handrail sees stands under each item. */
export function buildChecklist({ surface, ...content }: ShiftNoticeContent): readonly Message[] {
  const boundary = boundaries.find((one) => surface === `checklist:${one}`);
  if (!boundary) throw new Error(`no list is kept up to date in ${surface}`);
  return [checklistMessage(content, boundary)];
}

export function checklistMessage(
  { file: { shift, facts, events }, pack, now }: Content,
  boundary: Boundary,
): Message {
  const seen = foundBefore(events, boundary);
  const items = lookAtList(shift, boundary, { now, actor: system, pack, facts }).map((item) => ({
    ...item,
    sight: item.sight ?? seen.find((one) => item.done && one.item === item.id) ?? null,
  }));
  const left = items.filter(({ done }) => !done);
  const text = headline(shift, boundary, left.length, now, pack.timeZone);
  const waits = shift.status === 'expected';
  return {
    text,
    blocks: [
      lines([{ bold: text }]),
      ...(waits
        ? [buttons({ label: 'Go on shift', action: actions.shiftOn, about: shift.number, primary: true })]
        : []),
      divider,
      lines(...items.flatMap(itemLines)),
      ...(left.length > 0
        ? [
            buttons(
              ...left
                .filter(({ byPerson }) => byPerson)
                .slice(0, ticks)
                .map((one) => tick(one, shift.number, boundary)),
              ...(boundary === 'end' && shift.status === 'on' ? [record] : []),
              { label: 'Look again', action: actions.lookAgain, about: `${shift.number}:${boundary}` },
            ),
          ]
        : []),
    ],
  };
}

/** Where what Handrail ticks by itself comes from. */
const record: ButtonSpec = { label: 'Handoff record', action: actions.handoffRecord, about: 1 };

/** What was seen of a list when it was last looked at. */
function foundBefore(events: Content['file']['events'], boundary: Boundary): readonly Sight[] {
  const looked = events.findLast(
    (event) => event.type === 'checklistLooked' && event.payload.boundary === boundary,
  );
  return looked?.type === 'checklistLooked' ? looked.payload.seen : [];
}

function headline(shift: ShiftState, boundary: Boundary, left: number, now: Date, zone: string): string {
  const at = boundary === 'start' ? shift.startsAt : (shift.endedAt ?? shift.endsAt);
  const when = at ? ` ${wallClock(at, zone)}` : '';
  const over = at !== null && at <= instant(now);
  const what = boundary === 'start' ? (over ? 'began' : 'begins') : over ? 'ended' : 'ends';
  const rest = left === 0 ? 'the list is done' : `${left} of the list left`;
  return `Your shift${named(shift)} ${what}${when}: ${rest}.`;
}

function itemLines({ words, done, sight, ticked }: LookedItem): readonly Line[] {
  const mark = done ? '✓ ' : '○ ';
  return [
    [done ? `${mark}${words}` : { bold: `${mark}${words}` }],
    ...(sight ? [['      Handrail: ', ...sentence(sight.saw)] satisfies Line] : []),
    ...(ticked && sight && !sight.holds ? [['      Ticked all the same.'] satisfies Line] : []),
  ];
}

function tick({ id, words }: LookedItem, shift: number, boundary: Boundary): ButtonSpec {
  return { label: `Done: ${words}`, action: actions.tickItem, about: `${shift}:${boundary}:${id}` };
}

/** To the leads: what of a list was not done when its time was over (CK-4). */
export function buildChecklistUnfinished({
  event,
  file: { shift },
  pack,
}: ShiftNoticeContent): readonly Message[] {
  if (event.type !== 'checklistLooked') return [];
  const { boundary, unfinished, seen } = event.payload;
  const list = shift.checklists[boundary]?.list;
  const items = list ? pack.checklists[list].filter(({ id }) => unfinished.includes(id)) : [];
  const text = `<@${shift.person}> has not finished the list for the ${boundary} of the shift${named(shift)} (CK-4).`;
  return [
    {
      text,
      blocks: [
        lines(
          sentence(text),
          ...items.map(({ id, words }): Line => {
            const saw = seen.find(({ item }) => item === id)?.saw;
            return ['○ ', words, ...(saw ? [': ', ...sentence(saw)] : [])];
          }),
        ),
      ],
    },
  ];
}
