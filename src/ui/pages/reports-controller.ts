/** What a page knows of RTCP: asks again whenever its calls or streams, or the capture, have changed; the newest answer counts. */
import type { LitElement, ReactiveController } from 'lit';
import { latest } from '../../app/latest.ts';
import type { Session } from '../../app/session.ts';
import type { CallIndex, StreamIndex } from '../../base/units.ts';
import type { StreamReports, UnseenSource } from '../../contract/reports.ts';
import { saveBuilt } from './say.ts';
import { noReports, type KnownReports } from '../views/known-reports.ts';

export interface ReportsInput {
  readonly session: Session;
  readonly calls: readonly CallIndex[];
  readonly streams: readonly StreamIndex[];
  /** of the capture, at the page's own pace */
  readonly revision: number;
}

/** The reports on a stream as a file. */
export function saveReports(host: LitElement, session: Session, stream: StreamIndex): void {
  void saveBuilt(host, session, `reports-${stream + 1}.csv`, () => session.exports.exportTable({ table: 'reports', stream }));
}

export class ReportsController implements ReactiveController {
  /** what is known so far */
  known: KnownReports = noReports;
  readonly #host: LitElement;
  readonly #input: () => ReportsInput | undefined;
  #asked = '';

  constructor(host: LitElement, input: () => ReportsInput | undefined) {
    this.#host = host;
    this.#input = input;
    host.addController(this);
  }

  hostUpdate(): void {
    const input = this.#input();
    if (input === undefined) return;
    const asks = `${input.session.generation}/${input.revision}/${input.calls.join()}/${input.streams.join()}`;
    if (asks === this.#asked) return;
    this.#asked = asks;
    this.#load(input);
  }

  readonly #load = latest(
    async ({ session, calls, streams }: ReportsInput): Promise<KnownReports> => {
      const [ofCalls, ofStreams] = await Promise.all([
        Promise.all(calls.map((call) => session.queries.callReports(call))),
        Promise.all(streams.map((stream) => session.queries.reports(stream))),
      ]);
      const found: StreamReports[] = [...ofCalls.flatMap((one) => one?.streams ?? []), ...ofStreams.filter((one) => one !== undefined)];
      const unseen = new Map<string, UnseenSource>(ofCalls.flatMap((one) => one?.unseen ?? []).map((one) => [one.ssrc, one]));
      return { isLoaded: true, streams: new Map(found.map((one) => [one.stream, one])), unseen: [...unseen.values()] };
    },
    (known) => {
      this.known = known;
      this.#host.requestUpdate();
    },
    () => {
      this.known = { ...noReports, isLoaded: true };
      this.#host.requestUpdate();
    },
  );
}
