/**
 * The line to the stand-in: what is there now, what happens from now on, and what the person does. A lost line is
 * taken up again with growing pauses, and then everything is read anew, since events may have been missed.
 */

const SHORTEST = 500;
const LONGEST = 8000;

/**
 * Calls `state(all)` with the whole chat whenever the line is (again) there, `event(one)` for each thing that
 * happens then, and `online(yes, why not)` when the line comes or goes.
 */
export class Connection {
  constructor(chat, { state, event, online }) {
    Object.assign(this, { chat, state, event, online, pause: SHORTEST });
    // A machine that wakes up need not wait for the end of the pause.
    addEventListener("online", () => this.#again());
    document.addEventListener("visibilitychange", () => document.hidden || this.#again());
    // A page that is left may be kept for the way back, and its line would count among the browser's few to a host.
    addEventListener("pagehide", () => this.#leave());
    addEventListener("pageshow", (event) => event.persisted && this.#again());
  }

  /** Open the line. Events that come while the state is read wait for it. */
  open() {
    const source = new EventSource(`/chat/events?chat=${this.chat}`);
    const waiting = [];
    let take = (event) => waiting.push(event);
    this.source = source;
    source.addEventListener("message", ({ data }) => take(JSON.parse(data)));
    source.addEventListener("error", () => this.#lost(source));
    source.addEventListener("open", async () => {
      const state = await this.read().catch(() => null);
      if (state === null) return this.#lost(source);
      if (source !== this.source) return undefined;
      this.#found(state);
      waiting.forEach((event) => this.event(event));
      take = (event) => this.event(event);
      return undefined;
    });
  }

  /** The whole chat as it is now. */
  async read() {
    const response = await fetch(`/chat/state?chat=${this.chat}`, { cache: "no-store" });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error ?? `The demo answers with status ${response.status}.`);
    return answer;
  }

  /** The person typed; like `share` and `press`, answers null when it arrived, else a sentence that says why not. */
  send(text) {
    return this.#post("send", { text });
  }

  share({ latitude, longitude }) {
    return this.#post("location", { latitude, longitude });
  }

  press(messageId, data) {
    return this.#post("press", { message_id: messageId, data });
  }

  async #post(act, body) {
    try {
      const response = await fetch(`/chat/${act}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ chat: this.chat, ...body }),
      });
      const answer = await response.json();
      return answer.ok ? null : answer.error ?? "The demo refused that.";
    } catch {
      return "The demo does not answer. Is it still running?";
    }
  }

  #found(state) {
    this.pause = SHORTEST;
    this.online(true);
    this.state(state);
  }

  #lost(source) {
    const refused = source.readyState === EventSource.CLOSED;
    source.close();
    if (source !== this.source) return;
    this.source = null;
    this.online(false, "connecting …");
    if (refused) this.read().catch((error) => error instanceof TypeError || this.online(false, error.message));
    this.timer = setTimeout(() => this.#again(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST);
  }

  #leave() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.timer);
  }

  #again() {
    if (this.source !== null) return;
    clearTimeout(this.timer);
    this.open();
  }
}
