'use strict';

// The page: its parts put together.

const $ = (id) => document.getElementById(id);
const served = document.documentElement.dataset;
const isControl = served.listener === 'control';
const needsCredential = (isControl ? served.key : served.token) === 'wanted';

/** In memory only: it goes with the page. */
let credential = '';
let watched;

const figures = new Figures();
const list = new EventList($('list'), drawFoot);
const streams = new Streams({ list: $('streams'), hint: $('streams-hint'), count: $('topic-count'), options: $('topics') }, (topic) => {
  if (topic === undefined) $('topic').focus();
  else go(topic);
});

// Watching: the address of what is watched stands behind the # of the page's, so that it can be kept and goes back and forth.

function go(topic) {
  const hash = `#${streamPath(topic)}`;
  if (location.hash === hash) watch(topic);
  else location.hash = hash;
}

/** The topic that the address names, if it names one. */
function addressed() {
  const hash = location.hash.slice(1);
  try {
    if (hash === '/stream') return '';
    if (hash.startsWith('/stream?topic=')) return decodeURIComponent(hash.slice('/stream?topic='.length));
    if (hash.startsWith('/stream/')) return decodeURIComponent(hash.slice('/stream/'.length));
  } catch {
    // Not escaped as we do it.
  }

  return undefined;
}

function watch(topic, lastEventId = '') {
  watched?.stop();
  if (watched?.topic !== topic) {
    figures.reset();
    list.clear();
    if (list.isPaused) setPaused(false);
  }

  const wantsKept = lastEventId === '' && topic !== '' && $('kept').checked;
  // A JWT has dots. A ticket has none, and is made for the URL: it opens one stream, once.
  const isTicket = !isControl && credential !== '' && !credential.includes('.');
  watched = new Watch(topic, {
    headers: isTicket ? {} : authorization(),
    ticket: isTicket ? credential : undefined,
    lastEventId: wantsKept ? AskForKept : lastEventId,
    heartbeat: Number(served.heartbeat),
  }, { list, figures, state: showState, named: showCode });
  $('topic').value = topic;
  if (isControl && topic !== '' && !topic.endsWith('*')) $('publish-topic').value = topic;
  document.title = `${describe(topic)} · AotSse`;
  streams.mark(topic);
  showCode();
  drawFigures();
}

function authorization() {
  return credential === '' ? {} : { Authorization: `Bearer ${credential}` };
}

function showState(kind, text) {
  $('state').dataset.state = kind;
  $('state-text').textContent = text;
  $('stop').disabled = kind === 'idle' || kind === 'refused';
  $('credential').toggleAttribute('aria-invalid', kind === 'refused');
  drawFoot();
}

window.addEventListener('hashchange', () => {
  const topic = addressed();
  if (topic !== undefined) watch(topic);
});

$('watch').addEventListener('submit', (submit) => {
  submit.preventDefault();
  go($('topic').value.trim());
});

$('stop').addEventListener('click', () => {
  watched.stop();
  $('topic').focus();
});

// The list, and what is counted.

function setPaused(isPaused) {
  list.pause(isPaused);
  $('pause').setAttribute('aria-pressed', String(isPaused));
}

$('pause').addEventListener('click', () => setPaused(!list.isPaused));
$('clear').addEventListener('click', () => list.clear());
$('filter').addEventListener('input', () => list.filter($('filter').value));
$('pretty').addEventListener('change', () => list.pretty($('pretty').checked));

function drawFoot() {
  setText($('pause'), list.isPaused ? `Resume${list.missed > 0 ? ` (${number.format(list.missed)} new)` : ''}` : 'Pause');
  setText($('shown'), `${list.isPaused ? 'Paused. ' : ''}${list.shown === 0 ? '' : `Newest first, ${number.format(list.shown)} of ${number.format(MaxRows)} rows at most${list.isFiltered ? ', filtered' : ''}.`}`);
  $('empty').hidden = list.shown > 0;
  setText($('empty'), list.isFiltered ? 'No event matches the filter.'
    : $('state').dataset.state === 'live' ? 'Connected. Waiting for the first event.'
    : watched ? '' : isControl ? 'Choose a stream, or type a topic.' : 'Type a topic, and watch it.');
}

function drawFigures() {
  const perSecond = figures.perSecond();
  setText($('rate'), number.format(perSecond.at(-1)));
  setText($('count'), number.format(figures.events));
  setText($('bytes'), bytesText(figures.bytes));
  setText($('reconnects'), number.format(figures.reconnects));
  setText($('gaps'), number.format(figures.gaps));
  $('gaps').parentElement.classList.toggle('alert', figures.gaps > 0);
  drawSpark($('spark-bars'), perSecond);
  $('spark').setAttribute('aria-label', `Events per second in the last minute: now ${perSecond.at(-1)}, at most ${Math.max(...perSecond)}`);
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

setInterval(drawFigures, 500);

// Access.

$('access-form').addEventListener('submit', (submit) => {
  submit.preventDefault();
  credential = $('credential').value.trim();
  if (isControl) pollStreams();
  // What was refused goes on where it was.
  const topic = watched?.isRefused ? watched.topic : addressed();
  if (topic !== undefined) watch(topic, watched?.topic === topic ? watched.lastEventId : '');
  else $('topic').focus();
});

function pollStreams() {
  streams.poll(authorization(), () => streams.mark(watched?.topic));
}

// Publishing.

$('publish-form').addEventListener('submit', async (submit) => {
  submit.preventDefault();
  const topic = $('publish-topic').value.trim();
  const event = $('publish-event').value.trim();
  const button = submit.target.querySelector('[type=submit]');
  button.disabled = true;
  try {
    const response = await fetch(`${topicPath(topic)}${event === '' ? '' : `?event=${encodeURIComponent(event)}`}`, {
      method: 'POST',
      headers: { ...authorization(), 'Content-Type': 'text/plain; charset=utf-8' },
      body: $('publish-data').value,
    });
    if (!response.ok) throw new Error(await explain(response));
    const { id, subscribers } = await response.json();
    answer(true, `Published ${id} to ${plural(subscribers, 'subscriber')}.`);
  } catch (error) {
    answer(false, `Not published: ${error.message}`);
  } finally {
    button.disabled = false;
  }
});

function answer(isGood, text) {
  $('answer').className = isGood ? 'answer good' : 'answer bad';
  $('answer').textContent = text;
}

$('publish-data').addEventListener('keydown', (key) => {
  if (key.key !== 'Enter' || !(key.ctrlKey || key.metaKey)) return;
  key.preventDefault();
  $('publish-form').requestSubmit();
});

// Code.

function showCode() {
  const code = codeFor(document.querySelector('[name=language]:checked').value, {
    topic: watched?.topic ?? '',
    names: [...watched?.names ?? []],
    publicOrigin: isControl ? publicOrigin() : location.origin,
    controlOrigin: isControl ? location.origin : 'http://127.0.0.1:4001',
    hasToken: served.token === 'wanted',
    hasKey: isControl && served.key === 'wanted',
  });
  setText($('code-subscribe'), code.subscribe);
  setText($('code-publish'), code.publish);
}

/** Where subscribers connect: known by scheme and port, or not at all. */
function publicOrigin() {
  const [scheme, port] = served.public.split(':');
  return port ? `${scheme}://${location.hostname}:${port}` : location.origin;
}

for (const choice of document.querySelectorAll('[name=language]')) choice.addEventListener('change', showCode);
for (const button of document.querySelectorAll('[data-copy]')) button.addEventListener('click', () => copy(button, $(button.dataset.copy)));

async function copy(button, source) {
  // Without TLS only pages of this machine may use the clipboard: elsewhere the text is selected, and the old command tried.
  if (navigator.clipboard) await navigator.clipboard.writeText(source.textContent).catch(() => select(source));
  else select(source);
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = 'Copy'; }, 1_500);
}

function select(source) {
  getSelection().selectAllChildren(source);
  document.execCommand('copy');
}

// The start.

$('listener').textContent = isControl ? 'control' : 'public';
$('access').hidden = !needsCredential;
$('credential-label').textContent = isControl ? 'Key' : 'Token or ticket';
$('credential-hint').textContent = isControl
  ? 'Kept in the memory of this page, sent as Authorization.'
  : 'Kept in the memory of this page. A JWT is sent as Authorization; a ticket opens one stream, once.';
$('publish').hidden = !isControl;
$('code-hint').textContent = isControl ? '' : 'Publishing is done on the control listener, beside the server; this is its default address.';
streams.showBuiltIn(isControl);
showCode();
drawFigures();
drawFoot();
if (isControl && !needsCredential) pollStreams();
if (!needsCredential || addressed() === undefined) {
  const topic = addressed() ?? (isControl || needsCredential ? undefined : '');
  if (topic !== undefined) watch(topic);
} else $('topic').value = addressed();
