/**
 * The one cursor as parts see it: a moment that can be watched, in nanoseconds on the time line. It moves sixty times a second
 * while sound plays, so elements follow it by hand and never render for it.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface MomentSource {
  readonly value: number | undefined;
  subscribe(listener: () => void): () => void;
}

/** Calls `follow` after every update of the host and every move of the moment, at most once a frame. */
export class MomentController implements ReactiveController {
  readonly #source: () => MomentSource | undefined;
  readonly #follow: (moment: number | undefined) => void;
  #watched: MomentSource | undefined;
  #end: (() => void) | undefined;
  #frame = 0;

  constructor(host: ReactiveControllerHost, source: () => MomentSource | undefined, follow: (moment: number | undefined) => void) {
    this.#source = source;
    this.#follow = follow;
    host.addController(this);
  }

  hostConnected(): void {
    this.#watch();
  }

  hostUpdated(): void {
    this.#watch();
    this.#follow(this.#watched?.value);
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#end?.();
    this.#end = this.#watched = undefined;
  }

  #watch(): void {
    const source = this.#source();
    if (source === this.#watched) return;
    this.#end?.();
    this.#watched = source;
    this.#end = source?.subscribe(() => {
      if (this.#frame === 0)
        this.#frame = requestAnimationFrame(() => {
          this.#frame = 0;
          this.#follow(source.value);
        });
    });
  }
}
