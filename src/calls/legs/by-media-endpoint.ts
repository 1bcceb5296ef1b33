/**
 * Links by a media address and port that two calls announce for the same side while both last (semantics 6.1): a box that hands
 * the description on, or takes itself out of the media later. An endpoint that many calls announce says nothing.
 */
import type { MediaRegistry } from '../media-registry.ts';
import { Role } from '../media-registry.ts';
import { Bit } from './evidence.ts';
import type { LegPairs } from './leg-pairs.ts';

const MOST_COMPARED = 8;

export function linkByMediaEndpoint(registry: MediaRegistry, pairs: LegPairs): void {
  for (let id = 0; id < registry.length; id++) {
    if (registry.older(id) < 0 || registry.role(id) !== Role.media) continue;
    const call = registry.call(id);
    let compared = 0;
    for (let other = registry.older(id); other >= 0 && compared < MOST_COMPARED; other = registry.older(other)) {
      if (registry.call(other) === call) continue;
      compared++;
      if (registry.role(other) === Role.media && (registry.side(other) === registry.side(id) || registry.side(id) === 0 || registry.side(other) === 0))
        pairs.addIfPlausible(registry.call(other), call, Bit.mediaEndpoint);
    }
  }
}
