import { type LabelPrinter, type Language, type Machine, openLabelPrinter } from './label-printer.ts';
import { drawLabel } from './zpl-label.ts';
import { openZplStream, type ZplEvent } from './zpl-stream.ts';

export type ZplPrinter = LabelPrinter;

/**
 * A ZPL label printer: answers `~HQES`, `~HS` and `~HI`, obeys `~JA`, and checks the checksum of `:Z64:` graphics, which zpl-renderer-js does not.
 *
 * @see ZPL II Programming Guide: ~HS is not answered while media is out or the head is open, ~HQES is.
 */
export function openZplPrinter(options: {
  folder: string;
  port?: number;
  widthDots?: number;
  resolutionDpi?: number;
  /** Length of a label whose format has no `^LL`. */
  lengthDots?: number;
}): Promise<ZplPrinter> {
  const { widthDots = 832, lengthDots = 406, ...printer } = options;
  return openLabelPrinter((machine) => zpl(machine, { widthDots, lengthDots, maxWidthDots: widthDots }), printer);
}

function zpl(machine: Machine, media: { widthDots: number; lengthDots: number; maxWidthDots: number }): Language {
  const stream = openZplStream();

  function obey(event: ZplEvent): void {
    if (event.kind === 'format') {
      try {
        const label = drawLabel(event.commands, media);
        if (label.printable) for (let copy = 0; copy < label.copies; copy++) machine.queue(label);
      } catch (error) {
        machine.refuse((error as Error).message);
      }
    } else if (event.command === 'JA') machine.forget();
    else if (event.command === 'HQES') machine.say(errorStatus());
    else if (event.command === 'HI') {
      const dotsPerMm = Math.round(machine.resolutionDpi / 25.4);
      machine.say(framed(`ZTC LAB-${machine.resolutionDpi}dpi,V84.20.21Z,${dotsPerMm},8192KB`));
    } else if (event.command === 'HS' && !machine.mediaOut() && !machine.coverOpen()) machine.say(hostStatus());
  }

  function errorStatus(): string {
    const flags = (machine.mediaOut() ? 1 : 0) | (machine.coverOpen() ? 4 : 0);
    const errors = `${flags ? 1 : 0} 00000000 ${flags.toString(16).padStart(8, '0')}`;
    return `\x02\r\n  PRINTER STATUS\r\n   ERRORS:         ${errors}\r\n   WARNINGS:       0 00000000 00000000\r\n\x03\r\n`;
  }

  function hostStatus(): string {
    const waiting = String(Math.min(machine.waiting(), 999)).padStart(3, '0');
    const length = String(media.lengthDots).padStart(4, '0');
    return (
      framed(`030,0,0,${length},${waiting},0,0,${stream.inFormat() ? 1 : 0},000,0,0,0`) +
      framed('000,0,0,0,0,2,4,0,00000000,1,000') +
      framed('1234,0')
    );
  }

  return {
    push(bytes) {
      for (const event of stream.push(bytes)) obey(event);
    },
  };
}

const framed = (text: string): string => `\x02${text}\x03\r\n`;
