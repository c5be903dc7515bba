/** Sharing a location: a menu of cities, since the demo's person can be anywhere. */

import { CITIES } from "./cities.js";
import { icon, make } from "./element.js";
import { Panel } from "./panel.js";

/** The menu of cities behind `button`; `share(city)` follows a choice. */
export function places(button, panel, share) {
  panel.append(make("p", { class: "heading" }, "Share a location"), ...CITIES.map((city) => place(city, share)));
  return new Panel(button, panel);
}

function place(city, share) {
  const figures = `${city.latitude.toFixed(2)}, ${city.longitude.toFixed(2)}`;
  const item = make("button", {
    type: "button", role: "menuitem", tabindex: "-1", class: "item", "data-city": city.name,
  }, icon("pin"), make("strong", {}, city.name), make("span", {}, figures));
  item.addEventListener("click", () => share(city));
  return item;
}
