import type { Attachment } from '../../sop/ticket/events.ts';

/** One attachment a line: an address, with or without a name before it. Whether it is one is checked by the caller. */
export function attachmentsFromLines(text: string): readonly Attachment[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, name, url] = /^(.*\S)\s+(\S+)$/.exec(line) ?? [];
      return name && url ? { name, url } : { name: nameOf(line), url: line };
    });
}

function nameOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  const last = pathname.split('/').findLast((part) => part !== '');
  return last ?? host;
}
