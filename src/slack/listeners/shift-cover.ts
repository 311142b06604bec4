import { changePlan } from '../../desk/change-plan.ts';
import { readShifts } from '../../desk/read-shifts.ts';
import { readAs } from '../../desk/read-ticket.ts';
import { worksInShifts } from '../../sop/shift/plan.ts';
import { partOfShift, timeRangeIn, zoneOf } from '../../sop/shift/time-words.ts';
import { type Answer, nothing, refuse, say, sayUndone } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { buildCoverAgreed, buildCovers, buildWhoIsOn } from '../views/shift-who.ts';
import { buildSentence } from '../views/short-answers.ts';
import { firstWord, mentionedUser } from '../words.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { answerUnread } from './outcome.ts';
import { noShifts } from './shift.ts';

/** `/shift who`: who is on, who is expected, who comes next. */
export async function handleWhoIsOn({ desk }: Bot, asked: Asked): Promise<Answer> {
  const reading = await readAs(desk, asked, 'ticket.read', async () => ({
    kind: 'read',
    value: await readShifts(desk),
  }));
  if (reading.kind !== 'read') return answerUnread(reading);
  if (!worksInShifts(reading.value.settings.plan)) return say(buildSentence(noShifts));
  return say(buildWhoIsOn(reading.value, desk.sop.pack, desk.clock.now()));
}

/** `/shift cover @user 13:00-15:00`: the caller takes that place; alone it lists the caller's covers. */
export async function handleCover(bot: Bot, asked: Asked, words: string): Promise<Answer> {
  const { desk } = bot;
  const { timeZone } = desk.sop.pack;
  const reading = await readAs(desk, asked, 'ticket.read', async () => ({
    kind: 'read',
    value: await readShifts(desk),
  }));
  if (reading.kind !== 'read') return answerUnread(reading);
  const { plan } = reading.value.settings;
  if (!worksInShifts(plan)) return say(buildSentence(noShifts));
  const now = desk.clock.now();
  if (words.trim() === '') return say(buildCovers(plan, asked.userId, desk.sop.pack, now));
  const { word, rest } = firstWord(words);
  const of = mentionedUser(word);
  const range = timeRangeIn(rest);
  if (!of || !range)
    return sayUndone(
      buildSentence('Say for whom and for which part of today, as in /shift cover @ana 13:00-15:00.'),
    );
  const zone = zoneOf(plan, of, timeZone, now);
  const part = partOfShift(range, { plan, person: of, zone, now });
  const outcome = await changePlan(desk, asked, { type: 'agreeCover', by: asked.userId, of, ...part });
  if (outcome.kind === 'refused') return refuse(outcome.refusal);
  const cover = outcome.kind === 'done' ? outcome.settings.plan.covers.at(-1) : undefined;
  return cover ? say(buildCoverAgreed(cover, zone)) : nothing;
}

export async function handleWithdrawCover({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const { plan } = (await readShifts(desk)).settings;
  const cover = plan.covers.find(({ seq }) => seq === Number(value));
  if (!cover) return say(buildSentence('That cover was withdrawn already, or is long over.'));
  const outcome = await changePlan(desk, asked, { type: 'withdrawCover', cover: cover.seq });
  if (outcome.kind === 'refused') return refuse(outcome.refusal);
  return say(buildSentence(`<@${cover.by}> no longer covers for <@${cover.of}>.`));
}
