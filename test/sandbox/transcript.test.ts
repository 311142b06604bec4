import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runScript } from '../../src/sandbox/script.ts';
import { keepTranscript } from '../../src/sandbox/transcript.ts';
import { desk, post } from './support.ts';

let at: Awaited<ReturnType<typeof desk>>;
beforeEach(async () => {
  at = await desk();
});
afterEach(() => at.workspace.stop());

describe('the transcript', () => {
  it('tells what people see, in their time', async () => {
    const { workspace, tickets, ana, clock } = at;
    const { lines } = keepTranscript(workspace.core, { timeZone: 'Europe/Helsinki' });
    const elements = [{ type: 'button', action_id: 'take', text: { type: 'plain_text', text: 'Take' } }];
    const card = (state: string) => [
      { type: 'section', text: { type: 'mrkdwn', text: `*T-1* Cannot sign in\n${state}` } },
      { type: 'actions', elements },
    ];
    const posted = await post(workspace, 'chat.postMessage', {
      channel: tickets.id,
      text: 'T-1',
      blocks: card('new'),
    });
    const thread = { channel: tickets.id, thread_ts: posted.body.ts };
    clock.pass(60_000);
    await post(workspace, 'chat.postMessage', { ...thread, text: 'waiting' });
    await post(workspace, 'chat.postEphemeral', { ...thread, user: ana.id, text: 'psst' });
    await post(workspace, 'chat.update', {
      channel: tickets.id,
      ts: posted.body.ts,
      text: 'T-1',
      blocks: card('taken'),
    });
    const blocks = [
      {
        type: 'input',
        optional: true,
        label: { type: 'plain_text', text: 'Note' },
        element: { type: 'plain_text_input', initial_value: 'hm' },
      },
    ];
    const view = {
      type: 'modal',
      title: { type: 'plain_text', text: 'Classify' },
      submit: { type: 'plain_text', text: 'Save' },
      blocks,
    };
    await post(workspace, 'views.open', { trigger_id: workspace.core.triggers.issue(ana.id), view });
    await ana.submits();
    expect(lines.join('\n')).toBe(
      [
        '11:00   #tickets  handrail: T-1 Cannot sign in',
        '          new',
        '          [Take]',
        '11:01   #tickets › T-1 thread  handrail: waiting',
        '11:01   #tickets › T-1 thread  handrail (only ana sees): psst',
        '11:01   ✎ card T-1 now: taken',
        '11:01   ana sees',
        '          ┌ Classify',
        '          │ Note (optional): hm',
        '          └ [Cancel] [Save]',
        '11:01   ana submits "Classify"',
        '          · Note: hm  [Save]',
        '11:01   ana\'s form "Classify" says: We had some trouble connecting. Try again?',
      ].join('\n'),
    );
  });
});

describe('the transcript of what is personal or gone', () => {
  it('names whose direct message it is, and repeats nothing of what was taken back', async () => {
    const { workspace, tickets, ana, clock } = at;
    const { lines } = keepTranscript(workspace.core, { timeZone: 'Europe/Helsinki' });
    const opened = await post(workspace, 'conversations.open', { users: ana.id });
    const { id: channel } = opened.body.channel as { id: string };
    const mine = await post(workspace, 'chat.postMessage', { channel, text: 'for you, about T-1' });
    await post(workspace, 'chat.update', { channel, ts: mine.body.ts, text: 'done, about T-1' });
    const root = await post(workspace, 'chat.postMessage', { channel: tickets.id, text: 'T-1' });
    const thread_ts = root.body.ts;
    clock.pass(60_000);
    const said = await post(workspace, 'chat.postMessage', {
      channel: tickets.id,
      thread_ts,
      text: 'seen at HARBOR-2',
    });
    await post(workspace, 'chat.delete', { channel: tickets.id, ts: said.body.ts });
    expect(lines[0]).toBe('11:00   direct message to ana  handrail: for you, about T-1');
    expect(lines[1]).toBe('11:00   ✎ direct message to ana now: done, about T-1');
    expect(lines.at(-1)).toBe('11:01   ✗ #tickets › T-1 thread: a message was taken back');
  });
});

describe('a script', () => {
  it('stops at the first step that fails, by name', async () => {
    const lines: string[] = [];
    const ran: string[] = [];
    const step = (name: string, fails = false) => ({
      name,
      run: async () => {
        ran.push(name);
        if (fails) throw new Error('no such button');
      },
    });
    const write = (line: string) => lines.push(line);
    let settled = 0;
    const settle = async () => {
      settled += 1;
    };
    const result = await runScript([step('one'), step('two', true), step('three')], write, settle);
    expect(settled).toBe(1);
    expect(result).toMatchObject({ ok: false, step: 'two' });
    expect(ran).toEqual(['one', 'two']);
    expect(lines).toContain('✗ two: no such button');
    expect(await runScript([step('four')], () => {}, settle)).toEqual({ ok: true });
  });
});
