// Puts YASGUI, as package-lock.json pins it, into server/static/yasgui: its script, its style sheet
// and the licences of everything in them. Run by `make ui`, after npm ci.
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, "node_modules", "@zazuko", "yasgui", "build");
const target = join(root, "server", "static", "yasgui");

// The text that a package's licence asks to be passed on; some packages only name the licence.
const licence = async (folder) => {
  const names = await readdir(join(root, folder));
  const file = names.find((name) => /^licen[cs]e/i.test(name));
  const about = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
  const author = typeof about.author === "string" ? about.author : about.author?.name;
  const text = file
    ? await readFile(join(root, folder, file), "utf8")
    : `Licensed under ${about.license}.${author ? ` By ${author}.` : ""}`;
  return `${about.name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
};

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await cp(join(built, "yasgui.min.css"), join(target, "yasgui.min.css"));
// Without the address of the source map, which is three times its size and is not served.
const script = await readFile(join(built, "yasgui.min.js"), "utf8");
await writeFile(join(target, "yasgui.min.js"), script.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));

const { packages } = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
const carried = Object.keys(packages).filter((folder) => folder && !packages[folder].dev);
const licences = [];
for (const folder of carried.sort()) {
  // npm leaves out what is for another platform.
  licences.push(await licence(folder).catch((error) => (packages[folder].optional ? "" : Promise.reject(error))));
}
await writeFile(join(target, "LICENSES.txt"), licences.filter(Boolean).join(`\n${"-".repeat(78)}\n\n`));
console.log(`Built YASGUI ${packages["node_modules/@zazuko/yasgui"].version} into server/static/yasgui`);
