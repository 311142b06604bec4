import type { App } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { desk, socketApp } from './support.ts';

/** A form, a message and a button, as a bot would have them. */
const serve = (app: App): void => {
  app.command('/ticket', async ({ ack, client, body }) => {
    await ack();
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'open_ticket',
        private_metadata: body.channel_id,
        title: { type: 'plain_text', text: 'Open a ticket' },
        submit: { type: 'plain_text', text: 'Open' },
        blocks: [
          {
            type: 'input',
            block_id: 'title',
            label: { type: 'plain_text', text: 'Title' },
            element: { type: 'plain_text_input', action_id: 'title', min_length: 3, max_length: 20 },
          },
          {
            type: 'input',
            block_id: 'category',
            label: { type: 'plain_text', text: 'Category' },
            element: {
              type: 'static_select',
              action_id: 'category',
              options: ['AUTH — Signing in', 'BILL — Billing'].map((text) => ({
                text: { type: 'plain_text', text },
                value: text.slice(0, 4),
              })),
            },
          },
          {
            type: 'input',
            block_id: 'read',
            optional: true,
            label: { type: 'plain_text', text: 'Before you go on' },
            element: {
              type: 'checkboxes',
              action_id: 'read',
              options: [{ text: { type: 'plain_text', text: 'I have read it all' }, value: 'yes' }],
            },
          },
        ],
      },
    });
  });
  app.view('open_ticket', async ({ ack, view, client, body }) => {
    const values = view.state.values;
    const title = values.title?.title?.value ?? '';
    if (values.read?.read?.selected_options?.length !== 1)
      return ack({ response_action: 'errors', errors: { read: 'Read it first' } });
    await ack();
    await client.chat.postMessage({
      channel: view.private_metadata,
      text: `T-1 ${title}`,
      metadata: { event_type: 'notice', event_payload: { id: 'n-1' } },
      blocks: [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: `*T-1* ${title} from <@${body.user.id}> &amp; co` },
          accessory: {
            type: 'button',
            action_id: 'take',
            value: '1',
            text: { type: 'plain_text', text: 'Take' },
            confirm: {
              title: { type: 'plain_text', text: 'Sure?' },
              text: { type: 'plain_text', text: 'It is yours then' },
              confirm: { type: 'plain_text', text: 'Yes' },
              deny: { type: 'plain_text', text: 'No' },
            },
          },
        },
      ],
    });
    return undefined;
  });
  app.action('take', async ({ ack, respond, client, body }) => {
    await ack();
    await respond({ text: 'It is yours', response_type: 'ephemeral', replace_original: false });
    if (body.type !== 'block_actions' || !body.message || !body.channel) return;
    await client.chat.update({
      channel: body.channel.id,
      ts: body.message.ts,
      text: `taken by <@${body.user.id}>`,
    });
  });
};

describe('a ticket from command to button', () => {
  let workspace: Workspace;
  let app: App;
  let people: Awaited<ReturnType<typeof desk>>;

  beforeAll(async () => {
    people = await desk();
    workspace = people.workspace;
    app = socketApp(workspace);
    serve(app);
    await app.start();
  });
  afterAll(async () => {
    await app.stop();
    await workspace.stop();
  });

  it('opens, complains, posts and is taken', async () => {
    const { ana, bo } = people;
    await ana.types('/ticket new', { in: 'tickets' });
    await ana.seesForm('Open a ticket');
    await expect(ana.submits()).rejects.toThrow(/"Title" is required; "Category" is required/);
    await expect(ana.fills({ Nonsense: 'x' })).rejects.toThrow(
      /has no field "Nonsense"; it has: Title | Category/,
    );
    await expect(ana.fills({ Title: 'x'.repeat(21) })).rejects.toThrow(/takes 20 characters/);
    await expect(ana.fills({ Category: 'NOPE' })).rejects.toThrow(/AUTH — Signing in/);
    await ana.fills({ Title: 'Cannot sign in', Category: 'AUTH' });
    await ana.submits();
    expect(ana.form?.errors).toEqual({ 'Before you go on': 'Read it first' });
    await ana.fills({ 'I have read it all': true });
    await ana.submits();
    expect(ana.form).toBeUndefined();

    const card = await bo.sees('T-1');
    expect(card.text).toBe('T-1 Cannot sign in from @ana & co');
    expect(card.mentions).toEqual({ users: ['ana'], groups: [], channels: [], broadcasts: [] });
    expect(card.metadata?.event_payload).toEqual({ id: 'n-1' });
    await expect(bo.clicks('Take')).rejects.toThrow('Sure?: It is yours then');
    await expect(bo.clicks('Nope')).rejects.toThrow(/\[Take\] on "T-1/);
    await bo.clicks('Take', { on: 'T-1', confirm: true });
    await bo.sees('It is yours');
    ana.doesNotSee('It is yours');
    await ana.sees('taken by @bo');
    expect(card.edited).toBe(true);
    expect(card.buttons).toEqual([]);
    expect(workspace.violations).toEqual([]);
    expect(workspace.calls.flatMap((call) => call.warnings)).toEqual([]);
  });
});
