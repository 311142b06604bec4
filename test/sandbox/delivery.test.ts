import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, LogLevel } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { desk, post, socketApp } from './support.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const started = async (options: Parameters<typeof desk>[0] = {}) => {
  const at = await desk(options);
  closing.push(() => at.workspace.stop());
  return at;
};
const running = async (app: App) => {
  await app.start();
  closing.push(() => app.stop());
  return app;
};

describe('Socket Mode', () => {
  it('shows a failure when the app answers late, and when it is away', async () => {
    const { workspace, ana } = await started({ ackDeadlineMs: 50 });
    await ana.types('/ticket x', { in: 'tickets' });
    await ana.sees('/ticket failed with the error "dispatch_failed"');
    const app = await running(socketApp(workspace));
    app.command('/ticket', async () => {});
    await ana.types('/ticket x');
    const note = await ana.sees('/ticket failed because the app did not respond (operation_timeout)');
    expect(note.onlyFor).toBe('ana');
  });

  it('serves two connections in turn', async () => {
    const { workspace, ana } = await started();
    const heard: string[] = [];
    for (const name of ['first', 'second']) {
      const app = socketApp(workspace);
      app.command('/ping', async ({ ack }) => {
        heard.push(name);
        await ack();
      });
      await running(app);
    }
    expect(workspace.sockets.count()).toBe(2);
    await ana.types('/ping', { in: 'tickets' });
    await ana.types('/ping');
    expect(heard.sort()).toEqual(['first', 'second']);
  });

  it('hands what a lost connection had not answered to another', async () => {
    const { workspace, ana } = await started();
    const heard: string[] = [];
    for (const name of ['first', 'second']) {
      const app = socketApp(workspace, 60_000);
      app.command('/ping', async ({ ack }) => {
        heard.push(name);
        if (heard.length > 1) return ack('pong');
        // The connection that took it dies before it answers.
        workspace.sockets.cut();
        return undefined;
      });
      await running(app);
    }
    const typed = ana.types('/ping', { in: 'tickets' });
    await workspace.until(() => (workspace.sockets.count() === 0 ? true : undefined));
    const third = socketApp(workspace);
    third.command('/ping', ({ ack }) => ack('pong'));
    await running(third);
    await typed;
    await ana.sees('pong');
  });

  it('comes back after being asked to reconnect, and hears what it missed', async () => {
    const { workspace, ana } = await started();
    const app = socketApp(workspace, 60);
    const gone: string[] = [];
    app.event('member_left_channel', async ({ event }) => void gone.push(event.user));
    await running(app);
    workspace.sockets.recycle();
    await workspace.until(() => (workspace.sockets.count() === 0 ? true : undefined));
    await workspace.leave('tickets', ana);
    await workspace.until(() => (workspace.sockets.count() === 1 ? true : undefined));
    await expect.poll(() => gone).toEqual([ana.id]);
  });
});

describe('a form the app answers wrongly', () => {
  it('shows trouble, and is written down', async () => {
    const { workspace, ana } = await started();
    const app = socketApp(workspace);
    app.shortcut('new', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'f',
          title: { type: 'plain_text', text: 'F' },
          submit: { type: 'plain_text', text: 'S' },
          blocks: [{ type: 'divider' }],
        },
      });
    });
    app.view('f', ({ ack }) => ack({ response_action: 'errors', errors: { nowhere: 'x' } }));
    await running(app);
    workspace.registerShortcuts([{ callbackId: 'new', name: 'Open a form', type: 'global' }]);
    await ana.uses('Open a form');
    await ana.seesForm('F');
    await ana.submits();
    expect(ana.form?.trouble).toBe('We had some trouble connecting. Try again?');
    expect(workspace.violations).toEqual([expect.stringContaining('nowhere')]);
  });
});

describe('what a form may be answered with', () => {
  it('another view, one on top, or the end of all; and closing is heard of', async () => {
    const { workspace, ana } = await started();
    const app = socketApp(workspace);
    const view = (callback_id: string) => ({
      type: 'modal' as const,
      callback_id,
      notify_on_close: true,
      title: { type: 'plain_text' as const, text: callback_id },
      submit: { type: 'plain_text' as const, text: 'Next' },
      blocks: [{ type: 'divider' as const }],
    });
    const closed: string[] = [];
    app.command('/form', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: view('first') });
    });
    app.view('first', ({ ack }) => ack({ response_action: 'update', view: view('second') }));
    app.view('second', ({ ack }) => ack({ response_action: 'push', view: view('third') }));
    app.view('third', ({ ack }) => ack({ response_action: 'clear' }));
    app.view({ type: 'view_closed', callback_id: 'third' }, async ({ ack, body }) => {
      closed.push(`${body.view.callback_id} over ${body.view.previous_view_id}`);
      await ack();
    });
    await running(app);
    await ana.types('/form', { in: 'tickets' });
    await ana.seesForm('first');
    await ana.submits();
    expect(ana.form?.title).toBe('second');
    const second = workspace.core.stacks.get(ana.id)?.[0];
    await ana.submits();
    expect(ana.form?.title).toBe('third');
    await ana.closes();
    expect(closed).toEqual([`third over ${second}`]);
    expect(ana.form?.title).toBe('second');
    await ana.submits();
    await ana.clicks('Next');
    expect(ana.form).toBeUndefined();
    expect(workspace.violations).toEqual([]);
  });

  it('nothing in time: the form stays, with trouble', async () => {
    const { workspace, ana } = await started({ ackDeadlineMs: 200 });
    const app = socketApp(workspace);
    app.view('slow', async () => {});
    await running(app);
    const text = { type: 'plain_text', text: 'Slow' };
    const view = {
      type: 'modal',
      callback_id: 'slow',
      title: text,
      submit: text,
      blocks: [{ type: 'divider' }],
    };
    await post(workspace, 'views.open', { trigger_id: workspace.core.triggers.issue(ana.id), view });
    await ana.submits();
    expect(ana.form).toMatchObject({ title: 'Slow', trouble: 'We had some trouble connecting. Try again?' });
  });
});

describe('HTTP', () => {
  const httpApp = async (at: Awaited<ReturnType<typeof started>>, signingSecret: string) => {
    const app = new App({
      token: at.workspace.botToken,
      signingSecret,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: at.workspace.apiUrl },
    });
    const server = await app.start({ port: 0, host: '127.0.0.1' });
    closing.push(() => app.stop());
    return {
      app,
      url: `http://127.0.0.1:${((server as { address(): unknown }).address() as AddressInfo).port}/slack/events`,
    };
  };

  it('signs, carries commands with people and channels in them, buttons and forms', async () => {
    const at = await started({ socketMode: false });
    const { app, url } = await httpApp(at, at.workspace.signingSecret);
    const texts: string[] = [];
    app.command('/ticket', async ({ ack, body }) => {
      texts.push(body.text);
      await ack({
        text: 'noted',
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
          },
        ],
      });
    });
    app.action('go', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'gone', replace_original: true });
    });
    await at.workspace.deliverTo(url);
    await at.ana.types('/ticket note 1 @bo said <b> & see #tickets', { in: 'tickets' });
    expect(texts).toEqual([`note 1 <@${at.bo.id}|bo> said &lt;b&gt; &amp; see <#${at.tickets.id}|tickets>`]);
    await at.ana.clicks('Go');
    const answer = await at.ana.sees('gone');
    expect(answer.edited).toBe(true);
    at.bo.doesNotSee('gone');
  });

  it('is turned away by an app with another secret', async () => {
    const at = await started({ socketMode: false });
    const { url } = await httpApp(at, 'another');
    await expect(at.workspace.deliverTo(url)).rejects.toThrow('HTTP 401');
  });

  it('repeats events three times, and says so', async () => {
    const at = await started({ socketMode: false });
    const retries: (string | string[] | undefined)[] = [];
    const server = createServer((request, response) => {
      retries.push(request.headers['x-slack-retry-num']);
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { challenge } = JSON.parse(body) as { challenge?: string };
        response.writeHead(challenge ? 200 : 500).end(challenge);
      });
    }).listen(0, '127.0.0.1');
    closing.push(async () => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    await at.workspace.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await at.workspace.archive('tickets');
    expect(retries).toEqual([undefined, undefined, '1', '2', '3']);
  });
});

describe('response URLs', () => {
  const answering = async () => {
    const at = await started();
    const app = socketApp(at.workspace);
    let url = '';
    app.command('/x', async ({ ack, body }) => {
      url = body.response_url;
      await ack();
    });
    await running(app);
    await at.ana.types('/x', { in: 'tickets' });
    const respond = async (body: Record<string, unknown>) => {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
      return `${response.status} ${await response.text()}`;
    };
    return { ...at, respond };
  };

  it('work five times', async () => {
    const { respond, ana } = await answering();
    expect(await respond({ text: 'x', blocks: [{ type: 'nope' }] })).toBe('400 invalid_blocks');
    for (const text of ['1', '2', '3', '4']) expect(await respond({ text })).toBe('200 ok');
    expect(await respond({ text: '5' })).toBe('404 used_url');
    expect(ana.ephemerals().map((message) => message.text)).toEqual(['1', '2', '3', '4']);
  });

  it('work for half an hour', async () => {
    const { respond, clock, bo } = await answering();
    clock.pass(30 * 60_000 - 1);
    expect(await respond({ text: 'in time', response_type: 'in_channel' })).toBe('200 ok');
    await bo.sees('in time');
    clock.pass(1);
    expect(await respond({ text: 'late' })).toBe('404 expired_url');
  });
});
