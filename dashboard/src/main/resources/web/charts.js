import * as echarts from '/lib/echarts.js';
import {hue, mark} from './colours.js';
import {number, say} from './words.js';

const LINES = {test: 'solid', train: 'dashed', validation: 'dotted'};
const NAMES = {test: 'seriesTest', train: 'seriesTrain', validation: 'seriesValidation'};

export const own = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const ink = () => own('--quiet');
export const line = () => own('--edge');

const axis = (name, more = {}) => ({
  name,
  nameLocation: 'middle',
  nameGap: 30,
  nameTextStyle: {color: ink()},
  axisLabel: {color: ink()},
  axisLine: {lineStyle: {color: line()}},
  splitLine: {lineStyle: {color: line()}},
  ...more,
});

const toolbox = name => ({
  right: 4,
  top: 0,
  itemSize: 13,
  iconStyle: {borderColor: ink()},
  feature: {
    dataZoom: {title: {zoom: say('zoom'), back: say('zoomBack')}, filterMode: 'none', brushStyle: {opacity: 0.2}},
    saveAsImage: {title: say('savePicture'), name, backgroundColor: own('--surface')},
  },
});

/**
 * Draws, and draws again when the colours or the size change; `options` is asked each time.
 * New data leave alone what the reader hid or zoomed into; `afresh` takes the zoom back, as another axis must.
 * Charts of the same `group` zoom, hide and point together.
 */
export function chart(holder, options, group) {
  const made = echarts.init(holder, null, {renderer: 'svg'});
  const draw = ({afresh = false} = {}) => {
    const next = {animation: false, backgroundColor: 'transparent', toolbox: toolbox(document.title), ...options()};
    if (afresh && next.legend) next.legend.selected = made.getOption().legend[0].selected;
    made.setOption(next, afresh ? {notMerge: true} : {replaceMerge: ['series']});
  };
  draw();
  if (group) {
    made.group = group;
    echarts.connect(group);
  }
  made.getZr().on('dblclick', () => made.dispatchAction({type: 'dataZoom', start: 0, end: 100}));
  addEventListener('podium:theme', () => draw());
  new ResizeObserver(() => made.resize()).observe(holder);
  return draw;
}

/** What a chart tells under the pointer. */
export function tooltip(heading, lines) {
  const box = document.createElement('div');
  for (const text of [heading, ...lines]) {
    const row = document.createElement('div');
    row.textContent = text;
    box.append(row);
  }
  return box;
}

export const boxed = () => ({
  backgroundColor: own('--surface'),
  borderColor: line(),
  textStyle: {color: own('--ink'), fontSize: 12},
  confine: true,
});

const has = (points, part, metric) => points.some(point => typeof point[part + metric] === 'number');

/** How charts draw a trial: its hue, and its shape filled or hollow on the ground of the card. */
function look(trial) {
  const {hue: index, shape} = mark(trial);
  const colour = hue(index);
  return shape.startsWith('empty')
    ? {
        colour,
        symbol: shape.slice(5).toLowerCase(),
        itemStyle: {color: own('--surface'), borderColor: colour, borderWidth: 2},
      }
    : {colour, symbol: shape, itemStyle: {color: colour}};
}

/** A trial's curve of one part; those of a trial have one name, by which the legend hides them together. */
function curve({trial, name, points}, part, metric, x, scale) {
  const {colour, symbol, itemStyle} = look(trial);
  const test = part === 'test';
  return {
    type: 'line',
    id: `${trial} ${part}`,
    name,
    symbol,
    itemStyle,
    symbolSize: 7,
    showSymbol: points.length < 40 && test,
    lineStyle: {color: colour, width: test ? 2.5 : 1.5, type: LINES[part], opacity: test ? 1 : 0.8},
    data: points
      .filter(point => typeof point[part + metric] === 'number')
      .map(point => [x(point), scale * point[part + metric]]),
  };
}

const said = ({seriesId, seriesName}) => say(NAMES[seriesId.split(' ').at(-1)], {name: seriesName});

/** Curves by epoch or seconds: test solid, train dashed, validation dotted, in each trial's own colour and shape. */
export function curves({series, metric, by}) {
  const x = point => (by === 'seconds' ? point.at : point.epoch);
  const share = metric === 'Accuracy';
  const all = series.flatMap(each =>
    Object.keys(LINES)
      .filter(part => part !== 'validation' || has(each.points, part, metric))
      .map(part => curve(each, part, metric, x, share ? 100 : 1)),
  );
  return {
    grid: {left: 58, right: 18, top: 62, bottom: 46},
    xAxis: axis(say(by === 'seconds' ? 'axisSeconds' : 'axisEpoch'), {
      type: 'value',
      min: by === 'seconds' ? 0 : 1,
      minInterval: by === 'seconds' ? 0 : 1,
    }),
    yAxis: axis(say(share ? 'axisAccuracy' : 'axisLoss'), {type: 'value', scale: true, nameGap: 42}),
    dataZoom: [{type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'shift'}],
    tooltip: {
      trigger: 'axis',
      ...boxed(),
      formatter: found =>
        tooltip(
          say(by === 'seconds' ? 'atSeconds' : 'atEpoch', {
            x: Number(found[0].value[0]).toFixed(by === 'seconds' ? 1 : 0),
          }),
          [...found]
            .sort((a, b) => b.value[1] - a.value[1])
            .slice(0, 12)
            .map(item => `${said(item)}: ${item.value[1].toFixed(share ? 2 : 4)}`),
        ),
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
      data: series.map(each => each.name),
    },
    series: all,
  };
}

const COSTS = {
  multiplyAdds: {
    axis: 'axisMultiplyAdds',
    of: row => row.multiplyAdds / 1e6,
    text: value => say('millionMultiplyAdds', {count: number(value, {maximumFractionDigits: 1})}),
  },
  seconds: {axis: 'axisSeconds', of: row => row.seconds, text: value => say('atSeconds', {x: value.toFixed(1)})},
};

function ball(row, cost, largest, labelled) {
  const {symbol, itemStyle} = look(row.trial);
  return {
    type: 'scatter',
    id: row.trial,
    name: row.name,
    symbol,
    symbolSize: 10 + 46 * Math.sqrt((row.parameters ?? 0) / largest),
    itemStyle: {...itemStyle, opacity: 0.85},
    label: {show: labelled, position: 'top', formatter: row.model, color: ink()},
    labelLayout: {hideOverlap: true, moveOverlap: 'shiftY'},
    data: [{name: row.model, parameters: row.parameters, value: [cost.of(row), 100 * row.bestTestAccuracy]}],
  };
}

/** Accuracy against cost: area of a ball = parameters; rows whose cost is unknown are left out. */
export function balls(rows, by) {
  const cost = COSTS[by];
  const shown = rows.filter(row => row[by] > 0);
  const largest = Math.max(1, ...shown.map(row => row.parameters ?? 0));
  return {
    title: {
      show: !shown.length,
      text: say('noBalls'),
      left: 'center',
      top: 'center',
      textStyle: {color: ink(), fontSize: 13, fontWeight: 'normal'},
    },
    grid: {left: 58, right: 30, top: 40, bottom: 46},
    xAxis: axis(say(cost.axis), {type: 'value', min: 0, boundaryGap: [0, '8%']}),
    yAxis: axis(say('axisBest'), {type: 'value', scale: true, nameGap: 42, boundaryGap: ['15%', '15%']}),
    tooltip: {
      ...boxed(),
      formatter: item =>
        tooltip(item.data.name, [
          `${item.value[1].toFixed(2)} %`,
          cost.text(item.value[0]),
          say('manyParameters', {count: item.data.parameters ?? 0}),
        ]),
    },
    series: shown.map(row => ball(row, cost, largest, shown.length < 12)),
  };
}
