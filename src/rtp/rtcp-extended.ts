/**
 * Extended report blocks (RFC 3611 section 4) as plain objects: what receivers say beyond RFC 3550. Promise: a block that is
 * too short for its type is left out; nothing is read outside [at, end).
 */

/** Which packets of [begin, end) were received (loss) or came once (duplicate), run-length encoded (4.1, 4.2). */
export interface RunLengthBlock {
  readonly kind: 'loss' | 'duplicate';
  readonly source: number;
  readonly begin: number;
  /** one past the last */
  readonly end: number;
  /** every 2^thinning-th packet is reported */
  readonly thinning: number;
  /** packets reported on, and those of them that were lost (or came more than once) */
  readonly reported: number;
  readonly marked: number;
}

/** RTP-clock times at which packets came (4.3); the times themselves are left to the inspector. */
export interface ReceiptTimesBlock {
  readonly kind: 'receiptTimes';
  readonly source: number;
  readonly begin: number;
  readonly end: number;
  readonly times: number;
}

/** A receiver's clock (4.4): the receivers' half of a round trip without media of their own. */
export interface ReferenceTimeBlock {
  readonly kind: 'referenceTime';
  readonly ntpSeconds: number;
  readonly ntpFraction: number;
}

/** The answers to reference times (4.5): one for each receiver. Delay in 1/65536 s. */
export interface LastReferenceBlock {
  readonly kind: 'lastReference';
  readonly answers: readonly { readonly receiver: number; readonly lastReference: number; readonly delay: number }[];
}

/** 4.6; a figure whose flag is not set is undefined. Jitter in RTP clock units. */
export interface StatisticsBlock {
  readonly kind: 'statistics';
  readonly source: number;
  readonly begin: number;
  readonly end: number;
  readonly lost: number | undefined;
  readonly duplicates: number | undefined;
  readonly jitter: { readonly min: number; readonly max: number; readonly mean: number; readonly deviation: number } | undefined;
  readonly hops: { readonly isIpv6: boolean; readonly min: number; readonly max: number; readonly mean: number; readonly deviation: number } | undefined;
}

/** 4.7; what an endpoint marks as unavailable (127) is undefined. Rates and densities in percent, times in milliseconds. */
export interface VoipMetricsBlock {
  readonly kind: 'voipMetrics';
  readonly source: number;
  readonly lossRate: number;
  readonly discardRate: number;
  readonly burstDensity: number;
  readonly gapDensity: number;
  readonly burstDuration: number;
  readonly gapDuration: number;
  readonly roundTripDelay: number;
  readonly endSystemDelay: number;
  /** dBm */
  readonly signalLevel: number | undefined;
  readonly noiseLevel: number | undefined;
  /** residual echo return loss, dB */
  readonly echoReturnLoss: number | undefined;
  readonly gapThreshold: number;
  readonly rFactor: number | undefined;
  readonly externalRFactor: number | undefined;
  readonly mosListening: number | undefined;
  readonly mosConversational: number | undefined;
  readonly concealment: 'unspecified' | 'disabled' | 'enhanced' | 'standard';
  readonly jitterBuffer: 'unknown' | 'reserved' | 'fixed' | 'adaptive';
  readonly jitterBufferRate: number;
  readonly jitterBufferNominal: number;
  readonly jitterBufferMaximum: number;
  readonly jitterBufferAbsoluteMaximum: number;
}

export type ExtendedBlock = (
  | RunLengthBlock
  | ReceiptTimesBlock
  | ReferenceTimeBlock
  | LastReferenceBlock
  | StatisticsBlock
  | VoipMetricsBlock
  | { readonly kind: 'other'; readonly type: number }
) & {
  /** SSRC of who says it */
  readonly reporter: number;
};

const UNAVAILABLE = 127;
const MOST_ANSWERS = 1024;

/** @param at the block's body after its 4-octet head @param specific the head's type-specific octet */
export function readExtended(view: DataView, at: number, end: number, type: number, specific: number, reporter: number): ExtendedBlock | undefined {
  const length = end - at;
  switch (type) {
    case 1:
    case 2:
      return length < 8 ? undefined : { reporter, ...readRuns(view, at, end, type === 1 ? 'loss' : 'duplicate', specific & 15) };
    case 3:
      return length < 8
        ? undefined
        : { reporter, kind: 'receiptTimes', source: view.getUint32(at), begin: view.getUint16(at + 4), end: view.getUint16(at + 6), times: (length - 8) >>> 2 };
    case 4:
      return length < 8 ? undefined : { reporter, kind: 'referenceTime', ntpSeconds: view.getUint32(at), ntpFraction: view.getUint32(at + 4) };
    case 5:
      return { reporter, kind: 'lastReference', answers: readAnswers(view, at, end) };
    case 6:
      return length < 36 ? undefined : { reporter, ...readStatistics(view, at, specific) };
    case 7:
      return length < 32 ? undefined : { reporter, ...readVoipMetrics(view, at) };
    default:
      return { reporter, kind: 'other', type };
  }
}

/** Zeros of the run-length code are the lost (or repeated) ones; bits beyond `end` are filling. */
function readRuns(view: DataView, at: number, end: number, kind: 'loss' | 'duplicate', thinning: number): RunLengthBlock {
  const begin = view.getUint16(at + 4);
  const after = view.getUint16(at + 6);
  const most = ((after - begin) & 0xffff) >>> thinning;
  let reported = 0;
  let marked = 0;
  for (let next = at + 8; next + 2 <= end && reported < most; next += 2) {
    const chunk = view.getUint16(next);
    if (chunk === 0) break;
    if (chunk < 0x8000) {
      const run = Math.min(chunk & 0x3fff, most - reported);
      reported += run;
      if ((chunk & 0x4000) === 0) marked += run;
      continue;
    }
    for (let bit = 14; bit >= 0 && reported < most; bit--, reported++) if (((chunk >>> bit) & 1) === 0) marked++;
  }
  return { kind, source: view.getUint32(at), begin, end: after, thinning, reported, marked };
}

function readAnswers(view: DataView, at: number, end: number): LastReferenceBlock['answers'] {
  const answers: LastReferenceBlock['answers'][number][] = [];
  for (; at + 12 <= end && answers.length < MOST_ANSWERS; at += 12)
    answers.push({ receiver: view.getUint32(at), lastReference: view.getUint32(at + 4), delay: view.getUint32(at + 8) });
  return answers;
}

function readStatistics(view: DataView, at: number, flags: number): StatisticsBlock {
  const word = (offset: number): number => view.getUint32(at + offset);
  const octet = (offset: number): number => view.getUint8(at + offset);
  const hops = (flags >>> 3) & 3;
  return {
    kind: 'statistics',
    source: word(0),
    begin: view.getUint16(at + 4),
    end: view.getUint16(at + 6),
    lost: (flags & 0x80) === 0 ? undefined : word(8),
    duplicates: (flags & 0x40) === 0 ? undefined : word(12),
    jitter: (flags & 0x20) === 0 ? undefined : { min: word(16), max: word(20), mean: word(24), deviation: word(28) },
    hops: hops === 0 || hops === 3 ? undefined : { isIpv6: hops === 2, min: octet(32), max: octet(33), mean: octet(34), deviation: octet(35) },
  };
}

function readVoipMetrics(view: DataView, at: number): VoipMetricsBlock {
  const octet = (offset: number): number => view.getUint8(at + offset);
  const share = (offset: number): number => (octet(offset) * 100) / 256;
  const known = (offset: number): number | undefined => (octet(offset) === UNAVAILABLE ? undefined : octet(offset));
  const level = (offset: number): number | undefined => (octet(offset) === UNAVAILABLE ? undefined : view.getInt8(at + offset));
  const score = (offset: number): number | undefined => (octet(offset) === UNAVAILABLE ? undefined : octet(offset) / 10);
  const word = (offset: number): number => view.getUint16(at + offset);
  return {
    kind: 'voipMetrics',
    source: view.getUint32(at),
    lossRate: share(4),
    discardRate: share(5),
    burstDensity: share(6),
    gapDensity: share(7),
    burstDuration: word(8),
    gapDuration: word(10),
    roundTripDelay: word(12),
    endSystemDelay: word(14),
    signalLevel: level(16),
    noiseLevel: level(17),
    echoReturnLoss: known(18),
    gapThreshold: octet(19),
    rFactor: known(20),
    externalRFactor: known(21),
    mosListening: score(22),
    mosConversational: score(23),
    concealment: (['unspecified', 'disabled', 'enhanced', 'standard'] as const)[octet(24) >>> 6]!,
    jitterBuffer: (['unknown', 'reserved', 'fixed', 'adaptive'] as const)[(octet(24) >>> 4) & 3]!,
    jitterBufferRate: octet(24) & 15,
    jitterBufferNominal: word(26),
    jitterBufferMaximum: word(28),
    jitterBufferAbsoluteMaximum: word(30),
  };
}
