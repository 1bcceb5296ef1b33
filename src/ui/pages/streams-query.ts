/** The query of the list of streams that a route stands for: only what exists comes through. */
import type { Route } from '../../app/route.ts';
import { streamColumns, type DetectedBy, type StreamQuery } from '../../contract/streams.ts';

/** what the presets of the list are called in a route */
export const streamPresets = ['problem', 'sdp', 'heuristic', 'beforeSdp'] as const;
export type StreamPreset = (typeof streamPresets)[number];

const ways: readonly DetectedBy[] = ['sdp', 'heuristic', 'decode-as'];

export function presetsOf(route: Route): readonly StreamPreset[] {
  return streamPresets.filter((preset) => route.kinds?.includes(preset) === true);
}

export function streamQueryOf(route: Route, presets: readonly StreamPreset[] = presetsOf(route)): StreamQuery {
  const column = streamColumns.find((name) => name === route.sort?.column) ?? 'index';
  return {
    text: route.text ?? '',
    detectedBy: ways.filter((way) => presets.some((preset) => preset === way)),
    problemOnly: presets.includes('problem'),
    sort: { column, descending: route.sort?.descending ?? false },
    ...(presets.includes('beforeSdp') ? { beforeSdp: true } : {}),
  };
}
