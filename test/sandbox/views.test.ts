import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk, post } from './support.ts';

let at: Awaited<ReturnType<typeof desk>>;
beforeEach(async () => {
  at = await desk();
});
afterEach(() => at.workspace.stop());

const plain = (text: string) => ({ type: 'plain_text', text });
const field = (block_id: string) => ({
  type: 'input',
  block_id,
  optional: true,
  label: plain(block_id),
  element: { type: 'plain_text_input', action_id: block_id },
});
const view = (title: string, more: Record<string, unknown> = {}) => ({
  type: 'modal',
  title: plain(title),
  submit: plain('Save'),
  blocks: [field('Note')],
  ...more,
});
const call = async (method: string, args: Record<string, unknown>) =>
  (await post(at.workspace, method, args)).body;
const trigger = () => at.workspace.core.triggers.issue(at.ana.id);
const open = (title = 'One', more: Record<string, unknown> = {}) =>
  call('views.open', { trigger_id: trigger(), view: view(title, more) }) as Promise<{
    ok: boolean;
    view: { id: string; hash: string };
  }>;

describe('triggers', () => {
  it('work once', async () => {
    const trigger_id = trigger();
    expect(await call('views.open', { trigger_id, view: view('One') })).toMatchObject({ ok: true });
    expect(await call('views.open', { trigger_id, view: view('One') })).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  it('live for three seconds of the clock', async () => {
    const young = trigger();
    const old = trigger();
    at.clock.pass(2_999);
    expect(await call('views.open', { trigger_id: young, view: view('One') })).toMatchObject({ ok: true });
    at.clock.pass(1);
    expect(await call('views.open', { trigger_id: old, view: view('One') })).toMatchObject({
      error: 'expired_trigger_id',
    });
    expect(await call('views.open', { trigger_id: 'x', view: view('One') })).toMatchObject({
      error: 'invalid_trigger_id',
    });
  });

  it('are not used up by a view that is refused', async () => {
    const trigger_id = trigger();
    expect(await call('views.open', { trigger_id, view: {} })).toMatchObject({ error: 'invalid_arguments' });
    expect(await call('views.open', { trigger_id, view: view('One') })).toMatchObject({ ok: true });
  });
});

describe('open views', () => {
  it('stack three high', async () => {
    await open();
    const push = (title: string) => call('views.push', { trigger_id: trigger(), view: view(title) });
    expect(await push('Two')).toMatchObject({ ok: true });
    expect(await push('Three')).toMatchObject({ view: { title: plain('Three') } });
    expect(await push('Four')).toMatchObject({ error: 'push_limit_reached' });
    await at.ana.closes();
    expect(at.ana.form?.title).toBe('Two');
  });

  it('are pushed onto something only', async () => {
    expect(await call('views.push', { trigger_id: trigger(), view: view('x') })).toMatchObject({
      error: 'not_found',
    });
  });

  it('change for the hash that is current, and keep what was typed', async () => {
    const { view: first } = await open();
    await at.ana.fills({ Note: 'typed' });
    const body = {
      view_id: first.id,
      hash: first.hash,
      view: view('New', { blocks: [field('Note'), field('More')] }),
    };
    at.clock.pass(1000);
    expect(await call('views.update', body)).toMatchObject({ ok: true });
    expect(await call('views.update', body)).toMatchObject({ error: 'hash_conflict' });
    expect(at.ana.form).toMatchObject({
      title: 'New',
      fields: [
        { label: 'Note', value: 'typed' },
        { label: 'More', value: null },
      ],
    });
  });

  it('are not there once closed', async () => {
    const { view: first } = await open();
    await at.ana.closes();
    expect(await call('views.update', { view_id: first.id, view: view('x') })).toMatchObject({
      error: 'not_found',
    });
  });

  it('share no external id', async () => {
    await open('One', { external_id: 'e1' });
    expect(
      await call('views.push', { trigger_id: trigger(), view: view('x', { external_id: 'e1' }) }),
    ).toMatchObject({
      error: 'duplicate_external_id',
    });
    expect(await call('views.update', { external_id: 'e1', view: view('Found') })).toMatchObject({
      ok: true,
    });
  });

  it('show as a home', async () => {
    const home = { type: 'home', blocks: [{ type: 'header', text: plain('Your tickets') }] };
    expect(await call('views.publish', { user_id: at.ana.id, view: home })).toMatchObject({ ok: true });
    expect(at.ana.home).toBe('Your tickets');
    expect(await call('views.publish', { user_id: at.ana.id, hash: 'old', view: home })).toMatchObject({
      error: 'hash_conflict',
    });
  });
});
