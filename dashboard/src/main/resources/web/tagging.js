// What becomes of experiments' tags when a reader writes others for several at once.
const words = text =>
  text
    .split(',')
    .map(word => word.trim())
    .filter(Boolean);

/** The tags that are in all of these lists, but for those that cannot be written between commas. */
export const shared = all =>
  all.length
    ? all.reduce((left, tags) => left.filter(tag => tags.includes(tag))).filter(tag => !tag.includes(','))
    : [];

/** The tags of experiments once those that they share have become others: [experiment, tags]. */
export function retagged(names, tagsOf, text) {
  const common = shared(names.map(tagsOf));
  return names.map(name => [
    name,
    [...new Set([...tagsOf(name).filter(tag => !common.includes(tag)), ...words(text)])],
  ]);
}
