// Node's http. An event is encoded once; all that one publish brings for a topic goes out in one write for each subscriber.
'use strict';
const http = require('http');

const topics = new Map();

function find(name) {
  let topic = topics.get(name);
  if (!topic) topics.set(name, (topic = { events: 0, gathered: '', subscribers: new Set() }));
  return topic;
}

function subscribe(topic, response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.flushHeaders();
  topic.subscribers.add(response);
  response.on('close', () => topic.subscribers.delete(response));
}

// Each line is "<topic> <data>".
function publish(lines) {
  const changed = new Set();
  for (const line of lines.split('\n')) {
    const space = line.indexOf(' ');
    if (space < 0) continue;
    const topic = find(line.slice(0, space));
    topic.gathered += `id: ${++topic.events}\ndata: ${line.slice(space + 1)}\n\n`;
    changed.add(topic);
  }
  for (const topic of changed) {
    const bytes = Buffer.from(topic.gathered);
    topic.gathered = '';
    for (const response of topic.subscribers) response.write(bytes);
  }
}

const server = http.createServer((request, response) => {
  if (request.url.startsWith('/stream/')) return subscribe(find(request.url.slice('/stream/'.length)), response);
  if (request.url === '/gc') {
    global.gc?.();
    return response.writeHead(204).end();
  }
  if (request.url !== '/publish') return response.writeHead(404).end();
  const body = [];
  request.on('data', part => body.push(part));
  request.on('end', () => {
    publish(Buffer.concat(body).toString());
    response.writeHead(204).end();
  });
});
// The publisher may be silent for as long as it likes, as with the other contestants.
server.keepAliveTimeout = 0;
server.listen(Number(process.env.PORT ?? 4000), '127.0.0.1');
