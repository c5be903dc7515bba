/** The demo's clock, which may run faster than the machine's. */

import { CITIES } from "./cities.js";
import { make } from "./element.js";
import { Panel } from "./panel.js";
import { clockTime, onZone, shortDay, showTimesOf, shownCity } from "./time.js";

/** Fast enough for a clock that shows minutes sixty times as fast. */
const TICK = 250;

/** So much of real time (in milliseconds) may a message take; a clock set right at each one would go back and forth. */
const SLACK = 1000;

/** Shows the time in `face`; its button opens `panel`, where another city's time can be chosen. */
export class Clock {
  constructor(button, face, panel) {
    Object.assign(this, { face, list: panel, started: null, speed: 1 });
    this.panel = new Panel(button, panel, { opening: () => this.#drawCities() });
    setInterval(() => this.#draw(), TICK);
    onZone(() => this.#draw());
  }

  /** The clock stands at `now` (RFC 3339) and runs `speed` times as fast as the machine's. */
  set({ now, speed }) {
    const stands = Date.parse(now);
    if (speed === this.speed && Math.abs(stands - this.#now()) < SLACK * speed) return;
    this.started = stands;
    this.speed = speed;
    this.origin = performance.now();
    this.#draw();
  }

  #now() {
    return this.started + (performance.now() - this.origin) * this.speed;
  }

  #draw() {
    if (this.started === null) return;
    const now = this.#now();
    const pace = this.speed === 1 ? "" : `, ${this.speed}× speed`;
    const face = `${shortDay(now)}, ${clockTime(now)} ${shownCity().name} time${pace}`;
    if (this.face.textContent !== face) this.face.textContent = face;
  }

  #drawCities() {
    const heading = make("p", { class: "heading" }, "Show times as in");
    this.list.replaceChildren(heading, ...CITIES.map((city) => cityItem(city)));
  }
}

function cityItem(city) {
  const chosen = String(city === shownCity());
  const item = make("button", {
    type: "button", role: "menuitemradio", tabindex: "-1", class: "item", "aria-checked": chosen,
  }, make("strong", {}, city.name));
  item.addEventListener("click", () => showTimesOf(city));
  return item;
}
