/**
 * What the packets of one stream show that no counter does (semantics 8.3): bursts and periods of loss, delay spikes, stalls of
 * the sender, timestamps that jump or run backwards, silence without noise, unmarked talk spurts, drift of the clock. Small
 * facts for rules; one pass over the voice packets and one over all, linear.
 */
import type { Milliseconds, Nanoseconds, PacketIndex } from '../base/units.ts';
import { measureBursts } from '../rtp/loss-runs.ts';
import { eventClock, isComfortNoise } from '../rtp/payload-type.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { StreamClocks } from '../rtp/stream-columns.ts';
import { readDelays, type DelayFacts } from './delay-facts.ts';
import { createSpots, note, settled, type Spots } from './spots.ts';
import type { VoicePackets } from './voice-packets.ts';

export interface LostRun {
  readonly time: Nanoseconds;
  readonly length: number;
  /** the packet that showed the gap */
  readonly packet: PacketIndex;
}

export interface LossFacts {
  /** numbers in a row that never came */
  readonly longest: number;
  /** runs of three or more, with the packets behind them; milliseconds */
  readonly bursts: Spots;
  readonly burstRatio: number | undefined;
  /** losses that come at equal intervals */
  readonly period: { readonly mean: Milliseconds; readonly events: number } | undefined;
  /** the first RUNS_KEPT */
  readonly runs: readonly LostRun[];
}

export interface TypeChange {
  readonly packet: PacketIndex;
  readonly time: Nanoseconds;
  readonly from: number;
  readonly to: number;
}

export interface PacketFacts extends DelayFacts {
  readonly loss: LossFacts;
  readonly typeChanges: readonly TypeChange[];
  /** comfort noise sooner than a packet's time after the one before */
  readonly noiseTooOften: Spots;
  readonly noise: number;
  /** the longest time between two packets of any kind */
  readonly pauses: Spots;
  /** payloads that are no whole number of the codec's frames; octets */
  readonly oddSizes: Spots;
  readonly firstSequence: number;
  readonly firstTimestamp: number;
  /** worst ten seconds behind an adaptive buffer; undefined while nothing is missing or late in any */
  readonly worstWindow: { readonly mos: number; readonly from: Nanoseconds; readonly packet: PacketIndex } | undefined;
  /** percent late behind a fixed buffer of 200 ms; undefined where delays never vary that much */
  readonly late: number | undefined;
}

export interface PacketQuestions {
  /** octets of a frame of the codec, 0 any; and of a shorter one that may end a packet */
  readonly frame: number;
  readonly shortFrame: number;
  readonly mainType: number;
  /** octets before the payload, the same in every packet; 0 unknown */
  readonly header: number;
}

const RUNS_KEPT = 512;
const BURST = 3;
const PERIODS = 5;
/** no pause of a video or sound stream shorter than this is worth a word */
const PAUSE: Milliseconds = 500;
const CHANGES_KEPT = 20;
const noChanges: readonly TypeChange[] = [];
/** The gaps alone: they are no loss, since the packets went elsewhere. */
export function gapsOnly({ runs }: LossFacts): LossFacts {
  return { ...noLoss, runs };
}

const noLoss: LossFacts = { longest: 0, bursts: settled(createSpots()), burstRatio: undefined, period: undefined, runs: [] };

export function packetFacts(
  packets: StreamPackets,
  voice: VoicePackets,
  clocks: StreamClocks,
  asked: PacketQuestions,
): Omit<PacketFacts, 'worstWindow' | 'late'> {
  return { ...readDelays(packets, voice), ...walkPackets(packets, voice, clocks, asked), loss: lossFacts(packets, voice) };
}

function lossFacts(packets: StreamPackets, voice: VoicePackets): LossFacts {
  const { missing, packetTime, account } = voice;
  const bursts = createSpots();
  const runs: LostRun[] = [];
  for (const { row, length } of missing) {
    const packet = packets.packet[row]!;
    if (length >= BURST) note(bursts, packet, length * packetTime);
    if (runs.length < RUNS_KEPT) runs.push({ time: packets.time[row]!, length, packet });
  }
  const { longestBurst, burstRatio } = measureBursts(missing, account.expected);
  return runs.length === 0 ? noLoss : { longest: longestBurst, bursts: settled(bursts), burstRatio, period: periodOf(runs), runs };
}

/** Equal intervals: their spread is less than a tenth of their mean. */
function periodOf(runs: readonly LostRun[]): LossFacts['period'] {
  if (runs.length < PERIODS + 1) return undefined;
  let sum = 0;
  let squares = 0;
  for (let i = 1; i < runs.length; i++) {
    const interval = (runs[i]!.time - runs[i - 1]!.time) / 1e6;
    sum += interval;
    squares += interval * interval;
  }
  const mean = sum / (runs.length - 1);
  const spread = Math.sqrt(Math.max(0, squares / (runs.length - 1) - mean * mean));
  return mean >= 100 && spread < mean / 10 ? { mean, events: runs.length } : undefined;
}

type Walked = Pick<PacketFacts, 'typeChanges' | 'noiseTooOften' | 'noise' | 'pauses' | 'oddSizes' | 'firstSequence' | 'firstTimestamp'>;

function walkPackets(packets: StreamPackets, voice: VoicePackets, clocks: StreamClocks, asked: PacketQuestions): Walked {
  const { count, time, markerAndType, length, packet } = packets;
  const roles = rolesOf(clocks);
  const [typeChanges, noiseTooOften, pauses, oddSizes]: [TypeChange[], Spots, Spots, Spots] = [[], createSpots(), createSpots(), createSpots()];
  let type = -1;
  let noise = 0;
  let noiseAt = -Infinity;
  const soon = voice.packetTime * 0.5e6;
  for (let row = 0; row < count; row++) {
    const own = markerAndType[row]! & 0x7f;
    const pause = row === 0 ? 0 : (time[row]! - time[row - 1]!) / 1e6;
    if (pause > PAUSE) note(pauses, packet[row]!, pause);
    if (roles[own] === NOISE) {
      noise++;
      if (time[row]! - noiseAt < soon) note(noiseTooOften, packet[row]!, (time[row]! - noiseAt) / 1e6);
      noiseAt = time[row]!;
      continue;
    }
    if (roles[own] === EVENT) continue;
    if (own !== type) {
      if (type >= 0 && typeChanges.length < CHANGES_KEPT) typeChanges.push({ packet: packet[row]!, time: time[row]!, from: type, to: own });
      type = own;
    }
    if (asked.frame === 0 || own !== asked.mainType || length[row] === 0) continue;
    const octets = length[row]! - asked.header;
    const rest = octets % asked.frame;
    if (rest !== 0 && rest !== asked.shortFrame) note(oddSizes, packet[row]!, octets);
  }
  return {
    typeChanges: typeChanges.length === 0 ? noChanges : typeChanges,
    noiseTooOften: settled(noiseTooOften),
    noise,
    pauses: settled(pauses),
    oddSizes: settled(oddSizes),
    firstSequence: packets.sequence[0] ?? 0,
    firstTimestamp: packets.timestamp[0] ?? 0,
  };
}

const NOISE = 1;
const EVENT = 2;

function rolesOf({ maps, changes }: StreamClocks): Uint8Array {
  const roles = new Uint8Array(128);
  const map = changes.at(-1)?.[1] ?? 0;
  for (let type = 0; type < 128; type++) {
    const name = maps.encodingName(map, type)?.toLowerCase() ?? '';
    if (isComfortNoise(type) || name === 'cn') roles[type] = NOISE;
    else if (maps.clock(map, type) === eventClock || name === 'red') roles[type] = EVENT;
  }
  return roles;
}
