import * as echarts from '/lib/echarts.js';
import {hue, mark} from './colours.js';
import {say} from './words.js';

export const own = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const ink = () => own('--quiet');
export const line = () => own('--edge');

export const axis = (name, more = {}) => ({
  name,
  nameLocation: 'middle',
  nameGap: 30,
  nameTextStyle: {color: ink()},
  axisLabel: {color: ink()},
  axisLine: {lineStyle: {color: line()}},
  splitLine: {lineStyle: {color: line()}},
  ...more,
});

/** Gives the reader a file of this text. */
export function saveText(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], {type}));
  save(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function save(address, name) {
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
}

// why: charts are drawn as SVG, which a canvas makes a picture of points of
async function savePng(made, name) {
  const picture = new Image();
  picture.src = made.getDataURL({type: 'svg'});
  await picture.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [2 * made.getWidth(), 2 * made.getHeight()];
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  save(canvas.toDataURL('image/png'), `${name}.png`);
}

const toolbox = (name, holder) => ({
  right: 4,
  top: 0,
  itemSize: 13,
  iconStyle: {borderColor: ink()},
  feature: {
    dataZoom: {title: {zoom: say('zoom'), back: say('zoomBack')}, filterMode: 'none', brushStyle: {opacity: 0.2}},
    saveAsImage: {title: say('savePicture'), name},
    mySavePng: {
      show: true,
      title: say('savePng'),
      icon: 'path://M3 3h18v18H3z M3 16l5-5 4 4 3-3 6 6 M15 8.500a1.500 1.500 0 1 0 .01 0z',
      onclick: (_, api) => savePng(api, name),
    },
    myFullScreen: {
      show: document.fullscreenEnabled,
      title: say('fullScreen'),
      icon: 'path://M3 9V3h6 M15 3h6v6 M21 15v6h-6 M9 21H3v-6',
      onclick: () => (document.fullscreenElement ? document.exitFullscreen() : holder.requestFullscreen()),
    },
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
    const next = {
      animation: false,
      // why: a file of it has the ground as well
      backgroundColor: own('--surface'),
      toolbox: toolbox(document.title, holder),
      ...options(),
    };
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

/** A text over lines, as an element. */
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

/** How charts draw a trial: its hue, and its shape filled or hollow on the ground of the card. */
export function look(trial) {
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
