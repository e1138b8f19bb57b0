// What outside judges say of pages with our JSON-LD: one line of JSON a page on stdin (its HTML), one a
// page on stdout (the list of what is wrong). The argument is schema.org's own jsonld file.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Validator from "@adobe/structured-data-validator";
import extractorModule from "@marbec/web-auto-extractor";

const Extractor = extractorModule.default ?? extractorModule;
const schema = JSON.parse(readFileSync(process.argv[2], "utf8"));
for await (const line of createInterface({ input: process.stdin })) {
  const extracted = new Extractor({ addLocation: true, embedSource: ["rdfa", "microdata"] }).parse(JSON.parse(line));
  const issues = await new Validator(schema).validate(extracted);
  const found = issues.map(({ severity, issueMessage, path, fieldNames }) => ({
    severity, message: issueMessage, fields: fieldNames ?? [], at: (path ?? []).map((step) => step.type ?? step.property).join("/"),
  }));
  console.log(JSON.stringify({ blocks: Object.keys(extracted.jsonld).length, issues: found }));
}
