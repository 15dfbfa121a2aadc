import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Compile } from 'typebox/compile';
import { ACTS } from '#contract/acts.ts';
import { ROUTES, type Route } from '#contract/routes.ts';
import { EFFECTS, RIGHTS } from '#contract/words.ts';
import { startFixtureServer } from './fixture-server.ts';

const routes = Object.entries(ROUTES) as [string, Route][];
type Schema = { readonly [key: string]: unknown };
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Walks a schema and names what has no greatest size. */
function unbounded(schema: unknown, at: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((one, i) => unbounded(one, `${at}/${i}`));
  if (!isSchema(schema)) return [];
  const own =
    schema.type === 'array' && schema.maxItems === undefined && !Array.isArray(schema.items)
      ? [at]
      : schema.type === 'string' &&
          schema.maxLength === undefined &&
          schema.enum === undefined &&
          schema.const === undefined &&
          schema.pattern === undefined
        ? [at]
        : schema.type === 'object' && isSchema(schema.properties) && schema.additionalProperties !== false
          ? [`${at} is open`]
          : [];
  return [...own, ...Object.entries(schema).flatMap(([key, value]) => unbounded(value, `${at}/${key}`))];
}

test('each route says its method, face, right and effect, and no two share a door', () => {
  const doors = new Set<string>();
  for (const [name, route] of routes) {
    assert.ok(RIGHTS.includes(route.right) && EFFECTS.includes(route.effect) && route.faces.length > 0, name);
    assert.equal(route.method === 'GET', route.effect === 'none', `${name}: reading has no effect, and only reading`);
    assert.equal(/:([A-Za-z]+)/.test(route.path), route.params !== undefined, name);
    const door = `${route.method} ${route.path}`;
    assert.ok(!doors.has(door), door);
    doors.add(door);
  }
});

test('each act has a route, a key of its own and, where it touches an item, the position it saw', () => {
  for (const [name, body] of Object.entries(ACTS)) {
    const route = routes.find(([, one]) => one.path === `/api/acts/${name}`)?.[1];
    assert.equal(route?.body, body, name);
    const properties = (body as unknown as { properties: Schema; required: string[] }).properties;
    const required = (body as unknown as { required: string[] }).required;
    assert.ok(required.includes('idempotencyKey'), name);
    if (properties.itemId) assert.ok(required.includes('itemId') && required.includes('expected'), name);
  }
});

test('whatever comes in has a greatest size, and unknown keys are refused', () => {
  for (const [name, route] of routes)
    for (const [part, schema] of Object.entries({ params: route.params, query: route.query, body: route.body }))
      assert.deepEqual(unbounded(schema, `${name} ${part}`), []);
});

test('every schema compiles', () => {
  for (const [, route] of routes)
    for (const schema of [route.params, route.query, route.body, route.answer]) if (typeof schema === 'object') Compile(schema);
});

test('the fixtures the kiosk is looked at with keep to the contract', async () => {
  const server = await startFixtureServer('/nonexistent', { rows: 90 });
  try {
    for (const address of [
      'session',
      'arrivals',
      'arrivals?limit=60&before=60',
      'items/it_4710',
      'items/it_4709',
      'review',
      'review/it_4708',
      'batches/current',
      'devices',
      'search?q=contrat',
      'people?q=ber',
      'departments',
    ]) {
      const answer = await fetch(`${server.url}/api/${address}`);
      assert.equal(answer.status, 200, address);
      await answer.arrayBuffer();
    }
    assert.deepEqual(server.breaches, []);
  } finally {
    await server.close();
  }
});
