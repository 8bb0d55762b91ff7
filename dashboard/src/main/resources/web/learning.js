import {chart, curves} from './charts.js';
import {el} from './dom.js';
import {cardWith, choice} from './widgets.js';
import {say} from './words.js';

/**
 * The card of learning curves: accuracy and loss side by side, by epoch or by seconds.
 * `draw` takes trials as {trial, name, points} and how many there are in all.
 */
export function learningCurves() {
  let by = 'epoch';
  let series = [];
  const holders = {Accuracy: holder('accuracyByEpoch'), Loss: holder('lossByEpoch')};
  const note = el('p', {class: 'quiet', hidden: true});
  const axis = choice(say('horizontalAxis'), {epoch: say('byEpoch'), seconds: say('bySeconds')}, by, chosen => {
    by = chosen;
    charts.forEach(draw => draw({afresh: true}));
  });
  const element = cardWith(
    say('curves'),
    [axis, el('span', {class: 'quiet'}, say('curvesKey'))],
    note,
    el('div', {class: 'charts'}, ...Object.values(holders)),
  );
  let charts = [];
  return {
    element,
    /** To be called once the card is on the page: charts take the room that they find. */
    begin() {
      charts = Object.entries(holders).map(([metric, node]) =>
        chart(node, () => curves({series, metric, by}), 'curves'),
      );
    },
    draw(shown, all = shown.length) {
      series = shown;
      note.hidden = shown.length >= all;
      note.textContent = note.hidden ? '' : say('curvesShown', {shown: shown.length, all});
      charts.forEach(draw => draw());
    },
  };
}

const holder = label => el('div', {class: 'chart', role: 'img', 'aria-label': say(label)});
