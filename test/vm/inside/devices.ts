import { openZplPrinter, type ZplPrinter } from '#lab/zpl-printer.ts';
import { type Gadget, type GadgetParts, makeGadget } from './gadget.ts';
import { joinPrinter } from './printer-end.ts';

/** A device as a person has it in hand: with the end of the cable that our side never sees. */
export interface Device {
  /** Its link in /dev/mailroom. */
  link: string;
  plug(): Promise<void>;
  unplug(): Promise<void>;
}

const ZEBRA = { vendorId: 0x0a5f, productId: 0x0166, maker: 'Zebra', product: 'LAB ZPL' };
/** IEEE 1284 device id: what a printer says of itself. */
const ZPL_ID = 'MFG:Zebra;CMD:ZPL;MDL:LAB;CLS:PRINTER;';

export async function makeDevices(folder: string) {
  const printer = await openZplPrinter({ folder: `${folder}/labels` });
  const other = await openZplPrinter({ folder: `${folder}/other-labels` });
  return {
    printer: printerDevice(printer, 0, { name: 'printer', port: 0, serial: 'LAB0001', ...ZEBRA }),
    /** Of the same model, without a serial number, at another port. */
    nameless: printerDevice(other, 1, { name: 'nameless', port: 1, serial: null, ...ZEBRA }),
  } satisfies Record<string, Device>;
}
export type Devices = Awaited<ReturnType<typeof makeDevices>>;

function printerDevice(printer: ZplPrinter, index: number, parts: Omit<GadgetParts, 'functions'>): Device & { printer: ZplPrinter } {
  const gadget: Gadget = makeGadget({ ...parts, functions: { [`printer.${index}`]: { pnp_string: ZPL_ID, q_len: '10' } } });
  let cable: { part(): Promise<void> } | null = null;
  return {
    printer,
    link: `/dev/mailroom/printer-${parts.serial ?? '*'}`,
    async plug() {
      gadget.plug();
      cable = await joinPrinter(`/dev/g_printer${index}`, printer.port);
    },
    async unplug() {
      const drawn = cable?.part();
      gadget.unplug();
      await drawn;
    },
  };
}
