/** One message: its bubble, what is in it, and the buttons under it. */

import { cityAt } from "./cities.js";
import { icon, make } from "./element.js";
import { render } from "./entities.js";
import { keyboard, redraw } from "./keyboard.js";
import { openOnes, unfold } from "./quotation.js";
import { clockTime } from "./time.js";

/**
 * Draws a Bot API message and redraws it in place.
 *
 * `me` is the id of the person at the screen; `acts` are `send(words)`, `copy(words)` and `press(message id, data)`.
 */
export class MessageView {
  constructor(message, me, acts) {
    this.acts = acts;
    this.mine = message.from?.id === me;
    this.words = make("span", { class: "words" });
    this.content = make("div", { class: "content", dir: "auto" }, this.words);
    this.bubble = make("div", { class: "bubble" }, sender(message, this.mine), this.content);
    this.keys = null;
    this.element = make("article", {
      class: `message ${this.mine ? "outgoing" : "incoming"}`,
      "data-message-id": String(message.message_id),
    }, this.bubble);
    this.update(message);
  }

  /** Show another version of the message; what did not change keeps its elements, its focus and its unfolded parts. */
  update(message) {
    const before = this.message;
    this.message = message;
    if (before === undefined || !sameContent(before, message)) this.#drawContent();
    this.#drawKeyboard();
    this.drawTime();
  }

  /** The message's instant, in milliseconds. */
  get moment() {
    return this.message.date * 1000;
  }

  /** Write the time again, for a new version or another zone. */
  drawTime() {
    const time = clockTime(this.moment);
    const edited = this.message.edit_date ? make("span", { class: "edited" }, "edited") : null;
    const meta = make("span", { class: "meta" }, edited, make("time", { datetime: instant(this.moment) }, time));
    this.content.querySelector(":scope > .meta")?.remove();
    this.content.append(meta);
    this.element.setAttribute("aria-label", `${this.mine ? "You" : nameOf(this.message)}, ${time}`);
  }

  #drawContent() {
    const open = openOnes(this.words);
    this.words.replaceChildren(...attachments(this.message), this.#said());
    this.words.querySelectorAll("blockquote.expandable").forEach((one, index) => unfold(one, open[index] ?? false));
  }

  #said() {
    const { text, entities, caption, caption_entities: captionEntities } = this.message;
    return render(text ?? caption ?? "", (text === undefined ? captionEntities : entities) ?? [], this.acts);
  }

  #drawKeyboard() {
    const press = (data) => this.acts.press(this.message.message_id, data);
    const keys = redraw(this.keys, keyboard(this.message, press));
    if (keys === this.keys) return;
    this.keys?.remove();
    if (keys !== null) this.element.append(keys);
    this.keys = keys;
  }
}

/** In a group it is not clear who speaks. */
function sender(message, mine) {
  const alone = mine || (message.chat?.type ?? "private") === "private";
  return alone ? null : make("p", { class: "sender" }, nameOf(message));
}

function nameOf(message) {
  return message.from?.first_name ?? message.sender_chat?.title ?? "Somebody";
}

function sameContent(one, other) {
  const content = ({ text, entities, caption, caption_entities: more, document, location }) =>
    JSON.stringify([text, entities, caption, more, document, location]);
  return content(one) === content(other);
}

function attachments(message) {
  if (message.location) return [place(message.location)];
  if (message.document) return [file(message.document)];
  if (message.text === undefined && message.caption === undefined) {
    return [make("em", {}, "The demo cannot show this kind of message.")];
  }
  return [];
}

function place(location) {
  const name = cityAt(location)?.name ?? "A place";
  const figures = `${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`;
  return make("div", { class: "attachment place" },
    make("span", { class: "drawing" }, icon("pin")),
    make("span", {}, make("strong", {}, name), make("small", {}, figures)));
}

function file({ file_id: id, file_name: name, file_size: bytes }) {
  const href = `/chat/file?file_id=${encodeURIComponent(id)}`;
  return make("a", { class: "attachment file", href, download: name ?? true },
    make("span", { class: "drawing" }, icon("file")),
    make("span", {}, make("strong", {}, name ?? "File"), make("small", {}, size(bytes ?? 0))));
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} kB`;
}

function instant(milliseconds) {
  return new Date(milliseconds).toISOString();
}
