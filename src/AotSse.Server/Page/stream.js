'use strict';

// Reads an event stream by fetch: unlike an EventSource it can send a header, so that no token has to stand in the URL, and it sees why it is refused.

const MaxPause = 30_000;

/**
 * Subscribes until it is stopped or refused for good, and comes back with the last id after each loss.
 * @param {{ url: string, headers: Record<string, string>, lastEventId?: string, silence: number }} request  `silence`: milliseconds without a byte, after which a connection is dead.
 * @param {{ connecting(): void, bytes(count: number): void, block(block: { type: string, data: string | undefined, id: string }): void, lost(reason: string, pause: number): void, refused(status: number, detail: string): void }} sink
 * @returns {{ lastEventId: string, stop(): void }}
 */
function subscribe(request, sink) {
  const stopped = new AbortController();
  const subscription = { lastEventId: request.lastEventId ?? '', stop: () => stopped.abort() };
  run();
  return subscription;

  async function run() {
    let retry = 3000;
    let failures = 0;
    while (!stopped.signal.aborted) {
      sink.connecting();
      let reason = 'the server ended the stream';
      const connection = new AbortController();
      const abort = () => connection.abort();
      stopped.signal.addEventListener('abort', abort, { once: true });
      let timer;
      const alive = () => {
        clearTimeout(timer);
        timer = setTimeout(() => connection.abort(new Error(`nothing came for ${Math.round(request.silence / 1000)} s`)), request.silence);
      };
      try {
        alive();
        const headers = { ...request.headers, Accept: 'text/event-stream' };
        if (subscription.lastEventId) headers['Last-Event-ID'] = encodeHeader(subscription.lastEventId);
        const response = await fetch(request.url, { headers, signal: connection.signal, cache: 'no-store' });
        if (!response.ok || !(response.headers.get('Content-Type') ?? '').startsWith('text/event-stream')) {
          const detail = await explain(response);
          if (response.status < 500 && ![408, 425, 429].includes(response.status)) {
            if (!stopped.signal.aborted) sink.refused(response.status, detail);
            return;
          }
          throw new Error(detail);
        }
        failures = 0;
        await readBlocks(response.body, (count) => { alive(); sink.bytes(count); }, (block) => {
          if (stopped.signal.aborted) return;
          if (block.id !== undefined) subscription.lastEventId = block.id;
          sink.block({ ...block, id: subscription.lastEventId });
        }, (milliseconds) => { retry = milliseconds; });
      } catch (error) {
        failures++;
        reason = error.message || String(error);
      } finally {
        clearTimeout(timer);
        stopped.signal.removeEventListener('abort', abort);
      }

      if (stopped.signal.aborted) return;
      const pause = Math.min(retry * 2 ** Math.max(0, failures - 1), Math.max(retry, MaxPause));
      sink.lost(reason, pause);
      await new Promise((resolve) => {
        const wake = setTimeout(resolve, pause);
        stopped.signal.addEventListener('abort', () => { clearTimeout(wake); resolve(); }, { once: true });
      });
    }
  }
}

/** Hands over each block (WHATWG HTML, section 9.2.6), also one without data that only moves the id. */
async function readBlocks(body, received, block, retry) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let wasReturn = false;
  let type = '';
  let data = [];
  let id;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    received(value.byteLength);
    let text = decoder.decode(value, { stream: true });
    // A line feed behind a carriage return that ended the read before belongs to it.
    if (wasReturn && text.startsWith('\n')) text = text.slice(1);
    if (text !== '') wasReturn = text.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\r|\n/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0 || id !== undefined) block({ type: type || 'message', data: data.length > 0 ? data.join('\n') : undefined, id });
        type = '';
        data = [];
        id = undefined;
        continue;
      }

      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const content = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
      if (field === 'data') data.push(content);
      else if (field === 'event') type = content;
      else if (field === 'id' && !content.includes('\0')) id = content;
      else if (field === 'retry' && /^[0-9]+$/.test(content)) retry(Number(content));
    }
  }
}

/** What a refusal says: the detail of its Problem Details, if it has one. */
async function explain(response) {
  try {
    const problem = await response.json();
    if (problem.detail) return problem.detail;
  } catch {
    // No JSON: the status has to do.
  }
  return `the server answered ${response.status} ${response.statusText}`.trim();
}

/** Headers carry bytes, which fetch takes as characters below 256: an id in UTF-8 goes byte by byte. */
function encodeHeader(text) {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** The path of a topic: each segment escaped, apostrophes too, so that it can stand in quotes of any language. */
function topicPath(topic) {
  const segments = topic.split('/');
  // Dots alone would be taken for a way up, so such a topic is one segment: the server takes %2F for a slash.
  const hasDots = segments.some((segment) => segment === '.' || segment === '..');
  return `/stream/${hasDots ? escapeSegment(topic) : segments.map(escapeSegment).join('/')}`;
}

function escapeSegment(text) {
  return encodeURIComponent(text).replace(/'/g, '%27');
}

/** What to fetch for what was typed: nothing is the demo, a star at the end a pattern, all else one topic. */
function streamPath(topic) {
  if (topic === '') return '/stream';
  return topic.endsWith('*') ? `/stream?topic=${escapeSegment(topic).replace(/%2F/g, '/')}` : topicPath(topic);
}
