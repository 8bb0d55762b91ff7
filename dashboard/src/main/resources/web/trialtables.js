import {el} from './dom.js';
import * as format from './format.js';
import {ago, fingerprint, hash, json, table} from './widgets.js';
import {say} from './words.js';

// The tables of a trial's page.

const score = part =>
  part
    ? `${format.loss(part.loss)} | ${format.percent(part.correct / Math.max(1, part.images))} (${part.correct}/${part.images})`
    : '–';

// A column for the validation only where images are held out.
export function epochs(row) {
  const held = row.epochRows.some(epoch => epoch.validation);
  return table(
    [
      [say('epoch'), 'right'],
      [say('attempt'), 'right'],
      [say('trainScore'), 'right'],
      ...(held ? [[say('validationScore'), 'right']] : []),
      [say('testScore'), 'right'],
      [say('learningRate'), 'right'],
      [say('seconds'), 'right'],
      [say('speed'), 'right'],
      [say('memory'), 'right'],
      [say('checkpoint')],
      [say('stateHash')],
    ],
    row.epochRows.map(epoch => epochCells(epoch, held)),
  );
}

const epochCells = (epoch, held) =>
  Object.assign(
    [
      String(epoch.epoch),
      String(epoch.attempt),
      score(epoch.train),
      ...(held ? [score(epoch.validation)] : []),
      score(epoch.test),
      String(Number(epoch.learningRate.toPrecision(4))),
      format.seconds(epoch.seconds),
      format.count(Math.round(epoch.imagesPerSecond)),
      format.bytes(epoch.peakMemoryBytes),
      el('code', {title: epoch.checkpoint.sha256}, epoch.checkpoint.path),
      hash(epoch.stateHash),
    ],
    {kind: epoch.superseded ? 'superseded' : ''},
  );

// A column for the images at a time only where memory ran out.
export function attempts(row, showLog) {
  const parts = row.attemptRows.some(attempt => attempt.microBatch);
  return table(
    [
      [say('attempt'), 'right'],
      [say('worker')],
      [say('slot')],
      ...(parts ? [[say('atATime'), 'right']] : []),
      [say('placed')],
      [say('fingerprint')],
      [say('resumedFrom'), 'right'],
      [say('ended')],
      [say('outcome')],
      [say('message')],
      [say('log')],
    ],
    row.attemptRows.map(attempt => [
      String(attempt.attempt),
      attempt.worker,
      attempt.slot,
      ...(parts ? [attempt.microBatch ? String(attempt.microBatch) : '–'] : []),
      ago(attempt.placedAt),
      fingerprint(attempt.data?.fingerprint),
      attempt.resumedFrom === null ? '–' : attempt.resumedFrom === 0 ? say('afresh') : String(attempt.resumedFrom),
      attempt.endedAt ? ago(attempt.endedAt) : say('stillGoing'),
      attempt.outcome ?? '–',
      attempt.message || '–',
      el('button', {type: 'button', class: 'small', onclick: () => showLog(attempt.attempt)}, say('showLog')),
    ]),
  );
}

export const event = (each, opened) =>
  el(
    'details',
    {'data-offset': each.offset, open: opened.has(String(each.offset))},
    el('summary', {}, el('code', {}, `#${each.offset}`), el('span', {class: 'strong'}, each.type), ago(each.time)),
    json(each.json),
  );

/** Checkpoints of a trial, newest first, with those that are here to be had. */
export const checkpoints = (trial, rows) =>
  table(
    [[say('epoch'), 'right'], [say('attempt'), 'right'], [say('size'), 'right'], [say('sha256')], [say('file')]],
    rows.toReversed().map(row =>
      Object.assign(
        [
          String(row.epoch),
          String(row.attempt),
          format.bytes(row.bytes),
          hash(row.sha256),
          row.here && !row.superseded
            ? el(
                'a',
                {
                  class: 'button small',
                  href: `/api/trials/${encodeURIComponent(trial)}/checkpoints/${row.epoch}`,
                  download: `${trial}-epoch-${row.epoch}.safetensors`,
                  'aria-label': say('downloadOf', {epoch: String(row.epoch)}),
                },
                say('download'),
              )
            : el('span', {class: 'quiet'}, say('notKept')),
        ],
        {kind: row.superseded ? 'superseded' : ''},
      ),
    ),
  );
