import * as echarts from '/lib/echarts.js';

// Colours that people with any colour vision can tell apart, one set per background.
const LIGHT = ['#0072b2', '#d55e00', '#007a5a', '#a6468a', '#8a6d00', '#3b8fc4', '#5b4fc7', '#555f6b'];
const DARK = ['#56b4e9', '#ff9950', '#2fcf9f', '#e58fc4', '#f0d442', '#8ecbff', '#b0a6ff', '#b8c0cc'];
const LINES = {test: 'solid', train: 'dashed', validation: 'dotted'};
const drawn = new Map();

const dark = () => document.documentElement.dataset.theme === 'dark';
const ink = () => (dark() ? '#c5cddb' : '#434c5a');
const line = () => (dark() ? '#2f3847' : '#e1e6ee');
export const colour = index => (dark() ? DARK : LIGHT)[index % LIGHT.length];
const escape = text => {
  const span = document.createElement('span');
  span.textContent = text;
  return span;
};

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

/** Draws, and draws again when the colours or the size change; `options` is asked each time. */
export function chart(holder, options) {
  const draw = () => {
    drawn.get(holder)?.dispose();
    const made = echarts.init(holder, null, {renderer: 'svg'});
    made.setOption({animation: false, backgroundColor: 'transparent', ...options()});
    drawn.set(holder, made);
  };
  draw();
  addEventListener('podium:theme', draw);
  new ResizeObserver(() => drawn.get(holder)?.resize()).observe(holder);
  return draw;
}

function tooltip(heading, lines) {
  const box = document.createElement('div');
  for (const text of [heading, ...lines]) {
    const row = document.createElement('div');
    row.append(escape(text));
    box.append(row);
  }
  return box;
}

const boxed = () => ({
  backgroundColor: dark() ? '#1d2430' : '#ffffff',
  borderColor: line(),
  textStyle: {color: ink(), fontSize: 12},
  confine: true,
});

/** Curves by epoch or seconds: test solid, train dashed, validation dotted, one colour per trial. */
export function curves({series, metric, unit, by}) {
  const x = point => (by === 'seconds' ? point.at : point.epoch);
  const scale = unit === '%' ? 100 : 1;
  const make = (each, index, part) => ({
    type: 'line',
    name: `${each.name} ${part}`,
    showSymbol: each.points.length < 3,
    symbolSize: 6,
    color: colour(index),
    lineStyle: {width: part === 'test' ? 2.5 : 1.5, type: LINES[part], opacity: part === 'test' ? 1 : 0.8},
    data: each.points
      .filter(point => typeof point[part + metric] === 'number')
      .map(point => [x(point), scale * point[part + metric]]),
  });
  const all = series.flatMap((each, index) => [
    make(each, index, 'test'),
    make(each, index, 'train'),
    ...(each.points.some(point => typeof point['validation' + metric] === 'number')
      ? [make(each, index, 'validation')]
      : []),
  ]);
  return {
    grid: {left: 58, right: 18, top: 36, bottom: 46},
    xAxis: axis(by === 'seconds' ? 'seconds of training' : 'epoch', {
      type: 'value',
      min: by === 'seconds' ? 0 : 1,
      minInterval: by === 'seconds' ? 0 : 1,
    }),
    yAxis: axis(metric === 'Loss' ? 'loss' : 'accuracy %', {type: 'value', scale: true, nameGap: 42}),
    tooltip: {
      trigger: 'axis',
      ...boxed(),
      formatter: found =>
        tooltip(
          `${by} ${Number(found[0].value[0]).toFixed(by === 'seconds' ? 1 : 0)}`,
          [...found]
            .sort((a, b) => b.value[1] - a.value[1])
            .slice(0, 12)
            .map(item => `${item.seriesName}: ${item.value[1].toFixed(unit === '%' ? 2 : 4)}`),
        ),
    },
    legend: {
      type: 'scroll',
      top: 0,
      icon: 'roundRect',
      itemWidth: 12,
      itemHeight: 12,
      textStyle: {color: ink()},
      pageTextStyle: {color: ink()},
      data: series.map(each => `${each.name} test`),
      formatter: name => name.replace(/ test$/, ''),
    },
    series: all,
  };
}

const COSTS = {
  multiplyAdds: {
    axis: 'multiply-adds of one image, in millions',
    of: row => row.multiplyAdds / 1e6,
    text: value => `${value.toLocaleString('en', {maximumFractionDigits: 1})} M multiply-adds`,
  },
  seconds: {axis: 'seconds of training', of: row => row.seconds, text: value => `${value.toFixed(1)} s`},
};

/** Accuracy against cost: area of a ball = parameters; rows whose cost is unknown are left out. */
export function balls(rows, by) {
  const cost = COSTS[by];
  const shown = rows.map((row, index) => ({row, index})).filter(({row}) => row[by] > 0);
  const largest = Math.max(1, ...shown.map(({row}) => row.parameters ?? 0));
  return {
    title: {
      show: !shown.length,
      text: 'No trial has both yet.',
      left: 'center',
      top: 'center',
      textStyle: {color: ink(), fontSize: 13, fontWeight: 'normal'},
    },
    grid: {left: 58, right: 30, top: 24, bottom: 46},
    xAxis: axis(cost.axis, {type: 'value', min: 0, boundaryGap: [0, '8%']}),
    yAxis: axis('best test accuracy %', {type: 'value', scale: true, nameGap: 42, boundaryGap: ['15%', '15%']}),
    tooltip: {
      ...boxed(),
      formatter: item =>
        tooltip(item.data.name, [
          `${item.value[1].toFixed(2)} %`,
          cost.text(item.value[0]),
          `${(item.data.parameters ?? 0).toLocaleString('en')} parameters`,
        ]),
    },
    series: [
      {
        type: 'scatter',
        data: shown.map(({row, index}) => ({
          name: row.model,
          parameters: row.parameters,
          value: [cost.of(row), 100 * row.bestTestAccuracy],
          symbolSize: 10 + 46 * Math.sqrt((row.parameters ?? 0) / largest),
          itemStyle: {color: colour(index), opacity: 0.75},
          label: {show: shown.length < 12, position: 'top', formatter: row.model, color: ink()},
        })),
      },
    ],
  };
}
