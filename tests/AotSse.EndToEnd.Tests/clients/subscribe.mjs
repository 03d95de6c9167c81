// node subscribe.mjs npm|node URL [EVENT...]: an EventSource that reports all it is told, of npm's `eventsource` or of Node itself.
import { EventSource as NpmEventSource } from 'eventsource';
import { observe, whenTheTestIsDone } from './observe.mjs';

const [kind, url, ...eventNames] = process.argv.slice(2);
const Source = { npm: NpmEventSource, node: globalThis.EventSource }[kind];
const source = new Source(url);
const report = ({ type, data, lastEventId }) => observe('message', { type, data, lastEventId });

source.onopen = () => observe('open');
source.onerror = () => observe('error', { readyState: source.readyState });
for (const name of ['message', ...eventNames]) source.addEventListener(name, report);

whenTheTestIsDone(() => {
  source.close();
  process.exit();
});
