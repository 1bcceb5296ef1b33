/** Widths of text in a given face, measured once by a canvas and remembered; estimated where there is no canvas. */
export type Measure = (text: string, size: number, bold?: boolean) => number;

const REMEMBERED = 20_000;

/** A measure for one font family (a CSS list of names, no variables). */
export function measureFor(family: string): Measure {
  const context = typeof document === 'undefined' ? undefined : document.createElement('canvas').getContext('2d');
  if (!context) return estimate;
  const known = new Map<string, number>();
  return (text, size, bold = false) => {
    const key = `${bold ? 'b' : 'r'}${size} ${text}`;
    let width = known.get(key);
    if (width === undefined) {
      if (known.size >= REMEMBERED) known.clear();
      context.font = `${bold ? '600 ' : ''}${size}px ${family}`;
      width = context.measureText(text).width;
      known.set(key, width);
    }
    return width;
  };
}

/** A guess that needs no page: wide letters are counted double. */
export function estimate(text: string, size: number, bold = false): number {
  let units = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x2e80) units += 1;
    else if (code >= 0x41 && code <= 0x5a) units += 0.67;
    else if (code === 0x69 || code === 0x6c || code === 0x2e || code === 0x2c || code === 0x20 || code === 0x3a) units += 0.3;
    else units += 0.55;
  }
  return units * size * (bold ? 1.06 : 1);
}
