/** What the sound strip shows and what a person does with it: plain data in, one event out. */
import type { Nanoseconds, StreamIndex } from '../../base/units.ts';
import type { SoundPlan, Waveform } from '../../contract/sound.ts';
import type { MomentSource } from '../parts/moment.ts';

/** How one track is heard; pan −1 to 1. */
export interface ListenedTrack {
  readonly muted: boolean;
  readonly solo: boolean;
  readonly pan: number;
}

export interface Listening {
  readonly plan: SoundPlan;
  readonly status: 'paused' | 'starting' | 'playing' | 'failed';
  readonly speed: number;
  readonly volume: number;
  readonly loop: { readonly from: Nanoseconds; readonly to: Nanoseconds } | undefined;
  readonly mix: readonly ListenedTrack[];
  readonly startedIn: number | undefined;
  readonly cursor: MomentSource;
  /** rises when what is heard changed by another setting or more packets: waveforms are asked for again */
  readonly edition: number;
  /** output devices the browser tells of, the chosen one's id */
  readonly devices: readonly { readonly id: string; readonly label: string }[];
  readonly device: string;
  /** only the bar is wanted, no waveforms */
  readonly folded: boolean;
  readonly level: (track: number) => number;
  readonly wave: (track: number, from: Nanoseconds, to: Nanoseconds, buckets: number) => Promise<Waveform | undefined>;
}

export type ListenAction =
  | { readonly do: 'toggle' }
  | { readonly do: 'seek'; readonly time: Nanoseconds }
  | { readonly do: 'loop'; readonly range: Listening['loop'] }
  | { readonly do: 'speed'; readonly speed: number }
  | { readonly do: 'volume'; readonly volume: number }
  | { readonly do: 'mix'; readonly track: number; readonly change: Partial<ListenedTrack> }
  | { readonly do: 'split'; readonly apart: boolean }
  | { readonly do: 'fold'; readonly folded: boolean }
  | { readonly do: 'device'; readonly id: string }
  | { readonly do: 'save'; readonly channels: readonly (readonly number[])[]; readonly from: Nanoseconds; readonly to: Nanoseconds; readonly name: string }
  | { readonly do: 'payload'; readonly stream: StreamIndex };
