// node page.mjs: shows the server's page in Chromium and does what lines of JSON on standard input tell; each is answered by one "done" or "failed".
// Elements are named as assistive technology names them: by role and accessible name.
import { chromium } from 'playwright-core';
import { createInterface } from 'node:readline';
import { observe } from './observe.mjs';

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const complaints = [];
let page;

const commands = {
  async open({ url, scheme = 'light', width = 1280, height = 900 }) {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height }, hasTouch: width < 600, deviceScaleFactor: width < 600 ? 2 : 1 });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure().errorText}`));
    const response = await page.goto(url);
    return response.headers();
  },
  click: ({ role, name }) => page.getByRole(role, { name, exact: true }).click(),
  fill: ({ label, text }) => page.getByLabel(label, { exact: true }).fill(text),
  press: ({ key }) => page.keyboard.press(key),
  type: ({ text }) => page.keyboard.type(text),
  evaluate: ({ script }) => page.evaluate(script),
  screenshot: ({ file, whole = false }) => page.screenshot({ path: file, fullPage: whole }).then(() => null),
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
