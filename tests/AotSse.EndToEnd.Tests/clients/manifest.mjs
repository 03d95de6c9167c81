// node manifest.mjs FILE: the documents of a YAML file as one JSON array. Those of Kubernetes are checked against the schemas of its API.
import { readFileSync } from 'node:fs';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Service } from 'kubernetes-models/v1/Service';
import { parseAllDocuments } from 'yaml';

const kinds = { Deployment, Service };
const documents = parseAllDocuments(readFileSync(process.argv[2], 'utf8')).map((document) => {
  for (const problem of [...document.errors, ...document.warnings]) throw problem;
  return document.toJS();
});
for (const document of documents.filter((d) => 'kind' in d)) new kinds[document.kind](document).validate();
process.stdout.write(JSON.stringify(documents));
