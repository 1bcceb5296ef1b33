/**
 * A tree of fields as the flat list of rows that are open, and the way back from an octet to its innermost field. A row
 * is named by its path of positions ("0.2.1"); what is open is remembered by key, so it survives the next packet.
 */
import type { Field } from '../../base/field.ts';
import type { OctetRange } from './octet-range.ts';

export interface FieldRow {
  readonly path: string;
  readonly field: Field;
  readonly buffer: number;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly hasChildren: boolean;
  readonly open: boolean;
  /** key path, for remembering what is open */
  readonly memory: string;
}

export interface FieldForest {
  /** one tree per buffer */
  readonly trees: readonly (readonly Field[])[];
}

/** Rows that are visible, in order. `isOpen` answers for a memory key, with a default for rows never touched. */
export function visibleRows(trees: readonly (readonly Field[])[], isOpen: (memory: string, level: number, field: Field) => boolean): FieldRow[] {
  const rows: FieldRow[] = [];
  const walk = (fields: readonly Field[], buffer: number, level: number, path: string, memory: string): void => {
    fields.forEach((field, i) => {
      const own = `${path}.${i}`;
      const key = `${memory}/${field.key}`;
      const children = field.children ?? [];
      const open = children.length > 0 && isOpen(key, level, field);
      rows.push({ path: own, field, buffer, level, position: i + 1, siblings: fields.length, hasChildren: children.length > 0, open, memory: key });
      if (open) walk(children, buffer, level + 1, own, key);
    });
  };
  trees.forEach((fields, buffer) => walk(fields, buffer, 1, String(buffer), ''));
  return rows;
}

/** The innermost field that holds an octet, and the memory keys of its ancestors (to open them). */
export function findField(
  trees: readonly (readonly Field[])[],
  buffer: number,
  at: number,
): { readonly path: string; readonly field: Field; readonly ancestors: readonly string[] } | undefined {
  let best: { path: string; field: Field; ancestors: readonly string[]; length: number } | undefined;
  const walk = (fields: readonly Field[], path: string, memory: string, ancestors: readonly string[]): void => {
    fields.forEach((field, i) => {
      const own = `${path}.${i}`;
      const key = `${memory}/${field.key}`;
      const length = field.length ?? 0;
      const inside = field.at !== undefined && at >= field.at && at < field.at + length;
      if (inside && (best === undefined || length <= best.length)) best = { path: own, field, ancestors, length };
      if (field.children && (inside || field.at === undefined || length === 0)) walk(field.children, own, key, [...ancestors, key]);
    });
  };
  walk(trees[buffer] ?? [], String(buffer), '', []);
  return best;
}

export function rangeOf(row: { readonly field: Field; readonly buffer: number }): OctetRange | undefined {
  const { at, length } = row.field;
  return at === undefined || length === undefined || length <= 0 ? undefined : { buffer: row.buffer, at, length };
}

/** The field at a path ("buffer.i.j"), and its range. */
export function fieldAtPath(trees: readonly (readonly Field[])[], path: string): { readonly field: Field; readonly buffer: number } | undefined {
  const [buffer = -1, ...positions] = path.split('.').map(Number);
  let fields: readonly Field[] | undefined = trees[buffer];
  let field: Field | undefined;
  for (const position of positions) {
    field = fields?.[position];
    fields = field?.children;
  }
  return field === undefined ? undefined : { field, buffer };
}
