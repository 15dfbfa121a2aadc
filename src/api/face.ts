/** One face: a Fastify app with the routes of the table that this face answers. */
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { MailroomError } from '#base/errors.ts';
import type { Log } from '#base/log.ts';
import { type Face, ROUTES, type Route, type RouteName } from '#contract/routes.ts';
import type { Asked, Handlers } from './doors.ts';
import { requireLoopbackName, requireOwnPage } from './origin.ts';
import type { Sessions } from './sessions.ts';
import { refusalOf } from './statuses.ts';

export interface FaceOptions {
  face: Face;
  handlers: Handlers;
  sessions: Sessions;
  log: Log;
  onBug(bug: unknown): void;
}

const BODY_BYTES = 64 * 1024;
const REQUEST_MS = 10_000;
/** Fonts, scripts, styles and pictures come from here; nothing is inline. */
const POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

export function openFace({ face, handlers, sessions, log, onBug }: FaceOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_MS,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 200 },
  });
  // JSON only: a form or plain text is what another site's page could send without asking.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));

  app.setValidatorCompiler(({ schema, httpPart }) => {
    const check = Compile(schema as TSchema);
    // What stands in an address is text: numbers are read out of it. A body says what it means.
    const read = (value: unknown): unknown => (httpPart === 'body' ? value : Value.Convert(schema as TSchema, value));
    return (value: unknown) => {
      const converted = read(value);
      if (check.Check(converted)) return { value: converted };
      const [first] = check.Errors(converted);
      return {
        error: new MailroomError('REQUEST_INVALID', {
          what: `${httpPart ?? ''}${first?.instancePath ?? ''} ${first?.message ?? ''}`.trim(),
        }),
      };
    };
  });
  app.setSerializerCompiler(({ schema, url }) => {
    const check = Compile(schema as TSchema);
    return (answer: unknown) => {
      if (check.Check(answer)) return JSON.stringify(answer);
      const [first] = check.Errors(answer);
      throw new Error(`the answer of ${url} breaks the contract at ${first?.instancePath} (${first?.message})`);
    };
  });

  const bugs = new WeakMap<FastifyRequest, unknown>();
  app.setErrorHandler((error, request, reply) => {
    const { status, body, bug } = refusalOf(error);
    if (bug) bugs.set(request, error);
    else log.debug({ route: request.routeOptions.url, status, code: body.code }, 'refused');
    return reply.code(status).send(body);
  });
  app.setNotFoundHandler(() => {
    throw new MailroomError('NOT_FOUND', { what: 'such address' });
  });
  app.addHook('onResponse', async (request) => {
    if (bugs.has(request)) onBug(bugs.get(request));
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    requireLoopbackName(request.headers);
    if (request.method !== 'GET') requireOwnPage(request.headers);
  });

  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const route: Route = ROUTES[name];
    if (route.faces.includes(face)) register(app, route, handlers[name] as (asked: Asked<never>) => unknown, sessions);
  }
  return app;
}

function register(app: FastifyInstance, route: Route, handler: (asked: Asked<never>) => unknown, sessions: Sessions): void {
  const { method, path, right, params, query, body, answer } = route;
  app.route({
    method,
    url: path,
    schema: {
      ...(params ? { params } : {}),
      ...(query ? { querystring: query } : {}),
      ...(body ? { body } : {}),
      ...(typeof answer === 'string' ? {} : { response: { 200: answer } }),
    },
    // Before anything is parsed: who is not signed in learns nothing, not even what a right request looks like.
    async onRequest(request) {
      if (right === 'none') return;
      const signedIn = sessions.of(request.headers.cookie);
      if (!signedIn) throw new MailroomError('NOT_SIGNED_IN', {});
      if (!signedIn.operator.rights.includes(right)) throw new MailroomError('NOT_ALLOWED', { right });
    },
    async handler(request, reply) {
      const asked = {
        params: request.params,
        query: request.query,
        body: request.body,
        signedIn: sessions.of(request.headers.cookie),
        request,
        reply,
      };
      if (typeof answer !== 'string') reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
      return handler(asked as Asked<never>);
    },
  });
}
