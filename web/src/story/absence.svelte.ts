// Notices that the viewer has been away: the page was hidden while the race went on.

const kLeast = 120_000; // milliseconds of race time; less is no absence

export class Absence {
  // Race clock at which the viewer left and came back; null if they have seen all.
  missed = $state.raw<{ from: number; to: number } | null>(null);

  #left: { session: string | null; at: number } | null = null;
  #now: () => { session: string | null; at: number | null };

  // `now`: the session that is shown, and its race clock.
  constructor(now: () => { session: string | null; at: number | null }) {
    this.#now = now;
  }

  hidden(): void {
    const { session, at } = this.#now();
    this.#left = at === null ? null : { session, at };
  }

  shown(): void {
    const { session, at } = this.#now();
    const left = this.#left;
    this.#left = null;
    if (left === null || at === null || left.session !== session || at - left.at < kLeast) return;
    this.missed = { from: left.at, to: at };
  }

  seen(): void {
    this.missed = null;
  }

  // Watches the page until the answer is called.
  watch(): () => void {
    const changed = () => (document.hidden ? this.hidden() : this.shown());
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }
}
