import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const GADGETS = '/sys/kernel/config/usb_gadget';

export interface GadgetParts {
  name: string;
  /** Which of the controllers of `dummy_hcd`: a port of the machine. */
  port: number;
  vendorId: number;
  productId: number;
  /** Null for one of the many devices that have none. */
  serial: string | null;
  maker: string;
  product: string;
  /** Functions by name, `printer.0`, each with what is written to its attributes. */
  functions: Readonly<Record<string, Readonly<Record<string, string | Buffer>>>>;
}

export interface Gadget {
  plug(): void;
  unplug(): void;
}

/**
 * A USB device made by the kernel's own gadget side, plugged into a port of this very machine by `dummy_hcd`.
 * @see Linux, Documentation/usb/gadget_configfs.rst and Documentation/ABI/testing/configfs-usb-gadget-*
 */
export function makeGadget(parts: GadgetParts): Gadget {
  const { name, port, vendorId, productId, serial, maker, product, functions } = parts;
  const folder = join(GADGETS, name);
  const strings = join(folder, 'strings/0x409');
  const config = join(folder, 'configs/c.1');
  for (const made of [folder, strings, config]) mkdirSync(made);
  const attributes = {
    idVendor: `${vendorId}`,
    idProduct: `${productId}`,
    'strings/0x409/manufacturer': maker,
    'strings/0x409/product': product,
  };
  for (const [attribute, value] of Object.entries(attributes)) writeFileSync(join(folder, attribute), value);
  if (serial !== null) writeFileSync(join(strings, 'serialnumber'), serial);
  for (const [function_, settings] of Object.entries(functions)) {
    const place = join(folder, 'functions', function_);
    mkdirSync(place);
    for (const [attribute, value] of Object.entries(settings)) writeFileSync(join(place, attribute), value);
    symlinkSync(place, join(config, function_));
  }
  return {
    plug: () => writeFileSync(join(folder, 'UDC'), `dummy_udc.${port}`),
    unplug: () => writeFileSync(join(folder, 'UDC'), '\n'),
  };
}
