// Epochs as the points of curves.

/** How many slots a trial has, by the names of them. */
const slotsOf = row => Math.max(1, (row.slot ?? '').split(',').length);

/**
 * Points with what they cost up to each: seconds of training, slot-hours, and when it was, in milliseconds.
 * Those that no longer count stand where they stood when they were trained.
 */
export function timed(points, row = /** @type {any} */ ({})) {
  const slots = slotsOf(row);
  const at = new Map([[0, 0]]);
  return points.map(point => {
    const seconds = (at.get(point.epoch - 1) ?? Math.max(...at.values())) + point.seconds;
    at.set(point.epoch, seconds);
    return {...point, at: seconds, slotHours: (slots * seconds) / 3600, wall: Date.parse(point.time)};
  });
}

/** The name of a trial's group of those that differ in their seed alone. */
export const butSeed = row =>
  [
    row.model,
    ...Object.entries(row.assignment ?? {})
      .filter(([name]) => name !== 'model' && name !== 'seed')
      .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`),
  ].join(' ');

/** The points of a trial's own page. */
export const pointsOf = (epochRows, row) =>
  timed(
    epochRows.map(epoch => ({
      epoch: epoch.epoch,
      attempt: epoch.attempt,
      time: epoch.time,
      superseded: epoch.superseded,
      seconds: epoch.seconds,
      trainLoss: epoch.train.loss,
      trainAccuracy: epoch.trainAccuracy,
      testLoss: epoch.test?.loss,
      testAccuracy: epoch.testAccuracy,
      validationLoss: epoch.validation?.loss,
      validationAccuracy: epoch.validationAccuracy,
    })),
    row,
  );

/** Those that count. */
export const valid = points => points.filter(point => !point.superseded);

/** Those that a later attempt trained again, a list for each attempt. */
export function superseded(points) {
  const attempts = Map.groupBy(
    points.filter(point => point.superseded),
    point => point.attempt,
  );
  return [...attempts.values()];
}

/** The first point of each attempt after the first: where a trial went on. */
export const boundaries = points =>
  valid(points).filter((point, index, all) => index > 0 && point.attempt !== all[index - 1].attempt);

/** How points lie along an axis. */
export const AXES = {
  epoch: point => point.epoch,
  seconds: point => point.at,
  wall: point => point.wall,
  slotHours: point => point.slotHours,
};

const cell = value => {
  const text = value === undefined || value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const FIELDS = [
  'epoch',
  'attempt',
  'time',
  'seconds',
  'trainLoss',
  'trainAccuracy',
  'validationLoss',
  'validationAccuracy',
  'testLoss',
  'testAccuracy',
  'superseded',
];

/** Curves as a file: a line for each point, each number in full (RFC 4180). */
export const csv = series =>
  [
    ['trial', ...FIELDS],
    ...series.flatMap(({trial, points}) => points.map(point => [trial, ...FIELDS.map(name => point[name])])),
  ]
    .map(line => `${line.map(cell).join(',')}\r\n`)
    .join('');
