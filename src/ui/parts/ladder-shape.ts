/**
 * The geometry of one ladder row, shared by the screen and the exported SVG: where lines, heads, labels, badges and
 * the second line stand.
 */
import type { LadderBadge, LadderBand, LadderItem, LadderStation, LadderTone } from './ladder-model.ts';
import type { Measure } from './measure-text.ts';

export interface LaneGeometry {
  /** x of the first lane's centre, and the distance between lanes */
  readonly first: number;
  readonly step: number;
  /** the whole width labels may use */
  readonly width: number;
}

export interface RowShape {
  readonly x1: number;
  readonly x2: number;
  /** y of the arrow's line, relative to the row's top */
  readonly lineY: number;
  /** path of the shaft, and of the head */
  readonly shaft: string;
  readonly head: string;
  /** the head is a cross where the arrow was lost, to be stroked and not filled */
  readonly isLost: boolean;
  readonly stations: readonly { readonly x: number; readonly station: LadderStation }[];
  readonly labelX: number;
  readonly label: string;
  readonly badges: readonly { readonly x: number; readonly width: number; readonly badge: LadderBadge }[];
  readonly asideX: number;
  readonly aside: string;
  readonly second: string;
  readonly secondX: number;
}

const GAP = 6;
const gravity: readonly LadderTone[] = ['error', 'warning', 'note', 'ok', 'plain', 'muted'];
/** of the strip under a band, relative to the row's top */
export const STRIP_TOP = 29;
export const STRIP_HEIGHT = 3;
/** baseline of the second line: of a band it stands under the strip */
export function secondY(row: LadderItem): number {
  return row.kind === 'band' ? 45 : 39;
}

/** between the cross of a lost message and the place that did not see it */
const LOST_BEFORE = 16;
/** of the circle of a station */
export const STATION_RADIUS = 6.5;

export function laneGeometry(lanes: number, available: number, smallest: number): LaneGeometry {
  const step = Math.max(smallest, Math.min(360, available / Math.max(1, lanes)));
  const width = Math.max(available, step * lanes);
  return { first: (width - step * lanes) / 2 + step / 2, step, width };
}

export function laneX(geometry: LaneGeometry, lane: number): number {
  return geometry.first + geometry.step * lane;
}

/** The text cut to a width, with an ellipsis when something is missing. */
export function fitText(text: string, width: number, size: number, measure: Measure, bold = false): string {
  const cut = text.length > 400 ? text.slice(0, 400) : text;
  const whole = measure(cut, size, bold);
  if (whole <= width) return cut;
  const keep = Math.max(1, Math.floor((cut.length * width) / whole) - 1);
  return `${cut.slice(0, keep)}…`;
}

export function shapeOf(row: LadderItem, geometry: LaneGeometry, measure: Measure): RowShape {
  const x1 = laneX(geometry, row.from);
  const x2 = laneX(geometry, row.to);
  const lineY = 23;
  const loop = row.from === row.to;
  const stations = row.kind === 'arrow' && !loop ? (row.stations ?? []) : [];
  const lost = stations.find(({ state }) => state === 'lost');
  const bothWays = row.kind === 'band' && row.bothWays === true;
  const [shaft, head] = loop
    ? loopPaths(x1, lineY)
    : lost !== undefined
      ? lostPaths(x1, x2, lost.at, lineY)
      : bothWays
        ? [`M${Math.min(x1, x2) + 3} ${lineY}H${Math.max(x1, x2) - 3}`, '']
        : straightPaths(x1, x2, lineY, row.kind === 'band');
  const middle = loop ? x1 + 24 : (x1 + x2) / 2;
  const { from, to } = roomOf(x1, x2, geometry);
  const room = to - from;
  const strong = row.tone !== 'muted' && !(row.kind === 'arrow' && row.repeated);
  const all = row.kind === 'arrow' ? row.badges : [];
  const label = fitText(row.label, room - badgeShare(all, room, measure), 12, measure, strong);
  const labelWidth = measure(label, 12, strong);
  const { badges, widths } = fittingBadges(all, room - labelWidth - GAP, measure);
  const bare = labelWidth + (badges.length > 0 ? GAP : 0) + badgesWidth(badges, measure);
  const aside = leadingFacts(row.aside, room - bare - GAP, measure);
  const wide = aside === '' ? bare : bare + measure(aside, 11) + GAP;
  const wanted = loop ? middle : middle - wide / 2;
  let x = Math.max(from, Math.min(wanted, to - wide));
  const labelX = x;
  x += labelWidth + (badges.length > 0 ? GAP : 0);
  const placed = badges.map((badge, i) => {
    const at = x;
    x += widths[i]! + 4;
    return { x: at, width: widths[i]!, badge };
  });
  const second = row.second !== undefined ? fitText(row.second, room, 11, measure) : '';
  const secondWidth = measure(second, 11);
  const secondX = Math.max(from, Math.min(middle - secondWidth / 2, to - secondWidth));
  const standing = stations.map((station) => ({ x: x1 + (x2 - x1) * station.at, station }));
  return {
    x1,
    x2,
    lineY,
    shaft,
    head,
    isLost: lost !== undefined,
    stations: standing,
    labelX,
    label,
    badges: placed,
    asideX: x + (badges.length > 0 ? 2 : GAP),
    aside,
    second,
    secondX,
  };
}

/** Where a row may write: the columns of its two lanes and of those between, and what lies outside of all lanes. No other lane is written over. */
function roomOf(x1: number, x2: number, { first, step, width }: LaneGeometry): { readonly from: number; readonly to: number } {
  const last = width - first;
  const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)];
  // a row that stays on its lane writes beside it
  const beside = x1 === x2 ? step : step / 2;
  return { from: left - first < step / 2 ? 6 : left - step / 2 + 3, to: last - right < step / 2 ? width - 6 : right + beside - 3 };
}

function badgesWidth(badges: readonly LadderBadge[], measure: Measure): number {
  return badges.reduce((sum, { text }) => sum + measure(text, 10) + 14, 0);
}

/** What a label leaves to its badges: all they need, half of the room at most. */
function badgeShare(badges: readonly LadderBadge[], room: number, measure: Measure): number {
  return badges.length === 0 ? 0 : Math.min(room / 2, badgesWidth(badges, measure) + GAP);
}

/** As many badges as there is room for, the gravest first where some must go; what is left out is counted. */
function fittingBadges(
  all: readonly LadderBadge[],
  room: number,
  measure: Measure,
): { readonly badges: readonly LadderBadge[]; readonly widths: readonly number[] } {
  const widthOf = (badge: LadderBadge): number => measure(badge.text, 10) + 10;
  if (badgesWidth(all, measure) <= room || all.length === 0) return { badges: all, widths: all.map(widthOf) };
  const kept = all.toSorted((a, b) => gravity.indexOf(a.tone) - gravity.indexOf(b.tone));
  const more = (): LadderBadge => ({ text: `+${all.length - kept.length}`, tone: 'plain' });
  do kept.pop();
  while (kept.length > 0 && badgesWidth([...kept, more()], measure) > room);
  const badges = [...kept, more()];
  return { badges, widths: badges.map(widthOf) };
}

/** The strip under a band, from the sender's lane to the receiver's. */
export function stripRects({ strip }: LadderBand, { x1, x2 }: RowShape): readonly { readonly x: number; readonly width: number; readonly tone: LadderTone }[] {
  if (strip === undefined || x1 === x2) return [];
  const sign = x2 > x1 ? 1 : -1;
  const start = x1 + sign * 3;
  const length = Math.abs(x2 - x1) - 5;
  return strip.map(({ from, to, tone }) => {
    const [a, b] = [start + sign * from * length, start + sign * to * length];
    return { x: Math.min(a, b), width: Math.max(0.5, Math.abs(b - a)), tone };
  });
}

function straightPaths(x1: number, x2: number, y: number, wide: boolean): [string, string] {
  const sign = x2 > x1 ? 1 : -1;
  const start = x1 + sign * 3;
  const tip = x2 - sign * 2;
  const back = tip - sign * (wide ? 10 : 8);
  const half = wide ? 6 : 4;
  return [`M${start} ${y}H${back}`, `M${tip} ${y}L${back} ${y - half}V${y + half}Z`];
}

/** A line that ends in front of a station, and a cross there. */
function lostPaths(x1: number, x2: number, share: number, y: number): [string, string] {
  const sign = x2 > x1 ? 1 : -1;
  const end = x1 + (x2 - x1) * share - sign * LOST_BEFORE;
  return [`M${x1 + sign * 3} ${y}H${end}`, `M${end - 4} ${y - 4}l8 8m0 -8l-8 8`];
}

function loopPaths(x: number, y: number): [string, string] {
  return [`M${x + 3} ${y - 7}h14q6 0 6 6v2q0 6 -6 6h-6`, `M${x + 3} ${y + 7}l8 -4v8Z`];
}

/** As many facts of "a · b · c", from the first, as the width (CSS pixels) has room for; empty when none fits. */
function leadingFacts(aside: string, width: number, measure: Measure): string {
  const facts = aside === '' ? [] : aside.split(' · ');
  while (facts.length > 0 && measure(facts.join(' · '), 11) > width) facts.pop();
  return facts.join(' · ');
}
