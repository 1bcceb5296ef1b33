/**
 * What a sender's own packet numbers say of a gap: many hosts count up the IPv4 identification (RFC 791 section 3.1) by one a packet, for
 * each flow or for everything they send. Where that holds around a gap of RTP, identifications that are missing too were sent and not
 * seen, and identifications that go on were never sent by that host. Where it does not hold (RFC 6864 allows anything), nothing is said.
 */

/** Packets around one gap, in the order they came. */
export interface GapWindow {
  /** RTP packets of the stream: sequence numbers and identifications, -1 where it could not be read */
  readonly sequence: readonly number[];
  readonly identification: readonly number[];
  /** how many other packets of the host were seen between a packet and the one before it; -1 unknown */
  readonly others: readonly number[];
  /** index of the packet behind the gap */
  readonly behind: number;
  /** RTP packets missing before it */
  readonly length: number;
}

/** Lost packets by what the sender's numbers say of them; the rest is not told. */
export interface IdentityTally {
  readonly sent: number;
  readonly unsent: number;
  /** lost packets of the gaps looked at */
  readonly looked: number;
}

/** pairs of packets without a gap that must follow the rule, and how many of a hundred may break it */
const LEAST_PAIRS = 6;
const BROKEN_PERCENT = 10;

type Step = (from: number, to: number) => number;

/** Of numbers in network order, and of hosts that write them the other way round. */
const steps: readonly Step[] = [(from, to) => (to - from) & 0xffff, (from, to) => (swapped(to) - swapped(from)) & 0xffff];

function swapped(value: number): number {
  return ((value & 0xff) << 8) | (value >> 8);
}

/** @param windows around gaps of one stream */
export function tallyIdentities(windows: readonly GapWindow[]): IdentityTally {
  const looked = windows.reduce((sum, { length }) => sum + length, 0);
  for (const withOthers of [false, true]) {
    for (const step of steps) {
      if (!countsUp(windows, step, withOthers)) continue;
      let [sent, unsent] = [0, 0];
      for (const window of windows) {
        const skipped = skippedAt(window, window.behind, step, withOthers);
        if (skipped === window.length) sent += window.length;
        else if (skipped === 0) unsent += window.length;
      }
      return { sent, unsent, looked };
    }
  }
  return { sent: 0, unsent: 0, looked };
}

/** Whether packets without a gap between them follow each other in identification. */
function countsUp(windows: readonly GapWindow[], step: Step, withOthers: boolean): boolean {
  let [pairs, broken] = [0, 0];
  for (const window of windows) {
    for (let i = 1; i < window.sequence.length; i++) {
      if (i === window.behind || window.sequence[i] !== ((window.sequence[i - 1]! + 1) & 0xffff)) continue;
      const skipped = skippedAt(window, i, step, withOthers);
      if (skipped === undefined) continue;
      pairs++;
      if (skipped !== 0) broken++;
    }
  }
  return pairs >= LEAST_PAIRS && broken * 100 <= pairs * BROKEN_PERCENT;
}

/** Identifications between a packet and the one before it that nobody was seen to use; undefined when it cannot be told. */
function skippedAt({ identification, others }: GapWindow, at: number, step: Step, withOthers: boolean): number | undefined {
  const [before, here, between] = [identification[at - 1] ?? -1, identification[at] ?? -1, withOthers ? others[at]! : 0];
  if (before < 0 || here < 0 || between < 0) return undefined;
  const skipped = step(before, here) - 1 - between;
  return skipped < 0 ? undefined : skipped;
}
