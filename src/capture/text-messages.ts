/**
 * SIP messages, hex dumps and the log lines around them, out of text: sngrep, Asterisk, Kamailio, OpenSIPS, FreeSWITCH, session border controllers, or messages
 * alone. One rule for all: a start line (RFC 3261 section 7.1, 7.2) followed by a header is a message; time and addresses
 * are what the nearest lines before it say. Line ends become CRLF, which logs lose.
 * Promise: a line is looked at once, a message is bounded, and what is no message costs nothing but its line.
 */
import { readText, toOctets } from '../base/text.ts';
import { datagram, exportedMessage, LONGEST_PAYLOAD, MadePackets, type MadeLink } from './made-capture.ts';
import type { MadeOrigin } from './made-origin.ts';
import { dumpedLayer, HexDump } from './text-dump.ts';
import { endpointsOf } from './text-endpoints.ts';
import { LineTimes } from './text-time.ts';
import { transportOf } from './text-transport.ts';

/** lines before a message that may tell of it */
const CONTEXT = 4;
const PREFIX_MOST = 300;
const request = /(?:^|[\s|>:"'([])([A-Z][A-Z0-9!%*_+`'~.-]{0,31} [A-Za-z][A-Za-z0-9+.-]*:\S+ SIP\/2\.0)\s*$/;
// `s`: a line may have a lone carriage return in it, and each start must not look to the end of the line in vain
const response = /(?:^|[\s|>:"'([])(SIP\/2\.0 [1-6]\d\d(?: .*)?)$/s;
const header = /^[!#-9;-~]{1,64}\s*:/;
const rule = /^(?:<?-{3,}.*|={4,}|\*{4,}|#{4,}|<-+>|-+>?)$/;
/** something like an address with its port, or an IPv4 address */
const named = /\d\.\d{1,3}\.\d|[\d\]]:\d{2,5}\b/;
// oxlint-disable-next-line no-control-regex -- colours of a terminal are control characters
const colours = /\u001b\[[0-9;]*m/g;

/** The lines of a message that stands in one, its line ends written out, as JSON has them. */
function unescaped(text: string): readonly string[] {
  return text.split(/(?:\\r)?\\n/).map((part) => part.replace(/\\(["'/\\])/g, '$1').replaceAll('\\t', '\t'));
}

/** Less of the body is here than Content-Length says; the last line end may be missing. */
function isShort({ body, bodyOctets }: Message): boolean {
  return body !== Infinity && bodyOctets + 2 < body;
}

type Note = (code: string, at: number) => void;

/** Lines of the text that a packet is made of, and where the first begins in the file. */
interface Lines {
  readonly first: number;
  readonly last: number;
  readonly place: number;
}

interface Message {
  readonly first: number;
  readonly place: number;
  readonly prefix: RegExp | undefined;
  readonly indent: number;
  readonly head: string;
  readonly lines: string[];
  octets: number;
  headers: number;
  /** octets of the body as Content-Length says, once the headers ended; -1 before, Infinity unknown */
  body: number;
  bodyOctets: number;
  isSdp: boolean;
}

export class TextMessages {
  /** packet blocks made since they were last taken */
  readonly made: Uint8Array[] = [];
  count = 0;
  readonly #note: Note;
  readonly #times = new LineTimes();
  #context: string[] = [];
  #message: Message | undefined;
  #dump: { readonly dump: HexDump; readonly first: number; readonly place: number } | undefined;
  #line = 0;
  readonly #packets = new MadePackets();
  #hasHeaders = false;

  constructor(note: Note) {
    this.#note = note;
  }

  /** The next line, without its end; `place` is where it begins in the file. */
  line(octets: Uint8Array, place: number): void {
    this.#line++;
    const text = readText(octets).replace(colours, '').replace(/\r$/, '');
    if (text.includes(String.raw`\n`) && text.includes('SIP/2.0')) for (const part of unescaped(text)) this.#take(part, place);
    else this.#take(text, place);
  }

  #take(text: string, place: number): void {
    if (this.#message !== undefined && this.#goesOn(this.#message, text)) return;
    if (this.#dump !== undefined) {
      if (!HexDump.begins(text) && this.#dump.dump.take(text)) return;
      this.#endDump();
    }
    if (HexDump.begins(text)) {
      const dump = new HexDump();
      if (dump.take(text)) {
        this.#dump = { dump, first: this.#line, place };
        return;
      }
    }
    if (!this.#begins(text, place)) this.#remember(text);
  }

  /** No more lines come. */
  end(): void {
    this.#line++;
    if (this.#message !== undefined && this.#message.headers > 0) this.#finish(this.#message, isShort(this.#message), this.#line - 1);
    if (this.#dump !== undefined) this.#endDump();
  }

  #remember(text: string): void {
    // "<--- SIP read from UDP:192.0.2.10:5060 --->" is a rule that says who
    if (text.trim() === '' || (rule.test(text.trim()) && !named.test(text))) return;
    this.#context.unshift(text.slice(0, 2000));
    this.#context.length = Math.min(this.#context.length, CONTEXT);
  }

  #begins(text: string, place: number): boolean {
    if (!text.includes('SIP/2.0')) return false;
    const found = request.exec(text) ?? response.exec(text);
    if (found === null) return false;
    const start = found[1]!.trim();
    const column = found.index + found[0].indexOf(found[1]!);
    const before = text.slice(0, column);
    if (column > PREFIX_MOST) return false;
    const isIndent = before.trim() === '';
    const prefix = isIndent ? undefined : new RegExp(`^${before.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\d+/g, String.raw`\d+`)}`);
    this.#message = {
      first: this.#line,
      place,
      prefix,
      indent: isIndent ? column : 0,
      head: before,
      lines: [start],
      octets: start.length + 2,
      headers: 0,
      body: -1,
      bodyOctets: 0,
      isSdp: false,
    };
    return true;
  }

  /** True when the line is part of the message. */
  #goesOn(message: Message, raw: string): boolean {
    const text = this.#inner(message, raw);
    if (message.octets > LONGEST_PAYLOAD) return this.#leave(message, true);
    if (message.body < 0) return this.#header(message, text);
    if (message.isSdp ? !/^[a-z]=/.test(text) : this.#endsBody(message, text)) return this.#leave(message, isShort(message));
    this.#add(message, text);
    message.bodyOctets += toOctets(text).length + 2;
    if (!message.isSdp && message.bodyOctets >= message.body) this.#finish(message, false, this.#line);
    return true;
  }

  #header(message: Message, text: string): boolean {
    if (text.trim() === '') {
      if (message.headers === 0) return this.#leave(message, false);
      this.#add(message, '');
      const lengths = message.lines.filter((line) => /^(?:content-length|l)\s*:/i.test(line));
      const length = Number(lengths[0]?.replace(/^[^:]*:/, '').trim() ?? Number.NaN);
      const type = message.lines.find((line) => /^(?:content-type|c)\s*:/i.test(line));
      message.isSdp = type !== undefined && /application\/sdp\b/i.test(type);
      message.body = Number.isInteger(length) && length >= 0 ? length : type === undefined ? 0 : Infinity;
      if (message.body === 0) this.#finish(message, false, this.#line);
      return true;
    }
    const isFolded = message.headers > 0 && /^[ \t]/.test(text);
    if (!isFolded && (!header.test(text) || rule.test(text.trim()))) return this.#leave(message, message.headers > 0);
    message.headers++;
    this.#add(message, text);
    return true;
  }

  /** A body of unknown length, or one that was cut, ends where the log goes on. */
  #endsBody(message: Message, text: string): boolean {
    if (message.body === Infinity) return text.trim() === '' || rule.test(text.trim());
    return (text.includes('SIP/2.0') && (request.test(text) || response.test(text))) || /^<-{3,}/.test(text);
  }

  /** The message ends before this line, which is then looked at as any other. */
  #leave(message: Message, isCut: boolean): false {
    if (message.headers > 0) this.#finish(message, isCut, this.#line - 1);
    else {
      this.#message = undefined;
      for (const line of message.lines) this.#remember(`${message.head}${line}`);
    }
    return false;
  }

  #inner(message: Message, raw: string): string {
    if (message.prefix !== undefined) return raw.replace(message.prefix, '');
    let indent = 0;
    while (indent < message.indent && (raw[indent] === ' ' || raw[indent] === '\t')) indent++;
    return raw.slice(indent);
  }

  #add(message: Message, text: string): void {
    message.lines.push(text);
    message.octets += text.length + 2;
  }

  #finish(message: Message, isCut: boolean, last: number): void {
    this.#message = undefined;
    if (message.body < 0) message.lines.push('');
    let payload = toOctets(`${message.lines.join('\r\n')}\r\n`);
    // a body that does not end with a line end is as long as Content-Length says
    if (message.bodyOctets - 2 === message.body && message.bodyOctets > 2) payload = payload.subarray(0, payload.length - 2);
    else if (!message.isSdp && message.bodyOctets > message.body) payload = payload.subarray(0, payload.length - (message.bodyOctets - message.body));
    if (payload.length > LONGEST_PAYLOAD) payload = payload.subarray(0, LONGEST_PAYLOAD);
    if (isCut) this.#note('text.message-cut', message.place);
    const lines = message.head.trim() === '' ? this.#context : [message.head, ...this.#context];
    this.#give(lines, payload, message.lines.join('\n'), { first: message.first, last, place: message.place });
  }

  #endDump(): void {
    const { dump, first, place } = this.#dump!;
    this.#dump = undefined;
    const octets = Uint8Array.from(dump.octets);
    const text = readText(octets, 0, Math.min(octets.length, 4096));
    const [startLine = ''] = text.split('\r\n');
    if (/^(?:[A-Z]+ [A-Za-z][A-Za-z0-9+.-]*:\S+ SIP\/2\.0|SIP\/2\.0 [1-6]\d\d)/.test(startLine)) {
      this.#give(this.#context, octets, text, { first, last: this.#line - 1, place });
      return;
    }
    const origin = { headers: 'none', source: false, destination: false } as const;
    this.#made(dumpedLayer(octets), origin, this.#context, { first, last: this.#line - 1, place }, octets);
  }

  #give(lines: readonly string[], payload: Uint8Array, text: string, told: Lines): void {
    const { from, to, isGuess, isFromMade, isToMade, line } = endpointsOf(lines, text);
    const transport = transportOf(line, text);
    if (isGuess) this.#note('text.address', told.place);
    if (!this.#hasHeaders) this.#note('text.headers', told.place);
    this.#hasHeaders = true;
    const ends = { source: isFromMade, destination: isToMade };
    if (transport === 'udp') this.#made('ip', { headers: 'datagram', ...ends }, lines, told, datagram(from, to, payload));
    else this.#made('exported', { headers: 'tags', ...ends }, lines, told, exportedMessage(from, to, transport, payload));
  }

  /** The time that the nearest line tells, and how well. */
  #timeOf(lines: readonly string[], place: number): { readonly time: bigint; readonly clock: MadeOrigin['clock'] } {
    for (const line of lines) {
      const found = this.#times.read(line);
      if (found === undefined) continue;
      if (found.isDateless) this.#note('text.no-date', place);
      if (found.isWhole) this.#note('text.seconds', place);
      return { time: found.time, clock: found.isWhole ? 'seconds' : 'exact' };
    }
    this.#note('text.no-time', place);
    return { time: this.#times.next(), clock: 'none' };
  }

  #made(link: MadeLink, origin: Omit<MadeOrigin, 'clock'>, lines: readonly string[], { first, last, place }: Lines, octets: Uint8Array): void {
    const { time, clock } = this.#timeOf(lines, place);
    this.made.push(...this.#packets.blocks(link, { ...origin, clock }, { kind: 'text', first, last }, time, octets));
    this.count++;
    this.#context = [];
  }
}
