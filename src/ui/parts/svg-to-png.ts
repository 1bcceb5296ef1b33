/** A picture of an SVG text: drawn through an image and a canvas. Nothing is fetched; the SVG must be self-contained. */

/** browsers cap a canvas near 16,384 pixels a side */
const LONGEST_SIDE = 16_000;

/** `undefined` when the picture would be too large to be legible, or the browser refuses it. */
export async function svgToPng(svg: string, width: number, height: number): Promise<Blob | undefined> {
  const scale = Math.min(2, LONGEST_SIDE / Math.max(width, height));
  if (scale < 0.5) return undefined;
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    const loaded = new Promise<boolean>((resolve) => {
      image.addEventListener('load', () => resolve(true));
      image.addEventListener('error', () => resolve(false));
    });
    image.src = url;
    if (!(await loaded)) return undefined;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d');
    if (context === null) return undefined;
    context.scale(scale, scale);
    context.drawImage(image, 0, 0, width, height);
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
  } finally {
    URL.revokeObjectURL(url);
  }
}
