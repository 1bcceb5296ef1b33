/** What a page knows of capture points: asked for when its calls, streams, window or the capture change, and only where there are several points. */
import type { LitElement, ReactiveController } from 'lit';
import { latest } from '../../app/latest.ts';
import type { Session } from '../../app/session.ts';
import type { CallIndex, Nanoseconds, StreamIndex } from '../../base/units.ts';
import type { CapturePoint } from '../../contract/points.ts';
import { noPoints, type KnownPoints } from '../views/known-points.ts';

export interface PointsInput {
  readonly session: Session;
  readonly calls: readonly CallIndex[];
  /** the stream whose segments are plotted; undefined for none */
  readonly stream: StreamIndex | undefined;
  readonly from: Nanoseconds | undefined;
  readonly to: Nanoseconds | undefined;
  readonly revision: number;
}

/** buckets asked for: about a plot's width */
const BUCKETS = 700;

export class PointsController implements ReactiveController {
  known: KnownPoints = noPoints;
  readonly #host: LitElement;
  readonly #input: () => PointsInput | undefined;
  #asked = '';

  constructor(host: LitElement, input: () => PointsInput | undefined) {
    this.#host = host;
    this.#input = input;
    host.addController(this);
  }

  hostUpdate(): void {
    const input = this.#input();
    const points = input?.session.overview.value?.points?.points ?? [];
    if (input === undefined || points.length < 2) {
      this.known = noPoints;
      return;
    }
    const asks = [input.session.generation, input.revision, input.calls.join(), input.stream, input.from, input.to].join('/');
    if (asks === this.#asked) return;
    this.#asked = asks;
    this.#load(input, points);
  }

  readonly #load = latest(
    async ({ session, calls, stream, from, to }: PointsInput, points: readonly CapturePoint[]): Promise<KnownPoints> => {
      const { queries } = session;
      const window = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      const [ofCalls, one, series] = await Promise.all([
        Promise.all(calls.map((call) => queries.callPoints(call))),
        stream === undefined ? undefined : queries.streamPoints(stream),
        stream === undefined ? [] : queries.segmentSeries({ stream, buckets: BUCKETS, ...window }),
      ]);
      const ofStream = one === undefined ? [] : [{ segments: [], streams: [one] }];
      return { points, of: [...ofCalls.filter((found) => found !== undefined), ...ofStream], series };
    },
    (known) => {
      this.known = known;
      this.#host.requestUpdate();
    },
    () => {
      this.known = noPoints;
      this.#host.requestUpdate();
    },
  );
}
