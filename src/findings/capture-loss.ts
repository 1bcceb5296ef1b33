/**
 * Were packets lost on the network, or did the capture miss them? Graded, from independent signs: gaps of streams that share no
 * endpoint at the same instant, packets the interface says it dropped, octets that TCP acknowledged though they were never
 * seen, a receiver that reports no loss, and the sender's own packet numbers (gap-identities.ts).
 */
import type { Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';
import type { IdentityTally } from './gap-identities.ts';

/**
 * `sender`: that host never sent them; `before`: it did, and the capture or what lies before it lost them; `elsewhere`: it sent them to
 * another place of the same call; `between`: one capture point saw them and the next did not
 */
export type LossSite = 'network' | 'capture' | 'sender' | 'before' | 'elsewhere' | 'between' | 'unclear';

export interface CaptureLoss {
  readonly site: LossSite;
  /** percent of the lost packets that were missing together with packets of other streams */
  readonly together: number;
  /** streams that had such gaps with it */
  readonly others: number;
  /** packets the interfaces say they dropped, 0 also where they do not say */
  readonly dropped: number;
  /** octets acknowledged by TCP that were never seen */
  readonly unseen: number;
  /** what the sender's packet numbers say: percent of the packets lost in the gaps looked at */
  readonly sent: number;
  readonly unsent: number;
  /** what other capture points saw, where that decides */
  readonly sighted?: SightedGaps;
}

/** What other capture points saw of the packets that are missing. */
export interface SightedGaps {
  /** percent of them: seen before the point that counts, and seen behind it */
  readonly between: number;
  readonly beyond: number;
  /** letters of the points between which most were lost, or of the point that missed them and one behind it */
  readonly after: string;
  readonly next: string;
  /** packets that were missing, and those of them lost between two points, in the order of the way; the rest was seen nowhere or only behind */
  readonly missing: number;
  readonly segments: readonly SegmentLoss[];
  /** letter of the first point on the way: what it did not see was lost before it, or never sent */
  readonly first: string;
  /** of lost packets, where they were last seen: rows that another point shows */
  readonly proof: readonly PacketIndex[];
  /** packets the interfaces of the point that counts say they dropped */
  readonly dropped: number;
}

/** Packets seen at one capture point, by its letter, and never at the next. */
export interface SegmentLoss {
  readonly from: string;
  readonly to: string;
  readonly lost: number;
}

/** Gaps of one stream and its ends, as numbers that are equal for the same endpoint. */
export interface StreamGaps {
  readonly stream: StreamIndex;
  readonly source: number;
  readonly destination: number;
  readonly first: Nanoseconds;
  readonly last: Nanoseconds;
  readonly runs: readonly { readonly time: Nanoseconds; readonly length: number }[];
  readonly identities?: IdentityTally | undefined;
  readonly sighted?: SightedGaps | undefined;
  /** most of what it lacks went to another place of the same call */
  readonly isElsewhere?: boolean;
}

export interface CaptureSigns {
  readonly dropped: number;
  readonly unseen: number;
}

/** gaps seen this near to each other are of one instant: a packet time of either stream */
const INSTANT: Nanoseconds = 20e6;
/** share of the lost packets from which their company is no chance; below the lesser the network is likelier */
export const MOSTLY = 60;
const RARELY = 20;
/** neighbours looked at on either side of a gap */
const NEIGHBOURS = 64;
/** streams looked at for one that was there at the time */
const WITNESSES = 256;

/** One pass over all gaps in order of time. */
export class CaptureLosses {
  readonly signs: CaptureSigns;
  readonly #verdicts = new Map<StreamIndex, CaptureLoss>();
  #site: LossSite | undefined;

  constructor(streams: readonly StreamGaps[], signs: CaptureSigns) {
    this.signs = signs;
    // what went elsewhere is neither lost nor company
    const ownGaps = streams.filter((of) => of.isElsewhere !== true);
    const gaps = ownGaps.flatMap((of) => of.runs.map(({ time, length }) => ({ of, time, length }))).sort((a, b) => a.time - b.time);
    const shared = new Map<StreamIndex, { lost: number; together: number; beside: number; readonly others: Set<StreamIndex> }>();
    for (const [at, gap] of gaps.entries()) {
      let tally = shared.get(gap.of.stream);
      if (tally === undefined) shared.set(gap.of.stream, (tally = { lost: 0, together: 0, beside: 0, others: new Set() }));
      tally.lost += gap.length;
      const company = companyAt(gaps, at);
      if (company.unrelated.length > 0) tally.together += gap.length;
      else if (company.isAlong) tally.beside += gap.length;
      for (const other of company.unrelated) tally.others.add(other);
    }
    const witnesses = new Witnesses(streams);
    for (const { stream, isElsewhere } of streams)
      if (isElsewhere === true) this.#verdicts.set(stream, { site: 'elsewhere', together: 0, others: 0, sent: 0, unsent: 0, ...signs });
    const byStream = new Map(streams.map((of) => [of.stream, of]));
    let [lost, together, beside] = [0, 0, 0];
    let isNetwork = false;
    for (const [stream, tally] of shared) {
      lost += tally.lost;
      together += tally.together;
      beside += tally.beside;
      const share = (part: number): number => (100 * part) / tally.lost;
      const graded = this.#grade(share(tally.together), share(tally.beside));
      // without a stream of another path at that time nothing speaks for the network either
      const of = byStream.get(stream)!;
      const seen = graded === 'network' && !witnesses.has(of) ? 'unclear' : graded;
      if (seen === 'network') isNetwork = true;
      const { site, ...told } = refine(seen, of.identities);
      const verdict = { site, together: share(tally.together), others: tally.others.size, ...told, ...signs };
      this.#verdicts.set(stream, sightedSite(verdict, of.sighted));
    }
    const overall = lost > 0 ? this.#grade((100 * together) / lost, (100 * beside) / lost) : undefined;
    this.#site = overall === 'network' && !isNetwork ? 'unclear' : overall;
  }

  of(stream: StreamIndex): CaptureLoss | undefined {
    return this.#verdicts.get(stream);
  }

  /** Between which capture points its packets were lost; undefined where that is not what became of them. */
  between(stream: StreamIndex): readonly SegmentLoss[] | undefined {
    const verdict = this.#verdicts.get(stream);
    return verdict?.site === 'between' ? verdict.sighted?.segments : undefined;
  }

  /** Of the capture as a whole; undefined without loss. */
  get site(): LossSite | undefined {
    return this.#site;
  }

  /** @param together percent lost with streams of other paths @param beside with streams of the same path */
  #grade(together: number, beside: number): LossSite {
    const { dropped, unseen } = this.signs;
    if (together >= MOSTLY) return 'capture';
    if (dropped > 0 || unseen > 0) return together >= RARELY ? 'capture' : 'unclear';
    return together + beside > RARELY ? 'unclear' : 'network';
  }
}

/** The sender's numbers decide whether it sent them; where those went that it sent, the company of other gaps says, if anything does. */
function refine(seen: LossSite, identities: IdentityTally | undefined): Pick<CaptureLoss, 'site' | 'sent' | 'unsent'> {
  if (identities === undefined || identities.looked === 0) return { site: seen, sent: 0, unsent: 0 };
  const sent = (100 * identities.sent) / identities.looked;
  const unsent = (100 * identities.unsent) / identities.looked;
  const site = unsent >= MOSTLY ? 'sender' : sent >= MOSTLY && seen === 'unclear' ? 'before' : seen;
  return { site, sent, unsent };
}

/** What another point saw outweighs every other sign; a point whose interface dropped packets may have dropped these. */
function sightedSite(verdict: CaptureLoss, sighted: SightedGaps | undefined): CaptureLoss {
  if (sighted === undefined) return verdict;
  if (sighted.beyond >= MOSTLY) return { ...verdict, site: 'capture', sighted };
  return sighted.between >= MOSTLY && sighted.dropped === 0 ? { ...verdict, site: 'between', sighted } : verdict;
}

/** Streams of other paths, found by time: whether there is one that would have shown a gap of the capture. */
class Witnesses {
  readonly #streams: readonly StreamGaps[];

  constructor(streams: readonly StreamGaps[]) {
    this.#streams = [...streams].sort((a, b) => a.first - b.first);
  }

  /** One that was there when most of the gaps were. */
  has(of: StreamGaps): boolean {
    const moment = of.runs[of.runs.length >> 1]!.time;
    let low = 0;
    let high = this.#streams.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#streams[middle]!.first <= moment) low = middle + 1;
      else high = middle;
    }
    for (let n = low - 1, steps = 0; n >= 0 && steps < WITNESSES; n--, steps++) {
      const other = this.#streams[n]!;
      if (other.last >= moment && other.stream !== of.stream && isUnrelated(of, other)) return true;
    }
    return false;
  }
}

interface Gap {
  readonly of: StreamGaps;
  readonly time: Nanoseconds;
}

/** Streams with a gap at the same instant: those of other paths, and whether there are any of the same. */
function companyAt(gaps: readonly Gap[], at: number): { readonly unrelated: readonly StreamIndex[]; readonly isAlong: boolean } {
  const { of, time } = gaps[at]!;
  const unrelated: StreamIndex[] = [];
  let isAlong = false;
  for (const step of [-1, 1]) {
    for (let n = at + step, steps = 0; steps < NEIGHBOURS && n >= 0 && n < gaps.length && Math.abs(gaps[n]!.time - time) <= INSTANT; n += step, steps++) {
      const other = gaps[n]!.of;
      if (other.stream === of.stream) continue;
      if (isUnrelated(of, other)) unrelated.push(other.stream);
      else isAlong = true;
    }
  }
  return { unrelated, isAlong };
}

/** Both directions of one path may fail at once on the network; two paths that only the capture shares do not. */
function isUnrelated(a: StreamGaps, b: StreamGaps): boolean {
  return a.source !== b.source && a.destination !== b.destination && a.source !== b.destination && a.destination !== b.source;
}
