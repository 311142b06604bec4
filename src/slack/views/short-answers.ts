import type { ModalView } from '@slack/types';
import { asWritten } from '../../sop/as-written.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import { stepWords } from '../../sop/ticket/next-step.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import type { Message } from '../answer.ts';
import { type ActionName, actions } from '../ids.ts';
import { buttons, readingView } from './elements.ts';
import { type Line, lines, sentence } from './rich-text.ts';
import { ownStepButton } from './step-button.ts';
import { clockLine } from './ticket-lines.ts';

/** One sentence, privately. People stand in it as `<@U…>`. */
export function buildSentence(text: string): Message {
  return { text, blocks: [lines(sentence(text))] };
}

/** A ticket that this desk does not have. */
export function buildUnknownTicket(number: number): Message {
  return {
    text: `There is no T-${number} on this desk.`,
    blocks: [
      lines([`There is no T-${number} on this desk. Check the number, or look at your own tickets.`]),
      buttons({ label: 'My tickets', action: actions.mine, about: 'me', primary: true }),
    ],
  };
}

/** A command without a number, from somebody who works on several tickets. */
export function buildTicketChoice(
  verb: string,
  action: ActionName,
  tickets: readonly TicketState[],
): Message {
  const offered = tickets.slice(0, 20);
  return {
    text: `Which ticket do you want to ${verb}?`,
    blocks: [
      lines([{ bold: `Which ticket do you want to ${verb}?` }]),
      buttons(
        ...offered.map(({ number, title }) => ({ label: `T-${number} ${title}`, action, about: number })),
      ),
      ...(tickets.length > offered.length ? [lines(['For another one, name its number.'])] : []),
    ],
  };
}

/** Somebody without a ticket asks for something that needs one. */
export function buildNoTicketInHand(): Message {
  return {
    text: 'You have no ticket in hand.',
    blocks: [
      lines(['You have no ticket in hand. Take the next one, or name a number.']),
      buttons({ label: 'Take next', action: actions.takeNext, about: 'queue', primary: true }),
    ],
  };
}

export function buildQueueEmpty(): Message {
  return buildSentence('Nobody waits: the queue is empty.');
}

/** To the person who took a ticket: it is theirs, until when it wants an answer, and the next step. */
export function buildTaken(ticket: TicketState, pack: Pack): Message {
  const { number, title } = ticket;
  return {
    text: `T-${number} is yours: ${asWritten(title)}`,
    blocks: [
      lines(
        [{ bold: `T-${number} is yours: ` }, title],
        clockLine('Response', ticket.clocks.response, pack.timeZone),
        ['First read it whole, then enter category and priority (T1-2, T1-3).'],
      ),
      buttons(...ownStepButton(ticket, pack), { label: 'Show', action: actions.show, about: number }),
    ],
  };
}

/** To whoever opened a ticket. Without a tickets channel its card has nowhere to stand yet. */
export function buildOpened(ticket: TicketState, cardFollows: boolean): Message {
  const { number } = ticket;
  return {
    text: `T-${number} is in the queue.`,
    blocks: [
      lines(
        [{ bold: `T-${number} is in the queue.` }],
        cardFollows
          ? ['Its card follows in the tickets channel.']
          : [
              'No tickets channel is set yet: its card is posted as soon as an Operations Manager has chosen one with /ops setup.',
            ],
      ),
      buttons({ label: 'Show', action: actions.show, about: number }),
    ],
  };
}

/** To whoever did something about a ticket: what happened, and the button of its next step. */
export function buildTicketStep(ticket: TicketState, pack: Pack, happened: string): Message {
  const step = stepWords(ticket, pack);
  return {
    text: happened,
    blocks: [
      lines([happened], ...(step ? [[{ bold: `Next (${step.clause}): ` }, ...sentence(step.words)]] : [])),
      buttons(...ownStepButton(ticket, pack), { label: 'Show', action: actions.show, about: ticket.number }),
    ],
  };
}

/** Something broke that nobody foresaw. The log line holds the same id. */
export function buildFault(id: string): Message {
  return {
    text: `Something went wrong on our side (${id}).`,
    blocks: [
      lines(
        [
          { bold: 'Something went wrong on our side.' },
          ' Look at the ticket before you try again: it may have been done.',
        ],
        ['If it happens again, tell whoever runs Handrail this id: ', { bold: id }],
      ),
    ],
  };
}

/** The database is away or does not answer. Nothing is known to be wrong with what was asked. */
export function buildDatabaseAway(id: string): Message {
  return {
    text: `The record cannot be reached just now (${id}).`,
    blocks: [
      lines(
        [
          { bold: 'The record cannot be reached just now.' },
          ' Most likely nothing was done. In a minute, look at the ticket, and do it again if it is not there.',
        ],
        ['If it goes on, tell whoever runs Handrail this id: ', { bold: id }],
      ),
    ],
  };
}

/** Slack gives three seconds and one use to open a form; they passed. */
export function buildFormTooLate(): Message {
  return buildSentence(
    'Slack closed the moment in which a form can be opened. Nothing was changed: please do it again.',
  );
}

/** Slack takes no more views for so many seconds. */
export function buildSlackBusy(seconds: number): Message {
  return buildSentence(
    `Slack takes no more forms from Handrail for ${seconds === 1 ? 'a second' : `${seconds} seconds`}. Nothing was changed: please do it again then.`,
  );
}

/** What is wrong with a form that is no longer there: saving took so long that Slack had to be answered before. */
export function buildFieldErrors(errors: readonly string[]): Message {
  return {
    text: 'Not done.',
    blocks: [
      lines([{ bold: 'Not done. ' }, 'Please open the form again.'], ...errors.map((error): Line => [error])),
    ],
  };
}

/** Shown while a form's data is on its way. */
export function buildLoading(): ModalView {
  return readingView('Handrail', [lines(['One moment: reading the record…'])]);
}

/** Shown when saving takes longer than Slack lets a form wait. */
export function buildSaving(): ModalView {
  return readingView('Handrail', [lines(['One moment: this is being written to the record…'])]);
}
