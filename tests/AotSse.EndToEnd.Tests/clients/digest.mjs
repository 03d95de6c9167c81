// node digest.mjs SEED: reads an event stream from standard input with eventsource-parser, in random pieces, and prints how many
// events there were and a digest of their data, each preceded by its length.
import { createHash } from 'node:crypto';
import { createParser } from 'eventsource-parser';

let random = Number(process.argv[2]) | 1;
const next = (below) => ((random = Math.imul(random, 1664525) + 1013904223) >>> 8) % below;

let count = 0;
const hash = createHash('sha256');
const parser = createParser({
  onEvent: ({ data }) => {
    count++;
    hash.update(`${Buffer.byteLength(data)}:${data}`);
  },
  onError: (error) => {
    throw error;
  },
});

const decoder = new TextDecoder();
for await (const chunk of process.stdin) {
  for (let at = 0; at < chunk.length;) {
    const end = Math.min(chunk.length, at + 1 + next(next(8) === 0 ? 5000 : 20));
    parser.feed(decoder.decode(chunk.subarray(at, end), { stream: true }));
    at = end;
  }
}
process.stdout.write(`${count} ${hash.digest('hex')}\n`);
