'use strict';

// What is watched: a subscription, and what is told of its connections.

/** Heartbeats that fail to come before a connection counts as dead. */
const MissedHeartbeats = 3;

/** The id of no event: it is answered by a gap, and by all that is kept. */
const AskForKept = '-';

const GapReasons = {
  evicted: 'they are no longer kept',
  epoch: 'the server has been restarted',
  lagged: 'this page was too slow',
  unknown: 'the last id is none of this stream',
};

class Watch {
  /** Names of the events that have come. */
  names = new Set();
  isRefused = false;
  #isLive = false;
  #outage;
  #subscription;

  /**
   * @param {string} topic
   * @param {{ headers: Record<string, string>, ticket?: string, lastEventId?: string, heartbeat: number }} how  `heartbeat`: seconds.
   * @param {{ list: EventList, figures: Figures, state(kind: string, text: string): void, named(): void }} view
   */
  constructor(topic, how, view) {
    this.topic = topic;
    this.view = view;
    const path = streamPath(topic);
    this.#subscription = subscribe({
      url: how.ticket ? `${path}${path.includes('?') ? '&' : '?'}ticket=${encodeURIComponent(how.ticket)}` : path,
      headers: how.headers,
      lastEventId: how.lastEventId,
      silence: MissedHeartbeats * 1_000 * how.heartbeat,
    }, {
      connecting: () => this.#outage || view.state('connecting', `Connecting to ${describe(topic)}`),
      bytes: (count) => { view.figures.bytes += count; },
      block: (block) => this.#received(block),
      lost: (reason, pause) => this.#lost(reason, pause),
      refused: (status, detail) => this.#refused(status, detail),
    });
  }

  get lastEventId() { return this.#subscription.lastEventId; }

  stop() {
    this.#subscription.stop();
    this.view.state('idle', `Stopped watching ${describe(this.topic)}`);
  }

  #received({ type, data, id }) {
    if (!this.#isLive) this.#opened(id);
    if (data === undefined) return;
    const gap = type === 'gap' ? readGap(data) : undefined;
    if (gap) {
      if (gap.lastEventId === AskForKept) return;
      this.view.figures.gaps++;
      this.#note('gap', `Gap: events after ${gap.lastEventId ?? 'the last id'} are lost: ${GapReasons[gap.reason]}.${gap.oldest ? ` What is kept follows from ${gap.oldest} on.` : ''}`);
      return;
    }

    this.view.figures.count();
    this.view.list.add({ at: Date.now(), type, data, ...splitId(id) });
    if (this.names.has(type) || type === 'message' || this.names.size === MaxNames) return;
    this.names.add(type);
    this.view.named();
  }

  /** The first block shows that the stream goes on: a server that sends clients away answers without one. */
  #opened(id) {
    this.#isLive = true;
    this.view.state('live', `Live: ${describe(this.topic)}`);
    const outage = this.#outage;
    if (!outage) return;
    this.#outage = undefined;
    this.view.figures.reconnects++;
    this.#note('back', `Reconnected after ${((Date.now() - outage.at) / 1_000).toFixed(1)} s${outage.lastEventId && id ? `, continuing after ${outage.lastEventId}` : ''}.`);
  }

  #lost(reason, pause) {
    this.#isLive = false;
    const seconds = (pause / 1_000).toFixed(1);
    this.view.state('waiting', `Connection lost: reconnecting in ${seconds} s`);
    // One note for an outage, however many tries it takes.
    const note = (tries) => `Connection lost: ${reason}. ${tries === 1 ? 'First' : `${tries}th`.replace('2th', '2nd').replace('3th', '3rd')} try to reconnect in ${seconds} s.`;
    if (!this.#outage) {
      this.#outage = this.#note('lost', note(1));
      this.#outage.tries = 1;
      this.#outage.lastEventId = this.lastEventId;
      return;
    }

    this.#outage.note = note(++this.#outage.tries);
    this.view.list.redraw(this.#outage);
  }

  #refused(status, detail) {
    this.isRefused = true;
    this.view.state('refused', `Refused (${status}): ${detail}`);
    this.#note('lost', `Refused (${status}): ${detail}`);
  }

  #note(kind, note) {
    return this.view.list.add({ at: Date.now(), kind, note });
  }
}

/** The most names for which there is code. */
const MaxNames = 5;

function describe(topic) {
  if (topic === '') return 'the demo stream';
  return topic === '*' ? 'all topics' : topic;
}

/** Where several topics come together, an id ends in `@` and its topic, escaped. */
function splitId(id) {
  const at = id.indexOf('@');
  if (at < 0) return { id };
  try {
    return { id: id.slice(0, at), topic: decodeURIComponent(id.slice(at + 1)) };
  } catch {
    return { id };
  }
}

/** A gap as the server tells it. Publishers may use the name for events of their own. */
function readGap(data) {
  try {
    const gap = JSON.parse(data);
    return Object.hasOwn(GapReasons, gap?.reason) ? gap : undefined;
  } catch {
    return undefined;
  }
}
