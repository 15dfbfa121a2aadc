import { MailroomError } from '../../src/base/errors.ts';

/** What to throw where a device file could not be opened: DEVICE_REFUSED for want of permission, DEVICE_BUSY where another program has it, else DEVICE_ABSENT. */
export function notOpened(path: string, deviceId: string, code: string | undefined, cause: unknown): MailroomError {
  if (code === 'EACCES' || code === 'EPERM')
    return new MailroomError('DEVICE_REFUSED', { deviceId, status: 403, detail: `no permission to open ${path}` }, { cause });
  return new MailroomError(code === 'EBUSY' ? 'DEVICE_BUSY' : 'DEVICE_ABSENT', { deviceId }, { cause });
}
