/**
 * What somebody wrote, for a sentence of ours in which people stand as `<@U…>`: nothing in it is read as one of them.
 * Whoever shows the sentence turns it back.
 */
export function asWritten(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

export function fromWritten(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
