/**
 * The fields of a DTLS datagram for the packet inspector (RFC 6347, RFC 9147): records, handshake messages, hellos with their
 * extensions, alerts. What is under keys is shown as octets. Reads only inside [at, end).
 */
import { tlsAlertNames } from '../base/tls-alert-names.ts';
import type { Field } from '../base/field.ts';
import { eachExtension, extension, readProfiles, skipVector8, vector16End } from './dtls-hello.ts';
import { contentNames, extensionNames, handshakeNames, named, srtpProfileNames, suiteNames, versionNames } from './dtls-names.ts';
import { contentType, FRAGMENT_HEADER, handshakeType, hasUnifiedHeader, isFragment, readLength, RECORD_HEADER, recordEnd, recordEpoch } from './dtls-record.ts';
import { octetsField } from './inspect-octets.ts';

const TITLE = 'Datagram Transport Layer Security';
const RANDOM = 32;
const MOST_LISTED = 128;

export function inspectDtls(view: DataView, at: number, end: number): Field {
  const children: Field[] = [];
  let next = at;
  while (next < end) {
    const stop = recordEnd(view, next, end);
    if (stop < 0) {
      children.push(
        hasUnifiedHeader(view.getUint8(next)) ? sealedRecord(view, next, end) : octetsField('dtls.record', 'record', next, end - next, 'dtls.record-cut'),
      );
      break;
    }
    children.push(inspectRecord(view, next, stop));
    next = stop;
  }
  const value = children.map((child) => child.value ?? '').join('; ');
  return { key: 'dtls', name: TITLE, value, at, length: end - at, reference: 'RFC 6347 section 4', children };
}

function field(key: string, name: string, value: string, at: number, length: number): Field {
  return { key: `dtls.${key}`, name, value, at, length };
}

/** RFC 9147 section 4: numbers and length are hidden or short, the rest is under keys. */
function sealedRecord(view: DataView, at: number, end: number): Field {
  const first = view.getUint8(at);
  return {
    key: 'dtls.record',
    name: 'record under keys',
    value: `DTLS 1.3, epoch …${first & 3}`,
    at,
    length: end - at,
    reference: 'RFC 9147 section 4',
    children: [field('unified_header', 'unified header', first.toString(2).padStart(8, '0'), at, 1)],
  };
}

function inspectRecord(view: DataView, at: number, end: number): Field {
  const type = view.getUint8(at);
  const epoch = recordEpoch(view, at);
  const sequence = view.getUint16(at + 5) * 0x100000000 + view.getUint32(at + 7);
  const body = at + RECORD_HEADER;
  const children: Field[] = [
    field('record.content_type', 'content type', `${type} (${contentNames.get(type) ?? 'unknown'})`, at, 1),
    field('record.version', 'version', named(versionNames, view.getUint16(at + 1)), at + 1, 2),
    field('record.epoch', 'epoch', String(epoch), at + 3, 2),
    field('record.sequence_number', 'sequence number', String(sequence), at + 5, 6),
    field('record.length', 'length', String(view.getUint16(at + 11)), at + 11, 2),
  ];
  let value = contentNames.get(type) ?? `content type ${type}`;
  if (epoch > 0) {
    if (end > body) children.push({ key: 'dtls.encrypted', name: 'under keys', value: `${end - body} octets`, at: body, length: end - body });
    value = `${value}, under keys`;
  } else if (type === contentType.handshake) {
    const messages = inspectHandshakes(view, body, end);
    children.push(...messages);
    value = messages.map((message) => message.value ?? message.name).join(', ');
  } else if (type === contentType.alert && end - body >= 2) {
    value = `alert: ${tlsAlertNames.get(view.getUint8(body + 1)) ?? view.getUint8(body + 1)}`;
    children.push(
      field('alert.level', 'level', view.getUint8(body) === 2 ? '2 (fatal)' : `${view.getUint8(body)} (warning)`, body, 1),
      field('alert.description', 'description', `${view.getUint8(body + 1)} (${tlsAlertNames.get(view.getUint8(body + 1)) ?? 'unknown'})`, body + 1, 1),
    );
  }
  return { key: 'dtls.record', name: 'record', value, at, length: end - at, reference: 'RFC 6347 section 4.1', children };
}

/** The handshake messages, or fragments of them, of a record view[at, end). */
function inspectHandshakes(view: DataView, at: number, end: number): Field[] {
  const found: Field[] = [];
  let next = at;
  while (next < end) {
    if (!isFragment(view, next, end)) {
      found.push(octetsField('dtls.handshake', 'handshake', next, end - next, 'dtls.handshake-cut'));
      break;
    }
    const stop = next + FRAGMENT_HEADER + readLength(view, next + 9);
    found.push(inspectHandshake(view, next, stop));
    next = stop;
  }
  return found;
}

function inspectHandshake(view: DataView, at: number, end: number): Field {
  const type = view.getUint8(at);
  const [length, offset, part] = [readLength(view, at + 1), readLength(view, at + 6), readLength(view, at + 9)];
  const name = handshakeNames.get(type) ?? `handshake ${type}`;
  const isWhole = offset === 0 && part === length;
  const children: Field[] = [
    field('handshake.type', 'message type', `${type} (${name})`, at, 1),
    field('handshake.length', 'length', String(length), at + 1, 3),
    field('handshake.message_seq', 'message sequence', String(view.getUint16(at + 4)), at + 4, 2),
    field('handshake.fragment_offset', 'fragment offset', String(offset), at + 6, 3),
    field('handshake.fragment_length', 'fragment length', String(part), at + 9, 3),
  ];
  const body = at + FRAGMENT_HEADER;
  if (!isWhole) children.push({ key: 'dtls.fragment', name: 'fragment', value: `octets ${offset} to ${offset + part} of ${length}`, at: body, length: part });
  else if (type === handshakeType.clientHello || type === handshakeType.serverHello)
    children.push(...inspectHello(view, body, end, type === handshakeType.clientHello));
  else if (type === handshakeType.helloVerifyRequest) children.push(...inspectCookie(view, body, end));
  else if (type === handshakeType.certificate) children.push(...inspectCertificates(view, body, end));
  else if (end > body) children.push({ key: 'dtls.handshake.body', name: 'body', value: `${end - body} octets`, at: body, length: end - body });
  return {
    key: 'dtls.handshake',
    name: 'handshake',
    value: isWhole ? name : `${name} (fragment)`,
    at,
    length: end - at,
    reference: 'RFC 6347 section 4.2.2',
    children,
  };
}

function inspectHello(view: DataView, at: number, end: number, isClient: boolean): Field[] {
  const found: Field[] = [];
  if (end - at < 2 + RANDOM + 1) return [octetsField('dtls.hello', 'hello', at, end - at, 'dtls.handshake-cut')];
  found.push(field('handshake.version', 'version', named(versionNames, view.getUint16(at)), at, 2));
  found.push(field('handshake.random', 'random', hexText(view, at + 2, at + 2 + RANDOM), at + 2, RANDOM));
  const session = at + 2 + RANDOM;
  let next = skipVector8(view, session, end);
  if (next < 0) return [...found, octetsField('dtls.hello', 'session ID', session, end - session, 'dtls.handshake-cut')];
  found.push(field('handshake.session_id', 'session ID', hexText(view, session + 1, next), session, next - session));
  if (isClient) {
    const cookie = next;
    next = skipVector8(view, cookie, end);
    if (next < 0) return [...found, octetsField('dtls.hello', 'cookie', cookie, end - cookie, 'dtls.handshake-cut')];
    found.push(field('handshake.cookie', 'cookie', hexText(view, cookie + 1, next), cookie, next - cookie));
    const suites = next;
    const stop = vector16End(view, suites, end);
    if (stop < 0) return [...found, octetsField('dtls.hello', 'cipher suites', suites, end - suites, 'dtls.handshake-cut')];
    found.push(listField('handshake.ciphersuites', 'cipher suites', view, suites + 2, stop, suiteNames, suites));
    next = skipVector8(view, stop, end);
    if (next < 0) return [...found, octetsField('dtls.hello', 'compression methods', stop, end - stop, 'dtls.handshake-cut')];
  } else {
    if (next + 3 > end) return [...found, octetsField('dtls.hello', 'cipher suite', next, end - next, 'dtls.handshake-cut')];
    found.push(field('handshake.ciphersuite', 'cipher suite', named(suiteNames, view.getUint16(next)), next, 2));
    next += 3;
  }
  eachExtension(view, next, end, (type, from, to) => {
    if (found.length < MOST_LISTED) found.push(inspectExtension(view, type, from, to));
  });
  return found;
}

function inspectExtension(view: DataView, type: number, at: number, end: number): Field {
  const name = extensionNames.get(type) ?? `extension ${type}`;
  const base = { key: `dtls.handshake.extension.${name}`, name, at: at - 4, length: end - at + 4 };
  if (type === extension.useSrtp) {
    const { list, identifier } = readProfiles(view, at, end);
    const value = [...list.map((profile) => named(srtpProfileNames, profile)), ...(identifier > 0 ? [`key identifier of ${identifier} octets`] : [])].join(
      ', ',
    );
    return { ...base, value, reference: 'RFC 5764 section 4.1.1' };
  }
  if (type === extension.supportedVersions) {
    const versions: string[] = [];
    for (let i = (end - at) % 2 === 0 ? at : at + 1; i + 2 <= end && versions.length < MOST_LISTED; i += 2)
      versions.push(named(versionNames, view.getUint16(i)));
    return { ...base, value: versions.join(', '), reference: 'RFC 8446 section 4.2.1' };
  }
  if (type === extension.extendedMaster) return { ...base, reference: 'RFC 7627 section 5.1' };
  return end > at ? { ...base, value: hexText(view, at, end) } : base;
}

/** A list of numbers of two octets, each a child. */
function listField(key: string, name: string, view: DataView, at: number, end: number, names: ReadonlyMap<number, string>, from: number): Field {
  const children: Field[] = [];
  for (let i = at; i + 2 <= end && children.length < MOST_LISTED; i += 2) children.push(field(key, '', named(names, view.getUint16(i)), i, 2));
  return { ...field(key, name, String((end - at) >> 1), from, end - from), children };
}

function inspectCookie(view: DataView, at: number, end: number): Field[] {
  if (end - at < 3) return [octetsField('dtls.hello', 'cookie', at, end - at, 'dtls.handshake-cut')];
  return [
    field('handshake.version', 'version', named(versionNames, view.getUint16(at)), at, 2),
    field('handshake.cookie', 'cookie', hexText(view, at + 3, Math.min(end, at + 3 + view.getUint8(at + 2))), at + 2, end - at - 2),
  ];
}

function inspectCertificates(view: DataView, at: number, end: number): Field[] {
  const found: Field[] = [];
  let next = at + 3;
  while (next + 3 <= end && found.length < MOST_LISTED) {
    const length = readLength(view, next);
    if (next + 3 + length > end) return [...found, octetsField('dtls.certificate', 'certificate', next, end - next, 'dtls.handshake-cut')];
    found.push(field('handshake.certificate', 'certificate', `${length} octets`, next, 3 + length));
    next += 3 + length;
  }
  return found;
}

/** At most 64 octets as digits. */
function hexText(view: DataView, at: number, end: number): string {
  let text = '';
  for (let i = at; i < Math.min(end, at + 64); i++) text += view.getUint8(i).toString(16).padStart(2, '0');
  return end - at > 64 ? `${text}…` : text;
}
