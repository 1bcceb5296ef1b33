/** A jitter buffer to emulate (semantics 4.4): as deep as the person chose, or as deep as the last hundred packets ask for. */
import type { Milliseconds } from '../base/units.ts';

export type BufferSetting =
  | { readonly kind: 'fixed'; readonly depth: Milliseconds; readonly resync: Milliseconds }
  | { readonly kind: 'adaptive'; readonly least: Milliseconds; readonly most: Milliseconds };
