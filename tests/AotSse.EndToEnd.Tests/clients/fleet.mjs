// node fleet.mjs URL COUNT: many EventSources of npm's `eventsource`, each with an address of its own as a load balancer passes it on. Their events carry the numbers
// 0, 1, 2, … in their data. An order on standard input is answered by one observation:
//   status  how many are open, and the least number that all of them have seen last
//   report  what each has lived through
import { createInterface } from 'node:readline';
import { EventSource } from 'eventsource';
import { observe } from './observe.mjs';

const [url, count] = process.argv.slice(2);

// Passes a stream on, and tells of each `retry` in it.
const listenForRetry = (tell) => {
  const decoder = new TextDecoder();
  let rest = '';
  return new TransformStream({
    transform(bytes, passOn) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop();
      for (const line of lines) if (line.startsWith('retry: ')) tell(Number(line.slice('retry: '.length)));
      passOn.enqueue(bytes);
    },
  });
};

const start = (i) => {
  const client = { isOpen: false, isLost: false, last: -1, epoch: null, seen: new Set(), gaps: 0, undeclared: [], returns: [] };
  let endedAt = null;
  let told = null;
  let isDeclared = true;
  let at = null;
  const source = new EventSource(url, {
    fetch: async (target, init) => {
      // What the client was told, and what it made of it.
      if (endedAt !== null) client.returns.push({ endedAt, told, after: Date.now() - endedAt });
      endedAt = null;
      const response = await fetch(target, { ...init, headers: { ...init.headers, 'X-Forwarded-For': `10.0.${i >> 8}.${i & 255}` } });
      const { url, status, redirected, headers } = response;
      return { url, status, redirected, headers, body: response.body.pipeThrough(listenForRetry((retry) => { told = retry; })) };
    },
  });
  source.onopen = () => { client.isOpen = true; };
  source.onerror = () => {
    client.isOpen = false;
    client.isLost = source.readyState === EventSource.CLOSED;
    endedAt = Date.now();
  };
  source.addEventListener('gap', () => { client.gaps++; isDeclared = true; });
  source.onmessage = ({ data, lastEventId }) => {
    const number = Number(data);
    const epoch = lastEventId.slice(0, lastEventId.lastIndexOf('-'));
    // Within a log the next number follows; anything else must have been declared, and so must another log.
    if (!isDeclared && (epoch !== client.epoch || number !== at + 1)) client.undeclared.push(`${client.epoch} ${at} -> ${epoch} ${number}`);
    isDeclared = false;
    client.epoch = epoch;
    at = number;
    client.last = Math.max(client.last, number);
    client.seen.add(number);
  };
  return client;
};

const clients = Array.from({ length: Number(count) }, (_, i) => start(i));

const orders = {
  status: () => observe('status', { open: clients.filter((c) => c.isOpen).length, lost: clients.filter((c) => c.isLost).length, last: Math.min(...clients.map((c) => c.last)) }),
  report: () => observe('report', { clients: clients.map((c) => ({ ...c, seen: [...c.seen].sort((a, b) => a - b) })) }),
};

createInterface({ input: process.stdin }).on('line', (order) => orders[order]()).on('close', () => process.exit());
