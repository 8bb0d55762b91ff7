// Formats the scripts of the pages; started by Maven's validate, as the formatter of Java is.
// node format.mjs PRETTIER FOLDER --dry-run|--replace: PRETTIER is its unpacked folder.
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const [prettierFolder, folder, mode] = process.argv.slice(2);
if (!['--dry-run', '--replace'].includes(mode)) {
  console.error('node format.mjs PRETTIER FOLDER --dry-run|--replace');
  process.exit(2);
}

const load = path => import(pathToFileURL(resolve(prettierFolder, path)).href);
const [prettier, estree, acorn] = await Promise.all(
  ['standalone.mjs', 'plugins/estree.mjs', 'plugins/acorn.mjs'].map(load),
);

const STYLE = {
  parser: 'acorn',
  plugins: [estree, acorn],
  printWidth: 120,
  singleQuote: true,
  bracketSpacing: false,
  arrowParens: 'avoid',
};

const files = (await readdir(folder, {recursive: true}))
  .filter(name => /\.m?js$/.test(name))
  .sort()
  .map(name => join(folder, name));

let bad = 0;
for (const file of files) {
  const source = await readFile(file, 'utf8');
  const formatted = await prettier.format(source, STYLE).catch(error => {
    throw new Error(`${file} cannot be read as JavaScript: ${error.message}`);
  });
  if (formatted === source) continue;
  bad++;
  console.log(file);
  if (mode === '--replace') await writeFile(file, formatted);
}
process.exit(bad === 0 ? 0 : 1);
