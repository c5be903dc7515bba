/** The chat page: joins the line to the stand-in with what is on the screen. */

import { Clock } from "./clock.js";
import { Commands } from "./commands.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { byId } from "./element.js";
import { answered } from "./keyboard.js";
import { Log } from "./log.js";
import { alertOf, toast } from "./notices.js";
import { places } from "./places.js";
import { themeSwitch } from "./theme.js";
import { showTimesOf } from "./time.js";

const FIRST_CHAT = 1001;

let me = null;
let inPrivate = true;

const connection = new Connection(askedChat(), { state: showState, event: showEvent, online: showOnline });
const clock = new Clock(byId("clock"), byId("clock-face"), byId("clock-cities"));
const log = new Log(byId("room"), byId("log"), byId("to-end"), { send, copy, press });
const commands = new Commands(
  { button: byId("menu"), panel: byId("commands"), input: byId("input") }, send, refreshCommands);
const offered = places(byId("attach"), byId("places"), share);
const composer = new Composer({
  form: byId("composer"), input: byId("input"), submit: byId("send"), start: byId("start"), replies: byId("replies"),
}, { send, share: offerPlaces });

const happenings = {
  message: showMessage,
  edited: ({ message }) => log.edit(message),
  deleted: ({ message_id: id }) => log.remove(id),
  toast: showToast,
  clock: showClock,
  keyboard: ({ reply_keyboard: markup }) => composer.setReplies(markup),
};

themeSwitch(byId("theme"));
byId("try").addEventListener("click", ({ target }) => target.closest("button") && send(target.closest("button").value));
connection.open();

function askedChat() {
  const asked = new URLSearchParams(location.search).get("chat") ?? "";
  return /^-?\d{1,15}$/.test(asked) ? Number(asked) : FIRST_CHAT;
}

function showState(state) {
  showBot(state.bot);
  showClock(state);
  me = state.me.id;
  inPrivate = (state.chat.type ?? "private") === "private";
  log.reload(state.messages, me);
  composer.setReplies(state.reply_keyboard ?? null);
  drawComposer();
}

function showBot(bot) {
  const name = bot.first_name ?? bot.username;
  byId("bot-name").textContent = name;
  document.title = `${name}: demo`;
  commands.set(bot.commands ?? []);
}

function showClock(state) {
  clock.set(state);
  byId("fast").hidden = state.speed <= 1;
}

function showEvent(event) {
  happenings[event.kind]?.(event);
  if (event.kind === "message" || event.kind === "deleted") drawComposer();
}

function showMessage({ message }) {
  log.add(message);
  if (message.from?.id === me) composer.used(message);
}

function showOnline(online, why) {
  byId("status").textContent = online ? "bot" : why;
  byId("phone").classList.toggle("offline", !online);
}

/** An answer without an edit still ends the waiting of the key that was pressed. */
function showToast({ text, alert }) {
  document.querySelectorAll(".key.waiting").forEach(answered);
  if (!text) return;
  if (alert) alertOf(text);
  else toast(text);
}

function drawComposer() {
  byId("welcome").hidden = !log.empty;
  composer.setEmpty(log.empty && inPrivate);
  byId("try").querySelectorAll("button").forEach((one) => (one.disabled = log.empty));
}

async function refreshCommands() {
  const state = await connection.read().catch(() => null);
  if (state !== null) showBot(state.bot);
}

async function send(words) {
  return arrived(await connection.send(words));
}

async function share(city) {
  if (arrived(await connection.share(city))) showTimesOf(city);
}

async function press(messageId, data) {
  const refused = await connection.press(messageId, data);
  if (refused !== null) showToast({ text: refused });
}

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    toast("Copied");
  } catch {
    toast("The browser did not let the page copy that.");
  }
}

function offerPlaces() {
  offered.open();
  offered.focus(0);
}

function arrived(refused) {
  if (refused !== null) toast(refused);
  return refused === null;
}
