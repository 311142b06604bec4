import type { KnownBlock, ModalView } from '@slack/types';

/** Something to be read: blocks, and the sentence that notifications and screen readers get. */
export type Message = { text: string; blocks: readonly KnownBlock[] };

/** What a listener answers the person who did something. Only that person sees it. */
export type Answer =
  /** `undone`: what was asked for did not happen, so what was written in a form is given back with it. */
  | { kind: 'say'; message: Message; undone: boolean }
  | { kind: 'form'; view: ModalView }
  /** A form's fields that need another look, by block id. */
  | { kind: 'fieldErrors'; errors: Readonly<Record<string, string>> }
  /** What happened is seen elsewhere (the card, the thread): a form closes, a click needs no words. */
  | { kind: 'nothing' };

export const nothing: Answer = { kind: 'nothing' };

export function say(message: Message): Answer {
  return { kind: 'say', message, undone: false };
}

/** A refusal, a fault: nothing of it was done. */
export function sayUndone(message: Message): Answer {
  return { kind: 'say', message, undone: true };
}

/** One field that needs another look. */
export function fieldError(id: string, words: string): Answer {
  return { kind: 'fieldErrors', errors: { [id]: words } };
}

export function form(view: ModalView): Answer {
  return { kind: 'form', view };
}
