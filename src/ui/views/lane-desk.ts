/**
 * The lanes of one ladder as a person handles them: heads with folded addresses and why, the menu of a head, and each wish told as
 * an event. The wishes are kept by whoever owns the ladder and come back as its lane choices.
 *
 * Fires on its host: sg-lane-change - detail: a LaneChange
 */
import { html, type LitElement, type TemplateResult } from 'lit';
import type { Ladder } from '../../contract/ladder.ts';
import type { LadderItem, LadderLane } from '../parts/ladder-model.ts';
import type { MenuEntry, SgMenu } from '../parts/sg-menu.ts';
import { ladderWords } from '../words/ladder-words.ts';
import { lanesWords } from '../words/lanes-words.ts';
import { arrangeLanes, bondsBetween, movedKeys, noLaneChoices, type ArrangedLanes, type LaneBox, type LaneChoices } from './arrange-lanes.ts';
import { isStandIn } from './limited-time.ts';
import { sourceWords } from '../words/source-words.ts';

/** A wish about lanes, by their keys. */
export type LaneChange =
  | { readonly kind: 'rename' | 'join' | 'part' | 'order' | 'reset'; readonly keys: readonly string[]; readonly name: string }
  | { readonly kind: 'keep'; readonly on: boolean };

export class LaneDesk {
  headers: readonly LadderLane[] = [];
  #arranged: ArrangedLanes = { boxes: [], boxOf: new Int32Array(0) };
  #bonds: Ladder['bonds'] = [];
  #limits: Ladder['limits'];
  #choices: LaneChoices = noLaneChoices;
  #folding = true;
  #lane = 0;
  readonly #host: LitElement;

  constructor(host: LitElement) {
    this.#host = host;
  }

  arrange(ladder: Ladder | undefined, choices: LaneChoices, folding: boolean): void {
    this.#choices = choices;
    this.#folding = folding;
    this.#bonds = ladder?.bonds ?? [];
    this.#limits = ladder?.limits;
    this.#arranged = arrangeLanes(ladder ?? { lanes: [], bonds: [] }, choices, folding);
    this.headers = this.#arranged.boxes.map((box) => this.#header(box));
  }

  /** Rows drawn between boxes rather than lanes. */
  placed(items: readonly LadderItem[]): readonly LadderItem[] {
    const { boxOf } = this.#arranged;
    if (boxOf.every((place, lane) => place === lane)) return items;
    return items.map((item) => ({ ...item, from: boxOf[item.from] ?? item.from, to: boxOf[item.to] ?? item.to }));
  }

  /** The first lane whose name or address holds a text; -1 when there is none. */
  find(text: string): number {
    const wanted = text.trim().toLowerCase();
    if (wanted === '') return -1;
    return this.#arranged.boxes.findIndex((box) => [box.name ?? '', ...box.keys].some((one) => one.toLowerCase().includes(wanted)));
  }

  openMenu(menu: SgMenu | null, event: CustomEvent<{ lane: number; anchor: HTMLElement }>): void {
    this.#lane = event.detail.lane;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => menu?.openAt(event.detail.anchor));
  }

  move(lane: number, to: number): void {
    this.#tell('order', movedKeys(this.#arranged.boxes, lane, to));
  }

  rename(lane: number, name: string): void {
    const box = this.#arranged.boxes[lane];
    if (box !== undefined && name !== (box.name ?? '')) this.#tell('rename', box.keys, name);
  }

  /** The menu of the lane that was chosen last. @param rename begins to rename a lane in place */
  renderMenu(rename: (lane: number) => void): TemplateResult {
    return html`<sg-menu class="lane-menu" look="unseen" .items=${this.#entries()} .label=${this.headers[this.#lane]?.title ?? ''}
      @sg-choose=${(event: CustomEvent<{ key: string }>) => this.#choose(event.detail.key, rename)}></sg-menu>`;
  }

  #header(box: LaneBox): LadderLane {
    const word = ladderWords();
    const ports = box.ports.length > 0 ? word.ports(box.ports.join(', ')) : '';
    const role = box.role === undefined ? '' : word.roles[box.role];
    const [first = '', ...others] = box.keys;
    const subtitle =
      box.name !== undefined
        ? box.keys.join(', ')
        : others.length === 0
          ? ports
          : others.length === 1
            ? others[0]!
            : `${others[0]} ${lanesWords().more(others.length - 1)}`;
    const tooltip = [
      box.name ?? '',
      ...box.keys,
      role,
      ports,
      box.userAgent ?? '',
      others.length === 0 ? '' : lanesWords().folded(this.#why(box)),
      this.#standIn(box),
    ];
    return { key: box.key, title: box.name ?? first, name: box.name ?? '', subtitle, role, tooltip: tooltip.filter((part) => part !== '').join('\n') };
  }

  #standIn({ keys }: LaneBox): string {
    return keys.some((key) => isStandIn(this.#limits, key)) ? sourceWords().standIn : '';
  }

  #why(box: LaneBox): string {
    const { reasons, byHand } = lanesWords();
    const found = this.#bonds.filter((bond) => bond.isSure && box.lanes.includes(bond.a) && box.lanes.includes(bond.b)).flatMap((bond) => bond.reasons);
    return found.length === 0 ? byHand : [...new Set(found)].map((reason) => reasons[reason]).join('; ');
  }

  #entries(): MenuEntry[] {
    const word = lanesWords();
    const { boxes } = this.#arranged;
    const box = boxes[this.#lane];
    if (box === undefined) return [];
    const others = boxes
      .filter((other) => other !== box)
      .map((other) => ({ other, reasons: bondsBetween(box, other, this.#bonds) }))
      .sort((a, b) => Number(b.reasons.length > 0) - Number(a.reasons.length > 0));
    return [
      { key: 'rename', label: word.rename, hint: 'F2' },
      { key: 'left', label: word.left, hint: 'Alt+←', disabled: this.#lane === 0 },
      { key: 'right', label: word.right, hint: 'Alt+→', disabled: this.#lane === boxes.length - 1 },
      ...(box.keys.length > 1 ? [{ key: 'split', label: word.split }] : []),
      '-',
      { key: 'reset', label: word.reset },
      { key: 'keep', label: word.keep, checked: this.#choices.kept, hint: '' },
      ...(this.#folding && others.length > 0 ? [{ heading: word.joinWith }] : []),
      ...(this.#folding
        ? others.map(({ other, reasons }) => ({
            key: `join:${other.key}`,
            label: other.name ?? other.keys.join(', '),
            ...(reasons[0] === undefined ? {} : { hint: word.reasons[reasons[0]] }),
          }))
        : []),
    ];
  }

  #choose(key: string, rename: (lane: number) => void): void {
    const { boxes } = this.#arranged;
    const box = boxes[this.#lane];
    if (box === undefined) return;
    if (key === 'rename') rename(this.#lane);
    else if (key === 'left') this.move(this.#lane, this.#lane - 1);
    else if (key === 'right') this.move(this.#lane, this.#lane + 1);
    else if (key === 'split') this.#tell('part', box.keys);
    else if (key === 'reset')
      this.#tell(
        'reset',
        boxes.flatMap((one) => one.keys),
      );
    else if (key === 'keep') this.#host.dispatchEvent(event({ kind: 'keep', on: !this.#choices.kept }));
    else if (key.startsWith('join:')) {
      const other = boxes.find((one) => one.key === key.slice(5));
      if (other !== undefined) this.#tell('join', [...box.keys, ...other.keys]);
    }
  }

  #tell(kind: 'rename' | 'join' | 'part' | 'order' | 'reset', keys: readonly string[], name = ''): void {
    this.#host.dispatchEvent(event({ kind, keys, name }));
  }
}

function event(detail: LaneChange): CustomEvent<LaneChange> {
  return new CustomEvent('sg-lane-change', { detail, bubbles: true, composed: true });
}
