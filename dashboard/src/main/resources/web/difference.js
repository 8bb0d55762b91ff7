// In what trials differ, and which of them nothing beats.

const flat = (value, path, into) => {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) flat(inner, path ? `${path}.${name}` : name, into);
  } else {
    into.set(path, value);
  }
  return into;
};

const LEFT_OUT = new Set(['matrix', 'zip', 'exclude', 'include', 'search', 'key', 'experiment']);

/** All that a trial was asked to do, by name: its experiment's recipe with what the trial itself has in its place. */
export function valuesOf(row, spec) {
  const values = new Map();
  for (const [name, value] of Object.entries(spec ?? {})) {
    if (!LEFT_OUT.has(name)) flat(value, name === 'recipe' ? '' : name, values);
  }
  for (const [name, value] of Object.entries(row.assignment ?? {})) values.set(name, value);
  values.set('model', row.model);
  values.set('seed', row.seed);
  values.set('dataset', row.dataset);
  return values;
}

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Every name that any of these has, in their order, with the value of each and whether all are the same. */
export function differences(all) {
  const names = [...new Set(all.flatMap(values => [...values.keys()]))];
  return names.map(name => {
    const values = all.map(each => each.get(name));
    return {name, values, same: values.every(value => same(value, values[0]))};
  });
}

/** Points that no other beats: none has as much with less cost, or more with as little; by cost. */
export function front(points, cost, gain) {
  const sorted = points
    .filter(point => Number.isFinite(cost(point)) && Number.isFinite(gain(point)))
    .sort((one, other) => cost(one) - cost(other) || gain(other) - gain(one));
  let best = -Infinity;
  return sorted.filter(point => {
    const wins = gain(point) > best;
    if (wins) best = gain(point);
    return wins;
  });
}
