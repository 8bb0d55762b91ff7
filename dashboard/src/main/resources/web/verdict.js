import {get} from './api.js';
import {ask} from './asking.js';
import {el, svg} from './dom.js';
import {moreSeeds, verdictOf} from './seeds.js';
import {cardWith} from './widgets.js';
import {number, say} from './words.js';

// Which of two groups is better, as far as that is shown.
const SETTLED = [0.005, 0.01, 0.02, 0.05];
const CERTAINTIES = [0.9, 0.95, 0.99];

export const points = share => number(100 * share, {maximumFractionDigits: 1, minimumFractionDigits: 1});
const signed = share =>
  number(100 * share, {maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: 'exceptZero'});

/** A verdict in words. */
export function sentence(verdict, settle) {
  const {better, other, seeds, paired, low, high, luck, shown, difference} = verdict;
  if (low === undefined) return say('verdictOneSeed', {better, other});
  const how = say(paired ? 'verdictPaired' : 'verdictUnpaired', {count: seeds});
  const range = {low: signed(low), high: signed(high)};
  const said = shown
    ? say('verdictShown', {better, other, difference: signed(difference), ...range, how})
    : say('verdictNotShown', {better, other, ...range, how});
  const chance =
    luck === undefined ? '' : ` ${say('verdictLuck', {share: number(100 * luck, {maximumSignificantDigits: 2})})}`;
  const more =
    shown || !verdict.moreSeeds ? '' : ` ${say('verdictMore', {count: verdict.moreSeeds, points: points(settle)})}`;
  return said + chance + more;
}

/** The interval of the difference beside zero. */
function picture({low, high, difference, shown}) {
  const reach = 1.15 * Math.max(Math.abs(low), Math.abs(high), 1e-6);
  const x = value => 50 + (50 * value) / reach;
  return svg(
    'svg',
    {
      class: shown ? 'interval shown' : 'interval',
      viewBox: '0 0 100 14',
      'aria-hidden': 'true',
      preserveAspectRatio: 'none',
    },
    svg('line', {class: 'zero', x1: 50, x2: 50, y1: 0, y2: 14}),
    svg('line', {class: 'reach', x1: x(low), x2: x(high), y1: 7, y2: 7}),
    ...[low, high].map(end => svg('line', {class: 'reach', x1: x(end), x2: x(end), y1: 3, y2: 11})),
    svg('line', {class: 'middle', x1: x(difference), x2: x(difference), y1: 2, y2: 12}),
  );
}

const select = (label, name, options, change) =>
  el('label', {class: 'check'}, label, el('select', {name, onchange: event => change(event.target.value)}, options));

/**
 * The card of the verdict. `chosen(one, other)` is called when the reader chooses two groups, `submitted(names)` once
 * further seeds were taken. `draw` takes what is asked for, the names of groups, best first, and which two are chosen.
 */
export function verdictCard({chosen, submitted}) {
  const box = el('div', {id: 'verdict'});
  const selects = el('div', {class: 'row controls'});
  const element = cardWith(say('verdict'), [el('span', {class: 'quiet'}, say('verdictMeaning'))], selects, box);
  let settle = 0.02;
  let certainty = 0.95;
  let state;
  const again = () =>
    read().catch(error => box.replaceChildren(el('p', {class: 'wrong', role: 'alert'}, error.message)));

  const chooser = (name, chosenOne, pick) =>
    select(
      say(name),
      name,
      state.names.map(group => el('option', {value: group, selected: group === chosenOne}, group)),
      pick,
    );

  function controls() {
    const {one, other} = state;
    selects.replaceChildren(
      chooser('verdictOne', one, value => chosen(value, other)),
      chooser('verdictOther', other, value => chosen(one, value)),
      select(
        say('verdictSettle'),
        'settle',
        SETTLED.map(share =>
          el('option', {value: share, selected: share === settle}, say('points', {points: points(share)})),
        ),
        value => {
          settle = Number(value);
          again();
        },
      ),
      select(
        say('verdictCertainty'),
        'certainty',
        CERTAINTIES.map(share =>
          el('option', {value: share, selected: share === certainty}, say('percent', {share: number(100 * share)})),
        ),
        value => {
          certainty = Number(value);
          again();
        },
      ),
    );
  }

  async function read() {
    const now = state;
    const answer = await get('/api/verdict', {...Object.fromEntries(now.query), settle, certainty, all: 'true'});
    if (now !== state) return;
    const verdict = verdictOf(answer.verdicts, now.one, now.other);
    if (!verdict) {
      box.replaceChildren(el('p', {class: 'quiet'}, say(now.one === now.other ? 'verdictSame' : 'verdictNoScores')));
      return;
    }
    const known = verdict.low !== undefined;
    box.replaceChildren(
      el(
        'p',
        {class: verdict.shown ? 'verdict shown' : 'verdict'},
        el('strong', {class: verdict.shown ? 'chip succeeded' : 'chip'}, say(verdict.shown ? 'isShown' : 'isNotShown')),
        ` ${sentence(verdict, settle)}`,
      ),
      ...(known ? [picture(verdict)] : []),
      el('p', {class: 'quiet'}, say('verdictOf', {count: answer.comparisons, certainty: number(100 * certainty)})),
      ...(verdict.shown ? [] : [seedsButton(verdict)]),
    );
  }

  /** Further seeds of both; where nothing tells how many, one that can be told of. */
  function seedsButton(verdict) {
    const count = verdict.moreSeeds || 3;
    return el(
      'button',
      {type: 'button', id: 'more-seeds', onclick: () => offer(verdict, count)},
      say('moreSeeds', {count}),
    );
  }

  async function offer(verdict, count) {
    const requests = await moreSeeds(get, state.query, state.groups, [verdict.better, verdict.other], count);
    const followed = await ask({
      heading: say('moreSeedsHeading', {count}),
      why: say(requests.length ? 'moreSeedsWhy' : 'moreSeedsMixed'),
      fields: requests.map(({name, seeds}) => el('p', {}, say('moreSeedsOf', {group: name, seeds: seeds.join(', ')}))),
      yes: say('submit'),
      requests: () => requests,
    });
    if (followed) submitted();
  }

  return {
    element,
    /** Takes {query, groups, one, other}. */
    draw(next) {
      const names = next.groups.filter(group => group.scores > 0).map(group => group.group);
      element.hidden = names.length < 2;
      if (element.hidden) return;
      const one = names.includes(next.one) ? next.one : names[0];
      const other = names.includes(next.other) ? next.other : names.find(name => name !== one);
      state = {...next, names, one, other};
      controls();
      again();
    },
  };
}
