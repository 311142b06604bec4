import type { Core } from '../core.ts';
import { isEmpty } from '../field-values.ts';
import { sendClose, sendMessageAction, sendViewAction } from '../interactions.ts';
import type { Rec } from '../json.ts';
import type { StoredView, User } from '../model.ts';
import { labelOf } from '../sight.ts';
import { sendSubmission } from '../submission.ts';
import { topView } from '../views.ts';
import { until } from '../waiting.ts';
import { type FillValue, hasOption, stateFor, tickOne } from './fill.ts';
import { type Place, placesOf, readForm } from './form.ts';
import {
  buttonsInSight,
  checkConfirm,
  findTarget,
  isButton,
  isMenu,
  type On,
  pressed,
  type Target,
} from './press.ts';

export type Press = { on?: On; confirm?: boolean };

const send = (core: Core, user: User, target: Target, chosen: Rec): Promise<void> => {
  const label = labelOf(core, target.element);
  if ('view' in target) return sendViewAction(core, user, target.view, label, chosen);
  const channel = core.channels.get(target.message.channelId);
  if (!channel) throw new Error('the message is gone');
  return sendMessageAction(core, user, channel, target.message, label, chosen);
};

export const clickButton = async (
  core: Core,
  user: User,
  label: string,
  press: Press,
  times: number,
): Promise<void> => {
  const find = () => findTarget(core, user, press.on, isButton(core, label));
  const view = topView(core, user.id);
  if (view && !find()) {
    const form = readForm(core, view);
    if (label === form.submit) return submitForm(core, user, times);
    if (label === (form.close ?? 'Cancel')) return sendClose(core, user, view);
  }
  const target = await until(core, core.patienceMs, find);
  if (!target)
    throw new Error(`${user.name} sees no button [${label}]. In sight: ${buttonsInSight(core, user)}`);
  checkConfirm(core, target.element, press.confirm);
  const chosen = pressed(target);
  await Promise.all(Array.from({ length: times }, () => send(core, user, target, chosen)));
};

const chooseIn = (core: Core, user: User, target: Target, state: Rec): Promise<void> => {
  const { element, block } = target;
  const { type: _, ...rest } = state;
  const values = 'view' in target ? target.view.values : target.message.state;
  if (element.type !== 'overflow')
    values[String(block.block_id)] = {
      ...values[String(block.block_id)],
      [String(element.action_id)]: state,
    };
  return send(core, user, target, {
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    ...rest,
    ...(element.placeholder === undefined ? {} : { placeholder: element.placeholder }),
  });
};

export const chooseOption = async (
  core: Core,
  user: User,
  label: string,
  option: string,
  press: Press,
): Promise<void> => {
  const fits = isMenu(core, label, option);
  const target = await until(core, core.patienceMs, () => findTarget(core, user, press.on, fits));
  if (!target) throw new Error(`${user.name} sees no menu "${label}" with "${option}"`);
  checkConfirm(core, target.element, press.confirm);
  const { element } = target;
  const asSelect = element.type === 'overflow' ? { ...element, type: 'static_select' } : element;
  await chooseIn(core, user, target, stateFor(core, asSelect, option));
};

export const openForm = async (core: Core, user: User): Promise<StoredView> => {
  const view = await until(core, core.patienceMs, () => topView(core, user.id));
  if (!view) throw new Error(`${user.name} has no form open`);
  return view;
};

type Filling = { place: Place; state: (before: Rec | undefined) => Rec };

const fillingFor = (core: Core, view: StoredView, label: string, value: FillValue): Filling | undefined => {
  const places = placesOf(core, view);
  const place = places.find((candidate) => candidate.label === label);
  if (place) return { place, state: () => stateFor(core, place.element, value) };
  const boxes = places.find(
    ({ element }) => element.type === 'checkboxes' && hasOption(core, element, label),
  );
  if (!boxes || typeof value !== 'boolean') return undefined;
  return { place: boxes, state: (before) => tickOne(core, boxes.element, before, label, value) };
};

const fillOne = async (core: Core, user: User, label: string, value: FillValue): Promise<void> => {
  await openForm(core, user);
  const found = await until(core, core.patienceMs, () => {
    const view = topView(core, user.id);
    const filling = view && fillingFor(core, view, label, value);
    return filling && { view, filling };
  });
  if (!found) {
    const form = readForm(core, await openForm(core, user));
    const labels = form.fields.map((field) => field.label).join(' | ');
    throw new Error(`the form "${form.title}" has no field "${label}"; it has: ${labels || 'none'}`);
  }
  const { view, filling } = found;
  const { block, element } = filling.place;
  const blockId = String(block.block_id);
  const actionId = String(element.action_id);
  const state = filling.state(view.values[blockId]?.[actionId]);
  view.values[blockId] = { ...view.values[blockId], [actionId]: state };
  if (block.type !== 'input' || block.dispatch_action === true)
    await chooseIn(core, user, { view, block, element }, state);
};

/** Fills in fields one after another, as a person would: what the app changes meanwhile counts. */
export const fillForm = async (core: Core, user: User, values: Record<string, FillValue>): Promise<void> => {
  for (const [label, value] of Object.entries(values)) {
    try {
      await fillOne(core, user, label, value);
    } catch (error) {
      throw new Error(
        `${user.name} can't fill in "${label}": ${error instanceof Error ? error.message : error}`,
      );
    }
  }
};

const emailOrUrl: Record<string, RegExp> = {
  email_text_input: /^\S+@\S+\.\S+$/,
  url_text_input: /^https?:\/\/\S+$/,
  number_input: /^-?\d+(\.\d+)?$/,
};

/** What Slack's own client says before it sends anything, by field. */
const complaints = (core: Core, view: StoredView): string[] =>
  placesOf(core, view).flatMap(({ label, block, element }) => {
    if (block.type !== 'input') return [];
    const value = view.values[String(block.block_id)]?.[String(element.action_id)];
    if (isEmpty(value)) return block.optional === true ? [] : [`"${label}" is required`];
    const text = typeof value?.value === 'string' ? value.value : undefined;
    if (text === undefined) return [];
    if (typeof element.min_length === 'number' && text.length < element.min_length)
      return [`"${label}" needs at least ${element.min_length} characters`];
    const shape = emailOrUrl[String(element.type)];
    return shape && !shape.test(text) ? [`"${label}" is not a valid value`] : [];
  });

export const submitForm = async (core: Core, user: User, times: number): Promise<void> => {
  await openForm(core, user);
  const view = await until(core, core.patienceMs, () => {
    const top = topView(core, user.id);
    return top?.body.submit === undefined ? undefined : top;
  });
  if (!view) throw new Error(`the form in front of ${user.name} has nothing to submit with`);
  const wrong = complaints(core, view);
  if (wrong.length > 0) throw new Error(`Slack would not send the form: ${wrong.join('; ')}`);
  await sendSubmission(core, user, view, times);
};
