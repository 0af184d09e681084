// The questions of the what-if dialogue, in the words that the server understands (docs/strategy.md, "What if").

export interface Question {
  kind: string;
  name: string;
  ofCar: boolean; // it is about one car
  value: { label: string; initial: string; type: 'number' | 'text'; min?: number; max?: number } | null;
}

export const kQuestions: Question[] = [
  {
    kind: 'fcy',
    name: 'Full course yellow now',
    ofCar: false,
    value: { label: 'minutes', initial: '5', type: 'number', min: 1, max: 120 },
  },
  {
    kind: 'sc',
    name: 'Safety car now',
    ofCar: false,
    value: { label: 'minutes', initial: '20', type: 'number', min: 1, max: 240 },
  },
  {
    kind: 'rain',
    name: 'Rain',
    ofCar: false,
    value: { label: 'in minutes', initial: '20', type: 'number', min: 0, max: 1440 },
  },
  {
    kind: 'save',
    name: 'Saving fuel',
    ofCar: true,
    value: { label: '% less', initial: '5', type: 'number', min: 1, max: 30 },
  },
  {
    kind: 'fill',
    name: 'A short fill at the next stop',
    ofCar: true,
    value: { label: 'laps', initial: '10', type: 'number', min: 1, max: 100 },
  },
  {
    kind: 'penalty',
    name: 'A penalty (0 s: drive-through)',
    ofCar: true,
    value: { label: 'seconds', initial: '0', type: 'number', min: 0, max: 600 },
  },
  { kind: 'driver', name: 'Another driver next', ofCar: true, value: { label: 'who', initial: '', type: 'text' } },
  {
    kind: 'stop',
    name: 'Stopping on a lap',
    ofCar: true,
    value: { label: 'lap', initial: '', type: 'number', min: 1 },
  },
];

// "save=7:5"; null while something is missing.
export function assumption(question: Question, car: string, value: string): string | null {
  const given = value.trim();
  if (given === '' || (question.ofCar && car === '')) return null;
  if (question.value?.type === 'number' && !Number.isFinite(Number(given))) return null;
  return question.ofCar ? `${question.kind}=${car}:${given}` : `${question.kind}=${given}`;
}
