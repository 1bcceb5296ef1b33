/** What the tones of a call, or of one stream, are asked from: the engine, for whatever the page shows at that moment. */
import type { CallIndex, StreamIndex } from '../../base/units.ts';
import type { RemoteQueries } from '../../contract/capture-worker.ts';
import type { CallDigits } from '../../contract/tones.ts';
import type { ToneSource } from '../views/sg-call-tones.ts';

export function toneSource(queries: () => RemoteQueries | undefined, calls: () => readonly CallIndex[]): ToneSource {
  return {
    digits: async (listen) => {
      const asked = queries();
      if (!asked) return [];
      const answers = await Promise.all(calls().map((call) => asked.digits(call, listen)));
      return answers.filter((answer): answer is CallDigits => answer !== undefined);
    },
    faxes: async () => {
      const asked = queries();
      return asked ? (await Promise.all(calls().map((call) => asked.faxes(call)))).flat() : [];
    },
  };
}

export function streamToneSource(queries: () => RemoteQueries | undefined, stream: () => StreamIndex): ToneSource {
  return {
    digits: async (listen) => {
      const answer = await queries()?.streamDigits(stream(), listen);
      return answer === undefined ? [] : [answer];
    },
    faxes: () => Promise.resolve([]),
  };
}
