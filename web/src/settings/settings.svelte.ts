// What this viewer has chosen, kept in the browser. Nothing here reaches the server.

const kKey = 'stint.settings';

export interface Choices {
  hiddenColumns: string[];
  favourites: string[];
  carClass: string | null; // null: all classes
  favouritesOnly: boolean;
  oled: boolean;
  dense: boolean;
  flash: boolean; // light up a time that has just changed
  delay: number; // seconds behind the race, so that the page matches a late television picture
  strategy: boolean; // the table's columns are those of stops and stints, not those of lap times
  hero: string | null; // the car that stays in sight above the table; null: the first favourite
  fitColumns: boolean; // drop the less important columns where there is no room, instead of scrolling sideways
}

const kDefaults: Choices = {
  hiddenColumns: [],
  favourites: [],
  carClass: null,
  favouritesOnly: false,
  oled: false,
  dense: false,
  flash: true,
  delay: 0,
  strategy: false,
  hero: null,
  fitColumns: true,
};

function stored(): Partial<Choices> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(kKey) ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    // Only what has the type that it should have: an older version may have written something else.
    return Object.fromEntries(
      Object.entries(value).filter(([key, kept]) => {
        const expected = kDefaults[key as keyof Choices];
        if (expected === undefined) return false;
        if (Array.isArray(expected)) return Array.isArray(kept) && kept.every((item) => typeof item === 'string');
        if (expected === null) return kept === null || typeof kept === 'string';
        return typeof kept === typeof expected;
      }),
    );
  } catch {
    return {};
  }
}

export const kLongestDelay = 300; // seconds: what the server keeps

export function possibleDelay(seconds: number): number {
  return Number.isFinite(seconds) ? Math.max(0, Math.min(kLongestDelay, Math.round(seconds))) : 0;
}

export class Settings {
  choices = $state<Choices>({ ...kDefaults, ...stored() });

  constructor() {
    this.choices.delay = possibleDelay(this.choices.delay);
  }

  // Storage may be full or forbidden; the choice then lasts as long as the page.
  save(): void {
    try {
      localStorage.setItem(kKey, JSON.stringify(this.choices));
    } catch {
      return;
    }
  }

  isFavourite(car: string): boolean {
    return this.choices.favourites.includes(car);
  }

  toggleFavourite(car: string): void {
    this.choices.favourites = toggled(this.choices.favourites, car);
    this.save();
  }

  toggleColumn(key: string): void {
    this.choices.hiddenColumns = toggled(this.choices.hiddenColumns, key);
    this.save();
  }

  set<K extends keyof Choices>(key: K, value: Choices[K]): void {
    this.choices[key] = value;
    this.save();
  }
}

function toggled(list: string[], item: string): string[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
