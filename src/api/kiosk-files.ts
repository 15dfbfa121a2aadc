/** The built kiosk, as files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Vaguemestre</title>
<p>The daemon runs, but the kiosk's screens were not built yet. Run <code>npm start</code> once, then load this page again.</p>
</html>
`;

export async function kioskFiles(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(NOT_BUILT));
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    // Looked up as asked for: a kiosk built anew while the daemon runs must not name files that are "not there".
    wildcard: true,
    index: 'index.html',
    dotfiles: 'ignore',
    cacheControl: false,
    // What the build names by its content never changes; the page that names it is asked for each time.
    setHeaders: (reply, path) =>
      void reply.header('cache-control', path.includes('/assets/') ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache'),
  });
}
