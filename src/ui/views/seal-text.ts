/** What is said of an encrypted stream: which key opened it and how many packets it fits, or what is missing and how to get it. */
import type { Seal, SealSummary } from '../../contract/seal.ts';
import { formatNumber } from '../parts/format.ts';
import { sealWords } from '../words/seal-words.ts';

/** open: every tag that was looked at fits. partly: some do not. closed: nothing opens it, or nobody has looked yet. */
export type LockState = 'open' | 'partly' | 'closed';

export function lockState(seal: Seal): LockState {
  if (seal.state !== 'opened') return 'closed';
  return seal.authenticated < seal.looked ? 'partly' : 'open';
}

/** Two words for a mark. */
export function sealLabel(seal: Seal): string {
  const word = sealWords();
  if (seal.state === 'pending') return word.mark;
  return { open: word.opened, partly: word.partly, closed: word.sealed }[lockState(seal)];
}

/** @param packets of the whole stream: more than were looked at is said */
export function sealText(seal: Seal, packets: number): string {
  const word = sealWords();
  const number = (value: number): string => formatNumber(value, 0);
  if (seal.state === 'pending') return word.pending;
  if (seal.state === 'sealed') return missingText(seal);
  if (seal.way === 'zrtp')
    return [word.openedBy.zrtp(seal.suite ?? '', String(seal.place?.frame ?? '')), word.clear(number(seal.authenticated), number(seal.looked))]
      .join(', ')
      .concat('. ', missingText(seal));
  const fit = (seal.looked < packets ? word.first : word.authenticated)(number(seal.authenticated), number(seal.looked));
  const keys = seal.keys > 1 ? [word.keys(number(seal.keys))] : [];
  const by = seal.way === 'dtls' || seal.way === 'hand' ? seal.way : seal.ofLeg ? 'leg' : 'sdes';
  return [word.openedBy[by](`SRTP ${seal.suite ?? ''}`, String(seal.place?.frame ?? '')), fit, ...keys].join(', ');
}

/** A client random as a sentence has room for it: its ends. */
export function shortRandom(random: string): string {
  return random.length > 16 ? `${random.slice(0, 8)}…${random.slice(-4)}` : random;
}

/** What is missing to open it; `isShort` where the whole client random can be copied beside it. */
export function missingText(seal: Seal, isShort = false): string {
  const { missing } = sealWords();
  const suite = seal.suite ?? '';
  const frame = String(seal.place?.frame ?? '');
  switch (seal.missing) {
    case 'suite':
    case 'parameter':
    case 'key':
      return missing[seal.missing](suite);
    case 'authentication':
      return missing.authentication(formatNumber(seal.looked, 0));
    case 'keyLog':
    case 'otherKeyLog':
      return missing[seal.missing](isShort ? shortRandom(seal.clientRandom ?? '') : (seal.clientRandom ?? ''), frame);
    case 'answer':
    case 'profile':
    case 'mikey':
      return missing[seal.missing](frame);
    case 'handshake':
    case 'zrtp':
      return missing[seal.missing];
    default:
      return missing.sdesKey;
  }
}

/** Of a call's streams: how many are opened, and what is said of the one that is worst off. */
export function summaryText({ seal, packets, streams, opened }: SealSummary): string {
  const some = streams > 1 && opened > 0 && opened < streams ? [sealWords().some(formatNumber(opened, 0), formatNumber(streams, 0))] : [];
  return [...some, sealText(seal, packets)].join(' ');
}
