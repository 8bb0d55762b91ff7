// What a page knows, by id, and who wants to hear what changed of it.

/** How far a trial is, as a word of progress tells it. */
const advanced = ({progress, doing, step, steps, imagesPerSecond}) => ({progress, doing, step, steps, imagesPerSecond});

/** A row with what a word of progress says of its current attempt, or undefined where it says nothing of it. */
export const advance = (row, latest) =>
  row?.status === 'RUNNING' && row.attempts === latest.attempt ? {...row, ...advanced(latest)} : undefined;

/** A worker's row with what a word of progress says of a trial on it, or undefined. */
export const advanceOn = (row, latest) =>
  row?.trials.some(each => each.trial === latest.trial && each.attempt === latest.attempt)
    ? {...row, trials: row.trials.map(each => (each.trial === latest.trial ? {...each, ...advanced(latest)} : each))}
    : undefined;

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** As long as drawing took the page is left to its reader, but not for longer than that. */
const LONGEST = 1000;

const BROWSER = {
  frame: call => requestAnimationFrame(call),
  wait: (call, millis) => setTimeout(call, millis),
  now: () => performance.now(),
};

/** Calls before the next frame is drawn; where drawing takes long, not before the reader had the page for a while. */
export function paced({frame, wait, now} = BROWSER) {
  let free = 0;
  return function later(call) {
    if (free > now()) {
      wait(() => later(call), free - now());
      return;
    }
    frame(() => {
      // why: something else may have been drawn since this was asked for
      if (free > now()) {
        later(call);
        return;
      }
      const begun = now();
      const rest = () => (free = Math.max(free, now() + Math.min(LONGEST, now() - begun)));
      try {
        call();
      } finally {
        rest();
        // why: what the browser lays out and paints comes after the frame's calls, and takes as long
        wait(rest, 0);
      }
    });
  };
}

/** The pace of a page: all that it draws together leaves it to its reader. */
export const soon = paced();

export class Rows {
  #key;
  #later;
  #rows = new Map();
  #watchers = new Set();
  #changed = new Set();
  #strange = new Set();
  #asked = false;
  #generation = '';

  /** By this field; watchers are told by `later`, once a frame at most: many changes at once are drawn once. */
  constructor(key, later = soon) {
    this.#key = key;
    this.#later = later;
  }

  get(id) {
    return this.#rows.get(id);
  }

  all() {
    return [...this.#rows.values()];
  }

  /**
   * Puts these in the place of all, in their order; watchers are told, also where nothing changed. They are as of an
   * offset of a board, before the event there: what was told of it and later ones while they were read stays.
   */
  replace(rows, {generation = '', offset = Infinity} = {}) {
    const before = this.#rows;
    const sameBoard = generation === this.#generation;
    this.#generation = generation;
    this.#rows = new Map(
      rows
        .map(row => [row[this.#key], row])
        .map(([id, row]) => [id, sameBoard && before.get(id)?.offset >= offset ? before.get(id) : row]),
    );
    for (const id of before.keys()) if (!this.#rows.has(id)) this.#changed.add(id);
    for (const [id, row] of this.#rows) if (!same(before.get(id), row)) this.#changed.add(id);
    this.#strange.clear();
    this.#tell();
  }

  /** Takes a row in the place of the one that is known; of others only the id is told, as strange. */
  told(row) {
    const id = row[this.#key];
    if (this.#rows.has(id)) {
      this.#rows.set(id, row);
      this.#changed.add(id);
    } else {
      this.#strange.add(id);
    }
    this.#tell();
  }

  /** Calls with the ids that changed and those that are strange; what comes back ends it. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #tell() {
    if (this.#asked) return;
    this.#asked = true;
    this.#later(() => {
      const [changed, strange] = [this.#changed, this.#strange];
      this.#changed = new Set();
      this.#strange = new Set();
      this.#asked = false;
      for (const watcher of this.#watchers) watcher({changed, strange});
    });
  }
}

export const trials = new Rows('trial');
export const experiments = new Rows('experiment');
export const workers = new Rows('worker');
