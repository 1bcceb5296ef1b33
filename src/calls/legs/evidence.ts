/**
 * Evidence that two Call-IDs are legs of one call (semantics 6.1): kinds, points, and what a set of them is worth. A set is a
 * mask, bit n for legEvidence[n]. Linked from five points on; never by users alone.
 */

export const legEvidence = [
  'xCallId',
  'xCid',
  'xCallid',
  'xOrigCallId',
  'inReplyTo',
  'ownHeader',
  'chargingVector',
  'sessionId',
  'callId',
  'origin',
  'mediaEndpoint',
  'fingerprint',
  'iceUfrag',
  'crypto',
  'rtpNumbers',
  'rtpPayload',
  'users',
  'soon',
  'identity',
  'ringing',
  'outcome',
  'bye',
  'pinned',
  'replaces',
  'referTo',
  'join',
  'targetDialog',
] as const;
export type LegEvidence = (typeof legEvidence)[number];

/** The bit of each kind. */
export const Bit = {
  xCallId: 1,
  xCid: 2,
  xCallid: 4,
  xOrigCallId: 8,
  inReplyTo: 16,
  ownHeader: 32,
  chargingVector: 64,
  sessionId: 128,
  callId: 256,
  origin: 512,
  mediaEndpoint: 1024,
  fingerprint: 2048,
  iceUfrag: 4096,
  crypto: 8192,
  rtpNumbers: 16_384,
  rtpPayload: 32_768,
  users: 65_536,
  soon: 131_072,
  identity: 262_144,
  ringing: 524_288,
  outcome: 1_048_576,
  bye: 2_097_152,
  pinned: 4_194_304,
  replaces: 8_388_608,
  referTo: 16_777_216,
  join: 33_554_432,
  targetDialog: 67_108_864,
} as const;

export const LINK_FROM = 5;
/** what a link made by hand outranks */
const PINNED = 100;

/** Kinds that say the same thing count once; of what both legs signalled at the same time two count. */
interface Group {
  readonly mask: number;
  readonly points: number;
  readonly most: number;
}

const groups: readonly Group[] = [
  { mask: Bit.xCallId | Bit.xCid | Bit.xCallid | Bit.xOrigCallId | Bit.inReplyTo | Bit.ownHeader | Bit.chargingVector, points: 6, most: 6 },
  { mask: Bit.sessionId, points: 6, most: 6 },
  { mask: Bit.callId, points: 4, most: 4 },
  { mask: Bit.origin | Bit.mediaEndpoint, points: 4, most: 4 },
  { mask: Bit.fingerprint | Bit.iceUfrag | Bit.crypto, points: 4, most: 4 },
  { mask: Bit.rtpNumbers | Bit.rtpPayload, points: 5, most: 5 },
  { mask: Bit.users, points: 3, most: 3 },
  { mask: Bit.soon, points: 1, most: 1 },
  { mask: Bit.identity, points: 1, most: 1 },
  { mask: Bit.ringing | Bit.outcome | Bit.bye, points: 1, most: 2 },
  { mask: Bit.pinned, points: PINNED, most: PINNED },
];

/** Names the other dialog to take its place or to act on it: a transfer, which is told but makes no leg. */
export const transferMask: number = Bit.replaces | Bit.referTo | Bit.join | Bit.targetDialog;

/** Says which call it is outright: neither path nor time need to agree. */
export const explicitMask: number = groups[0]!.mask | Bit.sessionId | Bit.pinned;

const usersMask = Bit.users | Bit.soon | Bit.identity;

/** What a set of evidence is worth together. */
export function scoreOf(mask: number): number {
  let score = 0;
  for (const group of groups) {
    let points = 0;
    for (let bits = mask & group.mask; bits !== 0 && points < group.most; bits &= bits - 1) points += group.points;
    score += points;
  }
  return score;
}

/** Whether a set of evidence makes two Call-IDs one call. */
export function links(mask: number): boolean {
  return scoreOf(mask) >= LINK_FROM && (mask & ~(usersMask | transferMask)) !== 0;
}

/** Every kind in a set with what it counts for, the heaviest first; a second kind of one group counts nothing. */
export function reasonsOf(mask: number): { readonly kind: LegEvidence; readonly points: number }[] {
  const reasons: { readonly kind: LegEvidence; readonly points: number }[] = [];
  for (const group of groups) {
    let points = 0;
    for (const [bit, kind] of legEvidence.entries()) {
      if ((mask & group.mask & (1 << bit)) === 0) continue;
      const counts = points < group.most ? group.points : 0;
      points += counts;
      reasons.push({ kind, points: counts });
    }
  }
  return reasons.sort((a, b) => b.points - a.points);
}
