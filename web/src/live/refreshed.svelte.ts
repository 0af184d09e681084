// A document that is fetched again when what it depends on changes, but not more often than it is worth.

export class Refreshed<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<string | null>(null);
  loading = $state.raw(false);

  #load: (signal: AbortSignal) => Promise<T>;
  #pause: number;
  #subject: string | null = null;
  #running: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #nextAllowed = 0;

  // `pause`: the least milliseconds between two fetches of the same subject.
  constructor(load: (signal: AbortSignal) => Promise<T>, pause: number) {
    this.#load = load;
    this.#pause = pause;
  }

  // A new subject (another car, another session) is fetched at once and nothing of the old one is shown.
  refresh(subject: string): void {
    if (subject !== this.#subject) {
      this.stop();
      this.#subject = subject;
      this.#nextAllowed = 0;
      this.value = null;
      this.error = null;
    }
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#fetch(), Math.max(0, this.#nextAllowed - performance.now()));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running?.abort();
    this.#running = null;
    this.#subject = null;
  }

  async #fetch(): Promise<void> {
    this.#timer = undefined;
    this.#nextAllowed = performance.now() + this.#pause;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.loading = true;
    try {
      const value = await this.#load(running.signal);
      if (running.signal.aborted) return;
      this.value = value;
      this.error = null;
    } catch (failure) {
      if (running.signal.aborted) return;
      this.error = failure instanceof Error ? failure.message : String(failure);
    } finally {
      if (this.#running === running) this.loading = false;
    }
  }
}
