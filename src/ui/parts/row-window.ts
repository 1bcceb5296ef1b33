/**
 * Which rows of a tall table show, for a scroll bar that may be shorter than the rows it stands for: browsers end elements
 * near 17 million pixels, so the spacer stops at 8 million and the position is scaled. Rows are exact, pixels are not: the
 * top row is kept here and the scroll bar follows it. Pure numbers, no DOM.
 */
export const SPACER = 8_000_000;

export interface RowWindow {
  readonly total: number;
  readonly rowHeight: number;
  /** pixels in which rows show */
  readonly viewport: number;
}

/** Height of the spacer behind the rows. */
export function spacerHeight({ total, rowHeight, viewport }: RowWindow): number {
  return Math.max(viewport, Math.min(SPACER, total * rowHeight));
}

export function isCompressed({ total, rowHeight }: RowWindow): boolean {
  return total * rowHeight > SPACER;
}

/** The largest first row, fractional: the last row then ends at the bottom. */
export function lastTop({ total, rowHeight, viewport }: RowWindow): number {
  return Math.max(0, total - viewport / rowHeight);
}

/** First row (fractional) at a scroll position. */
export function topAt(window: RowWindow, scroll: number): number {
  const range = spacerHeight(window) - window.viewport;
  return range <= 0 ? 0 : Math.max(0, Math.min(1, scroll / range)) * lastTop(window);
}

/** Scroll position that stands for a first row. */
export function scrollAt(window: RowWindow, top: number): number {
  const last = lastTop(window);
  return last === 0 ? 0 : (Math.max(0, Math.min(last, top)) / last) * (spacerHeight(window) - window.viewport);
}

/** The first row that shows `row` whole, moving as little as can be. */
export function topThatShows(window: RowWindow, top: number, row: number): number {
  const whole = Math.max(1, Math.floor(window.viewport / window.rowHeight));
  if (row < top) return Math.max(0, row);
  if (row > top + whole - 1) return Math.min(lastTop(window), row - window.viewport / window.rowHeight + 1);
  return top;
}
