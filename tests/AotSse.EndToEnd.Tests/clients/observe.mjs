// One JSON object a line: the test reads them as they come.
export const observe = (kind, more = {}) => process.stdout.write(JSON.stringify({ kind, ...more }) + '\n');

// The test closes standard input when it is done with the client.
export const whenTheTestIsDone = (finish) => {
  process.stdin.on('end', finish);
  process.stdin.resume();
};
