import { instant } from '../../sop/instant.ts';
import { inWords, wallClock } from '../../sop/wall-clock.ts';
import type { Message } from '../answer.ts';
import { smallPrint } from './elements.ts';

/** What is told later than this after it happened says so, in ms: the queue of a busy channel is no delay to speak of. */
const lateAfter = 2 * 60_000;

/** The message, and below it when it was to be told, if that is a while ago (an outage, a channel that was lost). */
export function saidLate(message: Message, happenedAt: Date, now: Date, zone: string): Message {
  const late = now.getTime() - happenedAt.getTime();
  if (late <= lateAfter) return message;
  const words = `Told ${inWords(late)} late: it happened at ${wallClock(instant(happenedAt), zone)}.`;
  return { ...message, blocks: [...message.blocks, smallPrint(words)] };
}
