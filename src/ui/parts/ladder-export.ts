/**
 * The whole ladder as one self-contained SVG text, as Mermaid and as plain text. Inert: no script, no link, no style
 * sheet, every text escaped, characters XML cannot hold replaced. Plain fonts, so that it looks alike everywhere.
 */
import { layoutLadder, yOfTime } from './ladder-layout.ts';
import type { LadderItem, LadderLane, LadderTone } from './ladder-model.ts';
import { laneGeometry, laneX, shapeOf, fitText, secondY, stripRects, STATION_RADIUS, STRIP_HEIGHT, STRIP_TOP } from './ladder-shape.ts';
import type { LaneGeometry } from './ladder-shape.ts';
import { measureFor } from './measure-text.ts';
import type { Measure } from './measure-text.ts';

export interface LadderExport {
  readonly title: string;
  readonly lanes: readonly LadderLane[];
  readonly rows: readonly LadderItem[];
  readonly scaled: boolean;
  readonly timeText: (row: LadderItem, previous: LadderItem | undefined) => string;
  /** last line: who made it */
  readonly footer: string;
}

const GUTTER = 160;
const HEAD = 92;
const HALO = 'paint-order="stroke" stroke="#ffffff" stroke-width="3"';
const FACE = "Helvetica, Arial, 'Noto Sans CJK SC', sans-serif";
const colours: Readonly<Record<LadderTone, string>> = {
  plain: '#1d2433',
  muted: '#5b6577',
  ok: '#1a7f4b',
  note: '#2f5fb3',
  warning: '#96600a',
  error: '#c0312b',
  'series-1': '#1f5fbf',
  'series-2': '#b8570b',
  'series-3': '#0b7a6b',
  'series-4': '#8a3fb0',
  'series-5': '#7a6a00',
  'series-6': '#b02a63',
};

/** Text for XML: the five escapes, and U+FFFD for what XML 1.0 cannot hold. */
export function escapeXml(text: string): string {
  let out = '';
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    const allowed = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
    if (letter === '&') out += '&amp;';
    else if (letter === '<') out += '&lt;';
    else if (letter === '>') out += '&gt;';
    else if (letter === '"') out += '&quot;';
    else if (letter === "'") out += '&#39;';
    else out += allowed ? letter : '\ufffd';
  }
  return out;
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escapeXml(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function ladderToSvg(ladder: LadderExport): { readonly svg: string; readonly width: number; readonly height: number } {
  const measure = measureFor(FACE);
  const geometry = laneGeometry(ladder.lanes.length, Math.max(640, ladder.lanes.length * 220), 220);
  const layout = layoutLadder(ladder.rows, ladder.scaled);
  const width = Math.ceil(GUTTER + geometry.width + 16);
  const height = Math.ceil(HEAD + layout.height + 28);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FACE}" font-size="12">`,
    `<title>${escapeXml(ladder.title)}</title><rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(16, 24, fitText(ladder.title, width - 40, 14, measure, true), 'font-size="14" font-weight="bold" fill="#1d2433"'),
  ];
  ladder.lanes.forEach((lane, i) => {
    const x = GUTTER + laneX(geometry, i);
    parts.push(
      text(x, 46, lane.role, 'font-size="10" text-anchor="middle" fill="#5b6577"'),
      text(x, 61, fitText(lane.title, geometry.step - 8, 12, measure, true), 'font-weight="bold" text-anchor="middle" fill="#1d2433"'),
      text(x, 76, fitText(lane.subtitle, geometry.step - 8, 10, measure), 'font-size="10" text-anchor="middle" fill="#5b6577"'),
      `<line x1="${round(x)}" x2="${round(x)}" y1="${HEAD - 8}" y2="${HEAD + layout.height}" stroke="#c3cad6"/>`,
    );
  });
  ladder.rows.forEach((row, i) =>
    parts.push(rowSvg(ladder, row, i, layout.tops[i]! + HEAD, geometry, measure, row.kind === 'band' ? yOfTime(ladder.rows, layout, row.end) + HEAD : 0)),
  );
  parts.push(text(16, height - 12, ladder.footer, 'font-size="10" fill="#5b6577"'), '</svg>');
  return { svg: parts.join('\n'), width, height };
}

function rowSvg(ladder: LadderExport, row: LadderItem, index: number, y: number, geometry: LaneGeometry, measure: Measure, until: number): string {
  const shape = shapeOf(row, geometry, measure);
  const colour = colours[row.tone];
  const parts = [
    `<g transform="translate(0 ${round(y)})">`,
    text(16, 27, row.number, 'font-size="10" fill="#7b8496"'),
    text(GUTTER - 10, 27, ladder.timeText(row, ladder.rows[index - 1]), 'font-size="11" text-anchor="end" fill="#5b6577"'),
    `<g transform="translate(${GUTTER} 0)">`,
  ];
  if (row.kind === 'band') {
    const x = shape.x1 + (shape.x2 >= shape.x1 ? 1 : -5);
    parts.push(`<rect x="${round(x)}" y="23" width="4" height="${round(Math.max(4, until - y - 23))}" rx="2" fill="${colour}" opacity="0.25"/>`);
    parts.push(
      `<path d="${shape.shaft}" stroke="${colour}" stroke-width="6" opacity="0.35" fill="none"/><path d="${shape.head}" fill="${colour}" opacity="0.7"/>`,
    );
    for (const { x: at, width, tone } of stripRects(row, shape))
      parts.push(
        `<rect x="${round(at)}" y="${STRIP_TOP}" width="${round(width)}" height="${STRIP_HEIGHT}" fill="${tone === 'muted' ? '#c3cad6' : colours[tone]}"/>`,
      );
  } else {
    parts.push(
      `<path d="${shape.shaft}" stroke="${colour}" stroke-width="1.5" fill="none"${row.repeated ? ' stroke-dasharray="5 4" opacity="0.7"' : ''}/>${shape.isLost ? `<path d="${shape.head}" stroke="${colours.error}" stroke-width="2" fill="none"/>` : `<path d="${shape.head}" fill="${colour}"/>`}`,
    );
    for (const { x, station } of shape.stations)
      parts.push(
        `<circle cx="${round(x)}" cy="${shape.lineY}" r="${STATION_RADIUS}" fill="#ffffff" stroke="${station.state === 'seen' ? colour : '#9aa3b2'}"${station.state === 'seen' ? '' : ' stroke-dasharray="2 2"'}/>`,
        text(x, shape.lineY + 3, station.text, `font-size="8" text-anchor="middle" fill="${station.state === 'seen' ? colour : '#5b6577'}"`),
      );
  }
  parts.push(
    text(
      shape.labelX,
      16,
      shape.label,
      `${row.tone === 'muted' || (row.kind === 'arrow' && row.repeated) ? '' : 'font-weight="600" '}fill="${colour}" ${HALO}`,
    ),
  );
  for (const { x, width, badge } of shape.badges) {
    const tone = colours[badge.tone];
    parts.push(
      `<rect x="${round(x)}" y="4.5" width="${round(width)}" height="14" rx="3" fill="#ffffff" stroke="${tone}"/>`,
      text(x + 5, 15, badge.text, `font-size="10" fill="${tone}"`),
    );
  }
  if (shape.aside !== '') parts.push(text(shape.asideX, 16, shape.aside, `font-size="11" fill="#5b6577" ${HALO}`));
  if (shape.second !== '') parts.push(text(shape.secondX, secondY(row), shape.second, `font-size="11" fill="#5b6577" ${HALO}`));
  parts.push('</g></g>');
  return parts.join('');
}

/** A Mermaid sequence diagram: letters that Mermaid reads as its own are written as entities. */
export function ladderToMermaid(ladder: LadderExport): string {
  const quote = (value: string): string => value.replace(/[#;:<>"\\`{}[\]%&]/g, (letter) => `#${letter.codePointAt(0)};`).replace(/[\r\n]+/g, ' ');
  const lines = ['sequenceDiagram'];
  ladder.lanes.forEach((lane, i) => lines.push(`  participant L${i} as ${quote(lane.title)}`));
  ladder.rows.forEach((row, i) => {
    const arrow = row.kind === 'band' ? '-)' : row.repeated ? '--)' : '->>';
    const badges = row.kind === 'arrow' ? row.badges.map((badge) => ` [${badge.text}]`).join('') : '';
    lines.push(
      `  L${row.from}${arrow}L${row.to}: ${quote(`${ladder.timeText(row, ladder.rows[i - 1])} ${row.label}${badges} ${row.kind === 'band' ? row.aside : ''}`)}`,
    );
  });
  return `${lines.join('\n')}\n`;
}

/** One line a row, for a ticket or a mail. */
export function ladderToText(ladder: LadderExport): string {
  const name = (lane: number): string => ladder.lanes[lane]?.title ?? '?';
  const lines = ladder.rows.map((row, i) => {
    const badges = row.kind === 'arrow' ? row.badges.map((badge) => ` [${badge.text}]`).join('') : ` ${row.aside}`;
    return `${ladder.timeText(row, ladder.rows[i - 1]).padStart(16)}  ${row.number.padStart(8)}  ${name(row.from)} ${row.kind !== 'band' ? '-->' : row.bothWays ? '<=>' : '==>'} ${name(row.to)}  ${row.label}${badges}`;
  });
  return `${ladder.title}\n${lines.join('\n')}\n`;
}
