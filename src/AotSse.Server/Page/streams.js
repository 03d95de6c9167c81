'use strict';

// The streams to choose from. Only the control listener tells which topics there are.

const MaxTopics = 200;
const PollPause = 2_000;

class Streams {
  #items = new Map();
  #timer = 0;

  /**
   * @param {{ list: Element, hint: Element, count: Element, options: Element }} elements
   * @param {(topic: string | undefined) => void} choose  With nothing, somebody wants to type one.
   */
  constructor(elements, choose) {
    this.elements = elements;
    this.choose = choose;
  }

  /** What every server has. */
  showBuiltIn(isControl) {
    this.#show('', 'Demo', '/stream · a greeting each second');
    if (isControl) this.#show('*', 'All topics', '/stream?topic=*');
    else {
      this.#show(undefined, 'A topic', '/stream/{topic} · type its name');
      this.elements.hint.textContent = 'Topics are not listed here. A star at the end matches any rest: orders/*.';
    }
  }

  mark(topic) {
    for (const [key, item] of this.#items) {
      if (key === topic && topic !== undefined) item.button.setAttribute('aria-current', 'true');
      else item.button.removeAttribute('aria-current');
    }
  }

  /** Asks for the topics now, and again and again while the page is looked at. */
  async poll(headers, onListed) {
    clearTimeout(this.#timer);
    const again = () => { this.#timer = setTimeout(() => this.poll(headers, onListed), PollPause); };
    if (document.hidden) {
      again();
      return;
    }

    try {
      const response = await fetch(`/streams?limit=${MaxTopics}`, { headers, cache: 'no-store' });
      if (response.ok) {
        this.#list(await response.json());
        onListed();
      } else {
        this.elements.hint.textContent = await explain(response);
        if (response.status === 401 || response.status === 403) return;
      }
    } catch {
      this.elements.hint.textContent = 'The server does not answer.';
    }

    again();
  }

  #list({ topics, items }) {
    const { count, hint, options } = this.elements;
    count.textContent = number.format(topics);
    hint.textContent = topics === 0 ? 'No topic yet: publish to one, or watch one.'
      : topics > items.length ? `${number.format(topics - items.length)} more: type their names, or a pattern.` : '';
    const seen = new Set();
    for (const { topic, subscribers, publishedEvents } of items) {
      seen.add(topic);
      this.#show(topic, topic, `${plural(subscribers, 'subscriber')} · ${plural(publishedEvents, 'event')}`);
    }

    for (const [topic, item] of this.#items) {
      if (!item.isTopic || seen.has(topic)) continue;
      item.element.remove();
      this.#items.delete(topic);
    }

    const isSame = options.children.length === items.length && items.every(({ topic }, i) => options.children[i].value === topic);
    if (!isSame) options.replaceChildren(...items.map(({ topic }) => Object.assign(document.createElement('option'), { value: topic })));
  }

  /** Shows a stream, or what is new about it: a button that is there stays, with the focus it may have. */
  #show(topic, title, about) {
    let item = this.#items.get(topic);
    if (!item) {
      const element = document.createElement('li');
      const button = part('button', '', title);
      button.type = 'button';
      const label = part('div', 'about');
      button.addEventListener('click', () => this.choose(topic));
      element.append(button, label);
      item = { element, button, label, isTopic: title === topic };
      this.#items.set(topic, item);
      const after = item.isTopic ? [...this.#items].find(([other, { isTopic }]) => isTopic && other > topic)?.[1].element : null;
      this.elements.list.insertBefore(element, after ?? null);
    }

    if (item.label.textContent !== about) item.label.textContent = about;
  }
}
