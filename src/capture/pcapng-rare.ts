/** The rarer blocks of pcapng: section facts, secrets and name records (draft-ietf-opsawg-pcapng sections 4.1, 4.5, 4.7). */
import type { CaptureFactsSoFar } from './capture-facts.ts';
import { OPTION_COMMENT, forEachOption, readOptionText } from './pcapng-options.ts';

const MOST_COMMENTS = 1000;
/** octets of secrets kept from one capture */
const MOST_SECRETS = 16_777_216;
/** an empty block costs that too */
const LEAST_SECRETS = 64;
const secretKinds = new Map<number, string>([
  [0x544c534b, 'tls'],
  [0x5353484b, 'ssh'],
  [0x57474b4c, 'wireguard'],
  [0x5a4e574b, 'zigbee-nwk'],
  [0x5a415053, 'zigbee-aps'],
  [0x55414b4c, 'opcua'],
]);

/** Keeps comments, hardware, system and application of the section header block at [at, end). */
export function readSectionFacts(
  view: DataView,
  octets: Uint8Array,
  at: number,
  end: number,
  fileAt: number,
  littleEndian: boolean,
  facts: CaptureFactsSoFar,
): void {
  let hardware: string | undefined;
  let os: string | undefined;
  let application: string | undefined;
  const whole = forEachOption(view, at + 24, end - 4, littleEndian, (code, p, length) => {
    if (code === OPTION_COMMENT && facts.comments.length < MOST_COMMENTS) facts.comments.push(readOptionText(octets, p, length));
    else if (code === 2) hardware = readOptionText(octets, p, length);
    else if (code === 3) os = readOptionText(octets, p, length);
    else if (code === 4) application = readOptionText(octets, p, length);
  });
  if (!whole) facts.note('pcapng.option-overruns-block', fileAt, end - at);
  if (facts.sections.length < MOST_COMMENTS) facts.sections.push({ hardware, os, application });
}

/** Keeps a copy of the secrets of the decryption secrets block at [at, end), 20 octets at least. */
export function readSecrets(
  view: DataView,
  octets: Uint8Array,
  at: number,
  end: number,
  fileAt: number,
  littleEndian: boolean,
  facts: CaptureFactsSoFar,
): void {
  const type = view.getUint32(at + 8, littleEndian);
  const length = view.getUint32(at + 12, littleEndian);
  if (at + 16 + length > end - 4) {
    facts.note('pcapng.secrets-overrun-block', fileAt, end - at);
    return;
  }
  facts.secretOctets += Math.max(length, LEAST_SECRETS);
  if (facts.secretOctets > MOST_SECRETS) {
    facts.note('limit.secrets', fileAt, end - at);
    return;
  }
  facts.secrets.push({ kind: secretKinds.get(type) ?? `0x${type.toString(16)}`, at: fileAt + 16, octets: octets.slice(at + 16, at + 16 + length) });
}

/** Walks the records of a name resolution block without keeping them: one that runs over its block is reported. */
export function walkNameRecords(view: DataView, at: number, end: number, fileAt: number, littleEndian: boolean, facts: CaptureFactsSoFar): void {
  let p = at + 8;
  while (p + 4 <= end - 4) {
    const type = view.getUint16(p, littleEndian);
    const length = view.getUint16(p + 2, littleEndian);
    if (type === 0) return;
    if (p + 4 + length > end - 4) {
      facts.note('pcapng.name-record-overruns-block', fileAt + p - at, 4);
      return;
    }
    p += 4 + ((length + 3) & ~3);
  }
}
