/**
 * The one cursor: a moment of the time line, shared by ladder, plots, waveforms and tables of a page. Whoever moves it moves it
 * for all; playing moves it too. undefined before anybody has pointed at a moment.
 */
import type { Nanoseconds } from '../base/units.ts';
import { Signal } from './signal.ts';

export type Cursor = Signal<Nanoseconds | undefined>;

export function createCursor(): Cursor {
  return new Signal<Nanoseconds | undefined>(undefined);
}
