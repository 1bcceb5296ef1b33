/** Listening: what of a call can be heard, its sound in pieces, its waveform, and both as files. Types only. */
import type { CallIndex, Milliseconds, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { Endpoint } from './common.ts';
import type { BufferSetting } from './quality.ts';
import type { Seal } from './seal.ts';

/** What is listened to: everything of some calls on one clock, or streams by themselves. */
export type SoundSource = { readonly calls: readonly CallIndex[] } | { readonly streams: readonly StreamIndex[] };

/** own: our code; browser: the browser's or a library's; none: nobody can; encrypted: SRTP without its keys; silent: nothing that is voice */
export type SoundDecoder = 'own' | 'browser' | 'none' | 'encrypted' | 'silent';

/** One stream in its place on a track. */
export interface SoundStream {
  readonly stream: StreamIndex;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly ssrc: string;
  /** encoding name of the type most packets have */
  readonly codec: string;
  /** Hz of the decoded sound; 0 when there is no decoder */
  readonly sampleRate: number;
  readonly decoder: SoundDecoder;
  /** sent in each packet; two are heard as one, their mean */
  readonly channels: number;
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  /** packets under the buffer setting asked for */
  readonly voice: number;
  readonly lost: number;
  readonly late: number;
  readonly duplicates: number;
  /** packets that the capture cut, so that part of their sound is missing */
  readonly cut: number;
  readonly meanDelay: Milliseconds | undefined;
  /** of an encrypted one */
  readonly seal: Seal | undefined;
  /** all of its packets */
  readonly packets: number;
}

/** Streams of one direction that follow each other. A second leg of the same sound is a track of its own. */
export interface SoundTrack {
  readonly track: number;
  readonly direction: 'toCaller' | 'toCallee' | undefined;
  /** 0 for the one that is heard unless the person chooses another */
  readonly leg: number;
  readonly streams: readonly SoundStream[];
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  readonly playable: boolean;
}

export interface SoundPlan {
  readonly tracks: readonly SoundTrack[];
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  /** stretches of the call's clock that explain what is heard */
  readonly spans: readonly { readonly kind: 'beforeAnswer' | 'held'; readonly from: Nanoseconds; readonly to: Nanoseconds }[];
  readonly revision: number;
}

/** A window of sound of several tracks at once, in step. */
export interface SoundRequest {
  readonly source: SoundSource;
  readonly setting: BufferSetting;
  /** numbers of tracks of the plan, at most 16 */
  readonly tracks: readonly number[];
  readonly from: Nanoseconds;
  /** samples a track wanted, at most ten seconds */
  readonly samples: number;
  /** Hz, 8000 to 96000 */
  readonly sampleRate: number;
  /** 1 as it was; 0.5 to 2 keep the pitch */
  readonly speed: number;
  /** with a speed: where the piece before left each track, so that the next one joins it; empty begins anew */
  readonly carry: readonly number[];
}

export interface SoundPiece {
  /** one a track asked for, −1 to 1 */
  readonly channels: readonly Float32Array<ArrayBuffer>[];
  readonly carry: readonly number[];
  /** what follows begins here */
  readonly next: Nanoseconds;
}

/** What a bucket of a waveform holds besides sound. */
export const soundMarks = { lost: 1, late: 2, duplicate: 4, silent: 8, noise: 16, event: 32, cut: 64 } as const;

export interface WaveformRequest {
  readonly source: SoundSource;
  readonly setting: BufferSetting;
  readonly track: number;
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  /** about the width in pixels, at most 8192 */
  readonly buckets: number;
}

/** −1 to 1. Where `known` is 0 the sound has not been decoded yet: ask again. */
export interface Waveform {
  readonly track: number;
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  readonly min: Float32Array<ArrayBuffer>;
  readonly max: Float32Array<ArrayBuffer>;
  readonly rms: Float32Array<ArrayBuffer>;
  /** loudest of what came too late to be heard */
  readonly late: Float32Array<ArrayBuffer>;
  /** bits of soundMarks */
  readonly marks: Uint8Array<ArrayBuffer>;
  /** share of the track that has been decoded, 0 to 1 */
  readonly known: number;
  readonly revision: number;
}

/** WAV (RIFF, 16 bit): one channel a track, or several mixed: left towards the called party, right towards the caller. */
export interface SoundExport {
  readonly source: SoundSource;
  readonly setting: BufferSetting;
  /** tracks on the left and on the right; one list makes one channel */
  readonly channels: readonly (readonly number[])[];
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
}
