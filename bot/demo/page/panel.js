/** Panels that a button opens: the commands, the places, the cities of the clock. Menus for the keyboard too. */

const open = new Set();

/** A panel with `role=menu` that `button` opens; Escape, a choice, a tap elsewhere or `close()` closes it. */
export class Panel {
  constructor(button, panel, { opening = () => {} } = {}) {
    Object.assign(this, { button, panel, opening });
    button.setAttribute("aria-controls", panel.id);
    button.addEventListener("click", () => this.#toggle());
    panel.addEventListener("keydown", (event) => this.#key(event));
    panel.addEventListener("click", (event) => event.target.closest("[role^=menuitem]") && this.close());
    this.#show(false);
  }

  get shown() {
    return !this.panel.hidden;
  }

  get items() {
    return [...this.panel.querySelectorAll("[role^=menuitem]")];
  }

  /** Show the panel; the focus stays where it is. */
  open() {
    open.forEach((other) => other !== this && other.close());
    this.opening();
    this.#show(true);
  }

  /** Hide the panel; a focus that was in it goes back to its button. */
  close() {
    const inside = this.panel.contains(document.activeElement);
    this.#show(false);
    if (inside) this.button.focus();
  }

  /** Put the focus on the item at `index`; negative ones count from the end. */
  focus(index) {
    this.items.at(index)?.focus();
  }

  #toggle() {
    if (this.shown) return this.close();
    this.open();
    return this.focus(0);
  }

  #show(shown) {
    this.panel.hidden = !shown;
    this.button.setAttribute("aria-expanded", String(shown));
    open[shown ? "add" : "delete"](this);
  }

  #key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      const { items } = this;
      this.focus((items.indexOf(document.activeElement) + steps[event.key]) % items.length);
    } else if (event.key === "Tab") {
      this.close();
    }
  }
}

document.addEventListener("pointerdown", (event) => {
  open.forEach((panel) => {
    if (!panel.panel.contains(event.target) && !panel.button.contains(event.target)) panel.close();
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") open.forEach((panel) => panel.close());
});
