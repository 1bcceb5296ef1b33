/**
 * Is an undeclared UDP flow with a constant SSRC really RTP? A score over its first packets (semantics 2.5), pure: the same
 * packets give the same verdict. The aim is not to invent streams; what passes is labelled, never merged silently.
 */
import { serialDelta16, serialDelta32 } from '../base/serial.ts';
import { isComfortNoise } from './payload-type.ts';

/** The first packets of one candidate, in arrival order; only [0, count) holds packets. */
export interface CandidateRun {
  count: number;
  /** nanoseconds */
  readonly time: Float64Array;
  readonly sequence: Uint16Array;
  readonly timestamp: Uint32Array;
  readonly markerAndType: Uint8Array;
  /** octets of media */
  readonly payloadLength: Uint16Array;
}

export interface CandidateHints {
  readonly destinationPort: number;
  /** RTCP with this SSRC between the same addresses */
  readonly rtcpSeen: boolean;
  /** the opposite direction is a candidate or a stream */
  readonly reverseSeen: boolean;
}

export interface Verdict {
  readonly score: number;
  readonly decision: 'accept' | 'reject' | 'wait';
  /** the payload type most packets have */
  readonly payloadType: number;
  /** Hz by timestamps against arrival; 0 when the test failed */
  readonly inferredClock: number;
}

const ACCEPT = 8;
const ACCEPT_EARLY = 10;
const PACKETS_EARLY = 4;
const PACKETS = 6;
const PACKETS_REJECT = 32;
const KNOWN_RATES: readonly number[] = [8000, 11025, 16000, 22050, 32000, 44100, 48000, 90000];
// 3478 (STUN, TURN) is not among them: what looks like RTP there is media that is relayed or bundled with its STUN, as Meet sends it.
const EXCLUDED_PORTS: ReadonlySet<number> = new Set([1900, 2152, 3702, 4500, 4789, 5060, 5061, 5353, 5355, 6081]);

/** False for flows that are never looked at: reserved ports, and SSRCs that mean something else. @param ports source << 16 | destination */
export function isPlausibleFlow(ports: number, ssrc: number): boolean {
  const source = ports >>> 16;
  const destination = ports & 0xffff;
  if (source < 1024 || destination < 1024 || ssrc === 0 || ssrc === 0xffffffff) return false;
  return !EXCLUDED_PORTS.has(source) && !EXCLUDED_PORTS.has(destination);
}

/** The verdict on a candidate; ask from the fourth packet on. */
export function judge(run: CandidateRun, hints: CandidateHints): Verdict {
  const payloadType = mainType(run);
  const clock = inferClock(run, payloadType);
  const required = hasConsecutiveRun(run, payloadType);
  let score = required ? 5 : 0;
  const constantStep = modalStep(run, payloadType).share >= 0.6;
  if (constantStep || looksLikeFrames(run, payloadType)) score += 2;
  if (clock > 0) score += 3;
  if (payloadSizesFit(run, payloadType)) score += 3;
  if (hints.rtcpSeen) score += 3;
  if ((hints.destinationPort & 1) === 0) score += 1;
  if (hints.reverseSeen) score += 1;
  if ((payloadType >= 35 && payloadType <= 63) || (payloadType >= 20 && payloadType <= 24) || payloadType === 27 || payloadType === 29 || payloadType === 30)
    score -= 3;
  if (constantStep && isFixedSize(payloadType) && sizesVary(run, payloadType)) score -= 2;
  const accepted = required && ((run.count >= PACKETS && score >= ACCEPT) || (run.count >= PACKETS_EARLY && score >= ACCEPT_EARLY));
  return { score, decision: accepted ? 'accept' : run.count >= PACKETS_REJECT ? 'reject' : 'wait', payloadType, inferredClock: clock };
}

function typeAt(run: CandidateRun, i: number): number {
  return run.markerAndType[i]! & 0x7f;
}

/** Comfort noise and four-octet dynamic payloads (telephone-event) may stand between the packets of the main type. */
function isCompanion(run: CandidateRun, i: number): boolean {
  const type = typeAt(run, i);
  return isComfortNoise(type) || (type >= 96 && run.payloadLength[i] === 4);
}

function mainType(run: CandidateRun): number {
  const counts = new Uint8Array(128);
  let best = typeAt(run, 0);
  let bestCount = 0;
  for (let i = 0; i < run.count; i++) {
    const type = typeAt(run, i);
    counts[type]!++;
    const count = isCompanion(run, i) ? 0 : counts[type]!;
    if (count > bestCount) {
      best = type;
      bestCount = count;
    }
  }
  return best;
}

/** Three packets or more of one type with consecutive numbers, one gap of up to five allowed. */
function hasConsecutiveRun(run: CandidateRun, type: number): boolean {
  let length = 0;
  let gaps = 0;
  for (let i = 0; i < run.count; i++) {
    const fits = typeAt(run, i) === type || isCompanion(run, i);
    const delta = i === 0 ? 0 : serialDelta16(run.sequence[i]!, run.sequence[i - 1]!);
    if (!fits) length = gaps = 0;
    // the same packet again, from a mirrored port, breaks nothing
    else if (length > 0 && delta === 0 && run.timestamp[i] === run.timestamp[i - 1]) continue;
    else if (length > 0 && delta === 1) length++;
    else if (length > 0 && delta > 1 && delta <= 5 && gaps === 0) {
      length++;
      gaps = 1;
    } else {
      length = 1;
      gaps = 0;
    }
    if (length >= 3) return true;
  }
  return false;
}

function isNeighbourPair(run: CandidateRun, i: number, type: number): boolean {
  return typeAt(run, i) === type && typeAt(run, i - 1) === type && serialDelta16(run.sequence[i]!, run.sequence[i - 1]!) === 1;
}

/** The timestamp step most neighbours have, and their share of all neighbours; 0 when none rises. */
function modalStep(run: CandidateRun, type: number): { readonly step: number; readonly share: number } {
  const steps: number[] = [];
  for (let i = 1; i < run.count; i++) if (isNeighbourPair(run, i, type)) steps.push(serialDelta32(run.timestamp[i]!, run.timestamp[i - 1]!));
  let step = 0;
  let most = 0;
  for (const candidate of steps) {
    if (candidate <= 0) continue;
    let count = 0;
    for (const other of steps) if (other === candidate) count++;
    if (count > most) {
      most = count;
      step = candidate;
    }
  }
  return { step, share: steps.length === 0 ? 0 : most / steps.length };
}

/** Video: equal timestamps within a frame, and the marker on its last packet. */
function looksLikeFrames(run: CandidateRun, type: number): boolean {
  let pairs = 0;
  let equal = 0;
  let consistent = 0;
  for (let i = 1; i < run.count; i++) {
    if (!isNeighbourPair(run, i, type)) continue;
    const step = serialDelta32(run.timestamp[i]!, run.timestamp[i - 1]!);
    const marked = run.markerAndType[i - 1]! > 127;
    pairs++;
    if (step === 0) equal++;
    if ((step === 0 && !marked) || (step > 0 && marked)) consistent++;
  }
  return pairs >= 3 && equal > 0 && consistent >= 0.8 * pairs;
}

/** A known rate within 20 % of timestamps against arrival over six packets or more; steps of whole 2.5 ms are preferred. */
function inferClock(run: CandidateRun, type: number): number {
  let first = -1;
  let last = -1;
  let packets = 0;
  for (let i = 0; i < run.count; i++) {
    if (typeAt(run, i) !== type) continue;
    if (first < 0) first = i;
    last = i;
    packets++;
  }
  if (packets < PACKETS) return 0;
  const seconds = (run.time[last]! - run.time[first]!) / 1e9;
  const measured = serialDelta32(run.timestamp[last]!, run.timestamp[first]!) / seconds;
  if (!(measured > 0) || !Number.isFinite(measured)) return 0;
  const { step } = modalStep(run, type);
  let best = 0;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const rate of KNOWN_RATES) {
    if (measured < rate * 0.8 || measured > rate * 1.2) continue;
    const milliseconds = (step * 1000) / rate;
    const round = rate === 90000 || (milliseconds > 0 && Number.isInteger(milliseconds / 2.5));
    const distance = Math.abs(Math.log(measured / rate)) + (round ? 0 : 0.2);
    if (distance < bestDistance) {
      best = rate;
      bestDistance = distance;
    }
  }
  return best;
}

function isFixedSize(type: number): boolean {
  return type === 0 || type === 3 || type === 8 || type === 9;
}

function sizesVary(run: CandidateRun, type: number): boolean {
  let size = -1;
  for (let i = 0; i < run.count; i++) {
    if (typeAt(run, i) !== type) continue;
    if (size >= 0 && run.payloadLength[i] !== size) return true;
    size = run.payloadLength[i]!;
  }
  return false;
}

/** Every packet of a static type has a size its codec can make. */
function payloadSizesFit(run: CandidateRun, type: number): boolean {
  for (let i = 0; i < run.count; i++) if (typeAt(run, i) === type && !sizeFits(type, run.payloadLength[i]!)) return false;
  return true;
}

function sizeFits(type: number, length: number): boolean {
  switch (type) {
    case 0:
    case 8:
    case 9:
      return length % 8 === 0 && length >= 40 && length <= 480;
    case 18:
      return length > 0 && (length % 10 === 0 || length % 10 === 2);
    case 3:
      return length > 0 && length % 33 === 0;
    case 4:
      return length === 24 || length === 20 || length === 4;
    case 13:
      return length <= 33;
    default:
      return false;
  }
}
