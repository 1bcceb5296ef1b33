/**
 * The fields of TLS records for the packet inspector (RFC 8446 sections 4 and 5, RFC 5246 section 7): headers, handshake messages with hellos and their
 * extensions, alerts. What is under keys and stays so is shown as octets. Reads only inside [at, end); cut or false lengths are marked.
 */
import { tlsAlertNames } from '../base/tls-alert-names.ts';
import { readText } from '../base/text.ts';
import type { Field } from '../base/field.ts';
import { contentNames, extensionNames, handshakeNames } from './dtls-names.ts';
import { octetsField } from './inspect-octets.ts';
import { forEachExtension, handshakeTypes, helloExtensions, readProtocols, readServerName } from './tls-hello.ts';
import { tlsVersionName } from './tls-names.ts';
import { contentTypes, RECORD_HEADER, recordLength, recordVersion } from './tls-record.ts';

const RANDOM = 32;
const MOST_LISTED = 128;
const CERTIFICATE = 11;
const REFERENCE = 'RFC 8446 section 5.1';

/** Names numbers of suites; the table of them is the crypto floor's. */
export type SuiteNamer = (suite: number) => string;

function field(key: string, name: string, value: string, at: number, length: number): Field {
  return { key: `tls.${key}`, name, value, at, length };
}

/**
 * A record whose header begins at octets[at], as far as it is in [at, end). @param isEncrypted its fragment is under keys; `note` says what became of it
 */
export function inspectTlsRecord(octets: Uint8Array, at: number, end: number, isEncrypted: boolean, note: string, suites: SuiteNamer): Field {
  const type = octets[at]!;
  const body = at + RECORD_HEADER;
  const stop = Math.min(end, body + recordLength(octets, at));
  const children: Field[] = [
    field('record.content_type', 'content type', `${type} (${contentNames.get(type) ?? 'unknown'})`, at, 1),
    field('record.version', 'version', tlsVersionName(recordVersion(octets, at)), at + 1, 2),
    field('record.length', 'length', String(recordLength(octets, at)), at + 3, 2),
  ];
  const isWhole = stop === body + recordLength(octets, at);
  let value = contentNames.get(type) ?? `content type ${type}`;
  if (!isWhole) value = `${value}, ${stop - body} of ${recordLength(octets, at)} octets here`;
  if (isEncrypted) {
    children.push({ key: 'tls.encrypted', name: 'under keys', value: `${stop - body} octets`, at: body, length: stop - body });
    value = note === '' ? `${value}, under keys` : `${value}, ${note}`;
  } else if (isWhole) {
    const content = inspectTlsContent(type, octets, body, stop, suites);
    children.push(...content);
    const told = content.map((one) => one.value ?? one.name).join(', ');
    if (type !== contentTypes.changeCipherSpec && told !== '') value = told;
  }
  return { key: 'tls.record', name: 'record', value, at, length: stop - at, reference: REFERENCE, children };
}

/** What a record holds, in the clear or opened: octets[at, end). */
export function inspectTlsContent(type: number, octets: Uint8Array, at: number, end: number, suites: SuiteNamer): Field[] {
  if (type === contentTypes.handshake) return inspectHandshakes(octets, at, end, suites);
  if (type === contentTypes.alert && end - at >= 2) return [inspectAlert(octets, at)];
  if (type === contentTypes.applicationData)
    return [{ key: 'tls.app_data', name: 'application data', value: beginning(octets, at, end), at, length: end - at }];
  return [];
}

function inspectAlert(octets: Uint8Array, at: number): Field {
  const [level, description] = [octets[at]!, octets[at + 1]!];
  const name = tlsAlertNames.get(description) ?? String(description);
  return {
    ...field('alert_message', 'alert', `alert: ${name}`, at, 2),
    reference: 'RFC 8446 section 6',
    children: [
      field('alert_message.level', 'level', level === 2 ? '2 (fatal)' : `${level} (warning)`, at, 1),
      field('alert_message.desc', 'description', `${description} (${name})`, at + 1, 1),
    ],
  };
}

function inspectHandshakes(octets: Uint8Array, at: number, end: number, suites: SuiteNamer): Field[] {
  const found: Field[] = [];
  for (let next = at; next < end && found.length < MOST_LISTED; ) {
    const length = next + 4 > end ? 0 : (octets[next + 1]! << 16) | (octets[next + 2]! << 8) | octets[next + 3]!;
    if (next + 4 > end || next + 4 + length > end) {
      // a message may go on in the next record
      const name = handshakeNames.get(octets[next]!) ?? `handshake ${octets[next]}`;
      found.push({ key: 'tls.handshake', name: 'handshake', value: `${name} (part)`, at: next, length: end - next });
      break;
    }
    found.push(inspectHandshake(octets, next, next + 4 + length, suites));
    next += 4 + length;
  }
  return found;
}

function inspectHandshake(octets: Uint8Array, at: number, end: number, suites: SuiteNamer): Field {
  const type = octets[at]!;
  const name = handshakeNames.get(type) ?? `handshake ${type}`;
  const children: Field[] = [
    field('handshake.type', 'message type', `${type} (${name})`, at, 1),
    field('handshake.length', 'length', String(end - at - 4), at + 1, 3),
  ];
  const body = at + 4;
  if (type === handshakeTypes.clientHello || type === handshakeTypes.serverHello)
    children.push(...inspectHello(octets, body, end, type === handshakeTypes.clientHello, suites));
  else if (type === CERTIFICATE) children.push(...inspectCertificates(octets, body, end));
  else if (type === handshakeTypes.keyUpdate && end > body)
    children.push(field('handshake.request_update', 'request update', octets[body] === 1 ? '1 (wanted back)' : String(octets[body]), body, 1));
  else if (end > body) children.push({ key: 'tls.handshake.body', name: 'body', value: `${end - body} octets`, at: body, length: end - body });
  return { key: 'tls.handshake', name: 'handshake', value: name, at, length: end - at, reference: 'RFC 8446 section 4', children };
}

function inspectHello(octets: Uint8Array, at: number, end: number, isClient: boolean, suites: SuiteNamer): Field[] {
  const session = at + 2 + RANDOM;
  const cut = (name: string, from: number): Field => octetsField('tls.hello', name, Math.min(from, end), Math.max(0, end - from), 'tls.handshake-cut');
  if (session + 1 > end) return [cut('hello', at)];
  const found: Field[] = [
    field('handshake.version', 'version', tlsVersionName(short(octets, at)), at, 2),
    field('handshake.random', 'random', hexText(octets, at + 2, session), at + 2, RANDOM),
  ];
  let next = session + 1 + octets[session]!;
  if (next + 2 > end) return [...found, cut('session ID', session)];
  found.push(field('handshake.session_id', 'session ID', hexText(octets, session + 1, next), session, next - session));
  if (isClient) {
    const stop = next + 2 + short(octets, next);
    if (stop + 1 > end) return [...found, cut('cipher suites', next)];
    const children: Field[] = [];
    for (let i = next + 2; i + 2 <= stop && children.length < MOST_LISTED; i += 2)
      children.push(field('handshake.ciphersuite', '', suites(short(octets, i)), i, 2));
    found.push({ ...field('handshake.ciphersuites', 'cipher suites', String((stop - next - 2) >> 1), next, stop - next), children });
    next = stop + 1 + octets[stop]!;
  } else {
    if (next + 3 > end) return [...found, cut('cipher suite', next)];
    found.push(field('handshake.ciphersuite', 'cipher suite', suites(short(octets, next)), next, 2));
    next += 3;
  }
  if (next > end) return [...found, cut('compression methods', end)];
  forEachExtension(octets, next, end, (type, from, to) => {
    if (found.length < MOST_LISTED) found.push(inspectExtension(octets, type, from, to));
  });
  return found;
}

function inspectExtension(octets: Uint8Array, type: number, at: number, end: number): Field {
  const name = moreExtensions.get(type) ?? extensionNames.get(type) ?? `extension ${type}`;
  const base = { key: `tls.handshake.extension.${name}`, name, at: at - 4, length: end - at + 4 };
  if (type === helloExtensions.serverName) return { ...base, value: readServerName(octets, at, end) ?? '', reference: 'RFC 6066 section 3' };
  if (type === helloExtensions.alpn) return { ...base, value: readProtocols(octets, at, end).join(', '), reference: 'RFC 7301 section 3.1' };
  if (type === helloExtensions.supportedVersions) {
    const versions: string[] = [];
    for (let i = (end - at) % 2 === 0 ? at : at + 1; i + 2 <= end && versions.length < MOST_LISTED; i += 2) versions.push(tlsVersionName(short(octets, i)));
    return { ...base, value: versions.join(', '), reference: 'RFC 8446 section 4.2.1' };
  }
  const reference = extensionReferences.get(type);
  return { ...base, ...(end > at ? { value: hexText(octets, at, end) } : {}), ...(reference === undefined ? {} : { reference }) };
}

const moreExtensions: ReadonlyMap<number, string> = new Map([
  [21, 'padding'],
  [helloExtensions.preSharedKey, 'pre_shared_key'],
  [helloExtensions.earlyData, 'early_data'],
  [47, 'certificate_authorities'],
]);
const extensionReferences: ReadonlyMap<number, string> = new Map([
  [helloExtensions.encryptThenMac, 'RFC 7366 section 2'],
  [helloExtensions.extendedMasterSecret, 'RFC 7627 section 5.1'],
  [helloExtensions.sessionTicket, 'RFC 5077 section 3.2'],
  [helloExtensions.preSharedKey, 'RFC 8446 section 4.2.11'],
  [helloExtensions.earlyData, 'RFC 8446 section 4.2.10'],
]);

/** Lengths of the certificates; in TLS 1.3 a context stands in front of the list and extensions behind each. */
function inspectCertificates(octets: Uint8Array, at: number, end: number): Field[] {
  const isNew = at + 4 <= end && octets[at] === 0 && ((octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) === end - at - 4;
  const found: Field[] = [];
  let next = at + (isNew ? 4 : 3);
  while (next + 3 <= end && found.length < MOST_LISTED) {
    const length = (octets[next]! << 16) | (octets[next + 1]! << 8) | octets[next + 2]!;
    if (next + 3 + length > end) return [...found, octetsField('tls.certificate', 'certificate', next, end - next, 'tls.handshake-cut')];
    found.push(field('handshake.certificate', 'certificate', `${length} octets`, next, 3 + length));
    next += 3 + length;
    if (isNew && next + 2 <= end) next += 2 + short(octets, next);
  }
  return found;
}

function short(octets: Uint8Array, at: number): number {
  return (octets[at]! << 8) | octets[at + 1]!;
}

/** The first line when it is text, else how much there is. */
function beginning(octets: Uint8Array, at: number, end: number): string {
  let stop = at;
  while (stop < end && stop - at < 120 && octets[stop]! >= 0x20 && octets[stop]! < 0x7f) stop++;
  return stop - at >= 8 ? readText(octets, at, stop) : `${end - at} octets`;
}

/** At most 64 octets as digits. */
function hexText(octets: Uint8Array, at: number, end: number): string {
  let text = '';
  for (let i = at; i < Math.min(end, at + 64); i++) text += octets[i]!.toString(16).padStart(2, '0');
  return end - at > 64 ? `${text}…` : text;
}
