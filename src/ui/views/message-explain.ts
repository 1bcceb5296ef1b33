/** Sentences about what a SIP message says: its method or status, its headers. Names come from captures: looked up in Maps. */
import { headers as headersEn } from '../words/en/headers.ts';
import { methods as methodsEn, statusClasses as classesEn, statuses as statusesEn } from '../words/en/statuses.ts';
import { area } from '../words/language.ts';
import { headers as headersZh } from '../words/zh-hans/headers.ts';
import { methods as methodsZh, statusClasses as classesZh, statuses as statusesZh } from '../words/zh-hans/statuses.ts';

function byName(sentences: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(sentences).map(([name, sentence]) => [name.toLowerCase(), sentence]));
}

const headers = area(byName(headersEn), byName(headersZh));
const methods = area(byName(methodsEn), byName(methodsZh));
const statuses = area(byName(statusesEn), byName(statusesZh));
const classes = area(byName(classesEn), byName(classesZh));

/** About a header by its canonical name; undefined when the catalogue has none. */
export function headerSentence(canonical: string): string | undefined {
  return headers().get(canonical.toLowerCase());
}

/** About a method; for one that no standard we know has, a sentence that says so. */
export function methodSentence(method: string): string {
  return methods().get(method.toLowerCase()) ?? methods().get('other') ?? '';
}

/** About a status code; for one that is not registered, about its class. */
export function statusSentence(status: number): string {
  return statuses().get(String(status)) ?? classes().get(String(Math.floor(status / 100))) ?? '';
}
