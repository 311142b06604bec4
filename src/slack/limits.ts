/** Slack's figures that the views are built within (docs.slack.dev, Block Kit reference). Lengths in characters. */
export const limits = {
  /** Of one text element; the strictest that applies to what we send. */
  text: 3000,
  header: 150,
  plainTextInput: 3000,
  messageBlocks: 50,
  /** All texts in the blocks of one message together: about 13,200, less what block markup may cost. */
  messageText: 12_000,
  viewBlocks: 100,
  /** A whole view is refused above 250 KB of JSON. */
  viewBytes: 250_000,
  title: 24,
  optionText: 75,
  selectOptions: 100,
  buttonText: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;

/** The text within `length` characters, with an ellipsis where something is left out. Never splits an emoji. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The text in pieces of at most `length` characters, cut at line ends or spaces where there are some. Joined, they are the text. */
export function pieces(text: string, length: number): readonly string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > length) {
    const window = rest.slice(0, length);
    const breakAt = Math.max(window.lastIndexOf('\n'), window.lastIndexOf(' ')) + 1;
    const cut = breakAt > length / 2 ? breakAt : length - (/[\uD800-\uDBFF]$/.test(window) ? 1 : 0);
    found.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...found, rest];
}
