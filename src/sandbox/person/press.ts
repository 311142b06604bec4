import { elementsOf } from '../blocks/surface.ts';
import type { Core } from '../core.ts';
import { isRec, type Rec } from '../json.ts';
import type { StoredMessage, StoredView, User } from '../model.ts';
import { readBlock, readTextObject } from '../rendering.ts';
import { buttonsOf, contains, isMeant, labelOf, type MessageView, visibleMessages } from '../sight.ts';
import { topView } from '../views.ts';
import { hasOption } from './fill.ts';

export type On = string | RegExp | MessageView;

/** Something to press or choose from, and what it sits in. */
export type Target = { element: Rec; block: Rec } & ({ message: StoredMessage } | { view: StoredView });

type Fits = (element: Rec, block: Rec) => boolean;

const within = (blocks: Rec[], fits: Fits): { element: Rec; block: Rec; index: number }[] =>
  blocks.flatMap((block, index) =>
    elementsOf(block)
      .filter(({ element }) => fits(element, block))
      .map(({ element }) => ({ element, block, index })),
  );

/** Of several alike in one message (a list with a button a row), the one whose row has the words. */
const narrowed = (
  core: Core,
  blocks: Rec[],
  found: { element: Rec; block: Rec; index: number }[],
  on: On | undefined,
) => {
  const [first] = found;
  if (found.length < 2 || on === undefined || isMessage(on)) return first;
  const row = (index: number) => readBlock(core, blocks[index] ?? {});
  const before = (index: number) => {
    for (let at = index - 1; at >= 0; at -= 1) if (row(at) !== '') return row(at);
    return '';
  };
  return (
    found.find(({ index }) => contains(row(index), on)) ??
    found.find(({ index }) => row(index) === '' && contains(before(index), on)) ??
    first
  );
};

const isMessage = (on: On): on is MessageView => typeof on === 'object' && 'stored' in on;

const candidates = (core: Core, user: User, on: On | undefined): StoredMessage[] => {
  const seen = visibleMessages(core, user, {}).toReversed();
  if (on === undefined) return seen;
  return isMessage(on)
    ? seen.filter((message) => message === on.stored)
    : seen.filter((m) => isMeant(core, m, on));
};

/** The newest thing `user` can press that fits: in the open form if there is one, else in a message. */
export const findTarget = (core: Core, user: User, on: On | undefined, fits: Fits): Target | undefined => {
  const view = on === 'home' ? core.views.get(core.homes.get(user.id) ?? '') : topView(core, user.id);
  if (view) {
    const hit = narrowed(core, view.blocks, within(view.blocks, fits), on);
    return hit && { view, element: hit.element, block: hit.block };
  }
  for (const message of candidates(core, user, on)) {
    const hit = narrowed(core, message.blocks, within(message.blocks, fits), on);
    if (hit) return { message, element: hit.element, block: hit.block };
  }
  return undefined;
};

export const isButton =
  (core: Core, label: string): Fits =>
  (element) =>
    element.type === 'button' && labelOf(core, element) === label;

/** A menu called `label` (its own words, or those of the section it stands in) that offers `option`. */
export const isMenu =
  (core: Core, label: string, option: string): Fits =>
  (element, block) =>
    element.type !== 'button' &&
    (element.options === undefined && element.option_groups === undefined
      ? true
      : hasOption(core, element, option)) &&
    (labelOf(core, element) === label ||
      readTextObject(core, block.label) === label ||
      contains(readBlock(core, block), label));

/** The buttons in sight, for an error that helps. */
export const buttonsInSight = (core: Core, user: User): string => {
  const view = topView(core, user.id);
  if (view)
    return `in the open form "${readTextObject(core, view.body.title)}": ${list(buttonsOf(core, view.blocks))}`;
  const rows = visibleMessages(core, user, {})
    .filter((message) => buttonsOf(core, message.blocks).length > 0)
    .slice(-8)
    .map((message) => `${list(buttonsOf(core, message.blocks))} on "${summary(core, message)}"`);
  return rows.length > 0 ? rows.join('; ') : 'none';
};

const list = (labels: string[]) => labels.map((label) => `[${label}]`).join(' ') || 'none';
const summary = (core: Core, message: StoredMessage) =>
  (message.blocks.map((block) => readBlock(core, block)).find((text) => text !== '') ?? '')
    .split('\n')[0]
    ?.slice(0, 60);

/** The action's JSON for a button. */
export const pressed = (target: Target): Rec => {
  const { element, block } = target;
  const { text, value, style, url } = element;
  const given = Object.fromEntries(
    Object.entries({ text, value, style, url }).filter(([, part]) => part !== undefined),
  );
  return { type: 'button', action_id: element.action_id, block_id: block.block_id, ...given };
};

/** Throws unless the person means it, when the element asks. Names the dialog. */
export const checkConfirm = (core: Core, element: Rec, confirmed: boolean | undefined): void => {
  if (!isRec(element.confirm) || confirmed === true) return;
  const { title, text } = element.confirm;
  throw new Error(`a dialog asks first: "${readTextObject(core, title)}: ${readTextObject(core, text)}"`);
};
