// Filters in words, as the board reads them (docs/filters.md): how pages make and change them.

/** A value as the grammar of filters writes it. */
export function quoted(value) {
  const text = String(value);
  if (/^\d+(\.\d+)?%$/.test(text)) return text;
  if (/^[\w.+-]+$/.test(text) && !/^(and|or|not|in|is)$/i.test(text)) return text;
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

export const EMPTY = ['is', 'empty'].join(' ');
export const NOT_EMPTY = ['is', 'not', 'empty'].join(' ');

/** The condition that a field has a value, or none. */
export const condition = (name, value) =>
  value === null || value === undefined || value === '' ? `${name} ${EMPTY}` : `${name} = ${quoted(value)}`;

const PIECES = /"[^"]*"?|'[^']*'?|[()]|\s+|[^\s()"']+/g;

/** The conditions that all must hold; one filter where any of several does. */
function parts(filter) {
  const all = [''];
  let depth = 0;
  for (const [piece] of filter.matchAll(PIECES)) {
    if (piece === '(') depth++;
    else if (piece === ')') depth--;
    const joins = depth === 0 && /^(and|or)$/i.exec(piece);
    if (joins && /or/i.test(piece)) return {any: true, all: [filter.trim()]};
    if (joins) all.push('');
    else all[all.length - 1] += piece;
  }
  return {any: false, all: all.map(part => part.trim()).filter(Boolean)};
}

/** A filter that wants this, too; once is enough. */
export function also(filter, wanted) {
  const {any, all} = parts(filter);
  if (all.includes(wanted)) return filter;
  return [...(any ? [`(${filter})`] : all), wanted].join(' and ');
}

/** The conditions that all must hold and are on one field, by any of its names. */
export function concerning(filter, names) {
  const {any, all} = parts(filter);
  return any ? [] : all.filter(part => names.includes(/^(?:not\s+)?([\w.-]+)/i.exec(part)?.[1] ?? ''));
}

/** A filter without one of its conditions. */
export const without = (filter, condition) =>
  parts(filter)
    .all.filter(part => part !== condition)
    .join(' and ');

/** Where in a filter the board found it wrong: what stands before, there and after; undefined where it does not say. */
export function wrongPlace(filter, message) {
  const found = /at character (\d+)/.exec(message);
  if (!found) return undefined;
  const begin = Math.min(Number(found[1]) - 1, filter.length);
  const length = /^(\w+|\S|\s*$)/.exec(filter.slice(begin))?.[0].length ?? 0;
  return [filter.slice(0, begin), filter.slice(begin, begin + length), filter.slice(begin + length)];
}
