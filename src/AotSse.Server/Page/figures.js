'use strict';

// How much comes, and how fast: counts, and events for each second of the last minute.

const Seconds = 60;
const number = new Intl.NumberFormat('en');

class Figures {
  events = 0;
  bytes = 0;
  reconnects = 0;
  gaps = 0;
  /** For each of the last seconds how many events came, at the second modulo their number. */
  #perSecond = new Array(Seconds + 1).fill(0);
  #second = now();

  reset() {
    this.events = this.bytes = this.reconnects = this.gaps = 0;
    this.#perSecond.fill(0);
  }

  count() {
    this.#advance();
    this.events++;
    this.#perSecond[this.#second % this.#perSecond.length]++;
  }

  /** The counts of the whole seconds behind us, oldest first. */
  perSecond() {
    this.#advance();
    return Array.from({ length: Seconds }, (_, i) => this.#perSecond[(this.#second + 1 + i) % this.#perSecond.length]);
  }

  #advance() {
    const second = now();
    for (let gone = Math.max(this.#second + 1, second - Seconds); gone <= second; gone++) this.#perSecond[gone % this.#perSecond.length] = 0;
    this.#second = Math.max(this.#second, second);
  }
}

function now() {
  return Math.floor(performance.now() / 1_000);
}

/** Draws counts as bars into a path of a picture 240 wide and 40 high. */
function drawSpark(path, counts) {
  const top = Math.max(1, ...counts);
  const width = 240 / counts.length;
  path.setAttribute('d', counts.map((count, i) => {
    const height = count === 0 ? 1 : Math.max(2, (count / top) * 40);
    return `M${(i * width).toFixed(1)} 40v-${height.toFixed(1)}h${(width - 1).toFixed(1)}V40z`;
  }).join(''));
}

function plural(count, word) {
  return `${number.format(count)} ${word}${count === 1 ? '' : 's'}`;
}

function bytesText(bytes) {
  if (bytes < 1_000) return `${bytes} B`;
  const step = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** step).toFixed(1)} ${['kB', 'MB', 'GB'][step - 1]}`;
}
