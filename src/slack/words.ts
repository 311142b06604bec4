/** `12`, `#12`, `T-12`, `t-12` → 12; anything else → null. */
export function ticketNumber(word: string): number | null {
  const digits = /^(?:#|[tT]-?)?(\d{1,15})$/.exec(word)?.[1];
  const number = Number(digits);
  return digits && number > 0 ? number : null;
}

/** The stream `INC-3` → 3; anything else → null. */
export function incidentNumber(word: string): number | null {
  const digits = /^INC-(\d{1,15})$/.exec(word)?.[1];
  return digits ? Number(digits) : null;
}

/** The stream `SHIFT-3` → 3; anything else → null. */
export function shiftNumber(word: string): number | null {
  const digits = /^SHIFT-(\d{1,15})$/.exec(word)?.[1];
  return digits ? Number(digits) : null;
}

/** `EXC-3`, `exc-3`, and the stream of that name → 3; anything else → null. */
export function exceptionNumber(word: string): number | null {
  const digits = /^exc-(\d{1,15})$/i.exec(word)?.[1];
  return digits ? Number(digits) : null;
}

/** The first word and the rest of what was typed. */
export function firstWord(text: string): { word: string; rest: string } {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  return { word, rest };
}

/** `<@U123|ana>` as Slack sends a mention → the user id. */
export function mentionedUser(word: string): string | null {
  return /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word)?.[1] ?? null;
}

/** Slack's markup as the person who typed it saw it: links, mentions and escaped characters as plain text. */
export function plainWords(slackText: string): string {
  return slackText
    .replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, target: string, label: string | undefined) => {
      if (target.startsWith('@')) return `@${label ?? target.slice(1)}`;
      if (target.startsWith('#')) return `#${label ?? target.slice(1)}`;
      if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
      return label && !target.endsWith(label) ? `${label} (${target})` : target;
    })
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

/** A message's fallback line is markup to Slack: what people wrote must not mention anybody from there. */
export function escapeMarkup(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
