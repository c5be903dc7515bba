/** The buttons under a message (an inline keyboard). */

import { icon, make } from "./element.js";
import { opened } from "./entities.js";

/** Long enough for any answer of the bot, short enough that a press without an answer does not look stuck. */
const WAITING = 1500;

/** The rows of buttons as one group, or null when the message has none. `press(data)` is called on a press. */
export function keyboard(message, press) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length === 0) return null;
  const group = make("div", { class: "keyboard", role: "group", "aria-label": "Buttons of this message" });
  for (const row of rows) group.append(make("div", { class: "keys" }, ...row.map((button) => key(button, press))));
  return group;
}

/**
 * Make `old` look like `fresh` without replacing buttons that stay, so that the focus and the finger stay on them.
 * Answers the group to show.
 */
export function redraw(old, fresh) {
  if (old === null || fresh === null || shape(old) !== shape(fresh)) return carryFocus(old, fresh);
  const keys = [...old.querySelectorAll(".key")];
  const made = [...fresh.querySelectorAll(".key")];
  keys.forEach((one, index) => adopt(one, made[index]));
  return old;
}

/** Show a key as waiting for the bot's answer; the press is not sent again meanwhile. */
export function wait(pressed) {
  pressed.classList.add("waiting");
  pressed.setAttribute("aria-busy", "true");
  setTimeout(() => answered(pressed), WAITING);
}

/** The bot answered: the key may be pressed again. */
export function answered(pressed) {
  pressed.classList.remove("waiting");
  pressed.removeAttribute("aria-busy");
}

function key(button, press) {
  if (button.url) return addressKey(button);
  const made = make("button", { type: "button", class: "key", "data-data": button.callback_data ?? "" });
  made.append(make("span", { class: "label" }, button.text));
  made.addEventListener("click", () => {
    if (made.classList.contains("waiting")) return;
    wait(made);
    press(made.dataset.data);
  });
  return made;
}

function addressKey(button) {
  const href = opened(button.url);
  const label = make("span", { class: "label" }, button.text);
  return make("a", { class: "key", href, target: "_blank", rel: "noopener noreferrer" }, label, icon("away"));
}

function shape(group) {
  const kind = (key) => key.tagName + (key.href ?? "");
  return [...group.children].map((row) => [...row.children].map(kind).join()).join("|");
}

function adopt(old, fresh) {
  answered(old);
  if (fresh.dataset.data !== undefined) old.dataset.data = fresh.dataset.data;
  const [was, is] = [old.querySelector(".label"), fresh.querySelector(".label")];
  if (was.textContent !== is.textContent) was.textContent = is.textContent;
}

/** A keyboard of another shape replaces the old one; who pressed by keyboard stays at the same place in the rows. */
function carryFocus(old, fresh) {
  const index = old === null ? -1 : [...old.querySelectorAll(".key")].indexOf(document.activeElement);
  if (index >= 0 && fresh !== null) {
    const keys = fresh.querySelectorAll(".key");
    queueMicrotask(() => keys[Math.min(index, keys.length - 1)].focus({ preventScroll: true }));
  }
  return fresh;
}
