'use strict';

// JSON as it was sent, only indented: to parse and print it again would round numbers and drop keys that stand twice.

const JsonToken = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The longest text that is indented, and the longest whose parts get colours. */
const MaxIndented = 200_000;
const MaxColoured = 4_000;

/** @returns {{ text: string, kind: string }[] | undefined} Parts with the white space between them, or nothing if this is no object or array. */
function indentJson(text) {
  if (text.length > MaxIndented || !/^\s*[{[]/.test(text)) return undefined;
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }

  const parts = [];
  const tokens = text.match(JsonToken);
  let depth = 0;
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    if (token === '{' || token === '[') {
      const isEmpty = next === '}' || next === ']';
      parts.push({ text: isEmpty ? token : token + indent(++depth), kind: 'mark' });
    } else if (token === '}' || token === ']') {
      const wasEmpty = tokens[i - 1] === '{' || tokens[i - 1] === '[';
      parts.push({ text: wasEmpty ? token : indent(--depth) + token, kind: 'mark' });
    } else if (token === ',') parts.push({ text: `,${indent(depth)}`, kind: 'mark' });
    else if (token === ':') parts.push({ text: ': ', kind: 'mark' });
    else if (token[0] === '"') parts.push({ text: token, kind: next === ':' ? 'key' : 'text' });
    else parts.push({ text: token, kind: /[0-9]/.test(token) ? 'number' : 'word' });
  });
  return parts;

  function indent(levels) {
    return `\n${'  '.repeat(levels)}`;
  }
}

/** Shows data in an element: indented and coloured if it is JSON and that is wanted, else as it is. */
function showData(element, data, isPretty) {
  const parts = isPretty ? indentJson(data) : undefined;
  if (!parts) {
    element.textContent = data;
  } else if (data.length > MaxColoured) {
    element.textContent = parts.map((part) => part.text).join('');
  } else {
    element.replaceChildren(...parts.map(({ text, kind }) => {
      if (kind === 'mark') return document.createTextNode(text);
      const span = document.createElement('span');
      span.className = kind;
      span.textContent = text;
      return span;
    }));
  }
}
