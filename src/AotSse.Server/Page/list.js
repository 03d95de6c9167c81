'use strict';

// The list of events: newest first, bounded, and drawn at most once a frame, so that a thousand events a second do not freeze the page.

const MaxRows = 500;

/** The most text that all rows hold together, in characters: an event may carry a megabyte. */
const MaxText = 8_000_000;

/** How much of one event is drawn until somebody asks for the rest. */
const MaxDrawn = 2_000;

/** The most lines that a row shows at once. */
const MaxLines = 16;

const timeOf = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });

/** The newest entries up to the bounds. Entries are events, or notes about the connection: `{ number, at, note }`. */
class Recent {
  entries = [];
  #text = 0;

  add(entry) {
    this.entries.push(entry);
    this.#text += size(entry);
    while (this.entries.length > MaxRows || (this.#text > MaxText && this.entries.length > 1)) this.#text -= size(this.entries.shift());
  }

  reset(entries = []) {
    this.entries = [];
    this.#text = 0;
    for (const entry of entries) this.add(entry);
  }
}

/** What scrolls within its row. Only these do: each place that scrolls costs the browser as much as the rest of its row. */
function isTall(text) {
  return text.length > 1_000 || text.split('\n').length > MaxLines;
}

function size(entry) {
  return entry.data?.length ?? 0;
}

class EventList {
  /** All that came last, whether it matches or not: what a changed filter looks at. */
  #recent = new Recent();
  /** What matched last, and is shown. A rare event that matches stays while others rush by. */
  #matching = new Recent();
  /** The rows that are drawn, oldest first, each with its entry. */
  #rows = [];
  #needle = '';
  #isPretty = true;
  /** What there was when the list was paused: it stays as it is, whatever comes. */
  #frozen;
  #missed = 0;
  #frame = 0;
  #numbers = 0;

  constructor(list, onDrawn) {
    this.list = list;
    this.onDrawn = onDrawn;
  }

  get isPaused() { return this.#frozen !== undefined; }
  /** Events that came while the list was paused. */
  get missed() { return this.#missed; }
  get shown() { return this.#rows.length; }
  get isFiltered() { return this.#needle !== ''; }

  /** @returns The entry, whose note may be changed later: call `redraw` then. */
  add(entry) {
    entry.number = ++this.#numbers;
    this.#recent.add(entry);
    if (this.#matches(entry)) this.#matching.add(entry);
    if (this.isPaused && entry.note === undefined) this.#missed++;
    this.#schedule();
    return entry;
  }

  /** Draws an entry again that has changed. */
  redraw(entry) {
    const row = this.#rows.find((row) => row.entry === entry);
    if (row) this.#fill(row);
  }

  pause(isPaused) {
    this.#frozen = isPaused ? this.#all() : undefined;
    this.#missed = 0;
    this.#drawAll();
  }

  filter(text) {
    this.#needle = text.toLowerCase();
    this.#matching.reset(this.#all().filter((entry) => this.#matches(entry)));
    this.#drawAll();
  }

  pretty(isPretty) {
    this.#isPretty = isPretty;
    this.#drawAll();
  }

  clear() {
    this.#recent.reset();
    this.#matching.reset();
    this.#missed = 0;
    if (this.isPaused) this.#frozen = [];
    this.#drawAll();
  }

  /** All that is kept, oldest first. */
  #all() {
    const all = new Map([...this.#recent.entries, ...this.#matching.entries].map((entry) => [entry.number, entry]));
    return [...all.values()].sort((a, b) => a.number - b.number);
  }

  #matches(entry) {
    if (this.#needle === '' || entry.note !== undefined) return true;
    return [entry.type, entry.id, entry.topic, entry.data].some((text) => text?.toLowerCase().includes(this.#needle));
  }

  #schedule() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  /** Adds what is new above what is drawn, and takes away below what is too old. */
  #draw() {
    if (!this.isPaused) {
      const entries = this.#matching.entries;
      const last = this.#rows.at(-1)?.entry.number ?? 0;
      let fresh = entries.length;
      while (fresh > 0 && entries[fresh - 1].number > last) fresh--;
      const added = entries.slice(fresh).map((entry) => this.#fill({ entry, element: document.createElement('li') }));
      const oldest = entries[0]?.number ?? Infinity;
      let gone = 0;
      while (gone < this.#rows.length && this.#rows[gone].entry.number < oldest) this.#rows[gone++].element.remove();
      this.#rows.splice(0, gone);
      this.list.prepend(...added.map((row) => row.element).reverse());
      this.#rows.push(...added);
    }

    this.onDrawn();
  }

  /** Draws everything anew. */
  #drawAll() {
    const entries = this.#frozen?.filter((entry) => this.#matches(entry)).slice(-MaxRows) ?? this.#matching.entries;
    this.#rows = entries.map((entry) => this.#fill({ entry, element: document.createElement('li') }));
    this.list.replaceChildren(...this.#rows.map((row) => row.element).reverse());
    this.onDrawn();
  }

  #fill(row) {
    const { entry, element } = row;
    const time = part('time', 'time', timeOf.format(entry.at));
    if (entry.note !== undefined) {
      element.className = `note ${entry.kind}`;
      element.replaceChildren(time, part('span', 'text', entry.note));
      return row;
    }

    const name = part('span', 'name', entry.type);
    if (entry.topic !== undefined) name.append(part('span', 'topic', entry.topic));
    const data = part('pre', 'data');
    const isLong = entry.data.length > MaxDrawn;
    if (isLong && !row.isWhole) {
      data.textContent = entry.data.slice(0, MaxDrawn);
      const more = part('button', 'more', `Show all ${bytesText(entry.data.length)}`);
      more.type = 'button';
      more.addEventListener('click', () => {
        row.isWhole = true;
        this.#fill(row);
        element.querySelector('.data').tabIndex = -1;
        element.querySelector('.data').focus();
      });
      data.append('…\n', more);
    } else {
      showData(data, entry.data, this.#isPretty);
    }

    data.classList.toggle('tall', isTall(data.textContent));
    element.className = 'event';
    element.replaceChildren(time, name, data, part('code', 'id', entry.id));
    return row;
  }
}

function part(tag, className, text = '') {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}
