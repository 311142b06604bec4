import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultScopes } from '../../src/sandbox/methods.ts';
import { desk, post } from './support.ts';

let at: Awaited<ReturnType<typeof desk>>;
beforeEach(async () => {
  at = await desk();
});
afterEach(() => at.workspace.stop());

const call = (method: string, args: Record<string, unknown> = {}) => post(at.workspace, method, args);

describe('tokens, methods and scopes', () => {
  it('refuses calls without a token, with a wrong one, and with the other kind', async () => {
    const open = (token: string | undefined, method = 'auth.test') => post(at.workspace, method, {}, token);
    expect((await open('')).body).toMatchObject({ ok: false, error: 'not_authed' });
    expect((await open('xoxb-nobody')).body).toMatchObject({ error: 'invalid_auth' });
    expect((await open(at.workspace.appToken)).body).toMatchObject({ error: 'not_allowed_token_type' });
    expect((await open(undefined, 'apps.connections.open')).body).toMatchObject({
      error: 'not_allowed_token_type',
    });
    expect((await open(undefined)).body).toMatchObject({ ok: true, user_id: at.workspace.botUserId });
  });

  it('does not know other methods', async () => {
    expect((await call('files.upload')).body).toMatchObject({
      error: 'unknown_method',
      req_method: 'files.upload',
    });
  });

  it('keeps tokens out of the log of calls', async () => {
    await call('chat.postMessage', { channel: at.tickets.id, text: 'hi', token: at.workspace.botToken });
    expect(JSON.stringify(at.workspace.calls)).not.toContain(at.workspace.botToken);
  });

  it('names the scope that is missing', async () => {
    const scopes = defaultScopes.filter((scope) => scope !== 'chat:write' && scope !== 'channels:history');
    const poor = await desk({ scopes });
    const args = { channel: poor.tickets.id, text: 'hi' };
    const answer = await post(poor.workspace, 'chat.postMessage', args);
    expect(answer.body).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
      provided: scopes.join(','),
    });
    expect((await post(poor.workspace, 'conversations.history', args)).body).toMatchObject({
      needed: 'channels:history',
    });
    await poor.workspace.stop();
  });
});

describe('writing', () => {
  it('takes forms and JSON alike', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'one' } }];
    const answer = await post(
      at.workspace,
      'chat.postMessage',
      { channel: at.tickets.id, text: 'one', blocks },
      undefined,
      'form',
    );
    expect(answer.body).toMatchObject({ ok: true, message: { blocks: [{ type: 'section' }] } });
  });

  it('refuses places it may not write to, with the code of each', async () => {
    const { workspace, ana, tickets } = at;
    const outside = workspace.addChannel('outside', { members: [ana], bot: false });
    const secret = workspace.addChannel('secret', { members: [ana], bot: false, private: true });
    const text = 'hi';
    expect((await call('chat.postMessage', { channel: 'C404', text })).body.error).toBe('channel_not_found');
    expect((await call('chat.postMessage', { channel: secret.id, text })).body.error).toBe(
      'channel_not_found',
    );
    expect((await call('chat.postMessage', { channel: outside.id, text })).body.error).toBe('not_in_channel');
    expect((await call('chat.postMessage', { channel: tickets.id })).body.error).toBe('no_text');
    expect((await call('chat.postMessage', { channel: tickets.id, text, thread_ts: '1.1' })).body.error).toBe(
      'thread_not_found',
    );
    expect((await call('chat.postEphemeral', { channel: tickets.id, user: 'U404', text })).body.error).toBe(
      'user_not_in_channel',
    );
    const hers = await ana.types('mine', { in: 'tickets' });
    expect((await call('chat.update', { channel: tickets.id, ts: hers.ts, text })).body.error).toBe(
      'cant_update_message',
    );
    expect((await call('chat.update', { channel: tickets.id, ts: '1.1', text })).body.error).toBe(
      'message_not_found',
    );
    await workspace.archive('tickets');
    expect((await call('chat.postMessage', { channel: tickets.id, text })).body.error).toBe('is_archived');
  });

  it('lets one message a second through per channel, by the clock', async () => {
    const { clock, tickets, workspace, ana } = at;
    const other = workspace.addChannel('other', { members: [ana], bot: true });
    const say = (channel: string) => call('chat.postMessage', { channel, text: 'hi' });
    expect((await say(tickets.id)).body.ok).toBe(true);
    clock.pass(999);
    const refused = await say(tickets.id);
    expect(refused).toMatchObject({
      status: 429,
      retryAfter: '1',
      body: { ok: false, error: 'ratelimited' },
    });
    expect((await say(other.id)).body.ok).toBe(true);
    expect(
      (await call('chat.postEphemeral', { channel: tickets.id, user: ana.id, text: 'psst' })).body.ok,
    ).toBe(true);
    clock.pass(1);
    expect((await say(tickets.id)).body.ok).toBe(true);
  });

  it('limits updates to fifty in a sliding minute', async () => {
    const { clock, tickets } = at;
    const { body } = await call('chat.postMessage', { channel: tickets.id, text: 'card' });
    const update = () => call('chat.update', { channel: tickets.id, ts: body.ts, text: 'card!' });
    for (let count = 0; count < 50; count += 1) expect((await update()).status).toBe(200);
    clock.pass(30_000);
    expect(await update()).toMatchObject({ status: 429, retryAfter: '30' });
    clock.pass(30_000);
    expect((await update()).status).toBe(200);
  });

  it('keeps metadata and gives it back to who asks for it', async () => {
    const { tickets, clock } = at;
    const metadata = { event_type: 'notice', event_payload: { id: 'n-7' } };
    const root = await call('chat.postMessage', { channel: tickets.id, text: 'root' });
    clock.pass(1000);
    await call('chat.postMessage', { channel: tickets.id, text: 'reply', thread_ts: root.body.ts, metadata });
    const read = (all: boolean) =>
      call('conversations.replies', { channel: tickets.id, ts: root.body.ts, include_all_metadata: all });
    expect((await read(true)).body.messages).toMatchObject([
      { text: 'root', reply_count: 1 },
      { text: 'reply', metadata },
    ]);
    expect(JSON.stringify((await read(false)).body)).not.toContain('n-7');
    // Where the first message was deleted, the replies to it stay.
    await call('chat.delete', { channel: tickets.id, ts: root.body.ts });
    expect((await read(true)).body.messages).toMatchObject([{ text: 'reply' }]);
    const bad = { channel: tickets.id, text: 'x', metadata: { event_type: 'x' } };
    expect((await call('chat.postMessage', bad)).body.error).toBe('invalid_metadata_format');
  });

  it('marks blocks without text', async () => {
    await call('chat.postMessage', { channel: at.tickets.id, blocks: [{ type: 'divider' }] });
    expect(at.workspace.calls.at(-1)?.warnings[0]).toMatch('blocks without text');
  });
});

describe('reading', () => {
  it('pages through members with a cursor', async () => {
    const first = await call('conversations.members', { channel: at.tickets.id, limit: 2 });
    const cursor = (first.body.response_metadata as { next_cursor: string }).next_cursor;
    expect(first.body.members).toHaveLength(2);
    const second = await call('conversations.members', { channel: at.tickets.id, limit: 2, cursor });
    expect(second.body).toMatchObject({
      members: [at.workspace.botUserId],
      response_metadata: { next_cursor: '' },
    });
    expect((await call('conversations.members', { channel: at.tickets.id, cursor: 'zz' })).body.error).toBe(
      'invalid_cursor',
    );
  });

  it('tells guests, strangers and those who left apart', async () => {
    const { workspace } = at;
    const info = async (kind: 'guest' | 'single_channel_guest' | 'stranger' | 'deactivated' | 'bot') =>
      (await call('users.info', { user: workspace.addPerson({ name: kind, kind }).id })).body.user;
    expect(await info('guest')).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
    expect(await info('single_channel_guest')).toMatchObject({
      is_restricted: true,
      is_ultra_restricted: true,
    });
    expect(await info('stranger')).toMatchObject({ is_stranger: true });
    expect(await info('deactivated')).toMatchObject({ deleted: true });
    expect(await info('bot')).toMatchObject({ is_bot: true });
    expect((await call('users.info', { user: 'U404' })).body.error).toBe('user_not_found');
  });

  it('opens the talk with a person, and posts to it by their id', async () => {
    const { body } = await call('conversations.open', { users: at.ana.id });
    const channel = (body.channel as { id: string }).id;
    expect((await call('chat.postMessage', { channel: at.ana.id, text: 'hello' })).body.channel).toBe(
      channel,
    );
    expect(at.ana.messagesIn('dm').map((message) => message.text)).toEqual(['hello']);
    expect(at.bo.screen({ in: 'dm' })).not.toContain('hello');
  });
});

describe('faults put in on purpose', () => {
  it('fails as told, then works again', async () => {
    const { workspace, tickets, clock } = at;
    const say = () => call('chat.postMessage', { channel: tickets.id, text: 'hi' });
    workspace.failNext('chat.postMessage', { error: 'fatal_error' });
    workspace.failNext('chat.postMessage', { status: 503 });
    workspace.failNext('chat.postMessage', { retryAfter: 7 });
    workspace.failNext('chat.postMessage', { resetAfterAccepting: true });
    expect((await say()).body.error).toBe('fatal_error');
    expect((await say()).status).toBe(503);
    expect(await say()).toMatchObject({ status: 429, retryAfter: '7' });
    expect(workspace.messagesIn('tickets')).toHaveLength(0);
    await expect(say()).rejects.toThrow();
    expect(workspace.messagesIn('tickets')).toHaveLength(1);
    clock.pass(1000);
    expect((await say()).body.ok).toBe(true);
  });
});
