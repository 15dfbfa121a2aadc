/**
 * `bench matching`: how long it takes to find the people meant by the lines of one address block, misspelt or not, among 2,000 and among
 * 50,000 people, and how long the index takes. Names are made up.
 */
import type { Directory, Person } from '#domain/directory.ts';
import { indexPeople, matchName } from '#understanding/zz-old.ts';
import { type Measure, percentile, report } from './beside.ts';

/** People, and within how many milliseconds a block is to be matched. */
const SIZES = [
  { people: 2_000, aimMs: 20 },
  { people: 50_000, aimMs: 150 },
];
const BLOCKS = 100;

const START = 'Bel Cor Dan Far Gar Hur Jol Kel Lam Mar Nor Pel Rou Sal Tal Ver Wil Zan Bru Cha'.split(' ');
const MIDDLE = 'a e i o ou an el or im et'.split(' ');
const END = 'bert court dier fort gnon lard mont nard pin quet rand sier tin vault zac chet don man ville son'.split(' ');
const FIRST = 'Anne Bruno Claire Denis Elsa Fabien Gina Hugo Ines Jean Karim Lea Marc Nora Olga Paul Rosa Samir Tania Yves'.split(' ');
const LINES_PER_BLOCK = 7;

let seed = 20261122;
const under = (n: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};
const pick = (from: string[]): string => from[under(from.length)]!;

function makeDirectory(size: number): Directory {
  const people = Array.from(
    { length: size },
    (_, i): Person => ({
      id: `p${i}`,
      title: null,
      firstName: under(4) === 0 ? `${pick(FIRST)}-${pick(FIRST)}` : pick(FIRST),
      lastName: `${pick(START)}${pick(MIDDLE)}${under(2) === 0 ? pick(START).toLowerCase() : ''}${pick(END)}`,
      birthName: null,
      aliases: [],
      departmentId: 'd',
      email: null,
      active: true,
      leftOn: null,
      successor: null,
      absences: [],
      previousDepartmentIds: [],
    }),
  );
  return { organisation: 'X', organisationAliases: [], addresses: [], departments: [], people };
}

function misspell(name: string): string {
  const at = under(name.length);
  return name.slice(0, at) + String.fromCharCode(97 + under(26)) + name.slice(at + under(2));
}

export async function bench(): Promise<void> {
  report(
    'matching',
    SIZES.flatMap(({ people, aimMs }) => measure(people, aimMs)),
  );
}

function measure(size: number, aimMs: number): Measure[] {
  const directory = makeDirectory(size);
  const startedMs = performance.now();
  const index = indexPeople(directory);
  const indexMs = performance.now() - startedMs;
  const blocks = Array.from({ length: BLOCKS }, () => {
    const lines = Array.from({ length: LINES_PER_BLOCK }, () => {
      const { firstName, lastName } = directory.people[under(size)]!;
      return misspell(`${firstName} ${lastName}`.toLowerCase().replaceAll('-', ' '));
    });
    const askedMs = performance.now();
    for (const line of lines) matchName(index, line);
    return performance.now() - askedMs;
  });
  const among = `${size.toLocaleString('en')} people`;
  return [
    { what: `one block, ${among}, median`, unit: 'ms', ours: percentile(blocks, 0.5), aim: { most: aimMs } },
    { what: `one block, ${among}, p95`, unit: 'ms', ours: percentile(blocks, 0.95), aim: { most: aimMs } },
    { what: `index of ${among}`, unit: 'ms', ours: indexMs, note: `${index.lastNames.length} last names` },
  ];
}
