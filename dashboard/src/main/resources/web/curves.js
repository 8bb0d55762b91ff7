import {axis, boxed, ink, line, look, own, tooltip} from './charts.js';
import {AXES, boundaries, valid, superseded} from './points.js';
import {band, inner, smooth} from './smoothing.js';
import {number, say, time} from './words.js';

// Learning curves as a chart draws them.
const LINES = {test: 'solid', train: 'dashed', validation: 'dotted'};
const NAMES = {test: 'seriesTest', train: 'seriesTrain', validation: 'seriesValidation'};
const MOST_TOLD = 12;

const TITLES = {epoch: 'axisEpoch', seconds: 'axisSeconds', wall: 'axisWall', slotHours: 'axisSlotHours'};
const AT = {
  epoch: x => say('atEpoch', {x: x.toFixed(0)}),
  seconds: x => say('atSeconds', {x: x.toFixed(1)}),
  wall: x => time(x),
  slotHours: x => say('atSlotHours', {x: number(x, {maximumSignificantDigits: 3})}),
};

const scaleOf = metric => (metric === 'Accuracy' ? 100 : 1);
const has = (points, key) => points.some(point => typeof point[key] === 'number');

const placed = (points, key, {by, metric}) =>
  points.filter(point => typeof point[key] === 'number').map(point => [AXES[by](point), scaleOf(metric) * point[key]]);

/** The values of a curve that count, smoothed, with the raw ones beside them. */
function courses(points, key, choice) {
  const raw = placed(valid(points), key, choice);
  const made = smooth(
    raw.map(([, y]) => y),
    choice.smoothing,
  );
  return {raw, smoothed: raw.map(([x], index) => [x, made[index]])};
}

/** What lines of a trial have in common: one name, by which the legend hides them together. */
const lineOf = ({trial, name}, id, data, style, more = {}) => ({
  type: 'line',
  id: `${trial} ${id}`,
  name,
  symbol: 'none',
  lineStyle: style,
  itemStyle: {color: style.color},
  data,
  ...more,
});

/** A trial's curve of one part, with its raw values faint behind it where it is smoothed. */
function curve(each, part, choice) {
  const {colour, symbol, itemStyle} = look(each.trial);
  const test = part === 'test';
  const {raw, smoothed} = courses(each.points, part + choice.metric, choice);
  const style = {color: colour, width: test ? 2.5 : 1.5, type: LINES[part], opacity: test ? 1 : 0.8};
  const main = lineOf(each, part, smoothed, style, {
    symbol,
    symbolSize: 7,
    itemStyle,
    showSymbol: smoothed.length < 40 && test,
    markLine: test ? attempts(each, choice, colour) : undefined,
  });
  return choice.smoothing > 0
    ? [
        lineOf(each, `${part} raw`, raw, {...style, width: 1, opacity: 0.25}, {silent: true, tooltip: {show: false}}),
        main,
      ]
    : [main];
}

/** Where a trial went on after a break. */
function attempts({points}, {by}, colour) {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    label: {show: false},
    lineStyle: {color: colour, type: 'dotted', width: 1, opacity: 0.7},
    data: boundaries(points).map(point => ({xAxis: AXES[by](point)})),
  };
}

/** What was trained and does not count: dotted and faint. */
function lost(each, part, choice) {
  const {colour} = look(each.trial);
  return superseded(each.points).map((points, index) =>
    lineOf(each, `${part} lost ${index}`, placed(points, part + choice.metric, choice), {
      color: colour,
      width: 1.5,
      type: 'dotted',
      opacity: 0.5,
    }),
  );
}

const parts = (series, metric) =>
  Object.keys(LINES).filter(
    part => part !== 'validation' || series.some(each => has(valid(each.points), part + metric)),
  );

/** The area between the lower and the upper end of a band; its points are there so that axes reach them. */
const area = (name, all, colour, log) => {
  const low = point => (log ? Math.max(point.low, point.mean / 100) : point.low);
  return {
    type: 'custom',
    id: `${name} band`,
    name,
    silent: true,
    clip: true,
    tooltip: {show: false},
    data: all.flatMap(point => [
      [point.x, low(point)],
      [point.x, point.high],
    ]),
    renderItem: ({dataIndex}, api) =>
      dataIndex > 0
        ? undefined
        : {
            type: 'polygon',
            shape: {
              points: [
                ...all.map(point => api.coord([point.x, point.high])),
                ...all.toReversed().map(point => api.coord([point.x, low(point)])),
              ],
            },
            style: {fill: colour, opacity: 0.16},
          },
  };
};

/** Mean and band of the trials of a group: test alone, and its deviation. */
function grouped(series, choice) {
  return [...Map.groupBy(series, each => each.group)].flatMap(([name, members]) => {
    const key = `test${choice.metric}`;
    const all = band(members.map(each => courses(each.points, key, choice).smoothed));
    const first = {trial: members[0].trial, name};
    const {colour, symbol, itemStyle} = look(first.trial);
    const mean = all.map(point => [point.x, point.mean]);
    return [
      ...(members.length > 1 ? [area(name, all, colour, choice.log)] : []),
      lineOf(
        first,
        'test',
        mean,
        {color: colour, width: 2.5},
        {symbol, symbolSize: 7, itemStyle, showSymbol: all.length < 40},
      ),
    ];
  });
}

const said = ({seriesId, seriesName}) => {
  const part = seriesId.split(' ')[1];
  return part in NAMES ? say(NAMES[part], {name: seriesName}) : seriesName;
};

function told(found, {by, metric}) {
  const share = metric === 'Accuracy';
  const seen = found.filter(item => / (test|train|validation)$/.test(item.seriesId));
  return tooltip(AT[by](Number(found[0].value[0])), [
    ...seen
      .sort((a, b) => b.value[1] - a.value[1])
      .slice(0, MOST_TOLD)
      .map(item => `${said(item)}: ${item.value[1].toFixed(share ? 2 : 4)}`),
    ...(seen.length > MOST_TOLD ? [say('andMore', {count: seen.length - MOST_TOLD})] : []),
  ]);
}

/** The range of y without outliers. */
function reach(all, {outliers}) {
  const range = outliers ? undefined : inner(all.flatMap(each => each.data.map(([, y]) => y)));
  return range ? {min: range[0], max: range[1]} : {min: null, max: null};
}

/**
 * Curves as a choice has them: {metric, by, log, smoothing, outliers, grouped, superseded}; test solid, train dashed,
 * validation dotted, in each trial's own colour and shape.
 */
export function curves(series, choice) {
  const {metric, by, log} = choice;
  const all = choice.grouped
    ? grouped(series, choice)
    : series.flatMap(each =>
        parts(series, metric).flatMap(part => [
          ...(choice.superseded && part === 'test' ? lost(each, part, choice) : []),
          ...curve(each, part, choice),
        ]),
      );
  const labels = by === 'wall' ? {type: 'time'} : {type: 'value', min: by === 'epoch' ? 1 : 0};
  return {
    grid: {left: 58, right: 18, top: 62, bottom: 46},
    xAxis: axis(say(TITLES[by]), {...labels, ...(by === 'epoch' ? {minInterval: 1} : {})}),
    yAxis: axis(say(metric === 'Accuracy' ? 'axisAccuracy' : 'axisLoss'), {
      type: log ? 'log' : 'value',
      scale: true,
      nameGap: 42,
      ...(log
        ? {}
        : reach(
            all.filter(each => !each.silent),
            choice,
          )),
    }),
    dataZoom: [{type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'shift'}],
    tooltip: {
      trigger: 'axis',
      axisPointer: {type: 'cross', snap: false, label: {backgroundColor: own('--quiet')}},
      ...boxed(),
      formatter: found => (found.length ? told(found, choice) : ''),
    },
    legend: {
      type: 'scroll',
      top: 26,
      left: 8,
      right: 8,
      itemWidth: 22,
      itemHeight: 9,
      textStyle: {color: ink()},
      pageTextStyle: {color: ink()},
      pageIconColor: ink(),
      inactiveColor: line(),
      data: [...new Set(all.map(each => each.name))],
    },
    series: all,
  };
}
