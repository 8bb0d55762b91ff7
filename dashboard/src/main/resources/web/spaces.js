import {axis, boxed, ink, line, look, tooltip} from './charts.js';
import {front} from './difference.js';
import {number, say} from './words.js';

// Trials as points and lines among their values.
const shown = value => (typeof value === 'number' ? number(value, {maximumSignificantDigits: 6}) : String(value));

/** The values of a name along an axis: numbers as they are, words in their order. */
function scale(values) {
  const known = values.filter(value => value !== undefined && value !== null);
  const numbers = known.length > 0 && known.every(value => typeof value === 'number');
  return numbers
    ? {type: 'value', data: undefined, of: value => value}
    : {type: 'category', data: [...new Set(known.map(shown))], of: shown};
}

const at = ({of}, value) => (value === undefined || value === null ? '-' : of(value));

/**
 * Every trial as a line through its values: {trial, name, values} by the names of axes, {name, title}. The last axis is
 * the one that matters.
 */
export function parallel(trials, axes) {
  const scales = axes.map(({name}) => scale(trials.map(({values}) => values[name])));
  return {
    parallel: {left: 40, right: 90, top: 50, bottom: 26},
    parallelAxis: axes.map(({title}, dim) => ({
      dim,
      name: title,
      type: scales[dim].type,
      ...(scales[dim].type === 'category' ? {data: scales[dim].data} : {scale: true}),
      nameTextStyle: {color: ink()},
      axisLabel: {color: ink()},
      axisLine: {lineStyle: {color: line()}},
    })),
    toolbox: {show: false},
    tooltip: {
      ...boxed(),
      formatter: item =>
        tooltip(
          item.name,
          axes.map(({title}, dim) => `${title}: ${item.value[dim]}`),
        ),
    },
    series: [
      {
        type: 'parallel',
        smooth: 0.1,
        emphasis: {lineStyle: {width: 4, opacity: 1}},
        data: trials.map(({trial, name, values}) => ({
          name,
          value: axes.map((each, dim) => at(scales[dim], values[each.name])),
          lineStyle: {color: look(trial).colour, width: 2.5, opacity: 0.75},
        })),
      },
    ],
  };
}

/**
 * Every trial as a point of two of its values, {name, title}, with a line through those that none beats: more of `y` for
 * less of `x`.
 */
export function scatter(trials, x, y, {pareto = false} = {}) {
  const [across, up] = [x, y].map(({name}) => scale(trials.map(({values}) => values[name])));
  const points = trials.filter(({values}) =>
    [x, y].every(({name}) => values[name] !== undefined && values[name] !== null),
  );
  const best =
    pareto && across.type === 'value' && up.type === 'value'
      ? front(
          points,
          ({values}) => values[x.name],
          ({values}) => values[y.name],
        )
      : [];
  const axisOf = ({title}, {type, data}, more) =>
    axis(title, {type, ...(type === 'category' ? {data} : {scale: true, boundaryGap: ['6%', '6%']}), ...more});
  return {
    grid: {left: 70, right: 30, top: 36, bottom: 46},
    xAxis: axisOf(x, across, {}),
    yAxis: axisOf(y, up, {nameGap: 50}),
    tooltip: {
      ...boxed(),
      formatter: item =>
        tooltip(item.seriesName, [`${x.title}: ${shown(item.value[0])}`, `${y.title}: ${shown(item.value[1])}`]),
    },
    series: [
      ...points.map(({trial, name, values}) => {
        const {symbol, itemStyle} = look(trial);
        return {
          type: 'scatter',
          id: trial,
          name,
          symbol,
          symbolSize: 13,
          itemStyle,
          data: [[at(across, values[x.name]), at(up, values[y.name])]],
        };
      }),
      ...(best.length > 1
        ? [
            {
              type: 'line',
              id: 'front',
              name: say('paretoFront'),
              step: 'end',
              symbol: 'none',
              silent: true,
              lineStyle: {color: ink(), type: 'dashed', width: 1.5},
              data: best.map(({values}) => [values[x.name], values[y.name]]),
            },
          ]
        : []),
    ],
  };
}
