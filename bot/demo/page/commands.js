/** The bot's commands: behind the Menu button, and as suggestions while a command is typed. */

import { make } from "./element.js";
import { Panel } from "./panel.js";

/** Fills the panel with what the bot offers; `send(words)` follows a choice. `refresh()` asks the bot's list anew. */
export class Commands {
  constructor({ button, panel, input }, send, refresh) {
    Object.assign(this, { input, send });
    this.commands = [];
    this.panel = new Panel(button, panel, { opening: () => this.#draw() });
    button.addEventListener("click", refresh);
    input.addEventListener("input", () => this.#suggest());
    input.addEventListener("keydown", (event) => this.#key(event));
  }

  /** The list that the bot has set; an open menu is drawn anew, and loses its focus, only for another list. */
  set(commands) {
    if (JSON.stringify(commands) === JSON.stringify(this.commands)) return;
    this.commands = commands;
    if (this.panel.shown) this.#draw();
  }

  get #typed() {
    return /^\/\S*$/.test(this.input.value) ? this.input.value.slice(1).toLowerCase() : null;
  }

  get #fitting() {
    return this.commands.filter(({ command }) => command.startsWith(this.#typed ?? ""));
  }

  #suggest() {
    if (this.#typed !== null && this.#fitting.length > 0) this.panel.open();
    else if (this.panel.shown) this.panel.close();
  }

  #key(event) {
    const place = { ArrowDown: 0, ArrowUp: -1 }[event.key];
    if (place === undefined || !this.panel.shown) return;
    event.preventDefault();
    this.panel.focus(place);
  }

  #draw() {
    const items = this.#fitting.map((one) => this.#item(one));
    const none = make("p", { class: "none" }, "The bot has not listed its commands yet.");
    this.panel.panel.replaceChildren(...(items.length > 0 ? items : [none]));
  }

  #item({ command, description }) {
    const item = make("button", { type: "button", role: "menuitem", tabindex: "-1", class: "item" },
      make("strong", {}, `/${command}`), make("span", {}, description));
    item.addEventListener("click", () => {
      if (this.#typed !== null) this.input.value = "";
      this.input.dispatchEvent(new Event("input"));
      this.send(`/${command}`);
    });
    return item;
  }
}
