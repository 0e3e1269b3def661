import {$, element, row, say} from './dom.js';
import {clock, duration, number} from './text.js';

const HOPS = ['database', 'changefeed', 'kafka', 'consumer', 'search'];

function hop(name, known, worst) {
  const lag = known && known.lagSeconds;
  const late = Boolean(known && known.since);
  const li = element('li', undefined, late ? 'bad' : lag === undefined ? '' : 'good');
  li.append(element('span', name), element('b', lag === undefined ? 'unknown' : lag === 0 ? 'in step' : duration(lag) + ' behind'));
  if (late) li.append(element('span', 'since ' + clock(known.since), 'note'));
  if (name === worst) li.setAttribute('aria-current', 'true');
  return li;
}

function audit(result) {
  $('audit').className = result && result.missing ? 'bad' : 'note';
  say('audit', !result || !result.verifiedUntil ? ''
    : `Counted against Elasticsearch until ${clock(result.verifiedUntil)}: ${number(result.missing || 0)} missing, ${number(result.surplus || 0)} surplus` +
      (result.unverified ? `, ${number(result.unverified)} not verified.` : '.'));
}

/** The pipeline's own words: hops, audit, conditions. */
export function status(pipeline) {
  const {conditions = [], hops = [], phase, audit: counted} = pipeline || {};
  const worst = hops.find(h => h.since);
  $('hops').replaceChildren(...HOPS.map(name => hop(name, hops.find(h => h.name === name), worst && worst.name)));
  audit(counted);
  $('conditions').replaceChildren(...conditions.map(c => {
    const good = c.status === 'True';
    const tr = row([[c.type], [good ? 'yes' : c.reason || c.status, good ? 'good' : 'bad']]);
    tr.title = c.message || '';
    return tr;
  }));
  const ready = conditions.find(c => c.type === 'Ready');
  say('ready', (phase || 'no status yet') + (ready && ready.message ? ': ' + ready.message : ''));
}
