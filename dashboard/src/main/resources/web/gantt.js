import {graphic} from '/lib/echarts.js';
import {boxed, ink, line, own, tooltip} from './charts.js';
import {hue, mark} from './colours.js';
import {say, time} from './words.js';

// Slots over time: each attempt a bar in its trial's colour, from its placement to its end.
const WELL = new Set(['SUCCEEDED', 'CANCELLED', 'PREEMPTED', 'STOPPED']);
const ROW = 24;
const FRAME = 72;
const LEAST = 3;

/** Whether an attempt is over, and otherwise than it was to be. */
export const endedBadly = ({outcome}) => Boolean(outcome) && !WELL.has(outcome);

const naturally = new Intl.Collator('en', {numeric: true}).compare;

/** Each worker's slots that had an attempt, in order. */
export const slotsOf = attempts =>
  [...new Set(attempts.flatMap(each => each.slot.split(', ').map(slot => `${each.worker}\n${slot}`)))].sort(naturally);

/** How high a chart of so many slots is, in pixels. */
export const heightOf = slots => FRAME + ROW * Math.max(3, slots.length);

const bars = (attempts, slots, end) =>
  attempts.flatMap(attempt => {
    const [placed, ended] = [Date.parse(attempt.placedAt), attempt.endedAt ? Date.parse(attempt.endedAt) : end];
    const begun = attempt.startedAt ? Date.parse(attempt.startedAt) : ended;
    return attempt.slot.split(', ').map(slot => ({
      attempt,
      value: [slots.indexOf(`${attempt.worker}\n${slot}`), placed, Math.min(begun, ended), ended],
    }));
  });

/** A bar: faint until it begins to train, dashed where it goes on, and with an edge where it ended badly. */
function drawn(item, {coordSys}, api) {
  const height = Math.min(16, api.size([0, 1])[1] * 0.7);
  const [row, placed, begun, ended] = [0, 1, 2, 3].map(index => api.value(index));
  const [x0, y] = api.coord([placed, row]);
  const [x1] = api.coord([begun, row]);
  const x2 = Math.max(api.coord([ended, row])[0], x0 + LEAST);
  const colour = hue(mark(item.attempt.trial).hue);
  const part = (from, to, style) => {
    const shape = graphic.clipRectByRect({x: from, y: y - height / 2, width: to - from, height}, coordSys);
    return shape ? [{type: 'rect', shape: {...shape, r: 2}, style}] : [];
  };
  const open = !item.attempt.endedAt;
  return {
    type: 'group',
    children: [
      ...part(x0, x2, {fill: colour, opacity: 0.3}),
      ...part(x1, x2, open ? {fill: colour, opacity: 0.75, stroke: colour, lineDash: [4, 3]} : {fill: colour}),
      ...(endedBadly(item.attempt)
        ? part(Math.max(x0, x2 - 5), x2, {fill: own('--bad'), stroke: own('--surface')})
        : []),
    ],
  };
}

const told = ({attempt}) =>
  tooltip(say('attemptOf', {attempt: String(attempt.attempt), trial: attempt.trial}), [
    say('onSlot', {worker: attempt.worker, slot: attempt.slot}),
    say('between', {from: time(attempt.placedAt), to: attempt.endedAt ? time(attempt.endedAt) : say('stillGoing')}),
    ...(attempt.outcome
      ? [attempt.message ? `${attempt.outcome}: ${attempt.message.slice(0, 120)}` : attempt.outcome]
      : []),
  ]);

const momentLine = at => ({
  silent: true,
  symbol: ['none', 'none'],
  lineStyle: {color: own('--accent'), width: 2, type: 'solid'},
  label: {formatter: say('chosenMoment'), color: ink(), position: 'start'},
  data: [{xAxis: at}],
});

/** The chart's options, times in milliseconds: what goes on is drawn until `until`; `moment` is undefined where that is now. */
export function gantt({attempts, slots, begin, end, until, moment, narrow}) {
  const items = bars(attempts, slots, until);
  return {
    grid: {left: narrow ? 74 : 150, right: 22, top: 44, bottom: 28},
    xAxis: {
      type: 'time',
      min: begin,
      max: end,
      axisLabel: {color: ink(), hideOverlap: true},
      axisLine: {lineStyle: {color: line()}},
      splitLine: {show: true, lineStyle: {color: line()}},
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: slots.map(slot => slot.replace('\n', narrow ? ' ' : '  ')),
      axisTick: {show: false},
      axisLine: {lineStyle: {color: line()}},
      axisLabel: {color: ink(), width: narrow ? 66 : 138, overflow: 'truncate', interval: 0},
      splitLine: {show: true, lineStyle: {color: line(), opacity: 0.6}},
    },
    dataZoom: [{type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'shift'}],
    tooltip: {...boxed(), formatter: ({data}) => (data?.attempt ? told(data) : '')},
    series: [
      {
        type: 'custom',
        id: 'attempts',
        clip: true,
        encode: {x: [1, 2, 3], y: 0},
        renderItem: (params, api) => drawn(items[params.dataIndex], params, api),
        data: items,
        ...(moment === undefined ? {} : {markLine: momentLine(moment)}),
      },
    ],
  };
}
