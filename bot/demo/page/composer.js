/** The line at the bottom: typing and sending, START in an empty chat, and the keyboard that a message may ask for. */

import { make } from "./element.js";

/** `acts` are `send(words)`, which answers whether the words arrived, and `share()`, which offers the places. */
export class Composer {
  constructor({ form, input, submit, start, replies }, acts) {
    Object.assign(this, { form, input, submit, start, replies, acts });
    form.addEventListener("submit", (event) => this.#submit(event));
    input.addEventListener("input", () => this.#drawSubmit());
    start.addEventListener("click", () => this.#start());
    this.#drawSubmit();
  }

  /** Whether the private chat has no message yet, so that only START makes sense. */
  setEmpty(empty) {
    const started = !this.start.hidden && !empty;
    this.start.hidden = !empty;
    this.form.hidden = empty;
    if (started && matchMedia("(pointer: fine)").matches) this.input.focus();
  }

  /** Show the reply keyboard that the bot asks for, or none. */
  setReplies(markup) {
    this.markup = markup;
    const rows = markup?.keyboard ?? [];
    this.replies.hidden = rows.length === 0;
    const drawn = rows.map((row) => make("div", { class: "keys" }, ...row.map((one) => this.#reply(one))));
    this.replies.replaceChildren(...drawn);
    this.input.placeholder = markup?.input_field_placeholder ?? "Message";
  }

  /** The person wrote or shared: a keyboard meant for once has served. */
  used(message) {
    if (this.markup?.one_time_keyboard || message.location) this.setReplies(null);
  }

  #reply(button) {
    const { text, request_location: asksPlace } = typeof button === "string" ? { text: button } : button;
    const made = make("button", { type: "button", class: "key" }, make("span", { class: "label" }, text));
    made.addEventListener("click", () => (asksPlace ? this.acts.share() : this.acts.send(text)));
    return made;
  }

  /** A second tap before the first one arrived would start twice. */
  async #start() {
    this.start.disabled = true;
    await this.acts.send(startWords());
    this.start.disabled = false;
  }

  /** Words that did not arrive come back, unless others were typed meanwhile. */
  async #submit(event) {
    event.preventDefault();
    const words = this.input.value.trim();
    if (words === "") return;
    this.#write("");
    const arrived = await this.acts.send(words);
    if (!arrived && this.input.value === "") this.#write(words);
  }

  #write(words) {
    this.input.value = words;
    this.input.dispatchEvent(new Event("input"));
  }

  #drawSubmit() {
    this.submit.disabled = this.input.value.trim() === "";
  }
}

/** A deep link's word (`?start=denver`) goes with the first command, as in Telegram. */
function startWords() {
  const word = new URLSearchParams(location.search).get("start") ?? "";
  return /^[\w-]{1,64}$/.test(word) ? `/start ${word}` : "/start";
}
