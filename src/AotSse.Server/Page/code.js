'use strict';

// Ready code for what is watched. Addresses are escaped so that they may stand in the quotes of any of the languages.

/**
 * @param {string} language
 * @param {{ topic: string, names: string[], publicOrigin: string, controlOrigin: string, hasToken: boolean, hasKey: boolean }} what  `names`: of the events that have come.
 * @returns {{ subscribe: string, publish: string }}
 */
function codeFor(language, what) {
  const path = streamPath(what.topic);
  const isTopic = what.topic !== '' && !what.topic.endsWith('*');
  return Languages[language](what, path, topicPath(isTopic ? what.topic : 'orders/42'));
}

const Languages = {
  curl: (what, path, publishPath) => ({
    subscribe: lines(`curl -N ${what.hasToken ? '-H "Authorization: Bearer $TOKEN" ' : ''}'${what.publicOrigin}${path}'`),
    publish: lines(`curl ${what.hasKey ? '-H "Authorization: Bearer $AOTSSE_KEY" ' : ''}-d '{"hello":"world"}' '${what.controlOrigin}${publishPath}?event=state'`),
  }),

  js: (what, path, publishPath) => ({
    subscribe: lines(
      what.hasToken && '// An EventSource sends no header: let your service get a ticket for it, one for each connection.',
      what.hasToken
        ? `const source = new EventSource(\`${what.publicOrigin}${path}${path.includes('?') ? '&' : '?'}ticket=\${ticket}\`);`
        : `const source = new EventSource('${what.publicOrigin}${path}');`,
      'const show = (e) => console.log(e.lastEventId, e.type, e.data);',
      "source.addEventListener('message', show);",
      ...(what.names.length > 0 || what.topic === '' ? what.names : ['state']).map((name) => `source.addEventListener(${JSON.stringify(name)}, show);`),
      what.topic !== '' && "source.addEventListener('gap', (e) => console.warn('events are lost', e.data));"),
    publish: lines(
      `const answer = await fetch('${what.controlOrigin}${publishPath}?event=state', {`,
      "  method: 'POST',",
      what.hasKey && '  headers: { Authorization: `Bearer ${process.env.AOTSSE_KEY}` },',
      "  body: JSON.stringify({ hello: 'world' }),",
      '});',
      'console.log(await answer.json());'),
  }),

  cs: (what, path, publishPath) => ({
    subscribe: lines(
      'using AotSse.Client;',
      '',
      `using var http = new HttpClient { BaseAddress = new Uri("${what.publicOrigin}/") };`,
      what.hasToken && 'http.DefaultRequestHeaders.Authorization = new("Bearer", token);',
      `await foreach (var e in new EventStreamReader(http).ReadAsync(${streamRequest(what.topic, path)}))`,
      '    Console.WriteLine($"{e.EventId} {e.EventType}: {e.Data}");'),
    publish: lines(
      `using var http = new HttpClient { BaseAddress = new Uri("${what.controlOrigin}/") };`,
      what.hasKey && 'http.DefaultRequestHeaders.Authorization = new("Bearer", key);',
      `using var answer = await http.PostAsync("${publishPath.slice(1)}?event=state", new StringContent("""{"hello":"world"}"""));`,
      'Console.WriteLine(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());'),
  }),
};

function streamRequest(topic, path) {
  return topic.endsWith('*') ? `new StreamRequest("stream").Query("topic", ${JSON.stringify(topic)})` : `new StreamRequest("${path.slice(1)}")`;
}

function lines(...all) {
  return all.filter((line) => typeof line === 'string').join('\n');
}
