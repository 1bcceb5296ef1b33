/** SVG templates of a ladder's rows for the screen. Every text is a text node; colours come from classes. */
import { nothing, svg } from 'lit';
import type { SVGTemplateResult } from 'lit';
import type { LadderArrow, LadderBand, LadderItem } from './ladder-model.ts';
import { STATION_RADIUS, STRIP_HEIGHT, STRIP_TOP, secondY, stripRects, type RowShape } from './ladder-shape.ts';

export interface RowContext {
  readonly index: number;
  readonly row: LadderItem;
  readonly shape: RowShape;
  /** width of the left margin; shapes begin right of it */
  readonly gutter: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly time: string;
  readonly name: string;
  readonly count: number;
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly marked: boolean;
  /** how far the ladder is scrolled sideways: the margin stays in sight */
  readonly scrolled: number;
  /** time of a cut gap above the row, or nothing */
  readonly gap: string;
}

export function laneLineTemplate(x: number, height: number): SVGTemplateResult {
  return svg`<line class="lane-line" x1=${x} x2=${x} y1="0" y2=${height}></line>`;
}

/** The ground of the row with the cursor or under the pointer: below the lanes, so that they stay seen. */
export function groundTemplate(selected: boolean, y: number, height: number, width: number): SVGTemplateResult {
  return svg`<rect class=${selected ? 'ground-selected' : 'ground-hovered'} x="0" y=${y} width=${width} height=${height}></rect>`;
}

/** How long a band lasts: a thin bar beside the lane it comes from. */
export function extentTemplate(row: LadderBand, shape: RowShape, gutter: number, from: number, to: number): SVGTemplateResult {
  const x = gutter + shape.x1 + (shape.x2 >= shape.x1 ? 1 : -5);
  const top = Math.max(-4, from);
  return svg`<rect class="extent tone-${row.tone}" x=${x} y=${top} width="4" height=${Math.max(4, to - top)} rx="2"></rect>`;
}

function frame(context: RowContext, content: unknown): SVGTemplateResult {
  const { index, row, y, width, height } = context;
  const classes = `row tone-${row.tone}${context.selected ? ' selected' : ''}${context.hovered ? ' hovered' : ''}${row.kind === 'arrow' && row.repeated ? ' repeated' : ''}`;
  return svg`<g id="row-${index}" class=${classes} data-index=${index} role="option" aria-selected=${context.selected ? 'true' : 'false'} aria-label=${context.name}
      aria-setsize=${context.count} aria-posinset=${index + 1} transform="translate(0 ${y})">
    <rect class="ground" x="0" y="0" width=${width} height=${height}></rect>
    ${context.gap === '' ? nothing : svg`<g class="gap"><line x1=${context.gutter} x2=${width} y1="-8" y2="-8"></line><text x=${context.gutter - 10} y="-4" text-anchor="end">${context.gap}</text></g>`}
    <g transform="translate(${context.gutter} 0)">${content}</g>
    <g transform="translate(${context.scrolled} 0)">${context.scrolled > 0 ? svg`<rect class="margin" x="0" y="0" width=${context.gutter - 6} height=${height}></rect>` : nothing}
      ${context.marked ? svg`<circle class="marked" cx="7" cy="12" r="4"></circle>` : nothing}
      <text class="number" x="12" y="27">${row.number}</text>
      <text class="time" x=${context.gutter - 10} y="27" text-anchor="end">${context.time}</text></g>
  </g>`;
}

export function arrowTemplate(context: RowContext, row: LadderArrow): SVGTemplateResult {
  const { shape } = context;
  return frame(
    context,
    svg`
    <path class="shaft" d=${shape.shaft}></path><path class=${shape.isLost ? 'cross' : 'head'} d=${shape.head}></path>
    ${shape.stations.map(({ x, station }) => svg`<g class="station ${station.state}"><circle cx=${x} cy=${shape.lineY} r=${STATION_RADIUS}></circle><text x=${x} y=${shape.lineY + 3} text-anchor="middle">${station.text}</text></g>`)}
    ${row.proof === undefined ? nothing : svg`<circle class="proof" data-tone=${row.proof} cx="16" cy=${shape.lineY} r="4"></circle>`}
    ${row.problem ? svg`<path class="problem" d="M${shape.x1 - 5} ${shape.lineY + 4}l5 -9l5 9Z"></path>` : nothing}
    <text class="label" x=${shape.labelX} y="16">${shape.label}</text>
    ${shape.badges.map(
      ({ x, width, badge }) => svg`<g class="badge tone-${badge.tone}${badge.target === undefined ? '' : ' link'}" data-target=${badge.target ?? nothing}>
      <rect x=${x} y="4.5" width=${width} height="14" rx="3"></rect><text x=${x + 5} y="15">${badge.text}</text></g>`,
    )}
    ${shape.aside === '' ? nothing : svg`<text class="aside" x=${shape.asideX} y="16">${shape.aside}</text>`}
    ${shape.second === '' ? nothing : svg`<text class="second" x=${shape.secondX} y=${secondY(row)}>${shape.second}</text>`}`,
  );
}

export function bandTemplate(context: RowContext, row: LadderBand): SVGTemplateResult {
  const { shape } = context;
  return frame(
    context,
    svg`
    <path class="band" d=${shape.shaft}></path><path class="band-head" d=${shape.head}></path>
    ${stripRects(row, shape).map(({ x, width, tone }) => svg`<rect class="strip tone-${tone}" x=${x} y=${STRIP_TOP} width=${width} height=${STRIP_HEIGHT}></rect>`)}
    <text class="label" x=${shape.labelX} y="15">${shape.label}</text>
    ${shape.aside === '' ? nothing : svg`<text class="aside" x=${shape.asideX} y="15">${shape.aside}</text>`}
    ${shape.second === '' ? nothing : svg`<text class="second" x=${shape.secondX} y=${secondY(row)}>${shape.second}</text>`}`,
  );
}
