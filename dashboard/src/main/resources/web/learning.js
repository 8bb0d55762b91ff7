import {chart, saveText} from './charts.js';
import {curves} from './curves.js';
import {el} from './dom.js';
import {csv} from './points.js';
import {cardWith, checkBox, choice} from './widgets.js';
import {number, say} from './words.js';

const FEW = 40;

/**
 * The card of learning curves: accuracy and loss side by side, along epochs, seconds, wall time or slot-hours.
 * `draw` takes trials as {trial, name, group, points} and how many there are in all; `more` is called with how many are
 * wanted where the reader wants others than the first.
 */
export function learningCurves({more} = /** @type {any} */ ({})) {
  const choices = {by: 'epoch', log: false, smoothing: 0, outliers: true, grouped: false, superseded: false};
  let series = [];
  let charts = [];
  const again = afresh => charts.forEach(draw => draw({afresh}));
  const holders = {Accuracy: holder('accuracyByEpoch'), Loss: holder('lossByEpoch')};
  const note = el('span', {class: 'quiet'});
  const wanted = more ? el('span', {class: 'row', hidden: true}, note, howMany(more)) : note;
  const change = (name, value) => {
    choices[name] = value;
    // why: where an axis is another one, a zoom into it means nothing
    again(name === 'by' || name === 'log');
  };
  const axis = choice(
    say('horizontalAxis'),
    {
      epoch: say('byEpoch'),
      seconds: say('bySeconds'),
      wall: say('byWallTime'),
      slotHours: say('bySlotHours'),
    },
    choices.by,
    chosen => change('by', chosen),
  );
  const grouping = checkBox('groupMeanBand', choices.grouped, checked => change('grouped', checked));
  const losing = checkBox('withSuperseded', choices.superseded, checked => change('superseded', checked));
  const element = cardWith(
    say('curves'),
    [axis, el('span', {class: 'quiet'}, say('curvesKey'))],
    el(
      'div',
      {class: 'row controls'},
      smoothing(value => change('smoothing', value)),
      checkBox('logScale', choices.log, checked => change('log', checked)),
      checkBox('withoutOutliers', !choices.outliers, checked => change('outliers', !checked)),
      grouping,
      losing,
      wanted,
      el(
        'button',
        {type: 'button', class: 'small', onclick: () => saveText(csv(series), 'curves.csv', 'text/csv')},
        say('curvesAsCsv'),
      ),
    ),
    el('div', {class: 'charts'}, ...Object.values(holders)),
  );
  return {
    element,
    /** To be called once the card is on the page: charts take the room that they find. */
    begin() {
      charts = Object.entries(holders).map(([metric, node]) =>
        chart(node, () => curves(series, {...choices, metric}), 'curves'),
      );
    },
    draw(shown, all = shown.length) {
      series = shown;
      wanted.hidden = shown.length >= all && all <= FEW;
      note.textContent = wanted.hidden ? '' : say('curvesShown', {shown: shown.length, all});
      const groups = new Set(shown.map(each => each.group));
      grouping.hidden = !(groups.size < shown.length);
      losing.hidden = !shown.some(each => each.points.some(point => point.superseded));
      again(false);
    },
  };
}

const holder = label => el('div', {class: 'chart', role: 'img', 'aria-label': say(label)});

/** How strongly curves are smoothed: from 0 to 0.99, as TensorBoard's slider. */
function smoothing(change) {
  const told = el('output', {class: 'num'}, number(0, {minimumFractionDigits: 2}));
  return el(
    'label',
    {class: 'check', title: say('smoothingMeaning')},
    say('smoothing'),
    el('input', {
      type: 'range',
      name: 'smoothing',
      min: 0,
      max: 0.99,
      step: 0.01,
      value: 0,
      oninput: event => {
        const value = Number(event.target.value);
        told.textContent = number(value, {minimumFractionDigits: 2});
        change(value);
      },
    }),
    told,
  );
}

/** How many curves are shown. */
const howMany = more =>
  el(
    'select',
    {'aria-label': say('curvesMost'), onchange: event => more(Number(event.target.value))},
    [6, 12, 24, 50, 100].map(count => el('option', {value: count, selected: count === 24}, number(count))),
  );
