/** Names and times of the sound strip. */
import type { Nanoseconds } from '../../base/units.ts';
import type { SoundTrack } from '../../contract/sound.ts';
import { soundWords } from '../words/sound-words.ts';

/** m:ss with so many digits of the second: what a player shows. */
export function clockText(time: Nanoseconds, digits: number): string {
  const scale = 10 ** digits;
  const whole = Math.floor((Math.max(0, time) / 1e9) * scale + 1e-6) / scale;
  const minutes = Math.floor(whole / 60);
  const seconds = (whole - minutes * 60).toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, '0');
  return minutes < 60 ? `${minutes}:${seconds}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${seconds}`;
}

/** By its direction; by leg when there are several of it, by SSRC when it has none. */
export function trackName(track: SoundTrack, all: readonly SoundTrack[]): string {
  const word = soundWords();
  const name = track.direction === undefined ? word.other(track.streams[0]?.ssrc ?? '') : word.direction[track.direction];
  const alike = all.filter((other) => other.direction !== undefined && other.direction === track.direction);
  return alike.length > 1 ? word.leg(name, track.leg) : name;
}
