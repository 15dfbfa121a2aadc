/**
 * How long it takes to find the person meant by a printed name, misspelt or not, among 2,000 and among 50,000 people, and how long
 * the index takes. Names are made up. The aim: one address block within 20 ms and 150 ms.
 */
import type { Directory, Person } from '#domain/directory.ts';
import { indexPeople, matchName } from '#understanding/people.ts';

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

for (const size of [2_000, 50_000]) {
  const directory = makeDirectory(size);
  const before = performance.now();
  const index = indexPeople(directory);
  const indexMs = performance.now() - before;
  const blocks: number[] = [];
  for (let i = 0; i < 100; i++) {
    const lines = Array.from({ length: LINES_PER_BLOCK }, () => {
      const p = directory.people[under(size)]!;
      return misspell(`${p.firstName} ${p.lastName}`.toLowerCase().replaceAll('-', ' '));
    });
    const start = performance.now();
    for (const line of lines) matchName(index, line);
    blocks.push(performance.now() - start);
  }
  blocks.sort((a, b) => a - b);
  const round = (ms: number): number => Math.round(ms * 10) / 10;
  console.log(
    JSON.stringify({
      people: size,
      lastNames: index.lastNames.length,
      indexMs: round(indexMs),
      blockMedianMs: round(blocks[50]!),
      blockP95Ms: round(blocks[95]!),
    }),
  );
}
