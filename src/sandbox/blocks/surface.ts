import { isRec, type Rec, recsOf } from '../json.ts';
import { limits } from '../limits.ts';
import { boolean, list, object, oneOf, optional, type Problem, required, string } from './check.ts';
import { plainText } from './composition.ts';
import { messageBlock, viewBlock } from './layout.ts';

/** Every interactive element of a block, with the path to it. */
export const elementsOf = (block: Rec): { element: Rec; path: string }[] => {
  const single = (['accessory', 'element'] as const).flatMap((key) => {
    const element = block[key];
    return isRec(element) ? [{ element, path: `/${key}` }] : [];
  });
  const row =
    block.type === 'actions'
      ? recsOf(block.elements).map((element, index) => ({ element, path: `/elements/${index}` }))
      : [];
  return [...single, ...row];
};

const checkIds = (blocks: Rec[], at: string, problems: Problem[]): void => {
  const blockIds = new Set<unknown>();
  const actionIds = new Set<unknown>();
  let focused = 0;
  blocks.forEach((block, index) => {
    const here = `${at}/${index}`;
    if (block.block_id !== undefined && blockIds.has(block.block_id))
      problems.push({ at: `${here}/block_id`, what: `block_id "${block.block_id}" already exists` });
    blockIds.add(block.block_id);
    for (const { element, path } of elementsOf(block)) {
      if (element.focus_on_load === true) focused += 1;
      if (element.action_id === undefined) continue;
      if (actionIds.has(element.action_id))
        problems.push({
          at: `${here}${path}/action_id`,
          what: `action_id "${element.action_id}" already exists`,
        });
      actionIds.add(element.action_id);
    }
  });
  if (focused > 1) problems.push({ at, what: 'only one element can have focus_on_load' });
};

const messageBlocks = list(messageBlock, limits.message.blocks, 0);

export const checkMessageBlocks = (blocks: unknown): Problem[] => {
  const problems: Problem[] = [];
  messageBlocks(blocks, '/blocks', problems);
  checkIds(recsOf(blocks), '/blocks', problems);
  return problems;
};

/** Characters of all the texts in `blocks`: what Slack adds up before answering `msg_blocks_too_long`. */
export const textLengthOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLengthOf(item), 0);
  if (!isRec(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) =>
      sum + (key === 'text' && typeof item === 'string' ? item.length : textLengthOf(item)),
    0,
  );
};

const shared = {
  blocks: required(list(viewBlock, limits.view.blocks)),
  private_metadata: optional(string(limits.view.privateMetadata, 0)),
  callback_id: optional(string(limits.view.callbackId)),
  external_id: optional(string(limits.view.externalId, 0)),
};
const modal = object({
  type: required(oneOf('modal')),
  title: required(plainText(limits.view.title)),
  submit: optional(plainText(limits.view.submit)),
  close: optional(plainText(limits.view.close)),
  clear_on_close: optional(boolean),
  notify_on_close: optional(boolean),
  submit_disabled: optional(boolean),
  ...shared,
});
const home = object({ type: required(oneOf('home')), ...shared });

export const checkView = (view: unknown, type: 'modal' | 'home'): Problem[] => {
  const problems: Problem[] = [];
  (type === 'modal' ? modal : home)(view, '/view', problems);
  if (!isRec(view)) return problems;
  const blocks = recsOf(view.blocks);
  checkIds(blocks, '/view/blocks', problems);
  if (type === 'modal' && view.submit === undefined && blocks.some((block) => block.type === 'input'))
    problems.push({ at: '/view', what: 'submit is required when an input block is within blocks' });
  return problems;
};
