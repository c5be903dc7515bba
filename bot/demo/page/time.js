/** Times as the page says them, in the zone that the person chose; the demo's day begins in New York. */

import { CITIES } from "./cities.js";

let city = CITIES.find((one) => one.name === "New York");
const watchers = new Set();

/** The city whose time is shown. */
export function shownCity() {
  return city;
}

/** Show all times as in this city, for example after its location was shared. */
export function showTimesOf(chosen) {
  city = chosen;
  watchers.forEach((watch) => watch());
}

/** Call `watch` whenever the shown zone changes. */
export function onZone(watch) {
  watchers.add(watch);
}

/** "7:00 a.m." */
export function clockTime(moment) {
  const { hour, minute, dayPeriod } = parts(moment, { hour: "numeric", minute: "2-digit", hour12: true });
  return `${hour}:${minute} ${dayPeriod.toLowerCase() === "am" ? "a.m." : "p.m."}`;
}

/** "Tue 24 Nov" */
export function shortDay(moment) {
  const { weekday, day, month } = parts(moment, { weekday: "short", day: "numeric", month: "short" });
  return `${weekday} ${day} ${month}`;
}

/** "Tuesday, November 24" */
export function longDay(moment) {
  const { weekday, day, month } = parts(moment, { weekday: "long", day: "numeric", month: "long" });
  return `${weekday}, ${month} ${day}`;
}

function parts(moment, options) {
  const format = new Intl.DateTimeFormat("en-US", { ...options, timeZone: city.zone });
  return Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
}
