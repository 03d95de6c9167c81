// Subscribes to every stream of the sample with its generated client, in Node.js. Typed: what it does with an event compiles only if the types are right.
import { alerts, clock, counters, defaults, drawings, files, items, Level, lines, news, orders, prices } from './client.js';
import type { Folder, OrderState, Shape } from './client.js';

defaults.baseUrl = process.argv[2] ?? '';
const observe = (kind: string, more: object = {}): boolean => process.stdout.write(`${JSON.stringify({ kind, ...more })}\n`);
const area = (shape: Shape): number => (shape.kind === 'circle' ? shape.radius : shape.width * shape.height);
const depth = (folder: Folder): number => 1 + Math.max(0, ...folder.children.map(depth));
const shipped: OrderState = 'on-its-way';

const streams = [
  prices('MS FT')
    .on('priceChanged', ({ price, at }, { type }) => observe('priceChanged', { price: price.toFixed(2), at, type }))
    .on('halted', ({ symbol, reason }) => observe('halted', { symbol, reason: reason?.length ?? null })),
  orders(7).on('orderChanged', ({ id, state, lines: [line], note, invoice }) =>
    observe('orderChanged', { id, isShipped: state === shipped, sku: line?.sku.toUpperCase(), hasNote: note !== undefined, invoice: (invoice ?? 0) + 1 })),
  drawings().on('drawn', (shape) => observe('drawn', { area: area(shape) })),
  counters().on('counted', ({ level, totals, byState, image }) =>
    observe('counted', { isCertain: level === Level.Certain, all: totals['all'], shipped: byState[shipped], image: image?.length })),
  news().on('sports', (text) => observe('sports', { lines: text.split('\n').length })),
  files().on('changed', (root) => observe('changed', { depth: depth(root) })),
  alerts('High').on('raised', ({ severity, text }) => observe('raised', { severity: severity + 0, text })),
  clock('utc', { every: 10 }).on('message', ({ number, zone }) => { if (number === 2) observe('beat', { zone }); }),
  lines().on('message', (line) => { if (line === 'three') observe('line', { line }); }),
  items().on('odd', ({ number }, { id }) => { if (number === 1) observe('odd', { id }); }),
];
for (const stream of streams) stream.onOpen(() => observe('open', { path: new URL(stream.url).pathname })).onClose(({ error }) => observe('closed', { message: error?.message }));

process.stdin.on('end', () => {
  for (const stream of streams) stream.close();
  process.exit();
}).resume();

// @ts-expect-error An event that is not declared.
prices('x').on('priceChange', () => {}).close();
// @ts-expect-error A topic of another type.
orders('x').close();
// @ts-expect-error A member that is not there.
drawings().on('drawn', (shape) => shape.radius).close();
// @ts-expect-error What may be null.
prices('x').on('halted', ({ reason }) => reason.length).close();
