import {$, element, row} from './dom.js';
import {number} from './text.js';

const ROW_CHANGES = ['insert', 'update', 'delete'];

/** The four kinds that have a colour. */
export const kind = op => ROW_CHANGES.includes(op) ? op : 'ddl';

const sum = counts => Object.values(counts).reduce((a, b) => a + b, 0);

function slice(from, to, op) {
  const svg = 'http://www.w3.org/2000/svg', whole = to - from > 1.9999 * Math.PI;
  const shape = document.createElementNS(svg, whole ? 'circle' : 'path');
  if (whole) shape.setAttribute('r', 1);
  else shape.setAttribute('d', `M0 0 L${Math.cos(from)} ${Math.sin(from)} A1 1 0 ${to - from > Math.PI ? 1 : 0} 1 ${Math.cos(to)} ${Math.sin(to)} Z`);
  shape.style.fill = `var(--${kind(op)})`;
  shape.style.stroke = 'var(--card)';
  shape.style.strokeWidth = .015;
  return shape;
}

export function pie(operations) {
  const entries = Object.entries(operations).filter(([, n]) => n > 0), total = sum(operations);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '-1.05 -1.05 2.1 2.1');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', entries.map(([op, n]) => number(n) + ' ' + op).join(', '));
  let angle = -Math.PI / 2;
  for (const [op, n] of entries) {
    const end = angle + 2 * Math.PI * n / total;
    svg.append(slice(angle, end, op));
    angle = end;
  }
  $('pie').replaceChildren(entries.length ? svg : element('p', 'None in the last hour.', 'note'));
  $('legend').replaceChildren(...entries.map(([op, n]) =>
    row([[op, 'op ' + kind(op)], [number(n), 'number'], [(100 * n / total).toFixed(1) + ' %', 'note number']])));
}

const entry = (term, value, cls) => [element('dt', term), element('dd', value, cls)];

/** Exact counts of documents, then what the consumers could not turn into one. */
export function numbers({totals, lastMinute, counters}) {
  const count = name => counters ? counters[name] || 0 : undefined;
  const odd = (term, n) => n === undefined ? entry(term, 'unknown') : entry(term, number(n), n > 0 ? 'bad' : 'good');
  $('numbers').replaceChildren(
    ...(totals ? entry('events in the index', number(sum(totals))) : entry('events in the index', 'unknown')),
    ...(totals ? entry('per second, last minute', (lastMinute / 60).toLocaleString(undefined, {maximumFractionDigits: 1})) : []),
    ...odd('dead letters', count('cdc_dead_letters_total')),
    ...odd('records missed', count('cdc_missed_records_total')));
}
