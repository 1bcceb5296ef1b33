/** Offers and answers of one m-line as rows of a table, each cell with whether it differs from the exchange in force before it. */
import type { ExchangeSide, MediaExchange } from '../../contract/call-detail.ts';
import { formatEndpoint, formatMs } from '../parts/format.ts';
import type { ExchangesWords } from '../words/exchanges-words.ts';

export const exchangeCells = ['kept', 'direction', 'caller', 'callee', 'keys'] as const;
export type ExchangeCell = (typeof exchangeCells)[number];

export interface ExchangeRow {
  readonly exchange: MediaExchange;
  readonly cells: Readonly<Record<ExchangeCell, string>>;
  readonly changed: ReadonlySet<ExchangeCell>;
}

/** Rows of the m-line with this number, oldest first. What was refused or lies open is compared, but nothing is compared with it. */
export function exchangeRows(exchanges: readonly MediaExchange[], index: number, word: ExchangesWords): readonly ExchangeRow[] {
  const rows: ExchangeRow[] = [];
  let before: ExchangeRow['cells'] | undefined;
  for (const exchange of exchanges) {
    const line = exchange.lines.find((one) => one.index === index);
    if (line === undefined) continue;
    const { caller, callee } = line;
    const isRefused = caller?.endpoint.port === 0 || callee?.endpoint.port === 0;
    const cells = {
      kept: isRefused ? word.portZero : line.kept.length === 0 ? word.unkept : line.kept.join(', '),
      direction: directionOf(caller, callee, word),
      caller: sideText(caller, word),
      callee: sideText(callee, word),
      keys: [...new Set([caller?.keys ?? '', callee?.keys ?? ''])].filter((keys) => keys !== '').join(' / ') || word.none,
    };
    const last = before;
    rows.push({
      exchange,
      cells,
      changed: new Set(last === undefined ? [] : exchangeCells.filter((cell) => cells[cell] !== last[cell] && cells[cell] !== word.none)),
    });
    if (exchange.outcome === 'answered' || exchange.outcome === 'preview') before = cells;
  }
  return rows;
}

/** Where media may go once both have said so; of an offer alone, what it asks for. */
function directionOf(caller: ExchangeSide | undefined, callee: ExchangeSide | undefined, word: ExchangesWords): string {
  const sends = (side: ExchangeSide | undefined): boolean => side === undefined || side.direction === 'sendrecv' || side.direction === 'sendonly';
  const takes = (side: ExchangeSide | undefined): boolean =>
    side === undefined || ((side.direction === 'sendrecv' || side.direction === 'recvonly') && !isNull(side));
  const toCallee = sends(caller) && takes(callee);
  const toCaller = sends(callee) && takes(caller);
  return toCallee && toCaller ? word.arrows.both : toCallee ? word.arrows.toCallee : toCaller ? word.arrows.toCaller : word.arrows.none;
}

function isNull(side: ExchangeSide): boolean {
  return side.endpoint.address === '0.0.0.0' || side.endpoint.address === '::';
}

function sideText(side: ExchangeSide | undefined, word: ExchangesWords): string {
  if (side === undefined) return word.none;
  const isHold = side.endpoint.port !== 0 && (side.direction === 'sendonly' || side.direction === 'inactive' || isNull(side));
  return [formatEndpoint(side.endpoint), side.ptime === undefined ? '' : formatMs(side.ptime), isHold ? word.hold : '', side.fax]
    .filter((part) => part !== '')
    .join(' · ');
}
