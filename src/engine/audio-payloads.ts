/**
 * The payload octets of RTP packets again, from the file, in coalesced reads: what decoding and the raw export work on.
 * A packet that came in fragments stands nowhere as one piece and is not found.
 */
import type { PacketIndex } from '../base/units.ts';
import { readRecords } from '../capture/record.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import { isTurnChannel, turnPayloadEnd } from '../rtp/demultiplex.ts';
import { checkHeader, headerLength, isUsable, payloadLength } from '../rtp/header.ts';
import type { PacketOpener } from './stream-seal.ts';
import type { Tables } from './tables.ts';

const layers: Layers = createLayers();

type EachPayload = (index: number, octets: Uint8Array, at: number, end: number, cut: boolean) => void;
/** The RTP packet octets[at, end), whose header ends at `payloadAt`, and its payload, were it in the clear, at `payloadEnd`; `cut` when octets are missing. */
type EachDatagram = (index: number, octets: Uint8Array, at: number, payloadAt: number, end: number, cut: boolean, payloadEnd: number) => void;

/**
 * Calls `each` for every packet whose payload can be had, in order of the file; octets[at, end) are borrowed, `cut` when there were
 * more. Of encrypted streams that could be opened, packets whose tag fits come opened and others not at all; of streams that
 * stay sealed the payload comes as it is: ask SealedMedia.isReadable() before taking it for anything.
 */
export async function readPayloads(tables: Tables, wanted: ArrayLike<PacketIndex>, each: EachPayload): Promise<void> {
  const { packets, sealed } = tables;
  // held here: SealedMedia keeps but so many
  const openers = new Map<number, PacketOpener>();
  let last = -1;
  for (let index = 0; index < wanted.length; index++) {
    const stream = packets.owner(wanted[index]!);
    if (stream >= 0 && stream !== last) {
      const seal = (await sealed?.prepare(stream))?.seal;
      if (seal !== undefined) openers.set(stream, seal);
    }
    last = stream;
  }
  await readDatagrams(tables, wanted, (index, octets, at, payloadAt, end, cut, payloadEnd) => {
    const packet = wanted[index]!;
    const opener = openers.get(packets.owner(packet));
    if (opener === undefined) return each(index, octets, payloadAt, Math.max(payloadAt, Math.min(payloadEnd, end)), payloadEnd > end);
    const plain = cut ? undefined : opener.open(packet, octets, at, payloadAt, end);
    if (plain !== undefined) each(index, plain, 0, plain.length, false);
  });
}

/** The RTP packets themselves, encrypted ones as they came. */
export async function readDatagrams(tables: Tables, wanted: ArrayLike<PacketIndex>, each: EachDatagram): Promise<void> {
  const { packets, interfaces, captures } = tables;
  const byCapture: number[][] = captures.map(() => []);
  for (let index = 0; index < wanted.length; index++) byCapture[interfaces.at(packets.interfaceIndex(wanted[index]!)).capture]!.push(index);
  for (const [capture, indices] of byCapture.entries()) {
    if (indices.length === 0) continue;
    const at = (index: number): number => packets.recordAt(wanted[index]!);
    indices.sort((a, b) => at(a) - at(b));
    await readRecords(
      captures[capture]!.source,
      indices.map(at),
      (i) => interfaces.at(packets.interfaceIndex(wanted[indices[i]!]!)),
      (i, { octets }) => {
        const { linkType } = interfaces.at(packets.interfaceIndex(wanted[indices[i]!]!));
        takeDatagram(tables, octets, linkType, (at, from, end, cut, to) => each(indices[i]!, octets, at, from, end, cut, to));
      },
    );
  }
}

function takeDatagram(
  tables: Tables,
  octets: Uint8Array,
  linkType: number,
  take: (at: number, payloadAt: number, end: number, cut: boolean, payloadEnd: number) => void,
): void {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  walk(view, 0, octets.length, linkType, tables.addresses, layers);
  if (layers.outcome !== outcomes.UDP) return;
  let { payloadAt: at, payloadEnd: end, announcedEnd: announced } = layers;
  if (at < end && isTurnChannel(view, at, end)) {
    end = announced = turnPayloadEnd(view, at);
    at += 4;
  }
  if (!isUsable(checkHeader(view, at, end, announced))) return;
  const from = at + headerLength(view, at);
  const to = at + headerLength(view, at) + Math.max(0, payloadLength(view, at, end, announced));
  take(at, from, Math.max(from, end), announced > end, to);
}
