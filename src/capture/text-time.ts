/**
 * Times as log lines write them: ISO 8601 and its looser forms, syslog's month and day, seconds since 1970, or a time of day alone.
 * What a line leaves out (zone, year, date) is taken as UTC, as the last one told, or as 1 January 1970: the caller is told which.
 */

export interface LineTime {
  /** nanoseconds since 1970 */
  readonly time: bigint;
  /** the line had no date, so that one was taken or made up */
  readonly isDateless: boolean;
  /** the line has seconds and no fraction of one */
  readonly isWhole: boolean;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const clock = String.raw`(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?`;
const iso = new RegExp(String.raw`(?<!\d)(\d{4})[-/.](\d\d)[-/.](\d\d)(?:T|[ ,_]{1,3})${clock}(?: ?(Z|[+-]\d\d:?\d\d))?`);
const dayFirst = new RegExp(String.raw`(?<!\d)(\d\d)[/.](\d\d)[/.](\d{4})[ ,]{1,2}${clock}`);
const syslog = new RegExp(String.raw`\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* {1,2}(\d{1,2})(?:,? (\d{4}))? {1,2}${clock}`, 'i');
// what ends a clock may be a colon, as in "at 10:32:01.123456:", but neither more digits nor another part of a number
const bare = new RegExp(String.raw`(?<![\d:.])${clock}(?!\d|[:.,]\d)`);
const epoch = /(?<![\d.])(1\d{9})\.(\d{3,9})(?!\d)/;

const HALF_DAY = 43_200_000_000_000n;
const DAY = 2n * HALF_DAY;

export class LineTimes {
  /** the last one told, or made up */
  last = 0n;
  #day = 0n;
  #isWhole = false;

  /** The first time in a line; undefined when there is none. */
  read(line: string): LineTime | undefined {
    const found = this.#dated(line);
    if (found !== undefined) {
      this.#day = found - (found % DAY);
      this.last = found;
      return { time: found, isDateless: false, isWhole: this.#isWhole };
    }
    const alone = bare.exec(line);
    if (alone === null) return undefined;
    const ofDay = nanoseconds(alone, 1);
    let time = this.#day + ofDay;
    // past midnight the clock begins anew
    if (time + HALF_DAY < this.last) time += DAY;
    this.#day = time - (time % DAY);
    this.last = time;
    return { time, isDateless: true, isWhole: alone[4] === undefined };
  }

  /** For a message without any time: just behind the one before. */
  next(): bigint {
    this.last += 1_000_000n;
    return this.last;
  }

  #dated(line: string): bigint | undefined {
    const plain = iso.exec(line);
    this.#isWhole = (plain ?? dayFirst.exec(line))?.[7] === undefined;
    if (plain !== null) return at(Number(plain[1]), Number(plain[2]), Number(plain[3]), nanoseconds(plain, 4)) - zone(plain[8]);
    const turned = dayFirst.exec(line);
    if (turned !== null) return at(Number(turned[3]), Number(turned[2]), Number(turned[1]), nanoseconds(turned, 4));
    const named = syslog.exec(line);
    if (named !== null) {
      this.#isWhole = named[7] === undefined;
      const year = named[3] === undefined ? this.#year() : Number(named[3]);
      return at(year, months.indexOf(named[1]!.toLowerCase().slice(0, 3)) + 1, Number(named[2]), nanoseconds(named, 4));
    }
    const seconds = epoch.exec(line);
    this.#isWhole = false;
    return seconds === null ? undefined : BigInt(seconds[1]!) * 1_000_000_000n + BigInt(seconds[2]!.padEnd(9, '0'));
  }

  #year(): number {
    return new Date(Number(this.last / 1_000_000n)).getUTCFullYear();
  }
}

/** Hours, minutes, seconds and their fraction from four groups. */
function nanoseconds(groups: RegExpExecArray, first: number): bigint {
  const seconds = Number(groups[first]) * 3600 + Number(groups[first + 1]) * 60 + Number(groups[first + 2]);
  return BigInt(seconds) * 1_000_000_000n + BigInt((groups[first + 3] ?? '').padEnd(9, '0'));
}

function at(year: number, month: number, day: number, ofDay: bigint): bigint {
  const milliseconds = Date.UTC(year, Math.min(12, Math.max(1, month)) - 1, Math.min(31, Math.max(1, day)));
  const time = BigInt(Number.isNaN(milliseconds) || milliseconds < 0 ? 0 : milliseconds) * 1_000_000n + ofDay;
  return time;
}

function zone(text: string | undefined): bigint {
  if (text === undefined || text === 'Z') return 0n;
  const digits = text.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return BigInt(digits.startsWith('-') ? -minutes : minutes) * 60_000_000_000n;
}
