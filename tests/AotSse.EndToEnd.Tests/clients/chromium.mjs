// node chromium.mjs PAGE[#COOKIE] STREAM [EVENT...]: opens PAGE in Chromium, gives it COOKIE, and opens an EventSource on STREAM that reports all it is told.
import { chromium } from 'playwright-core';
import { observe, whenTheTestIsDone } from './observe.mjs';

const [pageUrl, streamUrl, ...eventNames] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
whenTheTestIsDone(async () => {
  await browser.close();
  process.exit();
});

const page = await browser.newPage();
page.on('console', (message) => message.type() === 'error' && observe('console', { text: message.text() }));
await page.exposeFunction('observe', observe);
const response = await page.goto(pageUrl);
observe('page', { status: response.status(), text: await page.innerText('body') });

await page.evaluate(({ streamUrl, eventNames }) => {
  if (location.hash) document.cookie = location.hash.slice(1);
  const source = new EventSource(streamUrl);
  const report = ({ type, data, lastEventId }) => window.observe('message', { type, data, lastEventId });
  source.onopen = () => window.observe('open');
  source.onerror = () => window.observe('error', { readyState: source.readyState });
  for (const name of ['message', ...eventNames]) source.addEventListener(name, report);
}, { streamUrl, eventNames });
