/**
 * Who sent a message, as the log lines around it say: two addresses with an arrow or words between, one with a direction, or none. What is
 * not said is taken from the topmost Via (RFC 3261 section 18.2.2), or is an address that RFC 5737 keeps for examples.
 */
import { parseAddress } from './address-text.ts';
import type { MadeEndpoint } from './made-capture.ts';

export interface LineEndpoints {
  readonly from: MadeEndpoint;
  readonly to: MadeEndpoint;
  /** one or both are not in the lines */
  readonly isGuess: boolean;
  /** nor anywhere else: an address of RFC 5737 stands for it */
  readonly isFromMade: boolean;
  readonly isToMade: boolean;
  /** the line that named them */
  readonly line: string | undefined;
}

interface Found extends MadeEndpoint {
  readonly at: number;
  readonly end: number;
}

const ipv4 = String.raw`(?<![\d.])\[?((?:\d{1,3}\.){3}\d{1,3})\]?(?:[:.](\d{1,5})(?![\d.]))?(?![\d.]*\d)`;
const ipv6 = String.raw`\[([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:%\w+)?\](?::(\d{1,5}))?`;
const bareIpv6 = String.raw`(?<![\w:.])([0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}:[0-9a-fA-F:]*)\.(\d{1,5})(?![\d.])`;
const addresses = new RegExp(`${ipv4}|${ipv6}|${bareIpv6}`, 'g');
const received = /\b(received|receive|recv|rcvd|receiving|incoming|read|inbound|rx)\b|<[-=]{1,2}|←|\bfrom\b/i;
const sent = /\b(sent|send|sending|transmitting|retransmitting|transmitted|outgoing|outbound|tx)\b|[-=]{1,2}>|→|\bto\b/i;
const backwards = /\bfrom\b|<[-=]|←|received/i;

/** Stand for who is not named: the recorder's own side, and the other. */
const own: MadeEndpoint = { address: Uint8Array.of(192, 0, 2, 1), port: 5060 };
const other: MadeEndpoint = { address: Uint8Array.of(192, 0, 2, 2), port: 5060 };
const LINE_MOST = 2000;

type Ends = Pick<LineEndpoints, 'from' | 'to' | 'isGuess'>;

/** @param lines nearest to the message first; `message` its text. */
export function endpointsOf(lines: readonly string[], message: string): LineEndpoints {
  const line = lines.find((one) => addressesIn(one.slice(0, LINE_MOST)).length > 0);
  const { from, to, isGuess } = endsIn(line, message);
  const isMade = (end: MadeEndpoint): boolean => end === own || end === other;
  return { from, to, isGuess, isFromMade: isMade(from), isToMade: isMade(to), line };
}

function endsIn(line: string | undefined, message: string): Ends {
  const [one, two] = line === undefined ? [] : withPort(addressesIn(line.slice(0, LINE_MOST)));
  if (line !== undefined && one !== undefined) return two === undefined ? oneSided(line, one) : bothSides(line, one, two);
  const isRequest = !message.startsWith('SIP/2.0 ');
  const via = viaAddress(message);
  if (via === undefined) return isRequest ? { from: own, to: other, isGuess: true } : { from: other, to: own, isGuess: true };
  return isRequest ? { from: via, to: other, isGuess: true } : { from: other, to: via, isGuess: true };
}

/** Addresses with a port count before those without. */
function withPort(found: readonly Found[]): readonly Found[] {
  const ported = found.filter(({ port }) => port > 0);
  const chosen = ported.length > 0 ? ported : found;
  return chosen.map((each) => (each.port > 0 ? each : { ...each, port: 5060 }));
}

function addressesIn(line: string): readonly Found[] {
  const found: Found[] = [];
  for (const match of line.matchAll(addresses)) {
    const address = parseAddress(match[1] ?? match[3] ?? match[5] ?? '');
    const port = Number(match[2] ?? match[4] ?? match[6] ?? 0);
    if (address !== undefined && port < 65_536) found.push({ address, port, at: match.index, end: match.index + match[0].length });
  }
  return found;
}

function bothSides(line: string, one: Found, two: Found): Ends {
  const isBackwards = backwards.test(line.slice(one.end, two.at));
  return isBackwards ? { from: two, to: one, isGuess: false } : { from: one, to: two, isGuess: false };
}

/** The word nearest before the address says the direction. */
function oneSided(line: string, one: Found): Ends {
  const before = line.slice(0, one.at);
  const isFrom = lastMatch(before, received) >= lastMatch(before, sent);
  return isFrom ? { from: one, to: own, isGuess: true } : { from: own, to: one, isGuess: true };
}

function lastMatch(text: string, pattern: RegExp): number {
  let last = -1;
  for (const match of text.matchAll(new RegExp(pattern.source, 'gi'))) last = match.index;
  return last;
}

function viaAddress(message: string): MadeEndpoint | undefined {
  const via = /^(?:via|v)\s*:\s*SIP\s*\/\s*2\.0\s*\/\s*\w+\s+(\[[^\]]+\]|[^\s:;,]+)(?::(\d{1,5}))?/im.exec(message);
  const address = via === null ? undefined : parseAddress(via[1]!.replace(/[[\]]/g, ''));
  const port = Number(via?.[2] ?? 5060);
  return address === undefined || port > 65_535 ? undefined : { address, port };
}
