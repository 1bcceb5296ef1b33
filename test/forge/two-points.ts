/**
 * One story captured at two points, with a bad link in between: what the first address sends passes point A and then B, what others send
 * passes B and then A. The link loses, delays and reorders; B's clock is off and runs at its own speed. Says exactly what it did.
 */
import { writeCapture, type Container, type ForgedPacket } from './capture.ts';
import { createRandom } from './random.ts';

export interface LinkOptions {
  /** percent of RTP lost each way */
  readonly loss?: number;
  /** milliseconds, and how much more at most, evenly spread; order is kept */
  readonly delay: number;
  readonly jitter?: number;
  /** percent of RTP that overtakes: it is not delayed at all beyond half of `delay` */
  readonly reorder?: number;
  /** milliseconds the clock of B is ahead at the start, and parts per million it runs faster */
  readonly offset?: number;
  readonly drift?: number;
  readonly seed?: number;
  /** what happens to octets on the way, as NAT would; the frame from A to B, or from B to A */
  readonly rewrite?: (frame: Uint8Array, toB: boolean) => Uint8Array;
  /** packets of the story that are lost on the link, by number */
  readonly drop?: (packet: ForgedPacket, index: number) => boolean;
  /** milliseconds from the start that each point listens */
  readonly listenA?: readonly [number, number];
  readonly listenB?: readonly [number, number];
}

export interface TwoPoints {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly packetsA: readonly ForgedPacket[];
  readonly packetsB: readonly ForgedPacket[];
  /** of RTP, each way */
  readonly toB: LinkFacts;
  readonly toA: LinkFacts;
}

export interface LinkFacts {
  sent: number;
  lost: number;
  overtook: number;
  /** milliseconds of those that came through */
  readonly delays: number[];
}

const SOURCE = 26;

/** @param first the address behind A, as four octets */
export function captureTwice(
  told: readonly ForgedPacket[],
  first: readonly number[],
  options: LinkOptions,
  container: Container = { format: 'pcap' },
): TwoPoints {
  const random = createRandom(options.seed ?? 1);
  const start = told[0]!.time;
  const facts = { toB: newFacts(), toA: newFacts() };
  const [a, b]: [ForgedPacket[], ForgedPacket[]] = [[], []];
  const latest = [0, 0];
  for (const [index, packet] of told.entries()) {
    const toB = first.every((octet, i) => packet.octets[SOURCE + i] === octet);
    const of = toB ? facts.toB : facts.toA;
    const isRtp = (packet.octets[42] ?? 0) >> 6 === 2;
    // what the far side says, it says after it heard
    const sent = Number(packet.time - start) / 1e6 + (toB ? 0 : options.delay);
    const here = { ...packet, time: start + BigInt(Math.round(sent * 1e6)) };
    (toB ? a : b).push(here);
    if (isRtp) of.sent++;
    if (options.drop?.(packet, index) === true || (isRtp && random.chance(options.loss ?? 0))) {
      if (isRtp) of.lost++;
      continue;
    }
    const overtakes = isRtp && random.chance(options.reorder ?? 0);
    let due = sent + options.delay / (overtakes ? 2 : 1) + (overtakes ? 0 : (random.below(1000) * (options.jitter ?? 0)) / 1000);
    if (overtakes) of.overtook++;
    else due = latest[toB ? 0 : 1] = Math.max(due, latest[toB ? 0 : 1]!);
    if (isRtp) of.delays.push(due - sent);
    const octets = options.rewrite?.(packet.octets.slice(), toB) ?? packet.octets.slice();
    octets[22]! -= 1;
    (toB ? b : a).push({ ...packet, octets, time: start + BigInt(Math.round(due * 1e6)) });
  }
  const heard = (packets: ForgedPacket[], listen: readonly [number, number] = [-Infinity, Infinity]): ForgedPacket[] =>
    packets
      .filter(({ time }) => Number(time - start) / 1e6 >= listen[0] && Number(time - start) / 1e6 <= listen[1])
      .sort((one, other) => Number(one.time - other.time));
  const packetsA = heard(a, options.listenA);
  const packetsB = heard(b, options.listenB).map((packet) => ({ ...packet, time: start + shown(Number(packet.time - start), options) }));
  return { a: writeCapture(packetsA, container), b: writeCapture(packetsB, container), packetsA, packetsB, ...facts };
}

/** What B's clock shows at a true time, nanoseconds since the start. */
function shown(time: number, { offset = 0, drift = 0 }: LinkOptions): bigint {
  return BigInt(Math.round(time + time * drift * 1e-6 + offset * 1e6));
}

function newFacts(): LinkFacts {
  return { sent: 0, lost: 0, overtook: 0, delays: [] };
}
