/** A jitter buffer to emulate (semantics 4.4): as deep as the person chose, or as deep as the last hundred packets ask for. */
import type { Milliseconds } from '../base/units.ts';

export type BufferSetting =
  | { readonly kind: 'fixed'; readonly depth: Milliseconds; readonly resync: Milliseconds }
  | { readonly kind: 'adaptive'; readonly least: Milliseconds; readonly most: Milliseconds };

export const adaptiveBuffer: BufferSetting = { kind: 'adaptive', least: 20, most: 500 };
/** F50, F200 and Adaptive: shown together for every stream. */
export const presetBuffers: readonly [BufferSetting, BufferSetting, BufferSetting] = [
  { kind: 'fixed', depth: 50, resync: 100 },
  { kind: 'fixed', depth: 200, resync: 200 },
  adaptiveBuffer,
];
