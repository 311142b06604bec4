import { comeOn } from '../../desk/come-on.ts';
import { commandShift, type ShiftOutcome } from '../../desk/command-shift.ts';
import { settingsOf } from '../../desk/read-desk.ts';
import { openShiftOf } from '../../desk/read-shift.ts';
import type { Actor } from '../../sop/actor.ts';
import type { Instant } from '../../sop/instant.ts';
import { preparationAt } from '../../sop/shift/duty.ts';
import type { ShiftState } from '../../sop/shift/state.ts';
import { leavingAt, localTimeIn, zoneOf } from '../../sop/shift/time-words.ts';
import { wallClock } from '../../sop/wall-clock.ts';
import { type Answer, nothing, refuse, say, sayUndone } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { buildSentence } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';

/** `/shift on`, and `/shift on 15:00` for how long. */
export async function handleShiftOn(bot: Bot, asked: Asked, words: string): Promise<Answer> {
  const { desk } = bot;
  const until = await timeIn(bot, asked, words);
  if (until === 'unclear') return unclear('on');
  const outcome = await comeOn(desk, { ...asked, actor: asPerson(asked.actor) }, until);
  if (outcome.kind === 'noShifts') return say(buildSentence(noShifts));
  // A planned shift keeps its end until they say that they leave at another time.
  const leaves = outcome.kind === 'done' && until !== null && outcome.shift.endsAt !== until;
  const after = leaves ? await leavesAt(bot, asked, until) : outcome;
  return answerShift(after, ({ endsAt }) => {
    if (!endsAt) return say(buildSentence('You are on shift. Say when you leave with /shift off 17:00.'));
    return say(buildSentence(`You are on shift until ${wallClock(endsAt, desk.sop.pack.timeZone)}.`));
  });
}

/** `/shift off` for now, `/shift off 15:00` for leaving at another time than planned. */
export async function handleShiftOff(bot: Bot, asked: Asked, words: string): Promise<Answer> {
  const { desk } = bot;
  const at = await timeIn(bot, asked, words);
  if (at === 'unclear') return unclear('off');
  if (at === null) {
    const outcome = await commandShift(desk, asked, asked.userId, { type: 'goOff' });
    return answerShift(outcome, () => say(buildSentence('You are off shift.')));
  }
  return answerShift(await leavesAt(bot, asked, at), (shift) => {
    const zone = desk.sop.pack.timeZone;
    const from = preparationAt(shift, desk.sop.pack);
    const handing = from
      ? ` From ${wallClock(from, zone)} on you hand over, and take nothing new (HO-1).`
      : '';
    return say(buildSentence(`You leave at ${wallClock(at, zone)}.${handing}`));
  });
}

export const noShifts = 'This desk does not work in shifts. A Team Lead plans them with /ops shifts.';

function leavesAt({ desk }: Bot, asked: Asked, endsAt: Instant): Promise<ShiftOutcome> {
  const request = { ...asked, requestKey: `${asked.requestKey}:leave` };
  return commandShift(desk, request, asked.userId, { type: 'leaveAt', endsAt });
}

/** When the wall shows it, where the person's shift is; null where none was named. */
async function timeIn({ desk }: Bot, asked: Asked, words: string): Promise<Instant | null | 'unclear'> {
  if (words.trim() === '') return null;
  const time = localTimeIn(words);
  if (!time) return 'unclear';
  const { plan } = await settingsOf(desk);
  const now = desk.clock.now();
  const zone = zoneOf(plan, asked.userId, desk.sop.pack.timeZone, now);
  return leavingAt(time, zone, await openShiftOf(desk, asked.userId), now);
}

function unclear(word: 'on' | 'off'): Answer {
  return sayUndone(
    buildSentence(`Say the time as 17:00, as in /shift ${word} 17:00, or leave it out: /shift ${word}.`),
  );
}

export function answerShift(outcome: ShiftOutcome, done: (shift: ShiftState) => Answer): Answer {
  switch (outcome.kind) {
    case 'done':
      return done(outcome.shift);
    case 'refused':
      return refuse(outcome.refusal);
    case 'noShift':
      return say(buildSentence('You are not on shift. /shift on begins one.'));
    case 'repeated':
      return nothing;
  }
}

function asPerson(actor: Actor): Extract<Actor, { kind: 'person' }> {
  if (actor.kind !== 'person') throw new Error('only people go on shift');
  return actor;
}
