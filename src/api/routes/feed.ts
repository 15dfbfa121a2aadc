import type { Handlers } from '../doors.ts';
import type { FeedLines } from '../feed-lines.ts';

/** A browser that reconnects by itself says in the header where it was. */
const lastEventId = (header: unknown): number | null => (typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null);

export const feedRoutes = (lines: FeedLines): Handlers<'feed'> => ({
  feed({ query, request, reply, signedIn }) {
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    const after = lastEventId(request.headers['last-event-id']) ?? query.after ?? null;
    lines.open(reply.raw, { after, epoch: query.epoch ?? null }, signedIn!.over);
    return undefined;
  },
});
