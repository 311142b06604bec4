// The least a Bolt app can do over HTTP: acknowledge a command, open a form that is always the same.
import { App, HTTPReceiver } from '@slack/bolt';

const receiver = new HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  endpoints: '/slack/events',
  customRoutes: [{ path: '/healthz', method: 'GET', handler: (_, res) => res.end('ok') }],
});
const app = new App({
  receiver,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? '' },
  authorize: async () => ({ botToken: process.env.SLACK_BOT_TOKEN ?? '', botUserId: 'UBOT', botId: 'BBOT' }),
});
app.command('/classify', async ({ ack, body, client }) => {
  await ack();
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: 'modal',
      title: { type: 'plain_text', text: 'Classify' },
      blocks: [{ type: 'section', text: { type: 'plain_text', text: 'A form.' } }],
    },
  });
});
await app.start(Number(process.env.PORT));
process.on('SIGTERM', () => process.exit(0));
