import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, post } from './support.ts';

let at: Awaited<ReturnType<typeof desk>>;
beforeAll(async () => {
  at = await desk();
});
afterAll(() => at.workspace.stop());

type Json = Record<string, unknown>;
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (more: Json = {}) => ({ type: 'section', text: mrkdwn('x'), ...more });
const button = (more: Json = {}) => ({ type: 'button', action_id: 'b', text: plain('Go'), ...more });
const option = (value: string, text = value) => ({ text: plain(text), value });
const select = (more: Json = {}) => ({
  type: 'static_select',
  action_id: 's',
  options: [option('a')],
  ...more,
});
const actions = (...elements: Json[]) => ({ type: 'actions', elements });
const rich = (...elements: Json[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));
const input = (element: Json, more: Json = {}) => ({ type: 'input', label: plain('L'), element, ...more });
const long = (length: number) => 'x'.repeat(length);

describe('message blocks Slack refuses', () => {
  const refused: [name: string, blocks: unknown, says: RegExp][] = [
    [
      'an unknown block',
      [{ type: 'accordion' }],
      /unsupported type: accordion \[json-pointer:\/blocks\/0\/type]/,
    ],
    ['no type', [{}], /missing required field: type/],
    ['an unknown key', [section({ colour: 'red' })], /invalid additional property: colour/],
    ['a section with nothing', [{ type: 'section' }], /missing required field: text/],
    [
      'empty text',
      [section({ text: mrkdwn('') })],
      /must be more than 0 characters \[json-pointer:\/blocks\/0\/text\/text]/,
    ],
    [
      'text over 3000',
      [section({ text: mrkdwn(long(3001)) })],
      /must be less than 3001 characters \[json-pointer:\/blocks\/0\/text\/text]/,
    ],
    ['an emoji cut in two', [section({ text: mrkdwn('cut \ud83d') })], /valid unicode/],
    ['11 fields', [section({ fields: times(11, () => plain('f')) })], /no more than 10 items allowed/],
    ['a field over 2000', [section({ fields: [plain(long(2001))] })], /less than 2001/],
    ['a header with mrkdwn', [{ type: 'header', text: mrkdwn('x') }], /unsupported type: mrkdwn/],
    ['a header over 150', [{ type: 'header', text: plain(long(151)) }], /less than 151/],
    ['11 context elements', [{ type: 'context', elements: times(11, () => plain('x')) }], /no more than 10/],
    [
      '26 buttons',
      [actions(...times(26, (i) => button({ action_id: `b${i}` })))],
      /no more than 25 items allowed \[json-pointer:\/blocks\/0\/elements]/,
    ],
    ['no buttons', [actions()], /at least 1 items/],
    [
      '51 blocks',
      times(51, () => ({ type: 'divider' })),
      /no more than 50 items allowed \[json-pointer:\/blocks]/,
    ],
    ['a button text over 75', [actions(button({ text: plain(long(76)) }))], /less than 76/],
    ['a button text in mrkdwn', [actions(button({ text: mrkdwn('x') }))], /unsupported type: mrkdwn/],
    ['a button value over 2000', [actions(button({ value: long(2001) }))], /less than 2001/],
    ['a button style', [actions(button({ style: 'red' }))], /must be one of: primary, danger/],
    ['a button without text', [actions({ type: 'button' })], /missing required field: text/],
    ['an action_id over 255', [actions(button({ action_id: long(256) }))], /less than 256/],
    [
      'a block_id twice',
      [section({ block_id: 'a' }), section({ block_id: 'a' })],
      /block_id "a" already exists/,
    ],
    ['an action_id twice', [actions(button(), button())], /action_id "b" already exists/],
    [
      'confirm over its limits',
      [
        actions(
          button({
            confirm: { title: plain(long(101)), text: plain('x'), confirm: plain('y'), deny: plain('n') },
          }),
        ),
      ],
      /less than 101/,
    ],
    [
      'confirm without deny',
      [actions(button({ confirm: { title: plain('x'), text: plain('x'), confirm: plain('y') } }))],
      /missing required field: deny/,
    ],
    ['an option value over 75', [actions(select({ options: [option(long(76), 'a')] }))], /less than 76/],
    ['an option text over 75', [actions(select({ options: [option('a', long(76))] }))], /less than 76/],
    ['101 options', [actions(select({ options: times(101, (i) => option(`o${i}`)) }))], /no more than 100/],
    ['no options', [actions(select({ options: [] }))], /at least 1 items/],
    ['option values twice', [actions(select({ options: [option('a'), option('a')] }))], /unique/],
    [
      'options and groups',
      [actions(select({ option_groups: [{ label: plain('g'), options: [option('b')] }] }))],
      /exactly one of/,
    ],
    [
      'an initial option not on offer',
      [actions(select({ initial_option: option('z') }))],
      /must be among the options/,
    ],
    [
      '6 overflow options',
      [actions({ type: 'overflow', options: times(6, (i) => option(`o${i}`)) })],
      /no more than 5/,
    ],
    [
      '11 checkboxes',
      [actions({ type: 'checkboxes', options: times(11, (i) => option(`o${i}`)) })],
      /no more than 10/,
    ],
    [
      '11 radio buttons',
      [actions({ type: 'radio_buttons', options: times(11, (i) => option(`o${i}`)) })],
      /no more than 10/,
    ],
    ['an input in a message', [input({ type: 'plain_text_input' })], /unsupported type: input/],
    [
      'an element of another block',
      [actions({ type: 'plain_text_input' })],
      /unsupported type: plain_text_input/,
    ],
    ['a date that is none', [actions({ type: 'datepicker', initial_date: 'today' })], /YYYY-MM-DD/],
    [
      'an image without alt text',
      [{ type: 'image', image_url: 'https://example.com/a.png' }],
      /missing required field: alt_text/,
    ],
    ['rich text of a wrong kind', [rich({ type: 'blink' })], /unsupported type: blink/],
    ['rich text empty', [rich({ type: 'text', text: '' })], /more than 0/],
    ['a broadcast to nobody', [rich({ type: 'broadcast', range: 'all' })], /must be one of: here/],
    ['markdown over 12000', [{ type: 'markdown', text: long(12_001) }], /less than 12001/],
  ];
  it.each(refused)('%s', async (_name, blocks, says) => {
    const { body } = await post(at.workspace, 'chat.postEphemeral', {
      channel: at.tickets.id,
      user: at.ana.id,
      text: 'x',
      blocks,
    });
    expect(body).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect((body.response_metadata as { messages: string[] }).messages.join('\n')).toMatch(says);
    at.clock.pass(1000);
  });

  it.each([
    ['blocks that are no JSON', { blocks: '[{' }, 'invalid_blocks_format'],
    ['blocks that are no list', { blocks: { type: 'divider' } }, 'invalid_blocks_format'],
    ['text over 40,000', { text: long(40_001) }, 'msg_too_long'],
    [
      'too much text in all blocks',
      { blocks: times(5, () => section({ text: mrkdwn(long(2_700)) })) },
      'msg_blocks_too_long',
    ],
  ])('%s', async (_name, args, error) => {
    const { body } = await post(at.workspace, 'chat.postMessage', {
      channel: at.tickets.id,
      text: 'x',
      ...args,
    });
    expect(body.error).toBe(error);
  });

  it('takes everything at its limit', async () => {
    const blocks = [
      { type: 'header', text: plain(long(150)) },
      section({ text: mrkdwn(long(3000)), accessory: { type: 'users_select', action_id: 'u' } }),
      section({ fields: times(10, () => mrkdwn('f')) }),
      actions(...times(25, (i) => button({ action_id: `b${i}`, value: long(2000) }))),
      actions(select({ options: times(100, (i) => option(`o${i}`)), initial_option: option('o99') })),
      rich(
        { type: 'user', user_id: at.ana.id },
        { type: 'text', text: 'x', style: { bold: true } },
        { type: 'emoji', name: 'wave' },
      ),
      { type: 'context', elements: times(10, () => mrkdwn('c')) },
      { type: 'divider' },
    ];
    const { body } = await post(at.workspace, 'chat.postMessage', {
      channel: at.tickets.id,
      text: 'x',
      blocks,
    });
    expect(body).toMatchObject({ ok: true });
  });
});

describe('views Slack refuses', () => {
  const view = (more: Json = {}) => ({ type: 'modal', title: plain('T'), blocks: [section()], ...more });
  const text = input({ type: 'plain_text_input', action_id: 't' });
  const refused: [name: string, view: Json, says: RegExp][] = [
    [
      'a title over 24',
      view({ title: plain(long(25)) }),
      /less than 25 characters \[json-pointer:\/view\/title\/text]/,
    ],
    ['a submit over 24', view({ submit: plain(long(25)) }), /less than 25/],
    ['a close over 24', view({ close: plain(long(25)) }), /less than 25/],
    ['no title', { type: 'modal', blocks: [section()] }, /missing required field: title/],
    ['private_metadata over 3000', view({ private_metadata: long(3001) }), /less than 3001/],
    ['callback_id over 255', view({ callback_id: long(256) }), /less than 256/],
    ['101 blocks', view({ blocks: times(101, () => section()) }), /no more than 100/],
    ['an input and no submit', view({ blocks: [text] }), /submit is required/],
    [
      'a file input',
      view({ submit: plain('S'), blocks: [input({ type: 'file_input' })] }),
      /unsupported type: file_input/,
    ],
    [
      'a label in mrkdwn',
      view({ submit: plain('S'), blocks: [{ ...text, label: mrkdwn('x') }] }),
      /unsupported type: mrkdwn/,
    ],
    [
      'two action_ids alike',
      view({ submit: plain('S'), blocks: [text, text] }),
      /action_id "t" already exists/,
    ],
    [
      'a message-only block',
      view({ blocks: [{ type: 'markdown', text: 'x' }] }),
      /unsupported type: markdown/,
    ],
    [
      'an initial value over max_length',
      view({
        submit: plain('S'),
        blocks: [input({ type: 'plain_text_input', max_length: 3, initial_value: 'four' })],
      }),
      /less than 4/,
    ],
    ['a modal for a home', view({ type: 'home' }), /must be one of: modal/],
  ];
  it.each(refused)('%s', async (_name, body, says) => {
    const trigger = at.workspace.core.triggers.issue(at.ana.id);
    const answer = await post(at.workspace, 'views.open', { trigger_id: trigger, view: body });
    expect(answer.body).toMatchObject({ ok: false, error: 'invalid_arguments' });
    expect((answer.body.response_metadata as { messages: string[] }).messages.join('\n')).toMatch(says);
  });

  it('a view over 250 KB', async () => {
    const trigger = at.workspace.core.triggers.issue(at.ana.id);
    const blocks = times(90, (i) => section({ block_id: `b${i}`, text: mrkdwn(long(3000)) }));
    const answer = await post(at.workspace, 'views.open', { trigger_id: trigger, view: view({ blocks }) });
    expect(answer.body.error).toBe('view_too_large');
  });
});
