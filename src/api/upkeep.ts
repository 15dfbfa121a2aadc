/** What the box tells machines: health and metrics. No mail in either. */
import type { FastifyInstance } from 'fastify';
import { healthOf } from './health.ts';
import { openMetrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import type { FaceRoom } from './parts.ts';

export function openUpkeep(app: FastifyInstance, room: FaceRoom): { close(): void } {
  const metrics = openMetrics(room);
  const document = openApiDocument(room.station.version);
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send(await healthOf(room)));
  app.get('/metrics', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(await metrics.text()),
  );
  app.get('/api/openapi.json', (_request, reply) => reply.send(document));
  return metrics;
}
