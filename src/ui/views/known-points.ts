/** What a page knows of capture points: nothing where one capture is open or its packets were seen at one place. */
import type { CallPoints, CapturePoint, SegmentSeries } from '../../contract/points.ts';

export interface KnownPoints {
  readonly points: readonly CapturePoint[];
  readonly of: readonly CallPoints[];
  readonly series: readonly SegmentSeries[];
}

export const noPoints: KnownPoints = { points: [], of: [], series: [] };
