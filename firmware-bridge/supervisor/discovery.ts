import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Driver } from './driver.ts';
import { inChild } from './driver-child.ts';

const FOLDERS = ['scanner', 'printer', 'reader', 'scale'];
const DRIVERS = join(import.meta.dirname, '..', 'drivers');

/** All drivers by name: one per `.ts` file of a class's folder. */
export async function discoverDrivers(root = DRIVERS): Promise<Map<string, Driver>> {
  const drivers = new Map<string, Driver>();
  for (const folder of FOLDERS) {
    const files = (await readdir(join(root, folder)).catch(noFolder)).filter((name) => name.endsWith('.ts')).sort();
    for (const file of files) {
      const { default: driver } = (await import(pathToFileURL(join(root, folder, file)).href)) as { default?: Driver };
      if (!driver || `${driver.name}.ts` !== file) throw new Error(`${folder}/${file} does not export a driver of its name`);
      drivers.set(driver.name, isolated(driver, join(root, folder, file)));
    }
  }
  return drivers;
}

function isolated(driver: Driver, file: string): Driver {
  if (driver.isolation === 'shared') return driver;
  if (driver.kind !== 'scanner') throw new Error(`driver "${driver.name}" cannot have a process of its own: only scanners can`);
  return inChild(driver, file);
}

function noFolder(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
