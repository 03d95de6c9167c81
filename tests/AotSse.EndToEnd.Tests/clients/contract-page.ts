// What the page of the sample does with its generated client: subscribes to the prices of a symbol and reports to the test.
import { prices } from './client.js';

declare global {
  interface Window {
    observe(kind: string, more?: object): void;
    leave(): void;
  }
}

const tab = new URL(location.href).searchParams.get('tab');
const stream = prices('MSFT')
  .on('priceChanged', ({ price }, { id, topic }) => window.observe('price', { tab, price: price.toFixed(1), id, topic }))
  .onOpen(() => window.observe('open', { tab }))
  .onGap(({ reason, lastEventId }) => window.observe('gap', { tab, reason, hasId: lastEventId !== null }))
  .onClose(({ isFinal }) => window.observe('close', { tab, isFinal }));
window.leave = () => stream.close();
