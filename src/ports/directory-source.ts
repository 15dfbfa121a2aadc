import type { Directory } from '#domain/directory.ts';

/** Where people and departments come from, and what comes of it when they change there. */
export interface DirectorySource {
  /** The newest that could be used. */
  readonly current: Directory;
  /** False while what the source says cannot be used, and the directory from before stays in use. */
  readonly sound: boolean;
  /** Calls back with each new directory, as a whole. */
  follow(changed: (directory: Directory) => void): void;
  close(): void;
}
