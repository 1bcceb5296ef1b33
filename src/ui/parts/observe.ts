/** Ties an element to anything that can be subscribed to: it renders again when one of them changes. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface Observable {
  /** calls back after every change; the answer ends it */
  subscribe(listener: () => void): () => void;
}

/** `new ObserveController(this, () => [this.session?.overview])`; what is asked for is read anew after every update. */
export class ObserveController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #sources: () => readonly (Observable | undefined)[];
  readonly #ends = new Map<Observable, () => void>();

  constructor(host: ReactiveControllerHost, sources: () => readonly (Observable | undefined)[]) {
    this.#host = host;
    this.#sources = sources;
    host.addController(this);
  }

  hostConnected(): void {
    this.#tie();
  }

  hostUpdated(): void {
    this.#tie();
  }

  hostDisconnected(): void {
    for (const end of this.#ends.values()) end();
    this.#ends.clear();
  }

  #tie(): void {
    const wanted = new Set(this.#sources().filter((source) => source !== undefined));
    for (const [source, end] of this.#ends) {
      if (wanted.has(source)) continue;
      end();
      this.#ends.delete(source);
    }
    for (const source of wanted) {
      if (!this.#ends.has(source))
        this.#ends.set(
          source,
          source.subscribe(() => this.#host.requestUpdate()),
        );
    }
  }
}
