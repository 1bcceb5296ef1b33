/** Icons from lucide, one by one, so that only those we use are shipped. Decoration: the button around one has the name. */
import { svg, type SVGTemplateResult } from 'lit';

/** A lucide icon: tags and their attributes. */
export type IconNode = readonly (readonly [string, Readonly<Record<string, string | number | undefined>>])[];

function shape([tag, given]: IconNode[number]): SVGTemplateResult | undefined {
  const at = (name: string): string => String(given[name] ?? 0);
  switch (tag) {
    case 'path':
      return svg`<path d=${at('d')}></path>`;
    case 'circle':
      return svg`<circle cx=${at('cx')} cy=${at('cy')} r=${at('r')}></circle>`;
    case 'line':
      return svg`<line x1=${at('x1')} y1=${at('y1')} x2=${at('x2')} y2=${at('y2')}></line>`;
    case 'rect':
      return svg`<rect x=${at('x')} y=${at('y')} width=${at('width')} height=${at('height')} rx=${at('rx')}></rect>`;
    case 'polyline':
      return svg`<polyline points=${at('points')}></polyline>`;
    default:
      return undefined;
  }
}

/** `import { Phone } from 'lucide'` ships that one icon; `icon(Phone)` draws it at 16 pixels. */
export function icon(node: IconNode): SVGTemplateResult {
  return svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${node.map(shape)}</svg>`;
}
