// What a flag is called on the screen. Colour and pattern are in style/flags.css, under the same kinds.

import type { FlagKind } from './live/protocol';

export const kFlagNames: Record<FlagKind, [short: string, long: string]> = {
  none: ['–', 'Flag unknown'],
  green: ['Green', 'Green flag'],
  yellow: ['Yellow', 'Yellow flag'],
  double_yellow: ['Double yellow', 'Double yellow flags'],
  slow_zone: ['Slow zone', 'Slow zone'],
  fcy: ['FCY', 'Full course yellow'],
  vsc: ['VSC', 'Virtual safety car'],
  safety_car: ['Safety car', 'Safety car'],
  code60: ['Code 60', 'Code 60'],
  red: ['Red flag', 'Red flag, session stopped'],
  white: ['White', 'White flag, last lap'],
  chequered: ['Finish', 'Chequered flag'],
};
