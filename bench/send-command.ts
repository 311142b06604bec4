import { createHmac } from 'node:crypto';
import { signingSecret } from './child.ts';
import { agents } from './desk.ts';

/** Sends a slash command as Slack does, signed; resolves when it has been acknowledged. */
export async function sendCommand(
  port: number,
  { command, text, trigger }: { command: string; text: string; trigger: string },
): Promise<void> {
  const body = new URLSearchParams({
    command,
    text,
    user_id: agents[0] ?? '',
    team_id: 'TBENCH',
    channel_id: 'CTICKETS',
    trigger_id: trigger,
    response_url: 'http://127.0.0.1:9/none',
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Slack-Request-Timestamp': timestamp,
      'X-Slack-Signature': `v0=${signature}`,
    },
    body,
  });
  await response.text();
  if (!response.ok) throw new Error(`the command was answered ${response.status}`);
}
