import type { Handlers } from '../doors.ts';
import type { FaceRoom } from '../parts.ts';

/** Separator sheets, drawn when they are asked for: whoever opens one prints it. */
export function separatorRoutes({ printSeparator }: FaceRoom): Handlers<'separator'> {
  return {
    async separator({ query, reply }) {
      const { mode, departmentId = null, urgent = false, registered = false, today = false } = query;
      const pdf = await printSeparator({ mode, departmentId, urgent, registered, today });
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', 'inline; filename="separator.pdf"')
        .type('application/pdf')
        .send(Buffer.from(pdf));
    },
  };
}
