/** Block quotations, and those that unfold: three lines at first, all of it on a tap or on Enter. */

import { icon, make } from "./element.js";

let count = 0;

/** A plain quotation; what it says goes straight into it. */
export function quotation() {
  return make("blockquote");
}

/** A quotation that unfolds: `outside` goes into the message, what it says goes into `inside`. */
export function unfolding() {
  count += 1;
  const inside = make("div", { class: "folded-text", id: `quotation-${count}` });
  const toggle = make("button", { type: "button", class: "unfold", "aria-controls": inside.id }, icon("chevron"));
  const outside = make("blockquote", { class: "expandable" }, inside, toggle);
  unfold(outside, false);
  listen(outside, inside, toggle);
  heights.observe(inside);
  return { outside, inside };
}

/** Unfold or fold an expandable quotation. */
export function unfold(outside, open) {
  const toggle = outside.querySelector(".unfold");
  outside.classList.toggle("open", open);
  toggle.setAttribute("aria-expanded", String(open));
  toggle.setAttribute("aria-label", open ? "Show less of this quotation" : "Show all of this quotation");
}

/** Which of the quotations under `root` are open, in order; for carrying that over an edit. */
export function openOnes(root) {
  return [...root.querySelectorAll("blockquote.expandable")].map((one) => one.classList.contains("open"));
}

function listen(outside, inside, toggle) {
  outside.addEventListener("click", (event) => {
    const onItsOwn = event.target.closest("a, .tappable, .spoiler");
    if (onItsOwn || outside.classList.contains("short") || choosingWords(outside)) return;
    unfold(outside, !outside.classList.contains("open"));
    if (event.detail === 0) toggle.focus();
  });
  // Tab may reach a link in the folded part, which nobody could see.
  inside.addEventListener("focusin", () => unfold(outside, true));
}

/** A drag that selects words to copy ends in a click, which must not fold them away. */
function choosingWords(outside) {
  const selection = getSelection();
  return !selection.isCollapsed && outside.contains(selection.anchorNode);
}

/** A quotation that fits into three lines at this width has nothing to unfold. */
const heights = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const line = parseFloat(getComputedStyle(target).lineHeight);
    target.parentElement.classList.toggle("short", target.scrollHeight <= line * 3.5);
  }
});
