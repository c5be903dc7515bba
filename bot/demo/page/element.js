/**
 * Making elements. Words only ever become text nodes and attributes, never markup: that is the page's whole escaping.
 */

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (null and false leave one out, true sets it empty) and children: nodes or plain words. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** One of the drawings of index.html; decoration only, so hidden from readers of the screen. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  drawing.append(use);
  return drawing;
}

/** The one element of index.html with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Whether the person asked their system for less movement. */
export function lessMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
