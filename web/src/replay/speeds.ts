// The speeds that the controls offer; the server takes any number between the first and the last, or "max".
export const kSpeeds: (number | 'max')[] = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1000, 'max'];

export function speedName(speed: number | 'max'): string {
  return speed === 'max' ? 'max' : `${speed}×`;
}

// The next offered speed, faster (1) or slower (-1), from any speed.
export function stepSpeed(speed: number | 'max', direction: 1 | -1): number | 'max' {
  const size = (one: number | 'max') => (one === 'max' ? Number.POSITIVE_INFINITY : one);
  const beyond = kSpeeds.filter((one) => (direction > 0 ? size(one) > size(speed) : size(one) < size(speed)));
  return (direction > 0 ? beyond.at(0) : beyond.at(-1)) ?? speed;
}
