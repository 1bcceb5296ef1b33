/**
 * How quiet the machine is: the load, and how much of the processors went to others while something was measured. Only
 * Linux tells; elsewhere nothing is known and nothing is flagged.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** Share of all processors that others may use before a round is flagged. */
export const NOISE = 0.15;

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Ticks of every processor: [busy, all]. Time stolen by the host is busy with others. */
function machineTicks() {
  const fields = /^cpu +(.*)$/m.exec(read('/proc/stat'))?.[1]?.split(' ').map(Number) ?? [];
  const all = fields.slice(0, 8).reduce((sum, ticks) => sum + ticks, 0);
  return [all - (fields[3] ?? 0) - (fields[4] ?? 0), all];
}

/** Every process: parent, ticks of its own and of the children it has seen end. */
function processes() {
  const found = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = read(`/proc/${name}/stat`);
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (fields.length < 16) continue;
    const [, parent] = fields;
    const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
    found.set(Number(name), { parent: Number(parent), ticks: user + system, ended: childUser + childSystem });
  }
  return found;
}

/** Ticks of this process and all it started, dead or alive. */
function ownTicks() {
  const all = processes();
  const isOurs = (id) => {
    for (let at = id; at > 1; at = all.get(at)?.parent ?? 0) if (at === process.pid) return true;
    return false;
  };
  let sum = 0;
  for (const [id, { ticks, ended }] of all) if (isOurs(id)) sum += ticks + ended;
  return sum;
}

/** Begins to watch; the answer tells the share (0 to 1) of the processors that went to others since, or undefined. */
export function watchOthers() {
  if (read('/proc/stat') === '') return () => undefined;
  const [busy, all] = machineTicks();
  const own = ownTicks();
  return () => {
    const [busyNow, allNow] = machineTicks();
    return allNow === all ? 0 : Math.max(0, (busyNow - busy - (ownTicks() - own)) / (allNow - all));
  };
}

/** Processor seconds of the children that have ended. */
export function childSeconds() {
  const fields = read('/proc/self/stat').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) / 100;
}

/** Resident set of a process in octets: now, and at its highest. */
export function residentSet(id) {
  const text = read(`/proc/${id}/status`);
  const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024;
  return { now: of('VmRSS'), peak: of('VmHWM') };
}

export function describeMachine() {
  const [first] = cpus();
  return { processor: first?.model.trim() ?? 'unknown', cores: cpus().length, memory: totalmem(), node: process.version };
}

export function load() {
  return loadavg()[0];
}
