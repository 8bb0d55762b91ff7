import {el} from './dom.js';
import * as format from './format.js';

// Columns of the leaderboard. Every formatter returns an element or text node, never HTML.
const text = render => cell => el('span', {}, render(cell.getValue(), cell.getData()));

export function columns(isBest) {
  return [
    {title: 'Trial', field: 'trial', minWidth: 150, widthGrow: 2, formatter: cell => format.trialLink(cell.getValue())},
    {
      title: 'Model',
      field: 'model',
      minWidth: 130,
      widthGrow: 1.4,
      formatter: cell => el('span', {title: cell.getValue()}, cell.getValue()),
    },
    {title: 'Data set', field: 'dataset', minWidth: 84, formatter: text(value => value)},
    {
      title: 'Fingerprint',
      headerTooltip: 'of the data; ≠: the experiment began on other data',
      field: 'fingerprint',
      minWidth: 108,
      width: 110,
      formatter: cell => el('span', {}, format.data(cell.getData())),
    },
    {title: 'Seed', field: 'seed', minWidth: 62, width: 64, hozAlign: 'right', formatter: text(value => String(value))},
    {title: 'Status', field: 'status', minWidth: 138, width: 138, formatter: status},
    {title: 'Epoch', field: 'epoch', minWidth: 138, width: 140, formatter: cell => format.how(cell.getData())},
    {
      title: 'Best accuracy %',
      headerTooltip: 'test accuracy of the best epoch: best by validation where images are held out, else by test',
      field: 'bestTestAccuracy',
      minWidth: 158,
      hozAlign: 'right',
      headerSortStartingDir: 'desc',
      formatter: cell => accuracy(cell, isBest),
    },
    {
      title: 'Seconds',
      field: 'seconds',
      minWidth: 86,
      hozAlign: 'right',
      formatter: text(value => (value > 0 ? format.seconds(value) : '–')),
    },
    {title: 'Parameters', field: 'parameters', minWidth: 104, hozAlign: 'right', formatter: count},
    {
      title: 'Multiply-adds',
      headerTooltip: 'of the forward pass of one image',
      field: 'multiplyAdds',
      minWidth: 116,
      hozAlign: 'right',
      formatter: count,
    },
    {
      title: 'Image',
      headerTooltip: 'side of the images in pixels',
      field: 'imageSize',
      minWidth: 74,
      width: 76,
      hozAlign: 'right',
      formatter: text(value => (value ? String(value) : '–')),
    },
    {
      title: 'Attempts',
      field: 'attempts',
      minWidth: 90,
      width: 96,
      hozAlign: 'right',
      formatter: text(value => String(value)),
    },
    {
      title: 'Worker / slot',
      field: 'worker',
      minWidth: 150,
      widthGrow: 1.2,
      tooltip: true,
      formatter: text((value, row) => (value ? `${value} ${row.slot}` : '–')),
    },
  ];
}

function status(cell) {
  const chip = format.chip(cell.getValue());
  if (cell.getData().reason) chip.title = cell.getData().reason;
  return chip;
}

function accuracy(cell, isBest) {
  const value = cell.getValue();
  const best = isBest(value);
  return el(
    'span',
    {class: best ? 'num best' : 'num', title: value === null ? undefined : `${100 * value} %`},
    best ? el('span', {class: 'crown', title: 'best of these'}, '★ ') : null,
    format.percent(value),
  );
}

function count(cell) {
  const value = cell.getValue();
  return el('span', {class: 'num', title: value ? format.count(value) : undefined}, format.millions(value));
}
