/** Passing notices over the chat, and alerts that wait for OK. */

import { byId, make } from "./element.js";

const SHOWN = 3000;
const SHOWN_EACH_LETTER = 40;

/** A notice that goes by itself, the later the longer it is; taps go through it to what lies below. */
export function toast(words) {
  const notice = make("p", { class: "toast" }, words);
  byId("toasts").replaceChildren(notice);
  setTimeout(() => notice.remove(), SHOWN + SHOWN_EACH_LETTER * words.length);
}

/** A notice that stays until OK is pressed. */
export function alertOf(words) {
  byId("alert-words").textContent = words;
  if (!byId("alert").open) byId("alert").showModal();
}
