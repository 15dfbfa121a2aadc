import type { Config } from './schema.ts';

/** What the bridge is handed of the one configuration: where to meet, where to keep pages, and its devices. */
export const bridgeConfigOf = (config: Config) => ({
  socket: config.bridge.socket,
  spool: config.bridge.spool,
  spoolCapBytes: config.bridge.spool_cap_mb * 1024 * 1024,
  devices: config.device.map(({ id, driver, address, name, options }) => ({
    ...{ id, driver, address, name },
    options: options.start === undefined ? options : { ...asAtTheDesk(config), ...options },
  })),
});

/** What begins at the scanner is scanned as what begins at the desk, unless its options say otherwise. */
const asAtTheDesk = ({ scan }: Config) => ({
  startSource: scan.duplex ? 'adf-duplex' : 'adf',
  startProfile: scan.profile,
  startDpi: scan.resolution_dpi,
});
