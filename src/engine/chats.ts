/**
 * The messages of a call over MSRP (contract/chat.ts): rows of the table judged (calls/msrp-messages.ts), the texts read again from the
 * file. Read when somebody looks; the last answers are kept.
 */
import { readText } from '../base/text.ts';
import type { CallIndex, PacketIndex } from '../base/units.ts';
import { msrpMessages, type MsrpMessage } from '../calls/msrp-messages.ts';
import { readRecords } from '../capture/record.ts';
import type { Chat, ChatMessage } from '../contract/chat.ts';
import { readCpim } from '../wire/cpim.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { Session } from './session.ts';
import type { Tables } from './tables.ts';

const KEPT = 8;
const MOST_MESSAGES = 10_000;
/** octets of one text that are shown, and of all texts of a call */
const TEXT = 16_384;
const ALL_TEXTS = 8_388_608;

/** Types whose content is text to a person. */
function isText(contentType: string): boolean {
  return contentType.startsWith('text/') || contentType === 'message/cpim' || contentType.endsWith('+xml') || contentType === 'application/json';
}

export class ChatQueries {
  readonly #session: Session;
  readonly #kept = new KeptAnswers<Promise<Chat>>(KEPT);

  constructor(session: Session) {
    this.#session = session;
  }

  /** undefined when the call carried none. */
  chat(call: CallIndex): Promise<Chat | undefined> {
    const { tables, revision } = this.#session;
    if (tables.msrp.ofCall(call).length === 0) return Promise.resolve(undefined);
    return this.#kept.get(call, revision, () => this.#read(call));
  }

  async #read(call: CallIndex): Promise<Chat> {
    const { tables, revision } = this.#session;
    const { units } = tables.msrp;
    const until = tables.packets.length === 0 ? 0 : tables.packets.time(tables.packets.length - 1);
    const all = msrpMessages(units, tables.msrp.ofCall(call), until);
    const shown = all.slice(0, MOST_MESSAGES);
    const texts = await this.#texts(shown);
    return { call, messages: shown.map((message, i) => describe(tables, call, message, texts[i])), omitted: all.length - shown.length, revision };
  }

  /** The texts of those messages that are text, as far as they are shown. */
  async #texts(messages: readonly MsrpMessage[]): Promise<(Uint8Array | undefined)[]> {
    const { units } = this.#session.tables.msrp;
    const wanted: { readonly message: number; readonly row: number }[] = [];
    let all = 0;
    for (const [message, { chunks }] of messages.entries()) {
      if (!isText(units[chunks[0]!]!.contentType)) continue;
      let length = 0;
      for (const row of chunks) {
        if (length > TEXT || all > ALL_TEXTS || units[row]!.textAt < 0) break;
        length += units[row]!.bodyLength;
        all += units[row]!.bodyLength;
        wanted.push({ message, row });
      }
    }
    const bodies = await this.#bodies(wanted.map(({ row }) => row));
    const texts = new Array<Uint8Array | undefined>(messages.length).fill(undefined);
    for (const [i, { message }] of wanted.entries()) {
      const body = bodies[i];
      if (body !== undefined) texts[message] = texts[message] === undefined ? body : Uint8Array.from([...texts[message], ...body]);
    }
    return texts;
  }

  async #bodies(rows: readonly number[]): Promise<(Uint8Array | undefined)[]> {
    const { tables } = this.#session;
    const { packets, interfaces, captures, arena } = tables;
    const { units } = tables.msrp;
    const found = new Array<Uint8Array | undefined>(rows.length).fill(undefined);
    for (const [i, row] of rows.entries()) {
      const unit = units[row]!;
      if (unit.inArena) found[i] = arena.octets(unit.textAt + unit.bodyAt, unit.bodyLength).slice();
    }
    for (const capture of captures.keys()) {
      const captureOf = (packet: PacketIndex): number => interfaces.at(packets.interfaceIndex(packet)).capture;
      const own = [...rows.keys()].filter((i) => !units[rows[i]!]!.inArena && captureOf(units[rows[i]!]!.packet) === capture);
      const recordAt = (i: number): number => packets.recordAt(units[rows[i]!]!.packet);
      own.sort((a, b) => recordAt(a) - recordAt(b));
      const rowOf = (i: number): ReturnType<typeof interfaces.at> => interfaces.at(packets.interfaceIndex(units[rows[own[i]!]!]!.packet));
      await readRecords(captures[capture]!.source, own.map(recordAt), rowOf, (i, { octets }) => {
        const unit = units[rows[own[i]!]!]!;
        const at = unit.textAt + unit.bodyAt;
        if (at + unit.bodyLength <= octets.length) found[own[i]!] = octets.slice(at, at + unit.bodyLength);
      });
    }
    return found;
  }
}

function describe(tables: Tables, call: CallIndex, message: MsrpMessage, octets: Uint8Array | undefined): ChatMessage {
  const { units } = tables.msrp;
  const first = units[message.chunks[0]!]!;
  const response = message.response < 0 ? undefined : units[message.response];
  const proof = message.report < 0 ? response : units[message.report];
  const path = tables.msrp.path(first.to, call);
  const other = tables.msrp.path(first.from, call);
  const side = path?.side === 1 || other?.side === 2 ? 1 : path?.side === 2 || other?.side === 1 ? 2 : 0;
  const text = octets === undefined ? undefined : readText(octets, 0, Math.min(octets.length, TEXT));
  const wrapped = first.contentType === 'message/cpim' && text !== undefined ? readCpim(text) : undefined;
  return {
    time: message.start,
    end: message.end,
    method: message.method,
    messageId: first.messageId,
    direction: side === 1 ? 'toCaller' : side === 2 ? 'toCallee' : undefined,
    source: tables.endpoint(first.source),
    destination: tables.endpoint(first.destination),
    contentType: wrapped === undefined ? first.contentType : wrapped.contentType,
    wrapped: wrapped === undefined ? undefined : { from: wrapped.from, to: wrapped.to, dateTime: wrapped.dateTime },
    size: message.size,
    seen: message.seen,
    chunks: message.chunks.length,
    hops: message.hops,
    text: wrapped === undefined ? text : wrapped.content,
    textCut: octets !== undefined && (octets.length > TEXT || octets.length < message.seen),
    file: path?.file === undefined || path.file === '' ? (other?.file ?? '') : path.file,
    state: message.state,
    status: message.status,
    reason: proof === undefined || proof.status === 0 ? '' : proof.comment,
    responseTime: response === undefined ? undefined : (response.time - message.start) / 1e6,
    place: tables.place(first.packet),
    proof: proof === undefined ? undefined : tables.place(proof.packet),
    packet: first.packet,
  };
}
