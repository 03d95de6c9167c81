// node validate.mjs openapi|asyncapi < DOCUMENT: holds a document against the published schema of its kind.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

const document = JSON.parse(await text(process.stdin));

const kinds = {
  async openapi() {
    const { validate } = await import('@hyperjump/json-schema/openapi-3-2');
    return validate('https://spec.openapis.org/oas/3.2/schema-base', document, 'BASIC');
  },
  async asyncapi() {
    const { registerSchema, validate } = await import('@hyperjump/json-schema/draft-07');
    const schema = JSON.parse(await readFile(new URL('node_modules/@asyncapi/specs/schemas/3.0.0.json', import.meta.url), 'utf8'));
    registerSchema(schema, schema.$id);
    return validate(schema.$id, document, 'BASIC');
  },
};

const { valid, errors } = await kinds[process.argv[2]]();
for (const { keyword, instanceLocation } of errors ?? []) console.error(`${instanceLocation} fails ${keyword}`);

// The schemas of the standards leave references open: each must lead somewhere.
let dangling = 0;
const visit = (value) => {
  if (typeof value !== 'object' || value === null) return;
  if (typeof value.$ref === 'string') {
    const target = value.$ref.slice(2).split('/').reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
    if (target === undefined && ++dangling) console.error(`${value.$ref} leads nowhere`);
  }
  Object.values(value).forEach(visit);
};
visit(document);
process.exit(valid && dangling === 0 ? 0 : 1);
