// The colour of a class, by what followers are used to; a name that is none of these takes the next free tone.

const kKnown: [pattern: RegExp, tone: string][] = [
  [/hyper|lmh|lmdh|lmp1/i, 'red'],
  [/gtp|dpi/i, 'red'],
  [/lmp2|\bp2\b/i, 'blue'],
  [/lmp3|\bp3\b/i, 'purple'],
  [/gtd\s*pro|gtdpro/i, 'orange'],
  [/lmgt3|gt3|gtd/i, 'green'],
  [/gte|gtlm/i, 'amber'],
  [/gt4|gs\b/i, 'teal'],
  [/tcr/i, 'pink'],
];

const kFree = ['teal', 'pink', 'amber', 'white', 'blue', 'purple', 'orange', 'green'];

export function classTones(classes: string[]): Map<string, string> {
  const tones = new Map<string, string>();
  const used = new Set<string>();
  for (const name of classes) {
    const known = kKnown.find(([pattern, tone]) => pattern.test(name) && !used.has(tone));
    if (!known) continue;
    tones.set(name, known[1]);
    used.add(known[1]);
  }
  for (const name of classes) {
    if (tones.has(name)) continue;
    const tone = kFree.find((free) => !used.has(free)) ?? 'white';
    tones.set(name, tone);
    used.add(tone);
  }
  return tones;
}
