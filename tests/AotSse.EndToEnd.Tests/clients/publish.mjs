// node publish.mjs URL COUNT: publishes COUNT events as one batch that stays open, with the standard library alone.
const [url, count] = [process.argv[2], Number(process.argv[3])];

async function* lines() {
  for (let number = 0; number < count; number++) {
    yield new TextEncoder().encode(JSON.stringify({ event: 'state', data: { number, text: 'from Node: äöü 😀\nsecond line' } }) + '\n');
  }
}

const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/x-ndjson' }, body: ReadableStream.from(lines()), duplex: 'half' });
if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
for (const line of (await answer.text()).trimEnd().split('\n')) {
  const { id, error } = JSON.parse(line);
  if (error) throw new Error(error);
  console.log(id);
}
