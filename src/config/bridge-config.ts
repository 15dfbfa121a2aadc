import type { Config } from './schema.ts';

/** What the bridge is handed of the one configuration: where to meet, where to keep pages, and its devices. */
export const bridgeConfigOf = (config: Config) => ({
  socket: config.bridge.socket,
  spool: config.bridge.spool,
  spoolCapBytes: config.bridge.spool_cap_mb * 1024 * 1024,
  devices: config.device.map(({ id, driver, address, name, options }) => ({ id, driver, address, name, options })),
});
