/**
 * What holds for one section of a pcapng file: its byte order and its interfaces, whose numbers begin at 0 again in every
 * section (draft-ietf-opsawg-pcapng sections 4.1 and 4.2).
 */
import type { CaptureFactsSoFar, ReaderOptions } from './capture-facts.ts';
import type { CaptureInterface, RecordForm } from './interface-table.ts';
import { readOrigin } from './made-origin.ts';
import { OPTION_COMMENT, forEachOption, readOptionText } from './pcapng-options.ts';
import { Tick } from './tick.ts';

/** seconds; an offset beyond 34,000 years is damage */
const LARGEST_OFFSET = 2 ** 40;

export class Section {
  readonly littleEndian: boolean;
  /** by the section's own interface number */
  readonly rows: CaptureInterface[] = [];
  readonly ticks: Tick[] = [];
  readonly indices: number[] = [];
  readonly offsets: number[] = [];
  readonly #form: RecordForm;
  readonly #options: ReaderOptions;
  #homeless = -1;

  constructor(littleEndian: boolean, options: ReaderOptions) {
    this.littleEndian = littleEndian;
    this.#form = { format: 'pcapng', littleEndian, headerLength: 28, swapped: 'never' };
    this.#options = options;
  }

  /** The interface under which blocks are filed that belong to none: it names the capture and the byte order. */
  get homeless(): number {
    if (this.#homeless >= 0) return this.#homeless;
    const index = this.#options.interfaces.add({
      capture: this.#options.capture,
      linkType: -1,
      snapLength: 0,
      name: undefined,
      description: undefined,
      comments: [],
      resolution: '',
      form: this.#form,
      packets: 0,
      received: undefined,
      dropped: undefined,
    });
    return (this.#homeless = Math.max(0, index));
  }

  /** Takes the interface description block at [at, end), 20 octets at least. */
  addInterface(view: DataView, octets: Uint8Array, at: number, end: number, fileAt: number, facts: CaptureFactsSoFar): void {
    const le = this.littleEndian;
    let name: string | undefined;
    let description: string | undefined;
    let resolution = 6;
    let offset = 0;
    const comments: string[] = [];
    const whole = forEachOption(view, at + 16, end - 4, le, (code, p, length) => {
      if (code === OPTION_COMMENT) comments.push(readOptionText(octets, p, length));
      else if (code === 2) name = readOptionText(octets, p, length);
      else if (code === 3) description = readOptionText(octets, p, length);
      else if (code === 9 && length >= 1) resolution = view.getUint8(p);
      else if (code === 14 && length >= 8) offset = readSigned64(view, p, le);
      else if (code === 9 || code === 14) facts.note('pcapng.option-length', fileAt + p - at - 4, 4);
    });
    if (!whole) facts.note('pcapng.option-overruns-block', fileAt, end - at);
    if (Math.abs(offset) > LARGEST_OFFSET) {
      facts.note('time.absurd', fileAt, end - at);
      offset = 0;
    }
    const tick = new Tick(resolution);
    const row: CaptureInterface = {
      capture: this.#options.capture,
      linkType: view.getUint16(at + 8, le),
      snapLength: view.getUint32(at + 12, le),
      name,
      description,
      comments,
      resolution: tick.text,
      made: readOrigin(description),
      form: this.#form,
      packets: 0,
      received: undefined,
      dropped: undefined,
    };
    const index = this.#options.interfaces.add(row);
    if (index < 0) facts.note('limit.interfaces', fileAt, end - at);
    this.rows.push(row);
    this.ticks.push(tick);
    this.indices.push(Math.max(0, index));
    this.offsets.push(offset);
  }

  /** Takes the interface statistics block at [at, end), 24 octets at least; the last one of an interface stands. */
  addStatistics(view: DataView, at: number, end: number): boolean {
    const row = this.rows[view.getUint32(at + 8, this.littleEndian)];
    if (row === undefined) return false;
    return forEachOption(view, at + 20, end - 4, this.littleEndian, (code, p, length) => {
      if (length < 8) return;
      if (code === 4) row.received = readCounter(view, p, this.littleEndian);
      else if (code === 5) row.dropped = readCounter(view, p, this.littleEndian);
    });
  }
}

/** A 64-bit count; Number.MAX_SAFE_INTEGER stands for that or more. */
function readCounter(view: DataView, at: number, littleEndian: boolean): number {
  const high = view.getUint32(littleEndian ? at + 4 : at, littleEndian);
  const low = view.getUint32(littleEndian ? at : at + 4, littleEndian);
  return high > 0x1fffff ? Number.MAX_SAFE_INTEGER : high * 4_294_967_296 + low;
}

function readSigned64(view: DataView, at: number, littleEndian: boolean): number {
  const high = view.getInt32(littleEndian ? at + 4 : at, littleEndian);
  const low = view.getUint32(littleEndian ? at : at + 4, littleEndian);
  return high * 4_294_967_296 + low;
}
