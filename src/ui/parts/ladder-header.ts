/** The heads of a ladder's lanes: they stay on top while the rows scroll under them. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { LadderLane } from './ladder-model.ts';
import { laneX } from './ladder-shape.ts';
import type { LaneGeometry } from './ladder-shape.ts';

/** @param gutter width of the left margin, pixels */
export function headerTemplate(lanes: readonly LadderLane[], geometry: LaneGeometry, gutter: number): TemplateResult {
  const { step, width } = geometry;
  const place = (lane: number): string => `left:${gutter + laneX(geometry, lane) - step / 2 + 3}px;width:${step - 6}px`;
  return html`<div class="lanes" role="presentation" .style=${`width:${gutter + width}px`}>
    <div class="corner" role="presentation"></div>
    ${lanes.map(
      (lane, i) =>
        html`<div class="lane" role="presentation" title=${lane.tooltip} .style=${place(i)}><span class="role">${lane.role}</span><span class="title">${lane.title}</span><span class="ports">${lane.subtitle}</span></div>`,
    )}
  </div>`;
}
