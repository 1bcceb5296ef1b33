/**
 * What the ladder diagram draws: lanes, arrows between them and bands that last. It knows no protocol: labels, tones and
 * sentences come from whoever fills it. The screen and the exported SVG are drawn from the same rows.
 */
import type { Nanoseconds } from '../../base/units.ts';

export interface LadderLane {
  /** what it is known by wherever it stands */
  readonly key: string;
  readonly title: string;
  /** what a person named it; '' for no name */
  readonly name: string;
  /** second line of the header: ports, for instance */
  readonly subtitle: string;
  /** a word above the title: what the lane does */
  readonly role: string;
  /** shown when the pointer rests on the header */
  readonly tooltip: string;
}

export type LadderTone = 'plain' | 'muted' | 'ok' | 'note' | 'warning' | 'error' | 'series-1' | 'series-2' | 'series-3' | 'series-4' | 'series-5' | 'series-6';

export interface LadderBadge {
  readonly text: string;
  readonly tone: LadderTone;
  /** key of the row this badge leads to */
  readonly target?: string;
}

/** A place on the way of an arrow where it was looked for. */
export interface LadderStation {
  /** share of the way: 0 is where the arrow begins */
  readonly at: number;
  /** one or two letters */
  readonly text: string;
  /** `lost`: the arrow ends in front of it */
  readonly state: 'seen' | 'missed' | 'lost';
}

export interface LadderArrow {
  readonly kind: 'arrow';
  readonly key: string;
  /** lanes, from 0 */
  readonly from: number;
  readonly to: number;
  readonly time: Nanoseconds;
  /** left margin, muted: a frame number */
  readonly number: string;
  readonly label: string;
  readonly badges: readonly LadderBadge[];
  /** muted, after the label */
  readonly aside: string;
  /** a second line under the arrow */
  readonly second: string | undefined;
  readonly tone: LadderTone;
  /** dashed and faint: says nothing new */
  readonly repeated: boolean;
  readonly problem: boolean;
  /** drawn on its line, in the order of the way */
  readonly stations?: readonly LadderStation[];
  /** it proves something that was found, as bad as the tone says */
  readonly proof?: 'note' | 'warning' | 'error';
}

/** A stretch of a band, its ends as shares of the band's length: 0 is its beginning. */
export interface LadderStretch {
  readonly from: number;
  readonly to: number;
  readonly tone: LadderTone;
}

export interface LadderBand {
  readonly kind: 'band';
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly number: string;
  readonly label: string;
  readonly aside: string;
  /** a second line under the band */
  readonly second?: string | undefined;
  readonly tone: LadderTone;
  /** it stands for both ways: no arrow head */
  readonly bothWays?: true;
  /** drawn as a thin strip under the band, in the direction of its arrow */
  readonly strip?: readonly LadderStretch[];
}

export type LadderItem = LadderArrow | LadderBand;

export interface LadderTip {
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
}

/** The six plot colours in turn, for colouring by group; a negative group is plain. */
export function seriesTone(group: number): LadderTone {
  return group < 0 ? 'plain' : (`series-${(group % 6) + 1}` as LadderTone);
}
