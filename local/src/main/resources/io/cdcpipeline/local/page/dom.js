export const $ = id => document.getElementById(id);

export function element(tag, text, cls) {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (cls) e.className = cls;
  return e;
}

/** A table row of cells, each [text, class]. */
export function row(cells) {
  const tr = element('tr');
  tr.append(...cells.map(([text, cls]) => element('td', text, cls)));
  return tr;
}

/** Screen readers read what changes, so what is equal is not written again. */
export function say(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text;
}
