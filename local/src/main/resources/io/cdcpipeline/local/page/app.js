import {$, element} from './dom.js';
import {describe, events, tables} from './events.js';
import {numbers, pie} from './counts.js';
import {status} from './status.js';
import {duration} from './text.js';

const EVERY_MS = 2000, PATIENCE_MS = 6000;
const FILTERS = ['text', 'table', 'op'];

/** When each part was last read, by performance.now(). */
const read = {};
/** The newest that was read of each part. */
const known = {};
let problems = {}, paused = false, pausedAt = 0, round = 0;

const filter = () => new URLSearchParams(FILTERS.map(id => [id, $(id).value.trim()]).filter(([, value]) => value));

function show(data, asked) {
  const now = performance.now();
  problems = data.problems;
  for (const part of ['status', 'consumer', 'search']) if (!problems[part]) read[part] = now;
  $('name').textContent = data.name;
  document.title = data.name + ' – CdcPipeline';
  if (!problems.status) status(data.status);
  Object.assign(known, data);
  numbers(known);
  if (problems.search) return;
  pie(data.operations);
  tables(data.tables);
  if (!paused) events(data.events);
  describe(data.selected, String(asked) !== '', paused ? data.selected - pausedAt : 0);
  if (!paused) pausedAt = data.selected;
}

const PARTS = {
  page: ['The demo does not answer', 'Everything below'],
  status: ['The status cannot be read', 'The status below'],
  consumer: ['The consumer\'s counters cannot be read', 'Dead letters and records missed'],
  search: ['Elasticsearch cannot be read', 'Events and counts below'],
};

/** What cannot be read, said once, and beside it how old is what is still shown of it. */
function complain() {
  const box = $('problems'), lines = Object.entries(problems);
  while (box.children.length < lines.length) {
    const p = element('p'), reason = element('span');
    reason.setAttribute('role', 'alert');
    p.append(reason, ' ', element('span'));
    box.append(p);
  }
  while (box.children.length > lines.length) box.lastChild.remove();
  lines.forEach(([part, reason], i) => {
    const [said, age] = box.children[i].querySelectorAll('span'), [what, shown] = PARTS[part];
    const at = part === 'page' ? Math.max(0, ...Object.values(read)) : read[part];
    const text = `${what}: ${reason.replace(/[.\s]+$/, '')}.`;
    if (said.textContent !== text) said.textContent = text;
    age.textContent = at ? `${shown}: ${duration((performance.now() - at) / 1000)} old.` : 'Nothing of it was read yet.';
  });
  const old = id => problems[id] || problems.page;
  for (const id of ['rows', 'counts']) $(id).classList.toggle('stale', Boolean(old('search')));
  for (const id of ['path', 'stages']) $(id).classList.toggle('stale', Boolean(old('status')));
}

async function refresh() {
  const mine = ++round, asked = filter();
  try {
    const answer = await fetch('data.json?' + asked, {signal: AbortSignal.timeout(PATIENCE_MS)});
    if (!answer.ok) throw new Error('HTTP ' + answer.status);
    const data = await answer.json();
    if (mine === round) show(data, asked);
  } catch (e) {
    if (mine === round) problems = {page: e.name === 'TimeoutError' ? `no answer within ${PATIENCE_MS / 1000} s` : 'it was stopped, or its process ended'};
  }
  if (mine !== round) return;
  complain();
  setTimeout(() => mine === round && refresh(), EVERY_MS);
}

function pause(on) {
  paused = on;
  $('pause').setAttribute('aria-pressed', on);
  $('pause').textContent = on ? 'Continue' : 'Pause';
  if (!on) refresh();
}

function filtered() {
  history.replaceState(null, '', '?' + filter());
  pause(false);
}

const wanted = new URLSearchParams(location.search);
if (wanted.get('table')) tables([wanted.get('table')]);
FILTERS.forEach(id => { $(id).value = wanted.get(id) || ''; });
let typing;
$('text').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(filtered, 250); });
['table', 'op'].forEach(id => $(id).addEventListener('change', filtered));
$('filter').addEventListener('submit', e => { e.preventDefault(); filtered(); });
$('pause').addEventListener('click', () => pause(!paused));
setInterval(complain, 1000);
refresh();
