import type { KnownBlock, ModalView } from '@slack/types';
import type { Refusal } from '../sop/decision.ts';

/** Something to be read: blocks, and the sentence that notifications and screen readers get. */
export type Message = { text: string; blocks: readonly KnownBlock[] };

/** What a listener answers the person who did something. Only that person sees it. */
export type Answer =
  | ShownAnswer
  /** A no of the procedure; its words depend on who reads it. */
  | { kind: 'refused'; refusal: Refusal };

export type ShownAnswer =
  /** `undone`: what was asked for did not happen, so what was written in a form is given back with it. */
  | { kind: 'say'; message: Message; undone: boolean }
  | { kind: 'form'; view: ModalView }
  /** A form's fields that need another look, by block id. */
  | { kind: 'fieldErrors'; errors: Readonly<Record<string, string>> }
  /** What happened is seen elsewhere (the card, the thread): a form closes, a click needs no words. */
  | { kind: 'nothing' };

export const nothing: ShownAnswer = { kind: 'nothing' };

export function refuse(refusal: Refusal): Answer {
  return { kind: 'refused', refusal };
}

export function say(message: Message): ShownAnswer {
  return { kind: 'say', message, undone: false };
}

/** A refusal, a fault: nothing of it was done. */
export function sayUndone(message: Message): ShownAnswer {
  return { kind: 'say', message, undone: true };
}

/** One field that needs another look. */
export function fieldError(id: string, words: string): Answer {
  return { kind: 'fieldErrors', errors: { [id]: words } };
}

export function form(view: ModalView): Answer {
  return { kind: 'form', view };
}
