// node contract-tabs.mjs ORIGIN FOLDER: opens tabs of ORIGIN in Chromium that run FOLDER/contract-page.js, as lines on standard input tell:
// "open TAB", "close TAB", "leave TAB". Reports what the tabs observe, and each request for a stream.
import { chromium } from 'playwright-core';
import { createInterface } from 'node:readline';
import { observe } from './observe.mjs';

const [origin, folder] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext();
await context.route('**/test/*.js', (route) => route.fulfill({ path: `${folder}/${new URL(route.request().url()).pathname.split('/').pop()}`, contentType: 'text/javascript' }));
await context.route('**/test/page?*', (route) => route.fulfill({ body: '<!doctype html><script type="module" src="contract-page.js"></script>', contentType: 'text/html' }));
await context.exposeFunction('observe', observe);

const tabs = new Map();
const commands = {
  async open(tab) {
    const page = await context.newPage();
    tabs.set(tab, page);
    page.on('pageerror', (error) => observe('error', { tab, message: error.message }));
    page.on('request', (request) => request.url().includes('/prices/') && observe('request', { tab, hasCursor: request.url().includes('lastEventId=') }));
    await page.goto(`${origin}/test/page?tab=${tab}`);
  },
  close: (tab) => tabs.get(tab).close(),
  leave: (tab) => tabs.get(tab).evaluate(() => window.leave()),
};
for await (const line of createInterface({ input: process.stdin })) {
  const [command, tab] = line.split(' ');
  await commands[command](tab);
}
await browser.close();
process.exit();
