/**
 * The legs of the calls on a page: asked once for a revision, their media when somebody looks at them. What a person links, parts
 * or names goes to the engine, and the session looks anew.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Session } from '../../app/session.ts';
import type { CallIndex } from '../../base/units.ts';
import type { LegFamily, LegMedia } from '../../contract/legs.ts';

interface Wanted {
  readonly session: Session;
  readonly call: CallIndex;
  readonly revision: number;
  /** somebody looks at the media between the legs */
  readonly media: boolean;
}

export class LegsController implements ReactiveController {
  family: LegFamily | undefined;
  media: readonly LegMedia[] | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #wanted: () => Wanted | undefined;
  #asked = '';
  #askedMedia = '';

  constructor(host: ReactiveControllerHost, wanted: () => Wanted | undefined) {
    this.#host = host;
    this.#wanted = wanted;
    host.addController(this);
  }

  /** Other legs of the call. */
  get count(): number {
    return Math.max(0, (this.family?.members.length ?? 1) - 1);
  }

  /** Call-IDs of the whole family, in order. */
  get callIds(): readonly string[] {
    return this.family?.members.map(({ row }) => row.callId) ?? [];
  }

  hostUpdate(): void {
    const wanted = this.#wanted();
    if (wanted === undefined) return;
    const asks = `${wanted.call}/${wanted.revision}`;
    if (asks !== this.#asked) {
      if (this.#asked.split('/')[0] !== String(wanted.call)) this.family = this.media = undefined;
      this.#asked = asks;
      void this.#ask(asks, wanted);
    }
    if (wanted.media && asks !== this.#askedMedia) {
      this.#askedMedia = asks;
      void this.#askMedia(asks, wanted);
    }
  }

  async #ask(asks: string, { session, call }: Wanted): Promise<void> {
    const family = await session.queries.legs(call).catch(() => undefined);
    if (asks !== this.#asked) return;
    this.family = family;
    this.#host.requestUpdate();
    // payloads looked at for this call may have linked it: the lists do not know yet
    if (family !== undefined && family.revision > session.revision.value) await session.look();
  }

  async #askMedia(asks: string, { session, call }: Wanted): Promise<void> {
    const media = await session.queries.legMedia(call).catch(() => []);
    if (asks !== this.#askedMedia) return;
    this.media = media;
    this.#host.requestUpdate();
  }

  readonly pin = async (event: CustomEvent<{ one: CallIndex; other: CallIndex; on: boolean }>): Promise<void> => {
    const { one, other, on } = event.detail;
    await this.#act((session) => session.queries.pinLeg(one, other, on));
  };

  readonly cut = async (event: CustomEvent<{ one: CallIndex; other: CallIndex; on: boolean }>): Promise<void> => {
    const { one, other, on } = event.detail;
    await this.#act((session) => session.queries.cutLeg(one, other, on));
  };

  readonly header = async (event: CustomEvent<{ name: string }>): Promise<void> => {
    await this.#act((session) => session.queries.chooseLegHeader(event.detail.name));
  };

  /** Links the call that has this number in the list. */
  readonly number = async (event: CustomEvent<{ number: number }>): Promise<void> => {
    const wanted = this.#wanted();
    const query = { text: '', states: [], problems: [], sort: { column: 'index', descending: false } } as const;
    const found = await wanted?.session.queries.calls(query, { offset: event.detail.number - 1, limit: 1 }).catch(() => undefined);
    const other = found?.rows[0]?.call;
    if (wanted !== undefined && other !== undefined) await this.#act((session) => session.queries.pinLeg(wanted.call, other, true));
  };

  async #act(how: (session: Session) => Promise<void>): Promise<void> {
    const session = this.#wanted()?.session;
    if (session === undefined) return;
    await how(session).catch(() => undefined);
    await session.look();
  }
}
