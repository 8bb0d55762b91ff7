// Filters in words, as the board reads them (docs/filters.md): how pages make and change them.

/** A value as the grammar of filters writes it. */
export function quoted(value) {
  const text = String(value);
  if (/^[\w.+-]+$/.test(text) && !/^(and|or|not|in|is)$/i.test(text)) return text;
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/** The condition that a field has a value, or none. */
export const condition = (name, value) =>
  value === null || value === undefined || value === ''
    ? [name, 'is', 'empty'].join(' ')
    : `${name} = ${quoted(value)}`;

/** A filter that wants this, too; once is enough. */
export function also(filter, wanted) {
  if (!filter) return wanted;
  if (filter === wanted || filter.endsWith(` and ${wanted}`) || filter.startsWith(`${wanted} and `)) return filter;
  return `${/\bor\b/i.test(filter) ? `(${filter})` : filter} and ${wanted}`;
}

/** Where in a filter the board found it wrong: what stands before, there and after; undefined where it does not say. */
export function wrongPlace(filter, message) {
  const found = /at character (\d+)/.exec(message);
  if (!found) return undefined;
  const begin = Math.min(Number(found[1]) - 1, filter.length);
  const length = /^(\w+|\S|\s*$)/.exec(filter.slice(begin))?.[0].length ?? 0;
  return [filter.slice(0, begin), filter.slice(begin, begin + length), filter.slice(begin + length)];
}
