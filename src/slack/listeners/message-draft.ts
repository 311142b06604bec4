import type { MessageShortcut } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import { inputLimits } from '../../desk/input.ts';
import type { SourceMessage } from '../../sop/ticket/events.ts';
import type { Bot } from '../bot.ts';
import { clip } from '../limits.ts';
import type { Draft } from '../views/forms/open-ticket.ts';
import { plainWords } from '../words.ts';

/** A ticket as far as a message gives it: its text, its files, who wrote it and where it stands. */
export async function draftFromMessage(
  bot: Bot,
  shortcut: MessageShortcut,
): Promise<{ draft: Draft; message: SourceMessage }> {
  const { message, channel } = shortcut;
  const description = clip(plainWords(message.text ?? ''), inputLimits.description);
  const [firstLine = ''] = description.split('\n');
  const [author, permalink] = await Promise.all([
    authorOf(bot, message),
    permalinkOf(bot, channel.id, message.ts),
  ]);
  return {
    draft: { title: clip(firstLine.trim(), inputLimits.title), description, attachments: filesOf(message) },
    message: { author, permalink },
  };
}

/** Null for a conversation that Handrail is not in: the ticket is opened all the same. */
async function permalinkOf(bot: Bot, channel: string, ts: string): Promise<string | null> {
  try {
    const { permalink } = await bot.interactive.chat.getPermalink({ channel, message_ts: ts });
    return permalink ?? null;
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return null;
    throw error;
  }
}

async function authorOf(bot: Bot, message: MessageShortcut['message']): Promise<string> {
  if (message.user) {
    const user = await personOf(bot, message.user);
    return user?.real_name ?? user?.name ?? message.user;
  }
  return typeof message.username === 'string' ? message.username : 'an app';
}

/** Null for somebody Slack does not show to Handrail, of another workspace for instance. */
async function personOf(bot: Bot, userId: string) {
  try {
    return (await bot.interactive.users.info({ user: userId })).user ?? null;
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return null;
    throw error;
  }
}

function filesOf(message: MessageShortcut['message']): string {
  const files: unknown = message.files;
  if (!Array.isArray(files)) return '';
  return files
    .flatMap((file: { name?: unknown; permalink?: unknown }) =>
      typeof file.permalink === 'string'
        ? [`${typeof file.name === 'string' ? file.name : 'file'} ${file.permalink}`]
        : [],
    )
    .join('\n');
}
