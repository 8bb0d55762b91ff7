// What is made of the values of a curve before it is drawn.

/**
 * An exponential moving average as TensorBoard has it: without the pull of its beginning towards zero (debiased).
 * What is no number stays, and counts for nothing. The weight is from 0 to below 1.
 */
export function smooth(values, weight) {
  if (weight <= 0) return [...values];
  let last = 0;
  let counted = 0;
  return values.map(value => {
    if (!Number.isFinite(value)) return value;
    last = last * weight + (1 - weight) * value;
    counted++;
    return last / (1 - weight ** counted);
  });
}

const quantile = (sorted, share) => {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
};

/** The range that leaves the outermost twentieth of the values out at each end, as TensorBoard does; undefined for few values. */
export function inner(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length < 10) return undefined;
  const [low, high] = [quantile(sorted, 0.05), quantile(sorted, 0.95)];
  const room = 0.05 * (high - low || Math.abs(high) || 1);
  return [low - room, high + room];
}

/**
 * Curves of trials as one: at each x that any of them has, how many have it, their mean, and the mean less and more
 * their standard deviation. Curves are lists of [x, y]. A single one has no band.
 */
export function band(curves) {
  const at = new Map();
  for (const [x, y] of curves.flat()) if (Number.isFinite(y)) at.set(x, [...(at.get(x) ?? []), y]);
  return [...at.entries()]
    .sort(([one], [other]) => one - other)
    .map(([x, values]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const deviation = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
      return {x, count: values.length, mean, low: mean - deviation, high: mean + deviation};
    });
}
