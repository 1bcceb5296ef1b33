/** What the streams of a call tell its summary. All optional: without it the summary speaks of signalling alone. */
import type { Milliseconds, Nanoseconds } from '../base/units.ts';

export interface MediaDirection {
  readonly packets: number;
  readonly first: Nanoseconds;
  readonly last: Nanoseconds;
  /** RFC 3550 profile: percent lost, largest jitter; undefined unknown */
  readonly loss: number | undefined;
  readonly jitter: Milliseconds | undefined;
  /** the lowest of the direction's streams; absent while they are not rated */
  readonly mos?: number | undefined;
}

export interface MediaEvidence {
  /** undefined: no stream in that direction */
  readonly toCaller: MediaDirection | undefined;
  readonly toCallee: MediaDirection | undefined;
  /** what offer and answer let expect (semantics 5.4): false during hold, for inactive, for port 0 */
  readonly expectedToCaller: boolean;
  readonly expectedToCallee: boolean;
  /** the capture holds RTP of any call: without it, silence says nothing about this call */
  readonly captureHasMedia: boolean;
}
