// Reads an event stream from standard input with eventsource-parser and prints what a client would be given.
// The bytes go through the decoder one at a time, so that no event depends on how the network cut the stream.
import { createParser } from 'eventsource-parser';
import { observe } from './observe.mjs';

const decoder = new TextDecoder();
const parser = createParser({
  onEvent: ({ id, event, data }) => observe('event', { id: id ?? null, event: event ?? null, data }),
  onRetry: (milliseconds) => observe('retry', { milliseconds }),
  onComment: (comment) => observe('comment', { comment }),
  onError: (error) => observe('error', { message: error.message }),
});

for await (const chunk of process.stdin) {
  for (let i = 0; i < chunk.length; i++) parser.feed(decoder.decode(chunk.subarray(i, i + 1), { stream: true }));
}
