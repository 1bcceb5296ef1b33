/** What is said of an encrypted stream: which key opened it and how many packets it fits, or what is missing. */
import type { Seal } from '../../contract/seal.ts';
import { formatNumber } from '../parts/format.ts';
import { sealWords } from '../words/seal-words.ts';

/** Two words for a mark. */
export function sealLabel(seal: Seal): string {
  const word = sealWords();
  return seal.state === 'opened' ? word.opened : seal.state === 'sealed' ? word.sealed : word.mark;
}

/** @param packets of the whole stream: more than were looked at is said */
export function sealText(seal: Seal, packets: number): string {
  const word = sealWords();
  const number = (value: number): string => formatNumber(value, 0);
  if (seal.state === 'pending') return word.pending;
  if (seal.state === 'opened') {
    const fit = (seal.looked < packets ? word.first : word.authenticated)(number(seal.authenticated), number(seal.looked));
    const keys = seal.keys > 1 ? [word.keys(number(seal.keys))] : [];
    return [word.openedBy(`SRTP ${seal.suite ?? ''}`, String(seal.place?.frame ?? '')), fit, ...keys].join(', ');
  }
  const suite = seal.suite ?? '';
  switch (seal.missing) {
    case 'suite':
    case 'parameter':
    case 'key':
      return word.missing[seal.missing](suite);
    case 'authentication':
      return word.missing.authentication(number(seal.looked));
    case 'keyLog':
      return word.missing.keyLog;
    default:
      return word.missing.sdesKey;
  }
}
