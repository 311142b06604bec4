/**
 * Where a spreadsheet would begin a formula. Not only at the start of a cell: one that splits at semicolons or tabs, as
 * many countries' do, does not see the quotation marks around the cell and begins another after each of them. Characters
 * that nobody sees (marks of direction, soft hyphens) may stand before it.
 */
const formula =
  /(?:^|[;\t]|\r\n?|\n)(?=(?:[^\S\r\n\t]|["\p{Cf}])*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE62\uFE63\uFE66\uFE6B])/gu;

/** So that a spreadsheet reads it as UTF-8. */
export const byteOrderMark = '\uFEFF';

/**
 * One line of RFC 4180, with its end. What a spreadsheet would calculate begins with an apostrophe, which shows it as
 * text; nothing else is changed.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = value.replaceAll(formula, "$&'").replace(/^(?=[\t\r])/, "'");
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
