/** Which row of a list holds a packet, when the list is in the order of packets: found by halving, a question a step. */
import type { PacketIndex } from '../../base/units.ts';
import type { PacketPlace, Page } from '../../contract/common.ts';

interface PlacedRows {
  readonly rows: readonly { readonly place: PacketPlace }[];
  readonly total: number;
}

/** -1 when no row holds it. */
export async function rowOfPacket(ask: (page: Page) => Promise<PlacedRows>, packet: PacketIndex): Promise<number> {
  let low = 0;
  let high = (await ask({ offset: 0, limit: 1 })).total - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = (await ask({ offset: middle, limit: 1 })).rows[0]?.place.packet;
    if (found === undefined) return -1;
    if (found === packet) return middle;
    if (found < packet) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
