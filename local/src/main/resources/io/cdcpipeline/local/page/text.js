const time = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23'});
const second = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
const date = new Intl.DateTimeFormat(undefined, {year: 'numeric', month: 'short', day: 'numeric'});
const zone = new Intl.DateTimeFormat(undefined, {timeZoneName: 'short'});

export const number = n => n.toLocaleString();

/** In this computer's zone, with the date unless it is today's. */
function local(iso, format) {
  const at = new Date(iso), day = date.format(at);
  return (day === date.format(new Date()) ? '' : day + ' ') + format.format(at);
}

/** To the millisecond. */
export const localTime = iso => local(iso, time);

/** To the second. */
export const clock = iso => local(iso, second);

export const zoneName = () => zone.formatToParts(new Date()).find(p => p.type === 'timeZoneName').value;

export function duration(seconds) {
  const s = Math.round(seconds);
  if (s < 120) return s + ' s';
  return s < 7200 ? Math.round(s / 60) + ' min' : Math.round(s / 3600) + ' h';
}
