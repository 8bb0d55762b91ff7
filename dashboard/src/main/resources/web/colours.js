// The look of a trial on every page: it follows from its id, whatever else is shown and in whatever order.
// The hues are --hue-0 and so on in app.css, a set for each background; people with any colour vision can tell them apart.
export const HUES = 8;
export const SHAPES = [
  'circle',
  'rect',
  'triangle',
  'diamond',
  'emptyCircle',
  'emptyRect',
  'emptyTriangle',
  'emptyDiamond',
];

function sum(text) {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return hash;
}

/** Its hue and shape: of the first 64 trials of an experiment no two have both in common. */
export function mark(trial) {
  const dot = trial.lastIndexOf('.');
  const seat = (sum(trial.slice(0, dot)) % (HUES * SHAPES.length)) + Number(trial.slice(dot + 1)) - 1;
  return {hue: seat % HUES, shape: SHAPES[Math.floor(seat / HUES) % SHAPES.length]};
}

/** The hue's value on the background that is shown now. */
export const hue = index => getComputedStyle(document.documentElement).getPropertyValue(`--hue-${index}`).trim();
