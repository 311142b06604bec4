import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk, post, socketApp } from './support.ts';

let at: Awaited<ReturnType<typeof desk>>;
let app: App;
beforeEach(async () => {
  at = await desk();
  app = socketApp(at.workspace);
  await app.start();
});
afterEach(async () => {
  await app.stop();
  await at.workspace.stop();
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });
const say = async (text: string, more: Record<string, unknown> = {}) => {
  at.clock.pass(1_000);
  return (await post(at.workspace, 'chat.postMessage', { channel: at.tickets.id, text, ...more })).body;
};
const button = (label: string, value: string) => ({
  type: 'button',
  action_id: `do_${value}`,
  value,
  text: plain(label),
});

describe('buttons and menus on messages', () => {
  const pressed: string[] = [];
  beforeEach(() => {
    pressed.length = 0;
    app.action(/^do_/, async ({ ack, action }) => {
      await ack();
      if (action.type === 'button') pressed.push(action.value ?? '');
      if (action.type === 'static_select' || action.type === 'overflow')
        pressed.push(action.selected_option.value);
    });
  });
  const card = (ticket: string) => ({
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*${ticket}*` } },
      { type: 'actions', elements: [button('Take', ticket)] },
    ],
  });

  it('presses the newest, or the one that is meant', async () => {
    await say('a', card('T-1'));
    await say('b', card('T-12'));
    await at.ana.clicks('Take');
    await at.ana.clicks('Take', { on: 'T-1' });
    expect(pressed).toEqual(['T-12', 'T-1']);
  });

  it('knows a reply by the words its thread began with', async () => {
    const root = await say('T-1 card');
    await say('x', { thread_ts: root.ts, blocks: [{ type: 'actions', elements: [button('Verify', 'v')] }] });
    await say('y', { blocks: [{ type: 'actions', elements: [button('Verify', 'other')] }] });
    await at.ana.clicks('Verify', { on: 'T-1' });
    expect(pressed).toEqual(['v']);
  });

  it('picks the row of a list', async () => {
    const row = (ticket: string) => ({
      type: 'section',
      text: { type: 'mrkdwn', text: `${ticket} waits` },
      accessory: button('Take', ticket),
    });
    await say('queue', { blocks: [row('T-1'), row('T-2'), row('T-12')] });
    await at.ana.clicks('Take', { on: 'T-2' });
    await at.ana.clicksTwice('Take', { on: 'T-12' });
    expect(pressed).toEqual(['T-2', 'T-12', 'T-12']);
  });

  it('chooses from menus', async () => {
    const menu = {
      type: 'static_select',
      action_id: 'do_menu',
      placeholder: plain('Priority'),
      options: [option('P1 — now', 'p1'), option('P2', 'p2')],
    };
    const more = { type: 'overflow', action_id: 'do_more', options: [option('Close', 'close')] };
    await say('menu', { blocks: [{ type: 'actions', elements: [menu, more] }] });
    await at.ana.chooses('Priority', 'P1');
    await at.ana.chooses('…', 'Close');
    expect(pressed).toEqual(['p1', 'close']);
    await expect(at.ana.chooses('Priority', 'P9')).rejects.toThrow('sees no menu "Priority" with "P9"');
  });
});

describe('forms', () => {
  it('takes people, channels, lists and ticks; tells the app of fields that ask for it; sends twice when told', async () => {
    const dispatched: unknown[] = [];
    const submitted: Record<string, Record<string, unknown>>[] = [];
    const input = (label: string, element: Record<string, unknown>, more = {}) => ({
      type: 'input',
      block_id: label,
      label: plain(label),
      element: { action_id: label, ...element },
      ...more,
    });
    app.shortcut('from_message', async ({ ack, shortcut, client }) => {
      await ack();
      await client.apiCall('views.open', {
        trigger_id: shortcut.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'form',
          notify_on_close: true,
          title: plain('Form'),
          submit: plain('Send'),
          blocks: [
            input('Who', { type: 'users_select' }),
            input('Where', { type: 'channels_select' }),
            input('Marks', {
              type: 'multi_static_select',
              options: [option('red', 'r'), option('blue', 'b')],
            }),
            input(
              'Kind',
              { type: 'radio_buttons', options: [option('One', '1'), option('Two', '2')] },
              { dispatch_action: true },
            ),
            input('Ticks', { type: 'checkboxes', options: [option('first', '1'), option('second', '2')] }),
            input('Day', { type: 'datepicker' }, { optional: true }),
          ],
        },
      });
    });
    app.action('Kind', async ({ ack, action }) => {
      await ack();
      dispatched.push(action.type === 'radio_buttons' && action.selected_option?.value);
    });
    app.view('form', async ({ ack, view }) => {
      submitted.push(view.state.values as unknown as Record<string, Record<string, unknown>>);
      await ack();
    });
    at.workspace.registerShortcuts([
      { callbackId: 'from_message', name: 'Open ticket from message', type: 'message' },
    ]);
    const message = await at.ana.types('help me', { in: 'tickets' });
    await at.bo.usesOn(message, 'Open ticket from message');
    await at.bo.fills({
      Who: at.ana,
      Where: '#tickets',
      Marks: ['red', 'blue'],
      Kind: 'Two',
      first: true,
      second: true,
    });
    await at.bo.fills({ first: false });
    expect(dispatched).toEqual(['2']);
    expect(at.bo.form?.fields.map((field) => field.value)).toEqual([
      'ana',
      '#tickets',
      ['red', 'blue'],
      'Two',
      ['second'],
      null,
    ]);
    expect(at.bo.formText()).toContain('│ Who: ana');
    await at.bo.submits({ twice: true });
    expect(submitted).toHaveLength(2);
    expect(submitted[0]?.Who?.Who).toEqual({ type: 'users_select', selected_user: at.ana.id });
    expect(submitted[0]?.Day?.Day).toEqual({ type: 'datepicker', selected_date: null });
    expect(at.bo.form).toBeUndefined();
    expect(at.workspace.violations).toEqual([]);
  });
});

describe('what people see', () => {
  it('reads like Slack: names, no marks, characters', async () => {
    at.workspace.addUserGroup('leads', { members: [at.bo] });
    const text = `*Bold* _it_ ~no~ \`a*b*\` 2 * 3 <@${at.ana.id}> <#${at.tickets.id}> <https://example.com|the page> &lt;b&gt; snake_case_name`;
    await say('x', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });
    await at.ana.sees('Bold it no a*b* 2 * 3 @ana #tickets the page <b> snake_case_name');
  });

  it('notices everybody who is really called, and nobody else', async () => {
    const call = (type: string) => ({
      blocks: [{ type: 'section', text: { type, text: 'hey <!channel>' } }],
    });
    await say('loud', call('mrkdwn'));
    expect((await at.ana.sees('hey @channel')).mentions.broadcasts).toEqual(['channel']);
    await say('quiet', call('plain_text'));
    expect((await at.ana.sees('hey <!channel>')).mentions.broadcasts).toEqual([]);
    const typed = await at.ana.types('look <!here> and @bo', { in: 'tickets' });
    expect(typed.mentions).toMatchObject({ broadcasts: [], users: ['bo'] });
    const elements = [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: '<!channel>' },
          { type: 'user', user_id: at.bo.id },
        ],
      },
    ];
    await say('rich', { blocks: [{ type: 'rich_text', elements }] });
    expect((await at.ana.sees('<!channel>@bo')).mentions).toMatchObject({ broadcasts: [], users: ['bo'] });
  });

  it('keeps private things private and threads together', async () => {
    const root = await say('T-1 root');
    await say('a reply', { thread_ts: root.ts });
    await post(at.workspace, 'chat.postEphemeral', {
      channel: at.tickets.id,
      user: at.ana.id,
      text: 'for you',
    });
    expect(at.ana.screen({ in: 'tickets' })).toBe(
      '#tickets\nhandrail: T-1 root\n    handrail: a reply\nhandrail: (only you) for you',
    );
    expect(at.bo.screen({ in: 'tickets' })).not.toContain('for you');
    expect(at.ana.lastPrivate()?.text).toBe('for you');
    const card = await at.ana.sees('T-1 root');
    expect(at.ana.threadOf(card).map((message) => message.text)).toEqual(['a reply']);
    await expect(at.bo.sees('for you', { withinMs: 10 })).rejects.toThrow(
      /bo does not see for you[\s\S]*T-1 root/,
    );
  });
});
