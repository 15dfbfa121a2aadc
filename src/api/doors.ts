/** What a route's handler gets and gives, typed by the table of routes. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { ROUTES, RouteName } from '#contract/routes.ts';
import type { Operator } from '#contract/session.ts';
import type { SignedIn } from './sessions.ts';

type Table = typeof ROUTES;
type Part<N extends RouteName, P extends string> = Table[N] extends Record<P, infer S extends TSchema> ? Static<S> : undefined;

export interface Asked<N extends RouteName> {
  params: Part<N, 'params'>;
  query: Part<N, 'query'>;
  body: Part<N, 'body'>;
  /** Null only where the route's right is `none`. */
  signedIn: SignedIn | null;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What a handler gives: the answer of the contract; the reply itself where it is an image or a PDF; nothing where it has taken the socket over. */
type Given<N extends RouteName> = Table[N]['answer'] extends infer A
  ? A extends TSchema
    ? Static<A>
    : A extends 'image' | 'pdf'
      ? FastifyReply
      : undefined
  : never;

export type Handler<N extends RouteName> = (asked: Asked<N>) => Given<N> | Promise<Given<N>>;
export type Handlers<N extends RouteName = RouteName> = { [K in N]: Handler<K> };

/** The operator, where the route's right has made sure that there is one. */
export function operatorOf({ signedIn }: Pick<Asked<RouteName>, 'signedIn'>): Operator {
  if (!signedIn) throw new Error('a route that needs an operator is declared without a right');
  return signedIn.operator;
}
