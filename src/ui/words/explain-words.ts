/**
 * Explanations of what stands in messages and of what is wrong with packets, in the language in use. Names come from
 * captures, so every lookup goes through a Map; what is not in the catalogue is undefined, or says so in a sentence.
 */
import { codes as codesEn } from './en/codes.ts';
import { headers as headersEn } from './en/headers.ts';
import { rtcpFields as fieldsEn } from './en/rtcp-fields.ts';
import { causes as causesEn, sdpAttributes as attributesEn, sdpLines as linesEn } from './en/sdp.ts';
import { methods as methodsEn, statusClasses as classesEn, statuses as statusesEn } from './en/statuses.ts';
import { language, type Language } from './language.ts';
import { codes as codesZh } from './zh-hans/codes.ts';
import { headers as headersZh } from './zh-hans/headers.ts';
import { rtcpFields as fieldsZh } from './zh-hans/rtcp-fields.ts';
import { causes as causesZh, sdpAttributes as attributesZh, sdpLines as linesZh } from './zh-hans/sdp.ts';
import { methods as methodsZh, statusClasses as classesZh, statuses as statusesZh } from './zh-hans/statuses.ts';

type Lookup<Value> = (key: string) => Value | undefined;

function lookup<Value>(en: Readonly<Record<string, Value>>, zhHans: Readonly<Record<string, Value>>): Lookup<Value> {
  const lower = (all: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> =>
    new Map(Object.entries(all).map(([key, value]) => [key.toLowerCase(), value]));
  const maps: Readonly<Record<Language, ReadonlyMap<string, Value>>> = { en: lower(en), 'zh-hans': lower(zhHans) };
  return (key) => maps[language()].get(key.toLowerCase());
}

/** About a header by its canonical name, in any case: what it is and what it does in a call. */
export const headerSentence: Lookup<string> = lookup(headersEn, headersZh);
/** About a field of an opened packet by its key. */
export const fieldSentence: Lookup<string> = lookup(fieldsEn, fieldsZh);
/** About a line of a session description by its letter, or an attribute by its name. */
export const sdpLineSentence: Lookup<string> = lookup(linesEn, linesZh);
export const sdpAttributeSentence: Lookup<string> = lookup(attributesEn, attributesZh);

const methodOf = lookup<string>(methodsEn, methodsZh);
const statusOf = lookup<string>(statusesEn, statusesZh);
const classOf = lookup<string>(classesEn, classesZh);
const causeOf = lookup<string>(causesEn, causesZh);
const codeOf = lookup<readonly [means: string, advice: string]>(codesEn, codesZh);

/** About a method; one for methods of no standard. */
export function methodSentence(method: string): string {
  return methodOf(method) ?? methodOf('other') ?? '';
}

/** About a status code: its own meaning, or that of its class. */
export function statusSentence(status: number): string {
  return statusOf(String(status)) ?? classOf(String(Math.min(7, Math.floor(status / 100)))) ?? classOf('7') ?? '';
}

/** About an ITU-T Q.850 cause. */
export function causeSentence(cause: number): string | undefined {
  return causeOf(String(cause));
}

/** What a diagnostic code or a not-decoded reason means; the code itself when the catalogue lacks it. */
export function problemSentence(code: string): string {
  return codeOf(code)?.[0] ?? code;
}

/** What to do about it; undefined when the catalogue lacks the code. */
export function problemAdvice(code: string): string | undefined {
  return codeOf(code)?.[1];
}
