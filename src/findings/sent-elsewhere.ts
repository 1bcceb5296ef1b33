/**
 * Packets of a source that went to another place of the same call for a while: a caller that follows the early dialogs of a fork
 * leaves a hole in what it sends to each branch, with one SSRC and one row of sequence numbers. That hole is no loss.
 */
import type { StreamFacts } from './subject.ts';

export type Sent = Pick<StreamFacts, 'stream' | 'ssrc' | 'source' | 'sourcePort' | 'destination' | 'destinationPort' | 'first' | 'last' | 'rfc3550'>;

/** How many of the packets that a stream lacks its source sent elsewhere meanwhile; never more than it lacks. */
export function sentElsewhere(of: Sent, streams: readonly Sent[]): number {
  const { lost } = of.rfc3550;
  let elsewhere = 0;
  for (const other of streams) {
    if (other.stream === of.stream || other.ssrc !== of.ssrc || other.source !== of.source || other.sourcePort !== of.sourcePort) continue;
    if (other.destination === of.destination && other.destinationPort === of.destinationPort) continue;
    // a copy of everything to a second place is longer than the hole, or lies outside
    if (other.rfc3550.unique > lost || other.first < of.first || other.last > of.last) continue;
    elsewhere += other.rfc3550.unique;
  }
  return Math.min(elsewhere, lost);
}
