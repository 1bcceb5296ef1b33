/** MSRP messages that came in several packets and end in this one, as buffers beside it. */
import type { Field } from '../base/field.ts';
import type { PacketIndex } from '../base/units.ts';
import type { Octets } from '../contract/detail.ts';
import { inspect } from '../wire/msrp-fields.ts';
import type { Tables } from './tables.ts';

/** messages of one packet that are shown */
const MOST = 32;

export function msrpBuffers(tables: Tables, packet: PacketIndex, from: Octets['from']): { readonly octets: Octets; readonly fields: Field[] }[] {
  const { msrp, packets, arena } = tables;
  const buffers: { readonly octets: Octets; readonly fields: Field[] }[] = [];
  // the packet belongs to its first message; one that began earlier may end here too
  for (let row = Math.max(0, packets.owner(packet)); row < msrp.units.length && msrp.units[row]!.packet <= packet && buffers.length < MOST; row++) {
    const unit = msrp.units[row]!;
    if (unit.packet !== packet || !unit.inArena || unit.textAt < 0) continue;
    const octets = arena.octets(unit.textAt, unit.textLength).slice();
    buffers.push({ octets: { name: 'reassembled', octets, from }, fields: [inspect(octets, 0, octets.length, unit.flag !== '')] });
  }
  return buffers;
}
