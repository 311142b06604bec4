import { commandShiftNumber } from '../../desk/command-shift.ts';
import { readListedAs } from '../../desk/read-shift.ts';
import { type Boundary, boundaries } from '../../sop/shift/state.ts';
import { type Answer, nothing, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { checklistMessage } from '../views/shift-notices/checklist.ts';
import { buildSentence } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { answerUnread } from './outcome.ts';
import { answerShift } from './shift.ts';

/** `/shift checklist`: the list of the end once it is begun, else that of the start, as it is now; after the shift, too. */
export function handleChecklist(bot: Bot, asked: Asked): Promise<Answer> {
  return showList(bot, asked, null, null);
}

/** The value of the button: `3:start`. */
export function handleLookAgain(bot: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [number, name] = value.split(':');
  const boundary = boundaries.find((one) => one === name) ?? null;
  return showList(bot, asked, Number.isSafeInteger(Number(number)) ? Number(number) : null, boundary);
}

async function showList(
  { desk }: Bot,
  asked: Asked,
  number: number | null,
  of: Boundary | null,
): Promise<Answer> {
  const reading = await readListedAs(desk, asked, number);
  if (reading.kind !== 'read') return answerUnread(reading);
  const file = reading.value;
  const boundary = of ?? boundaries.findLast((one) => file?.shift.checklists[one] != null);
  if (!file || !boundary || !file.shift.checklists[boundary])
    return say(buildSentence('You have no list yet: it begins with your shift. /shift on begins one.'));
  return say(checklistMessage({ file, pack: desk.sop.pack, now: desk.clock.now() }, boundary));
}

/** The value of the button: `3:start:alerts-reviewed`. The list itself shows that it is done. */
export async function handleTickItem({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [number, name, item] = value.split(':');
  const boundary = boundaries.find((one) => one === name);
  if (!boundary || !item)
    return say(buildSentence('That item is not on your list. /shift checklist shows it.'));
  const command = { type: 'tickItem', boundary, item } as const;
  return answerShift(await commandShiftNumber(desk, asked, Number(number), command), () => nothing);
}
