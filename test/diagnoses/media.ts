/** Rules about media (semantics 8.2 to 8.4): a story on which each fires, and one on which it must not. */
import { tellPlainCall } from '../forge/plain-call.ts';
import type { Diagnosis } from './diagnosis.ts';

export const media: readonly Diagnosis[] = [
  {
    rule: 'LOSS',
    fires: (story) => void tellPlainCall(story, 0, { toCallee: { lost: Array.from({ length: 10 }, (_, n) => 20 + n * 20) } }),
    facts: { lost: 10, expected: 250 },
    nearMiss: (story) => void tellPlainCall(story, 0, { toCallee: { lost: [100] } }),
  },
];
