// node page.mjs: shows the server's page in Chromium and does what lines of JSON on standard input tell; each is answered by one "done" or "failed".
// Elements are named as assistive technology names them: by role and accessible name.
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { observe } from './observe.mjs';

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const complaints = [];
let page;

const commands = {
  async open({ url, scheme = 'light', width = 1280, height = 900 }) {
    await page?.context().close();
    complaints.length = 0;
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height }, hasTouch: width < 600, deviceScaleFactor: width < 600 ? 2 : 1 });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    // A stream that the page itself gives up is aborted, and that is all right.
    page.on('requestfailed', (request) => request.failure().errorText !== 'net::ERR_ABORTED' && complaints.push(`${request.url()}: ${request.failure().errorText}`));
    const response = await page.goto(url);
    return response.headers();
  },
  click: ({ role, name }) => page.getByRole(role, { name, exact: true }).click(),
  fill: ({ label, text }) => page.getByLabel(label, { exact: true }).fill(text),
  press: ({ key }) => page.keyboard.press(key),
  type: ({ text }) => page.keyboard.type(text),
  evaluate: ({ script }) => page.evaluate(script),
  screenshot: ({ file, whole = false }) => page.screenshot({ path: file, fullPage: whole }).then(() => null),
  async barriers() {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join(', ')}`);
  },
  complaints: () => complaints.splice(0),
};
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  try {
    observe('done', { value: (await commands[command.do](command)) ?? null });
  } catch (error) {
    observe('failed', { text: error.message });
  }
}
await browser.close();
process.exit();
