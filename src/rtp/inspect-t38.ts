/**
 * The fields of one T.38 packet over UDPTL for the packet inspector (ITU-T T.38 sections 8 and 9), tied to their octets: the
 * primary IFP packet, the earlier ones sent again, or parity. Keys are Wireshark's filter names. Reads only inside [at, end).
 */
import type { Field } from '../base/field.ts';
import { octetsField } from '../wire/inspect-octets.ts';
import { editionHint, ifpFieldTypes, parseIfp, type IfpEdition, type IfpField } from './ifp.ts';
import { t30DataTypes, t30Indicators } from './t38.ts';
import { parseUdptl, type Stretch, type Udptl } from './udptl.ts';

const UDPTL = 'T.38 section 9.1';
const IFP = 'T.38 section 8.2';
const SHOWN_OCTETS = 16;

export function inspectUdptl(view: DataView, at: number, end: number): Field {
  const udptl = parseUdptl(view, at, end);
  if (udptl === undefined) return octetsField('udptl', 'UDPTL', at, end - at, 'udptl.short');
  const edition: IfpEdition = [udptl.primary, ...udptl.secondaries].some((one) => editionHint(view, one.at, one.end) > 0) ? 'corrected' : '1998';
  const primary = inspectIfp(view, udptl.primary, edition, 'primary IFP packet');
  const isCut = udptl.problem === 'udptl.primary-cut';
  return {
    key: 't38',
    name: 'T.38 (UDPTL)',
    value: `${udptl.sequence}: ${primary.value ?? ''}`,
    at,
    length: end - at,
    reference: UDPTL,
    children: [
      { key: 't38.seq_number', name: 'sequence number', value: String(udptl.sequence), at, length: 2, reference: UDPTL },
      isCut ? { ...primary, problem: 'udptl.primary-cut' } : primary,
      ...(isCut ? [] : [recoveryField(view, udptl, end, edition)]),
    ],
  };
}

function recoveryField(view: DataView, udptl: Udptl, end: number, edition: IfpEdition): Field {
  const { recovery, recoveryAt, secondaries, fec, sequence } = udptl;
  const head = {
    key: 't38.error_recovery',
    name: 'error recovery',
    at: recoveryAt,
    length: end - recoveryAt,
    reference: UDPTL,
    ...(udptl.problem === undefined ? {} : { problem: udptl.problem }),
  };
  if (recovery === 'fec') {
    const parities = fec.map((one, i): Field => ({ key: 't38.fec_data', name: `parity ${i + 1}`, value: octetText(view, one), ...placeOf(one) }));
    return { ...head, value: `FEC: ${fec.length} × ${udptl.fecSpan} packets`, children: parities };
  }
  if (recovery === 'none') return head;
  const children = secondaries.map((one, i) => inspectIfp(view, one, edition, `sequence number ${(sequence - 1 - i) & 0xffff} again`));
  return { ...head, value: `${secondaries.length} secondary IFP packets`, children };
}

function inspectIfp(view: DataView, place: Stretch, edition: IfpEdition, name: string): Field {
  const ifp = parseIfp(view, place.at, place.end, edition);
  if (ifp === undefined) return { key: 't38.ifp', name, value: 'empty', ...placeOf(place) };
  const isData = ifp.dataType >= 0;
  const number = isData ? ifp.dataType : ifp.indicator;
  const signal = (isData ? t30DataTypes : t30Indicators)[number] ?? String(number);
  const fields = ifp.fields.map((field) => inspectField(view, field));
  return {
    key: 't38.ifp',
    name,
    value: [signal, ...ifp.fields.map((field) => ifpFieldTypes[field.type] ?? String(field.type))].join(', '),
    ...placeOf(place),
    reference: IFP,
    ...(ifp.problem === undefined ? {} : { problem: ifp.problem }),
    children: [
      isData
        ? { key: 't38.t30_data', name: 'T.30 data', value: `${signal} (${number})`, at: place.at, length: 1, reference: IFP }
        : { key: 't38.t30_indicator', name: 'T.30 indicator', value: `${signal} (${number})`, at: place.at, length: 1, reference: IFP },
      ...fields,
    ],
  };
}

function inspectField(view: DataView, field: IfpField): Field {
  const type: Field = {
    key: 't38.field_type',
    name: 'field type',
    value: `${ifpFieldTypes[field.type] ?? ''} (${field.type})`,
    at: field.typeAt,
    length: Math.max(1, field.end - field.typeAt),
    reference: IFP,
  };
  if (field.end === field.at) return type;
  return { ...type, children: [{ key: 't38.field_data', name: 'field data', value: octetText(view, field), ...placeOf(field) }] };
}

function placeOf({ at, end }: Stretch): { readonly at: number; readonly length: number } {
  return { at, length: Math.max(0, end - at) };
}

function octetText(view: DataView, { at, end }: Stretch): string {
  let text = '';
  for (let i = at; i < Math.min(end, at + SHOWN_OCTETS); i++) text += view.getUint8(i).toString(16).padStart(2, '0');
  return end - at > SHOWN_OCTETS ? `${text}… (${end - at})` : text;
}
