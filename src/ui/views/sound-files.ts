/** What of a sound can be saved, as items of a menu, and what each of them asks for. */
import type { MenuEntry } from '../parts/sg-menu.ts';
import { soundWords } from '../words/sound-words.ts';
import type { ListenAction, Listening } from './listening.ts';
import { trackName } from './sound-text.ts';

/** Left is what goes to the called party, right what goes to the caller; a single way is one channel. */
function bothWays(listening: Listening): number[][] {
  const heard = listening.plan.tracks.filter((track) => track.playable && track.leg === 0);
  const left = heard.filter((track) => track.direction === 'toCallee').map((track) => track.track);
  const right = heard.filter((track) => track.direction === 'toCaller').map((track) => track.track);
  const others = heard.filter((track) => track.direction === undefined).map((track) => track.track);
  return [
    [...left, ...others.slice(0, 1)],
    [...right, ...others.slice(1)],
  ].filter((side) => side.length > 0);
}

export function saveEntries(listening: Listening): MenuEntry[] {
  const word = soundWords();
  const { tracks } = listening.plan;
  const playable = tracks.filter((track) => track.playable);
  return [
    ...(bothWays(listening).length > 1 ? [{ key: 'both', label: word.saveStereo, hint: word.saveStereoHint }] : []),
    ...playable.map((track) => ({ key: `track-${track.track}`, label: word.saveTrack(trackName(track, tracks)) })),
    ...(listening.loop !== undefined && playable.length > 0 ? [{ key: 'selection', label: word.saveSelection }] : []),
    ...(playable.length > 0 ? (['-'] as const) : []),
    ...tracks.map((track) => ({ key: `payload-${track.track}`, label: word.savePayload(trackName(track, tracks)) })),
  ];
}

export function savedAs(key: string, listening: Listening, fileName: string): ListenAction | undefined {
  const { from, to } = listening.plan;
  const number = Number(key.slice(key.indexOf('-') + 1));
  if (key === 'both') return { do: 'save', channels: bothWays(listening), from, to, name: `${fileName}.wav` };
  if (key === 'selection' && listening.loop !== undefined)
    return { do: 'save', channels: bothWays(listening), ...listening.loop, name: `${fileName}-selection.wav` };
  const track = listening.plan.tracks[number];
  if (track === undefined) return undefined;
  if (key.startsWith('track-'))
    return { do: 'save', channels: [[number]], from: track.from, to: track.to, name: `${fileName}-${track.direction ?? number}.wav` };
  const stream = track.streams[0]?.stream;
  return stream === undefined ? undefined : { do: 'payload', stream };
}
