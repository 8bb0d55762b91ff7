import {get} from './api.js';
import {ask} from './asking.js';
import {el} from './dom.js';
import {toast} from './requests.js';
import {retagged, shared} from './tagging.js';
import {say} from './words.js';

// What can be done with the trials that a reader picked.
const each = (picked, request) => picked.map(({trial}) => ({name: trial, request: {...request, trial}}));

const rowOf = id => ({trial: id, experiment: id.slice(0, id.lastIndexOf('.'))});

const experiments = picked => [...new Set(picked.map(row => row.experiment))];

/** By name: what it asks, and what it sends. Those that cannot be undone, or say more than they show, are asked first. */
const ACTIONS = {
  cancel: {why: 'askCancel', requests: picked => each(picked, {request: 'cancel'})},
  retry: {sure: true, requests: picked => each(picked, {request: 'retry'})},
  pause: {sure: true, requests: picked => each(picked, {request: 'pause'})},
  resume: {sure: true, requests: picked => each(picked, {request: 'resume'})},
  prioritise: {
    why: 'askPriority',
    word: 'priority',
    field: () => el('input', {type: 'number', name: 'priority', value: 10, step: 1, required: true}),
    requests: (picked, value) => each(picked, {request: 'change', priority: Number(value)}),
  },
  tag: {
    why: 'askTags',
    word: 'tags',
    ofExperiments: true,
    // why: a page need not know the experiments of all trials that are picked, nor what others changed of them
    async known(picked) {
      const names = experiments(picked);
      const rows = await Promise.all(names.map(name => get(`/api/experiments/${encodeURIComponent(name)}`)));
      const tags = new Map(rows.map((row, index) => [names[index], row.tags]));
      return name => tags.get(name);
    },
    field: (picked, tagsOf) =>
      el('input', {name: 'tags', value: shared(experiments(picked).map(tagsOf)).join(', '), size: 30}),
    requests: (picked, value, tagsOf) =>
      retagged(experiments(picked), tagsOf, value).map(([name, tags]) => ({
        name,
        request: {request: 'change', experiment: name, tags},
      })),
  },
  archive: {
    why: 'askArchive',
    ofExperiments: true,
    requests: picked => experiments(picked).map(name => ({name, request: {request: 'archive', experiment: name}})),
  },
};

const LABELS = {
  cancel: 'doCancel',
  retry: 'doRetry',
  pause: 'doPause',
  resume: 'doResume',
  prioritise: 'doPrioritise',
  tag: 'doTag',
  archive: 'doArchive',
};

async function act(name, picked) {
  const {why, known, field, word, ofExperiments, sure = false, requests} = ACTIONS[name];
  const found = await known?.(picked);
  const input = field?.(picked, found);
  return ask({
    heading: say('askHeading', {action: say(LABELS[name]).replace('…', ''), count: picked.length}),
    why: why ? say(why) : '',
    fields: [
      input ? el('label', {class: 'check'}, say(word), input) : null,
      el('p', {class: 'quiet'}, named(ofExperiments ? experiments(picked) : picked.map(row => row.trial))),
    ].filter(Boolean),
    sure,
    requests: () => requests(picked, input?.value, found),
  });
}

const named = names =>
  names.length > 12
    ? say('namesAndMore', {names: names.slice(0, 10).join(', '), count: names.length - 10})
    : names.join(', ');

const file = (kind, ids) => `/api/leaderboard.${kind}?archived=true&trial=${ids.map(encodeURIComponent).join(',')}`;

/**
 * The bar of what can be done; `clear` lets all go, `done` is called after requests, `compared` with the id of a base.
 * `draw` takes the ids, and that of the base.
 */
export function actionBar({clear, done, compared}) {
  const count = el('span', {class: 'strong', 'aria-live': 'polite'});
  const compare = el('a', {class: 'button primary', id: 'compare'}, say('doCompare'));
  const csv = el('a', {class: 'button', download: 'trials.csv'}, say('csv'));
  const json = el('a', {class: 'button', download: 'trials.json'}, say('json'));
  let ids = [];
  const asBase = el('button', {type: 'button', id: 'as-base', onclick: () => compared(ids[0])}, say('doBase'));
  const button = name =>
    el(
      'button',
      {
        type: 'button',
        'data-action': name,
        onclick: async () => {
          try {
            await act(name, ids.map(rowOf));
            done();
          } catch (error) {
            toast(error.message, true);
          }
        },
      },
      say(LABELS[name]),
    );
  const element = el(
    'div',
    {class: 'actions', role: 'toolbar', 'aria-label': say('pickedTrials'), hidden: true},
    count,
    compare,
    asBase,
    ...Object.keys(ACTIONS).map(button),
    csv,
    json,
    el('button', {type: 'button', class: 'plain', onclick: clear}, say('pickNone')),
  );
  return {
    element,
    draw(now, base) {
      ids = now;
      asBase.hidden = ids.length !== 1 || ids[0] === base;
      element.hidden = ids.length === 0;
      count.textContent = say('pickedCount', {count: ids.length});
      const all = [...new Set(base ? [base, ...ids] : ids)].map(encodeURIComponent).join(',');
      compare.setAttribute('href', `/compare?trials=${all}${base ? `&base=${encodeURIComponent(base)}` : ''}`);
      csv.setAttribute('href', file('csv', ids));
      json.setAttribute('href', file('json', ids));
    },
  };
}
