import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { drawnPdf } from '#test/workshop/drawn-pdf.ts';
import type { DocumentRead } from '../../src/commands/read-document.ts';
import { vaguemestre } from './run-command.ts';

const XML = `<CrossIndustryInvoice><ExchangedDocument><ID>F-2026-118</ID><IssueDateTime><DateTimeString>20260305</DateTimeString></IssueDateTime></ExchangedDocument>
<SupplyChainTradeTransaction><ApplicableHeaderTradeAgreement><SellerTradeParty><Name>Forges et Fils</Name></SellerTradeParty></ApplicableHeaderTradeAgreement>
<ApplicableHeaderTradeSettlement><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode><SpecifiedTradeSettlementHeaderMonetarySummation><GrandTotalAmount>600.00</GrandTotalAmount>
</SpecifiedTradeSettlementHeaderMonetarySummation></ApplicableHeaderTradeSettlement></SupplyChainTradeTransaction></CrossIndustryInvoice>`;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vaguemestre-invoice-'));
});
after(() => rm(folder, { recursive: true }));

test('of an electronic invoice the attached data is what is read, before any print, and what stands alone has a page', async () => {
  const bytes = await drawnPdf((document) => {
    document.text('Facture F-2026-118 du 5 mars 2026 pour des pièces forgées, à régler à réception de la présente.');
    document.file(Buffer.from(XML), { name: 'factur-x.xml' });
  });
  const path = join(folder, 'invoice.pdf');
  await writeFile(path, bytes);

  const alone = join(folder, 'invoice.xml');
  await writeFile(alone, XML);

  const { code, out } = await vaguemestre('read', path, alone, '--json', '--children', '1');
  assert.equal(code, 0);
  const [attached, lone] = out.map((line) => JSON.parse(line) as DocumentRead);
  const { date, sender, amounts, references, class: guess } = attached!;
  assert.deepEqual([lone!.date, lone!.sender.name, lone!.class.id, lone!.amounts], [date, sender.name, guess.id, amounts]);
  assert.match(lone!.pages[0]!.text, /n° F-2026-118/, 'the data alone has a page that can be read');
  assert.deepEqual([date, sender.name, guess.id], ['2026-03-05', 'Forges et Fils', 'invoice']);
  assert.deepEqual(amounts, [{ kind: 'total', value: 600, currency: 'EUR' }]);
  assert.deepEqual(references[0], { kind: 'invoice_number', value: 'F-2026-118' });
  assert.equal(guess.why, 'The data attached to it says that it is an invoice.');
});
