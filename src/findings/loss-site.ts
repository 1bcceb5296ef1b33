/** Where lost packets went, for the sentences of every rule about loss: what another capture point saw, else what the receiver reports, else the verdict of capture-loss.ts. */
import type { StreamIndex } from '../base/units.ts';
import { MOSTLY, type LossSite, type SightedGaps } from './capture-loss.ts';
import type { Evidence } from './finding.ts';
import type { CallSubject } from './subject.ts';

/** percent the far end may report though the capture alone lost packets */
const NO_LOSS = 0.2;

export interface LossSiteFacts extends Readonly<Record<string, string | number>> {
  readonly site: LossSite | 'unknown';
  /** 1 where the receiver's reports tell, 2 where another capture point does: then between which two */
  readonly told: number;
  /** 1 where the sender's packet numbers show that it sent them */
  readonly numbered: number;
}

/** Packets by segment: `there` of `missing` between `after` and `next`, `elsewhere` in other segments, `unseen` at no point. */
function betweenFacts({ after, next, missing, segments, first }: SightedGaps): Readonly<Record<string, string | number>> {
  const there = segments.find(({ from, to }) => from === after && to === next)?.lost ?? 0;
  const all = segments.reduce((sum, { lost }) => sum + lost, 0);
  const each = segments.map(({ from, to, lost }) => `${from} → ${to} ${lost}`).join(', ');
  return { after, next, first, missing, there, elsewhere: all - there, unseen: Math.max(0, missing - all), segments: each };
}

/** Lost packets as the point before them saw them, for the proof of a finding. */
export function sightedProof({ lossVerdict }: CallSubject, stream: StreamIndex): readonly Evidence[] {
  const verdict = lossVerdict(stream);
  return verdict?.site === 'between' ? (verdict.sighted?.proof ?? []).map((packet) => ({ stream, packet })) : [];
}

export function siteOfLoss({ deep, lossVerdict }: CallSubject, stream: StreamIndex): LossSiteFacts {
  const verdict = lossVerdict(stream);
  const numbered = verdict !== undefined && verdict.sent >= MOSTLY ? 1 : 0;
  const sighted = verdict?.sighted;
  if (verdict !== undefined && sighted !== undefined) return { site: verdict.site, told: 2, numbered, ...betweenFacts(sighted) };
  const told = deep?.streams.get(stream)?.reports;
  if (told?.lostThere !== undefined && told.lostHere !== undefined && told.lostHere >= 1) {
    if (told.lostThere <= NO_LOSS) return { site: 'capture', told: 1, numbered };
    if (told.lostThere >= told.lostHere / 2) return { site: verdict?.site === 'sender' ? 'sender' : 'network', told: 1, numbered };
  }
  return { site: verdict?.site ?? 'unknown', told: 0, numbered };
}
