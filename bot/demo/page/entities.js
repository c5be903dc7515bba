/**
 * Telegram's entities (bold, links, quotations ...) as elements. Offsets and lengths count UTF-16 units, and so do
 * JavaScript's strings, so they index the text as it is.
 */

import { make } from "./element.js";
import { quotation, unfolding } from "./quotation.js";

const OPENED = new Set(["http:", "https:", "tg:"]);
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

const PLAIN = {
  bold: () => make("strong"),
  italic: () => make("em"),
  underline: () => make("u"),
  strikethrough: () => make("s"),
  mention: () => make("span", { class: "mention" }),
  text_mention: () => make("span", { class: "mention" }),
  hashtag: () => make("span", { class: "mention" }),
  cashtag: () => make("span", { class: "mention" }),
  pre: () => make("pre"),
  blockquote: () => quotation(),
  expandable_blockquote: () => unfolding(),
};

/**
 * The text as nodes. `acts` says what follows from a tap: `send(words)` for a command, `copy(words)` for code.
 */
export function render(text, entities, acts) {
  const fragment = document.createDocumentFragment();
  grow(fragment, tree(text, entities), text, acts);
  return fragment;
}

/**
 * The entities as a tree of `{start, end}` and `{start, end, entity, parts}`, outer ones first. One that reaches past
 * the end of the entity around it is cut there: formatting may be lost so, a letter never.
 */
export function tree(text, entities) {
  const queue = (entities ?? []).filter(usable).sort(outerFirst);
  return branch(0, text.length, queue);
}

function branch(start, end, queue) {
  const parts = [];
  let at = start;
  while (queue.length > 0 && queue[0].offset < end) {
    const entity = queue.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    if (from > at) parts.push({ start: at, end: from });
    parts.push({ start: from, end: to, entity, parts: branch(from, to, queue) });
    at = to;
  }
  if (at < end) parts.push({ start: at, end });
  return parts;
}

function usable(entity) {
  const { offset, length } = entity ?? {};
  return Number.isInteger(offset) && Number.isInteger(length) && offset >= 0 && length > 0;
}

function outerFirst(one, other) {
  return one.offset - other.offset || other.length - one.length || BLOCKS.has(other.type) - BLOCKS.has(one.type);
}

function grow(parent, parts, text, acts) {
  let afterBlock = false;
  for (const part of parts) {
    if (part.entity) {
      parent.append(element(part, text, acts));
    } else {
      parent.append(words(text.slice(part.start, part.end), afterBlock));
    }
    afterBlock = BLOCKS.has(part.entity?.type);
  }
}

/** A block ends its own line, so the line break that follows it in the text would show as an empty line. */
function words(slice, afterBlock) {
  return afterBlock && slice.startsWith("\n") ? slice.slice(1) : slice;
}

function element(part, text, acts) {
  const inside = text.slice(part.start, part.end);
  const made = shape(part.entity, inside, acts);
  grow(made.inside ?? made, part.parts, text, acts);
  return made.outside ?? made;
}

function shape(entity, inside, acts) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url);
    case "url":
      return link(/^[a-z][a-z0-9+.-]*:/i.test(inside) ? inside : `http://${inside}`);
    case "spoiler":
      return spoiler();
    case "code":
      return tappable("code", "Copy", () => acts.copy(inside));
    case "bot_command":
      return tappable("span", "Send", () => acts.send(inside));
    default:
      return (PLAIN[entity.type] ?? (() => make("span")))();
  }
}

function link(address) {
  const href = opened(address);
  if (href === null) return make("span");
  return make("a", { href, target: "_blank", rel: "noopener noreferrer" });
}

/** The address, if it is one that a link may open; null for `javascript:` and everything else. */
export function opened(address) {
  const url = URL.canParse(address ?? "") ? new URL(address) : null;
  return url !== null && OPENED.has(url.protocol) ? url.href : null;
}

function spoiler() {
  const hidden = { role: "button", tabindex: "0", "aria-label": "Hidden words, show them" };
  const made = make("span", { class: "spoiler", ...hidden });
  const reveal = () => {
    made.classList.add("shown");
    for (const name of Object.keys(hidden)) made.removeAttribute(name);
  };
  return onTap(made, reveal);
}

/** Code and commands hold words that may break over two lines, which a real button cannot. */
function tappable(tag, verb, act) {
  return onTap(make(tag, { class: "tappable", role: "button", tabindex: "0", title: verb }), act);
}

function onTap(made, act) {
  made.addEventListener("click", act);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
  return made;
}
