import {axis, boxed, ink, look, tooltip} from './charts.js';
import {front} from './difference.js';
import {number, say} from './words.js';

// Accuracy against what it costs.
const count = value => number(value, {maximumSignificantDigits: 3});

export const COSTS = {
  multiplyAdds: {
    axis: 'axisMultiplyAdds',
    of: row => row.multiplyAdds / 1e6,
    text: value => say('millionMultiplyAdds', {count: number(value, {maximumFractionDigits: 1})}),
  },
  seconds: {axis: 'axisSeconds', of: row => row.seconds, text: value => say('atSeconds', {x: value.toFixed(1)})},
  slotSeconds: {
    axis: 'axisSlotSeconds',
    of: row => row.seconds * (row.slot ?? '').split(',').length,
    text: value => say('slotSeconds', {count: count(value)}),
  },
};

function ball({row, x}, largest, labelled) {
  const {symbol, itemStyle} = look(row.trial);
  return {
    type: 'scatter',
    id: row.trial,
    name: row.name,
    symbol,
    clip: false,
    // why: the area of a ball is what tells the parameters
    symbolSize: 10 + 46 * Math.sqrt((row.parameters ?? 0) / largest),
    itemStyle: {...itemStyle, opacity: 0.8},
    label: {show: labelled, position: 'top', formatter: labelOf({row}), color: ink()},
    labelLayout: {hideOverlap: true},
    emphasis: {focus: 'self'},
    data: [
      {
        name: labelOf({row}),
        trial: row.trial,
        parameters: row.parameters,
        value: [x, 100 * row.bestTestAccuracy],
      },
    ],
  };
}

const labelOf = ({row}) => row.label ?? row.model;

/** Of those of one name the best, which alone bears it: labels do not lie on each other. */
const firsts = shown =>
  [...Map.groupBy(shown, labelOf).values()].map(alike =>
    alike.reduce((one, other) => (other.row.bestTestAccuracy > one.row.bestTestAccuracy ? other : one)),
  );

/** A share of 100, with room for balls. */
const room = ({min, max}) => Math.max(0.15 * (max - min), 1);
const reach = {
  min: extent => Math.max(0, 5 * Math.floor((extent.min - room(extent)) / 5)),
  max: extent => Math.min(100, 5 * Math.ceil((extent.max + room(extent)) / 5)),
};

/** The line through those that nothing beats. */
const frontLine = points => ({
  type: 'line',
  id: 'front',
  name: say('paretoFront'),
  step: 'end',
  symbol: 'none',
  silent: true,
  z: 1,
  lineStyle: {color: ink(), type: 'dashed', width: 1.5},
  data: points.map(({x, row}) => [x, 100 * row.bestTestAccuracy]),
});

/**
 * Balls: area = parameters; rows whose cost is unknown are left out. Labels are hidden rather than lie on each other.
 * With `pareto`, a line through those that none beats in both.
 */
export function balls(rows, by, {pareto = false, log = false} = {}) {
  const cost = COSTS[by];
  const shown = rows.map(row => ({row, x: cost.of(row)})).filter(({row, x}) => x > 0 && row.bestTestAccuracy !== null);
  const named = new Set(firsts(shown));
  const largest = Math.max(1, ...shown.map(({row}) => row.parameters ?? 0));
  const best = front(
    shown,
    ({x}) => x,
    ({row}) => row.bestTestAccuracy,
  );
  return {
    title: {
      show: !shown.length,
      text: say('noBalls'),
      left: 'center',
      top: 'center',
      textStyle: {color: ink(), fontSize: 13, fontWeight: 'normal'},
    },
    grid: {left: 58, right: 30, top: 40, bottom: 46},
    xAxis: axis(say(cost.axis), log ? {type: 'log'} : {type: 'value', min: 0, boundaryGap: [0, '8%']}),
    yAxis: axis(say('axisBest'), {type: 'value', scale: true, nameGap: 42, ...reach}),
    tooltip: {
      ...boxed(),
      formatter: item =>
        tooltip(item.data.name, [
          item.data.trial,
          `${item.value[1].toFixed(2)} %`,
          cost.text(item.value[0]),
          say('manyParameters', {count: item.data.parameters ?? 0}),
        ]),
    },
    series: [
      ...shown.map(each => ball(each, largest, named.has(each))),
      ...(pareto && best.length > 1 ? [frontLine(best)] : []),
    ],
  };
}
