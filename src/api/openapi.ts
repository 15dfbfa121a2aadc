/** The OpenAPI 3.1 document, printed from the table of routes. */
import type { TSchema } from 'typebox';
import { Failure } from '#contract/failure.ts';
import { FeedEvent } from '#contract/feed.ts';
import { ROUTES, type Route } from '#contract/routes.ts';
import { PARTS } from './openapi-parts.ts';

type Json = Record<string, unknown>;

/** What a schema's text is to the name it is printed under. */
const NAMES = new Map(Object.entries(PARTS).map(([name, schema]) => [JSON.stringify(schema), name]));
const refTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** The schema with every shared shape in it named instead of repeated. */
function named(value: unknown, top = false): unknown {
  if (Array.isArray(value)) return value.map((one) => named(one));
  if (typeof value !== 'object' || value === null) return value;
  const name = top ? undefined : NAMES.get(JSON.stringify(value));
  if (name !== undefined) return refTo(name);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, named(part)]));
}

const json = (schema: TSchema): Json => ({ 'application/json': { schema: named(schema) } });

function parameters(where: 'path' | 'query', schema: TSchema | undefined): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, TSchema>; required?: string[] };
  return Object.entries(properties).map(([name, part]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: named(part),
  }));
}

function answer({ answer: given }: Route): Json {
  if (given === 'image') return { description: 'The picture.', content: { 'image/jpeg': {}, 'image/png': {} } };
  if (given === 'pdf') return { description: 'The sheet.', content: { 'application/pdf': {} } };
  if (given === 'event-stream')
    return {
      description: 'Server-sent events; each data line is a FeedEvent.',
      content: { 'text/event-stream': { schema: refTo('FeedEvent') } },
    };
  return { description: 'Done.', content: json(given) };
}

function operation(name: string, route: Route): Json {
  const { right, effect, faces, params, query, body } = route;
  return {
    operationId: name,
    parameters: [...parameters('path', params), ...parameters('query', query)],
    ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
    responses: { 200: answer(route), default: { description: 'Refused.', content: { 'application/json': { schema: refTo('Failure') } } } },
    ...(right === 'none' ? { security: [] } : {}),
    'x-right': right,
    'x-effect': effect,
    'x-faces': faces,
  };
}

export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vaguemestre',
      version,
      description: 'The API of one station. It answers on 127.0.0.1 only. Acts are sent once, with an idempotency key.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:8480' }],
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'vaguemestre' } },
      schemas: Object.fromEntries(Object.entries({ ...PARTS, Failure, FeedEvent }).map(([name, schema]) => [name, named(schema, true)])),
    },
  };
}

/** `node src/api/openapi.ts VERSION > docs/openapi.json` */
if (import.meta.main) process.stdout.write(`${JSON.stringify(openApiDocument(process.argv[2] ?? ''), null, 2)}\n`);
