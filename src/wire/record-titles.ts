/**
 * What TLS and DTLS records are, in a few words for a row of a list: content type, handshake messages by name, alerts (RFC 8446 section 5.1, RFC 6347 section 4.1). Names as
 * Wireshark writes them. Reads only inside [at, end); what is cut is named as far as its first octets tell.
 */
import { tlsAlertNames } from '../base/tls-alert-names.ts';
import { handshakeNames } from './dtls-names.ts';
import { FRAGMENT_HEADER, hasUnifiedHeader, isFragment, readLength, RECORD_HEADER as DTLS_HEADER, recordEnd, recordEpoch } from './dtls-record.ts';
import { contentTypes, isRecordHeader, RECORD_HEADER, recordLength } from './tls-record.ts';

/** records, and messages of one, that are named */
const MOST = 8;
const MESSAGE_HEADER = 4;
const ALERT = 2;
/** in units of 65,536 octets: certificates are shorter */
const LONGEST_MESSAGE = 4;
const CONNECTION_ID = 25;
const ACKNOWLEDGEMENT = 26;

/** One TLS record whose header begins at octets[at], as far as it is in [at, end). */
function tlsRecordTitle(octets: Uint8Array, at: number, end: number, isEncrypted: boolean): string {
  const body = at + RECORD_HEADER;
  const stop = Math.min(end, body + recordLength(octets, at));
  const type = octets[at]!;
  if (isEncrypted || type === contentTypes.applicationData) return sealedTitle(type);
  // what is longer is under keys, whoever did not see them change
  if (type === contentTypes.alert && body + ALERT === stop) return alertTitle(octets[body]!, octets[body + 1]!);
  if (type !== contentTypes.handshake || !isHandshake(octets, body, stop)) return sealedTitle(type);
  const names: string[] = [];
  for (let next = body; next < stop && names.length < MOST; ) {
    names.push(messageName(octets[next]!));
    if (next + MESSAGE_HEADER > stop) break;
    next += MESSAGE_HEADER + ((octets[next + 1]! << 16) | (octets[next + 2]! << 8) | octets[next + 3]!);
  }
  return names.length === 0 ? 'Handshake' : names.join(', ');
}

/** A message in the clear begins at octets[at], as far as its first octets tell: under keys they are anything. */
function isHandshake(octets: Uint8Array, at: number, end: number): boolean {
  return at < end && handshakeNames.has(octets[at]!) && (at + 1 >= end || octets[at + 1]! < LONGEST_MESSAGE);
}

/** TLS records one after the other from octets[at] on, told by their form; empty when none begins there. @param isEncrypted the keys changed before */
export function tlsRecordTitles(octets: Uint8Array, at: number, end: number, isEncrypted: boolean): string {
  const names: string[] = [];
  for (let next = at; isRecordHeader(octets, next, end) && names.length < MOST; next += RECORD_HEADER + recordLength(octets, next)) {
    names.push(tlsRecordTitle(octets, next, end, isEncrypted));
    isEncrypted ||= octets[next] === contentTypes.changeCipherSpec;
  }
  return names.join(', ');
}

/** The records of a DTLS datagram view[at, end). */
export function dtlsTitle(view: DataView, at: number, end: number): string {
  const names: string[] = [];
  for (let next = at; next < end && names.length < MOST; ) {
    const stop = recordEnd(view, next, end);
    if (stop < 0) {
      names.push(hasUnifiedHeader(view.getUint8(next)) ? 'under keys (DTLS 1.3)' : 'cut record');
      break;
    }
    names.push(dtlsRecordTitle(view, next, stop));
    next = stop;
  }
  return names.join(', ');
}

function dtlsRecordTitle(view: DataView, at: number, end: number): string {
  const type = view.getUint8(at);
  const body = at + DTLS_HEADER;
  if (recordEpoch(view, at) > 0) return sealedTitle(type);
  if (type === contentTypes.alert && body + ALERT <= end) return alertTitle(view.getUint8(body), view.getUint8(body + 1));
  if (type !== contentTypes.handshake) return sealedTitle(type);
  const names: string[] = [];
  for (let next = body; next < end && names.length < MOST; ) {
    if (!isFragment(view, next, end)) {
      names.push(end - next > 0 ? messageName(view.getUint8(next)) : 'Handshake');
      break;
    }
    const part = readLength(view, next + 9);
    names.push(`${messageName(view.getUint8(next))}${part < readLength(view, next + 1) ? ' (fragment)' : ''}`);
    next += FRAGMENT_HEADER + part;
  }
  return names.length === 0 ? 'Handshake' : names.join(', ');
}

/** By the content type alone: the rest is under keys, or says nothing more. */
function sealedTitle(type: number): string {
  switch (type) {
    case contentTypes.changeCipherSpec:
      return 'Change Cipher Spec';
    case contentTypes.alert:
      return 'Encrypted Alert';
    case contentTypes.handshake:
      return 'Encrypted Handshake Message';
    case contentTypes.applicationData:
      return 'Application Data';
    case contentTypes.heartbeat:
      return 'Heartbeat';
    case CONNECTION_ID:
      return 'Connection ID';
    case ACKNOWLEDGEMENT:
      return 'ACK';
    default:
      return `content type ${type}`;
  }
}

function alertTitle(level: number, description: number): string {
  return `Alert (${level === 2 ? 'fatal' : 'warning'}: ${tlsAlertNames.get(description) ?? description})`;
}

/** "Client Hello" of "ClientHello". */
function messageName(type: number): string {
  return (handshakeNames.get(type) ?? `handshake ${type}`).replaceAll(/([a-z])(?=[A-Z])/g, '$1 ');
}
