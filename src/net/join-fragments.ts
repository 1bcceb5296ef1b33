/**
 * From a fragment to what its datagram carries: joins and walks on, again when a tunnel inside the datagram carries a
 * fragment itself (GTP in fragments, with fragments inside).
 */
import type { Nanoseconds, PacketIndex } from '../base/units.ts';
import type { AddressTable } from './address.ts';
import type { Fragments, Reassembled } from './fragments.ts';
import { outcomes } from './layers.ts';
import type { Layers } from './layers.ts';
import { walkReassembled } from './walk.ts';

/**
 * Takes the fragment that a walk with outcome FRAGMENT found. When it completes its datagram: the datagram, with `layers`
 * about its octets (payloadAt and payloadEnd count from 0 in them). Undefined while pieces are missing.
 */
export function joinFragments(
  fragments: Fragments,
  layers: Layers,
  octets: Uint8Array,
  packet: PacketIndex,
  time: Nanoseconds,
  addresses: AddressTable,
): Reassembled | undefined {
  let whole = fragments.add(layers, octets, packet, time);
  let isNested = false;
  while (whole !== undefined) {
    walkReassembled(new DataView(whole.octets.buffer, whole.octets.byteOffset, whole.octets.length), 0, whole.octets.length, addresses, layers);
    if (layers.outcome !== outcomes.FRAGMENT) return isNested ? { ...whole, isNested } : whole;
    isNested = true;
    whole = fragments.add(layers, whole.octets, packet, time);
  }
  return undefined;
}
