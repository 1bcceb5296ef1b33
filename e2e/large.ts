/**
 * A capture that takes a while: one plain call told over and over with another Call-ID, tags and time each, written piece by
 * piece into a temporary folder. Never in the repository.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pcapHeader } from '../test/forge/pcap.ts';
import { tellPlainCall } from '../test/forge/plain-call.ts';
import { createStory } from '../test/forge/story.ts';

export interface Large {
  readonly path: string;
  readonly size: number;
  readonly calls: number;
  readonly packets: number;
  remove(): void;
}

const PIECE = 4 << 20;
const MARK = 'call-0000000';

/** As many calls as fit into `octets`; each with 7 messages and `media` RTP packets each way. */
export function writeLarge(octets: number, media = 20): Large {
  const story = createStory();
  tellPlainCall(story, 0, { callId: MARK, toCallee: { count: media }, toCaller: { count: media } });
  const packets = story.told().length;
  const records = story.capture().subarray(pcapHeader().length);
  const marks = placesOf(records, MARK);
  const times = recordPlaces(records);
  const folder = mkdtempSync(join(tmpdir(), 'sipglass-large-'));
  const path = join(folder, 'large.pcap');
  const file = openSync(path, 'w');
  writeSync(file, pcapHeader());
  const whole = Math.floor(octets / records.length);
  const each = Math.max(1, Math.floor(PIECE / records.length));
  const piece = new Uint8Array(records.length * each);
  const view = new DataView(piece.buffer);
  const digits = new TextEncoder();
  let calls = 0;
  while (calls < whole) {
    const count = Math.min(each, whole - calls);
    for (let index = 0; index < count; index++, calls++) {
      const at = index * records.length;
      piece.set(records, at);
      const number = digits.encode(String(calls).padStart(7, '0'));
      for (const place of marks) piece.set(number, at + place + 5);
      // a call begins every tenth of a second, and none lasts: time stays in order
      for (const [record, second, fraction] of times) {
        const moment = BigInt(second) * 1_000_000n + BigInt(calls) * 100_000n + BigInt(fraction % 100_000);
        view.setUint32(at + record, Number(moment / 1_000_000n), true);
        view.setUint32(at + record + 4, Number(moment % 1_000_000n), true);
      }
    }
    writeSync(file, piece, 0, count * records.length);
  }
  closeSync(file);
  return {
    path,
    size: pcapHeader().length + calls * records.length,
    calls,
    packets: calls * packets,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function placesOf(octets: Uint8Array, text: string): number[] {
  const wanted = new TextEncoder().encode(text);
  const found: number[] = [];
  for (let at = 0; at + wanted.length <= octets.length; at++) if (wanted.every((octet, index) => octets[at + index] === octet)) found.push(at);
  return found;
}

/** Where each record begins; its time becomes that of the first, plus its rank in microseconds. */
function recordPlaces(records: Uint8Array): (readonly [at: number, second: number, fraction: number])[] {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const found: (readonly [number, number, number])[] = [];
  const first = view.getUint32(0, true);
  for (let at = 0, rank = 0; at < records.length; at += 16 + view.getUint32(at + 8, true), rank++) found.push([at, first, rank * 1000]);
  return found;
}
