import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, find, MAX_XML_BYTES, parseXml, text } from '#base/xml.ts';

const read = (xml: string, maxBytes?: number) => parseXml(Buffer.from(xml), maxBytes);

test('reads elements by their local names, and the characters XML has names for', () => {
  const xml = read('\uFEFF<?xml version="1.0"?><a:s xmlns:a="x"><a:n id="1"> Müller &amp; Söhne </a:n><n>2</n><m/></a:s>')!;
  assert.deepEqual(all(find(xml, 's'), 'n').map(text), ['Müller & Söhne', '2']);
  assert.equal(text(find(xml, 's')), undefined);
  assert.equal(find(xml, 's', 'toString'), undefined);
});

test('refuses document types, entities, depth, size, a crowd of elements and what is not well-formed', () => {
  for (const hostile of [
    '<!DOCTYPE s [<!ENTITY a "b">]><s>&a;</s>',
    '<s><!ENTITY a SYSTEM "file:///etc/passwd"></s>',
    `${'<a>'.repeat(60)}x${'</a>'.repeat(60)}`,
    `<s>${' '.repeat(MAX_XML_BYTES)}</s>`,
    '<s><t></s>',
    `<s>${'<t/>'.repeat(MAX_XML_BYTES / 8)}</s>`,
    `<s>${'<?t?>'.repeat(MAX_XML_BYTES / 8)}</s>`,
    '%PDF-1.7',
  ])
    assert.equal(read(hostile), null, hostile.slice(0, 40));
  const capabilities = '<scan:XResolution>300</scan:XResolution>'.repeat(MAX_XML_BYTES / 41);
  assert.ok(read(`<s>${capabilities}</s>`));
  assert.ok(read(`<s>${' '.repeat(MAX_XML_BYTES)}</s>`, 2 * MAX_XML_BYTES));
});

test('writes out characters given by number, and leaves what nobody declared as it stands', () => {
  assert.equal(text(find(read('<s>M&#252;ller&#x20;&amp;&#38;lt; &x; &#1114112;</s>')!, 's')), 'Müller &&lt; &x; &#1114112;');
});
