/** A key as a person types or pastes it: the whole line of a=crypto, what stands behind "inline:", or key and salt as digits. */
import { toOctets } from '../base/text.ts';
import type { StreamIndex } from '../base/units.ts';
import type { Endpoint } from '../contract/common.ts';
import type { StreamName, TypedKey } from '../contract/seal.ts';
import { readSdes, type SdesKey } from '../crypto/sdes.ts';
import { findCall } from './find-call.ts';
import { ssrcText } from './query-streams.ts';
import type { HandKey } from './stream-keys.ts';
import type { Tables } from './tables.ts';

const LONGEST = 1024;

/** Undefined when the text is no key of its suite. */
export function typedKey({ suite, text }: Pick<TypedKey, 'suite' | 'text'>): SdesKey | undefined {
  const given = text.trim().slice(0, LONGEST);
  const line = /crypto:/i.test(given) ? given : `1 ${suite} inline:${base64Of(given.replace(/^inline:/i, ''))}`;
  const octets = toOctets(line);
  const found = readSdes(octets, 0, octets.length);
  return typeof found === 'string' ? undefined : found[0];
}

/** Whom a key is for, in these captures: nobody when they are others. */
export function handKey(tables: Tables, { callId, stream }: Pick<TypedKey, 'callId' | 'stream'>, key: SdesKey): HandKey {
  return {
    call: callId === undefined ? undefined : findCall(tables, callId),
    streams: stream === undefined ? [] : streamsNamed(tables, stream),
    key,
  };
}

function streamsNamed({ streams, addresses }: Tables, name: StreamName): StreamIndex[] {
  const found: StreamIndex[] = [];
  const isAt = (end: Endpoint, address: number, port: number): boolean => port === end.port && addresses.text(address) === end.address;
  for (let stream = 0; stream < streams.count; stream++) {
    if (ssrcText(streams.ssrc(stream)) !== name.ssrc || !isAt(name.source, streams.source(stream), streams.sourcePort(stream))) continue;
    if (isAt(name.destination, streams.destination(stream), streams.destinationPort(stream))) found.push(stream);
  }
  return found;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Digits of sixteen, with or without blanks and colons between, as base64; base64 as it is. No key is as long in both forms. */
function base64Of(text: string): string {
  const digits = text.replaceAll(/[\s:]/g, '');
  if (!/^(?:[0-9a-fA-F]{2}){28,46}$/.test(digits)) return text.replaceAll(/\s/g, '');
  let written = '';
  let [bits, held] = [0, 0];
  for (const digit of digits) {
    bits = ((bits << 4) | parseInt(digit, 16)) & 0xfff;
    held += 4;
    if (held < 6) continue;
    held -= 6;
    written += ALPHABET[(bits >> held) & 63];
  }
  return held === 0 ? written : written + ALPHABET[(bits << (6 - held)) & 63];
}
