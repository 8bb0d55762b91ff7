import {el} from './dom.js';
import * as format from './format.js';
import {ago, chip, data, experimentLink, how, tags, trialLink} from './widgets.js';
import {say} from './words.js';

// The columns of the leaderboard in their first order. Every formatter returns an element, never HTML.
const SEPARATOR = ':';

// why: these are of the page, and the board sorts by what it has
export const PICK = 'pick';
export const AT_EPOCH = 'atEpoch';
export const DELTA = 'delta';

const text = render => cell => el('span', {}, render(cell.getValue(), cell.getData()));
const right = (render, exact) => cell => {
  const value = cell.getValue();
  return el('span', {class: 'num', title: exact && format.known(value) ? exact(value) : undefined}, render(value));
};

const percent = right(format.percent, value => say('percent', {share: String(100 * value)}));
const loss = right(format.loss, String);
const large = right(format.millions, format.count);

function status(cell) {
  const made = chip(cell.getValue());
  if (cell.getData().reason) made.title = cell.getData().reason;
  return made;
}

const best = isBest => cell => {
  const value = cell.getValue();
  const first = isBest(value);
  return el(
    'span',
    {
      class: first ? 'num best' : 'num',
      title: format.known(value) ? say('percent', {share: String(100 * value)}) : undefined,
    },
    first ? el('span', {class: 'crown', title: say('bestOfThese')}, '★ ') : null,
    format.percent(value),
  );
};

/** Fields whose values people filter by with a click. */
export const CLICKED = new Set(['experiment', 'model', 'dataset', 'seed', 'status', 'imageSize', 'attempts', 'tags']);

/** Fields that show more than their own value: what else they show may change alone. */
export const DERIVED = new Set([
  'status',
  'epoch',
  'bestTestAccuracy',
  AT_EPOCH,
  DELTA,
  'fingerprint',
  'worker',
  'tags',
]);

/** The fields of each measure, by which of its epochs they are of. */
const MEASURES = [
  {best: 'bestTestAccuracy', last: 'testAccuracy', min: 'minTestAccuracy', max: 'maxTestAccuracy'},
  {last: 'testLoss', min: 'minTestLoss', max: 'maxTestLoss'},
  {last: 'trainAccuracy', min: 'minTrainAccuracy', max: 'maxTrainAccuracy'},
  {last: 'trainLoss', min: 'minTrainLoss', max: 'maxTrainLoss'},
];
export const measureOf = field => MEASURES.find(fields => Object.values(fields).includes(field));

/** Whether a field is a share, shown in percent. */
export const isShare = field =>
  field === 'bestValidationAccuracy' || [MEASURES[0], MEASURES[2]].includes(measureOf(field));

/** The accuracy that each choice of it shows. */
export const ACCURACIES = MEASURES[0];
export const accuracyOf = metric => ACCURACIES[metric] ?? AT_EPOCH;

/** The column by which trials are picked. */
export const pickColumn = (box, allBox) => ({
  title: '',
  field: PICK,
  width: 44,
  minWidth: 44,
  frozen: true,
  headerSort: false,
  resizable: false,
  hozAlign: 'center',
  titleFormatter: () => allBox(),
  formatter: cell => box(cell.getData().trial),
});

const OF_EPOCHS = {
  last: {meaning: 'columnLatestMeaning'},
  min: {ending: 'columnMin', meaning: 'columnMinMeaning'},
  max: {ending: 'columnMax', meaning: 'columnMaxMeaning'},
};

/** The columns of a measure but for its best, which is one of its own. */
const measured = (word, fields, formatter) =>
  Object.entries(OF_EPOCHS).map(([kind, more]) => ({
    word,
    ...more,
    field: fields[kind],
    minWidth: 130,
    hozAlign: 'right',
    hidden: true,
    headerSortStartingDir: formatter === percent ? 'desc' : 'asc',
    formatter,
  }));

const NONE = /** @type {any} */ ({isBest: () => false, atEpoch: () => undefined, tagsOf: () => [], delta: () => ''});

/** `hidden` ones are there for those who choose them. */
const all = ({isBest, atEpoch, tagsOf, delta}) =>
  /** @type {any[]} */ ([
    {
      word: 'trial',
      field: 'trial',
      minWidth: 160,
      widthGrow: 2,
      frozen: true,
      formatter: cell => trialLink(cell.getValue()),
    },
    {
      word: 'experiment',
      field: 'experiment',
      minWidth: 120,
      hidden: true,
      formatter: cell => experimentLink(cell.getValue()),
    },
    {
      word: 'tags',
      field: 'tags',
      minWidth: 120,
      hidden: true,
      formatter: cell => el('span', {}, tags(tagsOf(cell.getData().experiment)) || '–'),
    },
    {
      word: 'model',
      field: 'model',
      minWidth: 130,
      widthGrow: 1.4,
      formatter: cell => el('span', {title: cell.getValue()}, cell.getValue()),
    },
    {word: 'dataset', field: 'dataset', minWidth: 84, formatter: text(value => value)},
    {
      word: 'fingerprint',
      meaning: 'columnFingerprintMeaning',
      field: 'fingerprint',
      minWidth: 108,
      width: 110,
      formatter: cell => el('span', {}, data(cell.getData())),
    },
    {word: 'seed', field: 'seed', minWidth: 62, width: 64, hozAlign: 'right', formatter: text(String)},
    {word: 'status', field: 'status', minWidth: 138, width: 138, formatter: status},
    {word: 'epoch', field: 'epoch', minWidth: 152, width: 154, formatter: cell => how(cell.getData())},
    {
      word: 'columnBest',
      meaning: 'columnBestMeaning',
      field: 'bestTestAccuracy',
      minWidth: 158,
      hozAlign: 'right',
      headerSortStartingDir: 'desc',
      formatter: best(isBest),
    },
    {
      word: 'columnAtEpoch',
      meaning: 'columnAtEpochMeaning',
      field: AT_EPOCH,
      minWidth: 140,
      hozAlign: 'right',
      hidden: true,
      headerSort: false,
      formatter: cell => el('span', {class: 'num'}, format.percent(atEpoch(cell.getData().trial))),
    },
    {
      word: 'columnDelta',
      meaning: 'columnDeltaMeaning',
      field: DELTA,
      minWidth: 96,
      hozAlign: 'right',
      hidden: true,
      headerSort: false,
      formatter: cell => el('span', {class: 'num'}, delta(cell.getData())),
    },
    {
      word: 'columnBestValidation',
      field: 'bestValidationAccuracy',
      minWidth: 130,
      hozAlign: 'right',
      hidden: true,
      headerSortStartingDir: 'desc',
      formatter: percent,
    },
    {
      word: 'columnBestEpoch',
      field: 'bestEpoch',
      minWidth: 96,
      hozAlign: 'right',
      hidden: true,
      formatter: right(format.count),
    },
    ...measured('columnTestAccuracy', MEASURES[0], percent),
    ...measured('testLoss', MEASURES[1], loss),
    ...measured('trainAccuracy', MEASURES[2], percent),
    ...measured('columnTrainLoss', MEASURES[3], loss),
    {
      word: 'seconds',
      field: 'seconds',
      minWidth: 86,
      hozAlign: 'right',
      formatter: text(value => (value > 0 ? format.seconds(value) : '–')),
    },
    {word: 'parameters', field: 'parameters', minWidth: 104, hozAlign: 'right', formatter: large},
    {
      word: 'multiplyAdds',
      meaning: 'columnMultiplyAddsMeaning',
      field: 'multiplyAdds',
      minWidth: 116,
      hozAlign: 'right',
      formatter: large,
    },
    {
      word: 'columnImage',
      meaning: 'columnImageMeaning',
      field: 'imageSize',
      minWidth: 74,
      width: 76,
      hozAlign: 'right',
      formatter: text(value => (value ? String(value) : '–')),
    },
    {word: 'attempts', field: 'attempts', minWidth: 90, width: 96, hozAlign: 'right', formatter: text(String)},
    {
      word: 'columnWorker',
      field: 'worker',
      minWidth: 150,
      widthGrow: 1.2,
      tooltip: true,
      formatter: text((value, row) => (value ? `${value} ${row.slot}` : '–')),
    },
    {
      word: 'accepted',
      field: 'acceptedAt',
      minWidth: 96,
      hidden: true,
      formatter: cell => el('span', {}, ago(cell.getValue())),
    },
    {
      word: 'started',
      field: 'startedAt',
      minWidth: 96,
      hidden: true,
      formatter: cell => el('span', {}, ago(cell.getValue())),
    },
    {
      word: 'ended',
      field: 'endedAt',
      minWidth: 96,
      hidden: true,
      formatter: cell => el('span', {}, ago(cell.getValue())),
    },
  ]);

/** Those that all trials have, by their fields. */
const FIXED = new Map(all(NONE).map(column => [column.field, column]));

const titled = ({word, ending = ''}) => (ending ? say(ending, {measure: say(word)}) : say(word));

/** As the table library takes them; `isBest` tells the best accuracy of those that are shown, `atEpoch` that of a trial,
 * `tagsOf` an experiment's tags, `delta` what a row shows of its difference from the base. */
export const columns = told =>
  all(told).map(({word, ending, meaning, hidden, ...more}) => ({
    title: titled({word, ending}),
    headerTooltip: meaning ? say(meaning) : undefined,
    visible: !hidden,
    cssClass: CLICKED.has(more.field) ? 'clicked' : undefined,
    headerHozAlign: more.hozAlign,
    ...more,
  }));

/** What of a row's fields are nested is named with this between. */
export const nestedFieldSeparator = SEPARATOR;

/** What the board calls a field, and the field of such a name. */
export const nameOf = field => field.split(SEPARATOR).at(-1);
export const fieldOf = name => (FIXED.has(name) ? name : `assignment${SEPARATOR}${name}`);

/** What people read as a field's name. */
export function titleOf(name) {
  const found = FIXED.get(name);
  return found ? titled(found) : name === 'name' ? say('experimentName') : name;
}

/** The columns of what experiments vary beside what has a column anyway: names that these rows have. */
export function varied(rows) {
  const names = new Set(rows.flatMap(row => Object.keys(row.assignment ?? {})));
  return [...names]
    .filter(name => !FIXED.has(name))
    .sort()
    .map(name => ({
      title: name,
      field: `assignment${SEPARATOR}${name}`,
      // why: a name is one word, which no line breaks
      minWidth: Math.max(96, 34 + 8 * name.length),
      cssClass: 'clicked',
      formatter: text(value =>
        format.known(value) ? (typeof value === 'object' ? JSON.stringify(value) : String(value)) : '–',
      ),
    }));
}
