/** What the quality floor answers about streams and calls. Types only. */
import type { Milliseconds } from '../base/units.ts';

/** A jitter buffer to emulate (semantics 4.4). Fixed: a depth, and the deviation past it after which the buffer starts anew. */
export type BufferSetting =
  | { readonly kind: 'fixed'; readonly depth: Milliseconds; readonly resync: Milliseconds }
  | { readonly kind: 'adaptive'; readonly least: Milliseconds; readonly most: Milliseconds };
