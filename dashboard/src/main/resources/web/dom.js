// Elements out of plain values. Text only ever becomes text: nothing here parses HTML.
const SVG = 'http://www.w3.org/2000/svg';

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'class') node.setAttribute('class', value);
    else if (name === 'style') for (const [key, set] of Object.entries(value)) node.style.setProperty(key, set);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter(child => child !== undefined && child !== null));
  return node;
}

export const el = (tag, properties = {}, ...children) => fill(document.createElement(tag), properties, children);

export const svg = (tag, properties = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), properties, children);

/** @returns {any} */
export const byId = id => document.getElementById(id);

/** @returns {any[]} */
export const every = selector => [...document.querySelectorAll(selector)];

export const show = (...children) => byId('main').replaceChildren(...children);

/** Makes these the children of a holder; those that are there already stay, with their scroll and focus. */
export function arrange(holder, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...holder.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (holder.children[index] !== node) holder.insertBefore(node, holder.children[index] ?? null);
  });
}

/** Makes a node in its place what another is: what is as before keeps its focus and the pointer above it. Listeners stay the node's. */
export function renew(node, made) {
  if (node.nodeName !== made.nodeName) {
    node.replaceWith(made);
    return made;
  }
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.data !== made.data) node.data = made.data;
    return node;
  }
  // why: what the reader opened stays open
  const kept = name => name === 'open' && node.nodeName === 'DETAILS';
  for (const {name} of [...node.attributes]) if (!made.hasAttribute(name) && !kept(name)) node.removeAttribute(name);
  for (const {name, value} of made.attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  const [before, after] = [[...node.childNodes], [...made.childNodes]];
  for (const [index, child] of after.entries()) {
    if (index < before.length) renew(before[index], child);
    else node.append(child);
  }
  for (const child of before.slice(after.length)) child.remove();
  return node;
}
