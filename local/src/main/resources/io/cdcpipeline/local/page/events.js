import {$, element, say} from './dom.js';
import {kind} from './counts.js';
import {localTime, number, zoneName} from './text.js';

const LONGEST = 160;
/** A UUID or a time: on one line even on a phone, which would break it at a hyphen. */
const SHORT = 36;
const shown = new Map();

const text = value => value === null ? 'null' : typeof value === 'object' ? JSON.stringify(value) : String(value);

function value(content, cls) {
  const whole = text(content), cut = whole.length > LONGEST;
  const span = element('span', cut ? whole.slice(0, LONGEST) + '…' : whole, cls);
  if (cut) span.title = whole;
  if (whole.length <= SHORT) span.classList.add('short');
  return span;
}

/** One column; old → new if this event changed it. */
function column(name, now, before) {
  const parts = [element('span', name + ': ', 'column')];
  if (before === undefined || text(before) === text(now)) parts.push(value(now));
  else parts.push(value(before, 'old'), ' → ', value(now, 'new'));
  return parts;
}

function content(event, op) {
  const td = element('td', undefined, 'row');
  if (kind(op) === 'ddl') {
    td.append(value(event.sql || ''));
    return td;
  }
  const now = event.data || {}, before = op === 'update' ? event.old || {} : {};
  Object.keys(now).forEach((name, i) => td.append(...(i ? [', '] : []), ...column(name, now[name], before[name])));
  return td;
}

function line(hit) {
  const event = hit._source, op = String(event.op).toLowerCase();
  const tr = element('tr'), at = element('td', undefined, 'time');
  const time = element('time', localTime(event['@timestamp']));
  time.dateTime = time.title = event['@timestamp'];
  at.append(time);
  tr.append(at, element('td', op, 'op ' + kind(op)), element('td', event.database + (event.table ? '.' + event.table : '')), content(event, op));
  return tr;
}

/** Rows that are there already stay as they are, so that a selection in them survives. */
export function events(hits) {
  const first = shown.size === 0, ids = new Set(hits.map(hit => hit._id));
  for (const [id, tr] of shown) {
    if (!ids.has(id)) {
      tr.remove();
      shown.delete(id);
    }
  }
  let next = $('events').firstChild;
  for (const hit of hits) {
    let tr = shown.get(hit._id);
    if (tr && tr === next) {
      next = next.nextSibling;
      continue;
    }
    if (!tr) {
      tr = line(hit);
      if (!first) tr.classList.add('arrived');
      shown.set(hit._id, tr);
    }
    $('events').insertBefore(tr, next);
  }
}

/** How many there are, and in which zone their times are. */
export function describe(selected, filtered, waiting) {
  say('time', `Time (${zoneName()})`);
  $('none').hidden = selected > 0;
  say('none', filtered ? 'No event matches.' : 'No event yet: insert a row.');
  say('selected', waiting ? `paused, ${number(waiting)} more since` : filtered ? number(selected) + (selected === 1 ? ' matches' : ' match') : '');
}

export function tables(names) {
  const options = [...$('table').options].slice(1).map(option => option.value);
  names.filter(name => !options.includes(name)).sort().forEach(name => $('table').append(element('option', name)));
}
