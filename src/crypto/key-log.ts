/**
 * Key logs as browsers, OpenSSL, Wireshark's DSB and others write them (the SSLKEYLOGFILE format, draft-ietf-tls-keylogfile):
 * a label, the octets that name the session, the secret, one to a line. Any line ending; comments and empty lines are nothing; every other line
 * that is no secret is counted, and costs nothing but itself.
 */

/** labels whose session is named by the client's random */
const byClientRandom = [
  'CLIENT_RANDOM',
  'PMS_CLIENT_RANDOM',
  'CLIENT_EARLY_TRAFFIC_SECRET',
  'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
  'SERVER_HANDSHAKE_TRAFFIC_SECRET',
  'CLIENT_TRAFFIC_SECRET_0',
  'SERVER_TRAFFIC_SECRET_0',
  'EARLY_EXPORTER_SECRET',
  'EXPORTER_SECRET',
] as const;

export type SecretLabel =
  | (typeof byClientRandom)[number]
  /** a premaster secret, named by the first eight octets of its encrypted form */
  | 'RSA'
  /** a master secret, named by the session identifier */
  | 'SESSION_ID';

const labels: ReadonlySet<string> = new Set(byClientRandom);
/** known to be in key logs and not needed: later secrets follow from the first (RFC 8446 section 7.2) */
const otherLabels = /^(?:ECH_SECRET|ECH_CONFIG|(?:CLIENT|SERVER)_TRAFFIC_SECRET_[0-9N]+)$/;

/** octets: SHA-512's length, more than any suite of TLS has */
const LONGEST_SECRET = 64;
const MASTER_SECRET = 48;
const RANDOM = 32;
/** characters; the longest line that means something has about half */
const LONGEST_LINE = 512;

export interface KeyLogSink {
  /** @param name the octets that name the session; both arrays are the caller's to keep */
  secret(label: SecretLabel, name: Uint8Array, secret: Uint8Array): void;
  /** a line that is no secret, no comment and not empty; number from 1 */
  garbage(line: number): void;
}

/** Reads every line of octets[at, end). */
export function readKeyLog(octets: Uint8Array, at: number, end: number, sink: KeyLogSink): void {
  let number = 1;
  for (let begin = at; begin < end; number++) {
    let stop = begin;
    while (stop < end && octets[stop] !== 0x0a && octets[stop] !== 0x0d) stop++;
    if (!readLine(octets, begin, stop, sink)) sink.garbage(number);
    begin = octets[stop] === 0x0d && stop + 1 < end && octets[stop + 1] === 0x0a ? stop + 2 : stop + 1;
  }
}

/** True when octets[at, end) begin with a line that only a key log has, after comments and empty lines. */
export function looksLikeKeyLog(octets: Uint8Array, at: number, end: number): boolean {
  let found = false;
  const seen = { secret: (): void => void (found = true), garbage: (): void => undefined };
  for (let begin = at, lines = 0; begin < end && lines < 64 && !found; lines++) {
    let stop = begin;
    while (stop < end && octets[stop] !== 0x0a && octets[stop] !== 0x0d) stop++;
    readLine(octets, begin, stop, seen);
    begin = stop + 1;
  }
  return found;
}

/** False for a line that is neither a secret nor nothing. */
function readLine(octets: Uint8Array, at: number, end: number, sink: KeyLogSink): boolean {
  if (at === 0 && octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf) at = 3;
  const words = wordsOf(octets, at, end);
  if (words === undefined) return false;
  const [label, name, secret] = words;
  if (label === undefined || label.startsWith('#')) return true;
  if (name === undefined || words.length > 3) return false;
  if (label === 'RSA' && name.startsWith('Session-ID:') && secret?.startsWith('Master-Key:') === true)
    return take('SESSION_ID', fromHexadecimal(name.slice(11)), fromHexadecimal(secret.slice(11)), sink);
  if (secret === undefined) return false;
  if (label !== 'RSA' && !labels.has(label)) return otherLabels.test(label);
  return take(label as SecretLabel, fromHexadecimal(name), fromHexadecimal(secret), sink);
}

function take(label: SecretLabel, name: Uint8Array | undefined, secret: Uint8Array | undefined, sink: KeyLogSink): boolean {
  if (name === undefined || secret === undefined || secret.length === 0 || secret.length > LONGEST_SECRET) return false;
  if (label === 'RSA' ? name.length !== 8 : label === 'SESSION_ID' ? name.length === 0 || name.length > RANDOM : name.length !== RANDOM) return false;
  const isMaster = label === 'CLIENT_RANDOM' || label === 'RSA' || label === 'SESSION_ID';
  if (isMaster && secret.length !== MASTER_SECRET) return false;
  sink.secret(label, name, secret);
  return true;
}

/** Words between blanks; undefined when a line is no text or longer than any that means something. */
function wordsOf(octets: Uint8Array, at: number, end: number): string[] | undefined {
  if (octets[at] === 0x23) return [];
  if (end - at > LONGEST_LINE) return undefined;
  const words: string[] = [];
  let word = '';
  for (let i = at; i < end; i++) {
    const octet = octets[i]!;
    if (octet === 0x20 || octet === 0x09) {
      if (word !== '') words.push(word);
      word = '';
    } else if (octet > 0x20 && octet < 0x7f) word += String.fromCharCode(octet);
    else return undefined;
  }
  if (word !== '') words.push(word);
  return words;
}

function fromHexadecimal(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  const octets = new Uint8Array(text.length / 2);
  for (let i = 0; i < octets.length; i++) octets[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return octets;
}
