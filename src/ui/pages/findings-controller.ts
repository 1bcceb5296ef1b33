/** What the rules say of the calls on a page, asked once for a revision. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RemoteQueries } from '../../contract/capture-worker.ts';
import type { FindingRow } from '../../contract/findings.ts';
import { findingText, severityRank } from '../views/finding-look.ts';
import type { Proofs } from '../views/sg-call-ladder.ts';

interface Wanted {
  readonly queries: RemoteQueries;
  readonly calls: readonly number[];
  readonly revision: number;
}

export class FindingsController implements ReactiveController {
  rows: readonly FindingRow[] = [];
  proofs: Proofs = new Map();
  readonly #host: ReactiveControllerHost;
  readonly #wanted: () => Wanted | undefined;
  #asked = '';

  constructor(host: ReactiveControllerHost, wanted: () => Wanted | undefined) {
    this.#host = host;
    this.#wanted = wanted;
    host.addController(this);
  }

  hostUpdate(): void {
    const wanted = this.#wanted();
    if (wanted === undefined) return;
    const asks = `${wanted.calls.join()}/${wanted.revision}`;
    if (asks === this.#asked) return;
    this.#asked = asks;
    void this.#ask(asks, wanted);
  }

  async #ask(asks: string, { queries, calls }: Wanted): Promise<void> {
    const found = await Promise.all(calls.map((call) => queries.findingsOfCall(call))).catch(() => []);
    if (asks !== this.#asked) return;
    this.rows = found.flat().sort((a, b) => severityRank[a.severity] - severityRank[b.severity]);
    this.proofs = proofsOf(this.rows);
    this.#host.requestUpdate();
  }
}

/** Rows come the worst first, so the first to name a packet decides its severity. */
function proofsOf(rows: readonly FindingRow[]): Proofs {
  const proofs = new Map<number, { readonly severity: FindingRow['severity']; readonly titles: string[] }>();
  for (const { rule, severity, evidence } of rows) {
    const { title } = findingText(rule);
    for (const { place } of evidence) {
      const known = proofs.get(place.packet);
      if (known === undefined) proofs.set(place.packet, { severity, titles: [title] });
      else if (!known.titles.includes(title)) known.titles.push(title);
    }
  }
  return proofs;
}
