import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  Overflow,
  PlainTextElement,
  PlainTextOption,
} from '@slack/types';
import type { Message } from '../answer.ts';
import { type ActionName, actionId, type FormName } from '../ids.ts';
import { clip, limits } from '../limits.ts';
import { lines, quotes } from './rich-text.ts';

/** Text shown as it is, without emoji codes being turned into pictures. */
function plain(text: string, length: number): PlainTextElement {
  return { type: 'plain_text', text: clip(text, length), emoji: false };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, limits.header) };
}

export function smallPrint(text: string): ContextBlock {
  return { type: 'context', elements: [plain(text, limits.text)] };
}

export const divider: DividerBlock = { type: 'divider' };

export type ButtonSpec = {
  label: string;
  action: ActionName;
  /** What it acts on; with several buttons of one kind on a surface it tells them apart. */
  about: number | string;
  /** What it carries back, where that is more than what it is about. At most 2,000 characters. */
  value?: string;
  primary?: boolean;
  confirm?: ConfirmationDialog;
};

export function buttons(...of: readonly ButtonSpec[]): ActionsBlock {
  return { type: 'actions', elements: of.map(button) };
}

/** Rarer ways on, behind the three dots beside the buttons. What is chosen comes back as `about:value`. */
export type MenuSpec = { action: ActionName; about: string; options: readonly PlainTextOption[] };

export function buttonsAndMenu(
  of: readonly ButtonSpec[],
  { action, about, options }: MenuSpec,
): ActionsBlock {
  const menu: Overflow = { type: 'overflow', action_id: actionId(action, about), options: [...options] };
  return { type: 'actions', elements: [...of.map(button), menu] };
}

function button({ label, action, about, value, primary, confirm }: ButtonSpec): Button {
  return {
    type: 'button',
    text: plain(label, limits.buttonText),
    action_id: actionId(action, about),
    value: value ?? String(about),
    ...(primary ? { style: 'primary' } : {}),
    ...(confirm ? { confirm } : {}),
  };
}

/** What Slack asks before a click counts that cannot be taken back. */
export function confirmation(title: string, text: string, yes: string): ConfirmationDialog {
  return {
    title: plain(title, limits.confirmTitle),
    text: plain(text, limits.confirmText),
    confirm: plain(yes, limits.confirmButton),
    deny: plain('Cancel', limits.confirmButton),
    style: 'danger',
  };
}

export function option(text: string, value: string): PlainTextOption {
  return { text: plain(text, limits.optionText), value };
}

/** A field of a form. Its block id names it in errors; its element bears the same id unless it has its own. */
export function field(
  id: string,
  label: string,
  element: InputBlock['element'],
  extra: { optional?: boolean; hint?: string; dispatch?: boolean },
): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label, limits.text),
    element: { ...element, action_id: element.action_id ?? id },
    ...(extra.optional ? { optional: true } : {}),
    ...(extra.hint ? { hint: plain(extra.hint, limits.text) } : {}),
    ...(extra.dispatch ? { dispatch_action: true } : {}),
  };
}

export function textElement(spec: {
  multiline: boolean;
  maxLength: number;
  initial?: string | null;
}): InputBlock['element'] {
  return {
    type: 'plain_text_input',
    multiline: spec.multiline,
    max_length: Math.min(spec.maxLength, limits.plainTextInput),
    ...(spec.initial ? { initial_value: clip(spec.initial, limits.plainTextInput) } : {}),
  };
}

export function selectElement(
  options: readonly PlainTextOption[],
  chosen: string | null,
): InputBlock['element'] {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'static_select',
    options: [...options],
    ...(initial ? { initial_option: initial } : {}),
  };
}

export function radioElement(
  options: readonly PlainTextOption[],
  chosen: string | null,
): InputBlock['element'] {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'radio_buttons',
    options: [...options],
    ...(initial ? { initial_option: initial } : {}),
  };
}

/** The block id of one part of a text that is longer than one field of Slack's. */
export function partId(id: string, part: number): string {
  return part === 0 ? id : `${id}:${part + 1}`;
}

/** So many fields a text of this length takes. */
export function partsOf(maxLength: number): number {
  return Math.ceil(maxLength / limits.plainTextInput);
}

/** A text of up to `maxLength` characters, none of it required: as many fields as that takes. */
export function longTextFields(
  id: string,
  label: string,
  maxLength: number,
  hint: string,
): readonly InputBlock[] {
  return Array.from({ length: partsOf(maxLength) }, (_, part) =>
    field(
      partId(id, part),
      part === 0 ? label : `${label}, part ${part + 1}`,
      textElement({ multiline: true, maxLength: limits.plainTextInput }),
      { optional: true, ...(part === 0 ? { hint } : {}) },
    ),
  );
}

export function formView(spec: {
  name: FormName;
  title: string;
  submit: string;
  metadata: unknown;
  blocks: readonly KnownBlock[];
}): ModalView {
  return {
    type: 'modal',
    callback_id: spec.name,
    title: plain(spec.title, limits.title),
    submit: plain(spec.submit, limits.title),
    close: plain('Cancel', limits.title),
    private_metadata: JSON.stringify(spec.metadata),
    blocks: [...spec.blocks],
  };
}

/** A view that is only read: an answer inside a form, a page of a ticket. */
export function readingView(title: string, blocks: readonly KnownBlock[]): ModalView {
  return {
    type: 'modal',
    title: plain(title, limits.title),
    close: plain('Done', limits.title),
    blocks: [...blocks],
  };
}

/** A view with what somebody wrote in the form before it, where that fits beside it. */
export function withWritten(view: ModalView, written: readonly string[]): ModalView {
  if (written.length === 0 || view.submit) return view;
  const kept: KnownBlock[] = [lines([{ bold: 'What you wrote' }]), ...written.flatMap(quotes)];
  return { ...view, blocks: [...view.blocks, ...kept].slice(0, limits.viewBlocks) };
}

export function messageView(message: Message): ModalView {
  return readingView('Handrail', message.blocks);
}
