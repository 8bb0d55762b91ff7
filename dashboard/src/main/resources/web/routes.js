// Which page an address is of, by the one table of pages; the board serves the same paths.
const pattern = path => new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}/*$`);

/** The page of a path, with the id that stands in it; undefined where there is none. */
export function route(pages, path) {
  for (const page of pages) {
    const found = pattern(page.path).exec(path);
    if (found) return {page, id: found[1] === undefined ? undefined : decodeURIComponent(found[1])};
  }
  return undefined;
}

/** Whether a page is the one that the path is of, or is above it, such as /experiments of /experiments/mine-1. */
export const leadsTo = (page, path) => (page.path === '/' ? path === '/' : `${path}/`.startsWith(`${page.path}/`));

/** An address of the board with that moment in it, in the place of any other; undefined is now. */
export function asOf(address, moment) {
  const [whole, hash = ''] = address.split(/(?=#)/);
  const [path, ...query] = whole.split('?');
  const parameters = new URLSearchParams(query.join('?'));
  if (moment === undefined ? !parameters.has('at') : parameters.get('at') === moment) return address;
  parameters.delete('at');
  if (moment !== undefined) parameters.set('at', moment);
  return path + (parameters.size ? `?${parameters}` : '') + hash;
}
