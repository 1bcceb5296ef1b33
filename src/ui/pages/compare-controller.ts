/** Two marked messages of a ladder, fetched to be compared. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LadderRow } from '../../contract/ladder.ts';
import type { RemoteQueries } from '../../contract/capture-worker.ts';
import type { MessageDetail } from '../../contract/detail.ts';

export class CompareController implements ReactiveController {
  left: MessageDetail | undefined;
  right: MessageDetail | undefined;
  readonly #host: ReactiveControllerHost;
  #asked = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  get isOn(): boolean {
    return this.left !== undefined && this.right !== undefined;
  }

  /** The rows that are marked now; two of them are compared, the earlier on the left. */
  async mark(queries: RemoteQueries, rows: readonly LadderRow[]): Promise<void> {
    const mine = ++this.#asked;
    const messages = rows.filter((row) => row.kind === 'message').sort((a, b) => a.time - b.time);
    if (messages.length < 2) return this.end();
    const [left, right] = await Promise.all(messages.slice(0, 2).map(({ message }) => queries.message(message))).catch(() => []);
    if (mine !== this.#asked) return;
    this.left = left;
    this.right = right;
    this.#host.requestUpdate();
  }

  swap(): void {
    [this.left, this.right] = [this.right, this.left];
    this.#host.requestUpdate();
  }

  end(): void {
    this.#asked++;
    this.left = this.right = undefined;
    this.#host.requestUpdate();
  }
}
