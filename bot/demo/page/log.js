/** The list of messages: in order, with a line for each new day, and scrolled so that nothing jumps. */

import { lessMotion, make } from "./element.js";
import { MessageView } from "./messages.js";
import { longDay, onZone } from "./time.js";

/** So near to the end (in pixels) counts as being there. */
const NEAR = 80;

/** Keeps the messages shown in `list`, inside the scrolling `room`; `toEnd` is the button that leads back down. */
export class Log {
  constructor(room, list, toEnd, acts) {
    Object.assign(this, { room, list, toEnd, acts });
    this.views = new Map();
    this.unseen = 0;
    this.ended = true;
    toEnd.addEventListener("click", () => this.#scroll(room.scrollHeight));
    room.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    for (const end of ["scrollend", "wheel", "pointerdown"]) {
      room.addEventListener(end, () => this.#arrived(), { passive: true });
    }
    new ResizeObserver(() => this.#resized()).observe(room);
    onZone(() => this.#redrawTimes());
  }

  get empty() {
    return this.views.size === 0;
  }

  /** Show exactly these messages, as after a lost connection; the first time at the end of them. */
  reload(messages, me) {
    const first = this.empty;
    const kept = new Set(messages.map((message) => message.message_id));
    this.me = me;
    this.list.setAttribute("aria-busy", "true");
    [...this.views.keys()].filter((id) => !kept.has(id)).forEach((id) => this.remove(id));
    messages.forEach((message) => this.#put(message));
    this.#drawDays();
    this.list.removeAttribute("aria-busy");
    if (first) this.#scroll(this.room.scrollHeight, "instant");
  }

  /** A new message came. */
  add(message) {
    const follow = this.ended || message.from?.id === this.me;
    const view = this.#put(message);
    view.element.classList.add("fresh");
    this.#drawDays();
    if (follow) this.#scroll(this.#resting(view));
    else this.#missed();
  }

  /** A message was edited; an edit of one that is not shown is a message too. */
  edit(message) {
    if (!this.views.has(message.message_id)) return this.add(message);
    // Where the reader is now counts: the event of their last scroll may still be on its way.
    this.#scrolled();
    this.#put(message);
    // Who reads above keeps the place by the browser's own scroll anchoring.
    if (this.ended) this.#scroll(this.room.scrollHeight, "instant");
    return undefined;
  }

  remove(id) {
    this.views.get(id)?.element.remove();
    this.views.delete(id);
    this.#drawDays();
  }

  #put(message) {
    const known = this.views.get(message.message_id);
    if (known) {
      known.update(message);
      return known;
    }
    const view = new MessageView(message, this.me, this.acts);
    const later = [...this.views].find(([id]) => id > message.message_id)?.[1].element ?? null;
    this.list.insertBefore(view.element, later);
    this.views.set(message.message_id, view);
    if (later !== null) this.views = new Map([...this.views].sort(([one], [other]) => one - other));
    return view;
  }

  /** A message that is taller than the room is read from its top. */
  #resting(view) {
    const top = view.element.offsetTop - 12;
    return Math.min(this.room.scrollHeight - this.room.clientHeight, top);
  }

  /** While the room moves by itself, where it goes counts, not where it just is. */
  #scroll(top, behavior = lessMotion() ? "instant" : "smooth") {
    const end = this.room.scrollHeight - this.room.clientHeight;
    this.ended = top > end - NEAR;
    this.moving = behavior === "smooth" && Math.abs(Math.min(top, end) - this.room.scrollTop) > 1;
    this.room.scrollTo({ top, behavior });
    this.#drawToEnd();
  }

  #arrived() {
    this.moving = false;
    this.#scrolled();
  }

  #atEnd() {
    return this.room.scrollHeight - this.room.scrollTop - this.room.clientHeight < NEAR;
  }

  #scrolled() {
    if (!this.moving) this.ended = this.#atEnd();
    if (this.ended) this.unseen = 0;
    this.#drawToEnd();
  }

  /** The room shrinks when a keyboard opens below it; who was at the end stays there. */
  #resized() {
    if (this.ended) this.#scroll(this.room.scrollHeight, "instant");
    else this.#drawToEnd();
  }

  #missed() {
    this.unseen += 1;
    this.#drawToEnd();
  }

  #drawToEnd() {
    const badge = this.toEnd.querySelector(".badge");
    this.toEnd.hidden = this.ended || this.#atEnd();
    badge.hidden = this.unseen === 0;
    badge.textContent = String(this.unseen);
    const fresh = this.unseen > 0 ? `, ${this.unseen} new` : "";
    this.toEnd.setAttribute("aria-label", `To the newest message${fresh}`);
  }

  #redrawTimes() {
    this.views.forEach((view) => view.drawTime());
    this.#drawDays();
  }

  #drawDays() {
    let shown = null;
    for (const view of this.views.values()) {
      const day = longDay(view.moment);
      const chip = view.element.previousElementSibling?.matches(".day") ? view.element.previousElementSibling : null;
      if (day === shown) chip?.remove();
      else if (chip === null) view.element.before(make("p", { class: "day" }, day));
      else if (chip.textContent !== day) chip.textContent = day;
      shown = day;
    }
    this.list.querySelectorAll(".day").forEach((chip) => {
      if (!chip.nextElementSibling?.matches(".message")) chip.remove();
    });
  }
}
