// Looks for mistakes in the scripts of the pages, in their tests and in what builds them: TypeScript's checks without a type
// annotation, and rules of our own. node lint.mjs TYPESCRIPT FOLDER: TYPESCRIPT is its unpacked folder.
import {readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, relative, resolve} from 'node:path';
import {rulesOf} from './rules.mjs';

const [typescript, folder] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(resolve(typescript, 'lib/typescript.js'));
const root = resolve(folder);

const scripts = readdirSync(root, {recursive: true})
  .filter(name => /\.m?js$/.test(String(name)))
  .map(name => join(root, String(name)))
  .sort();

const program = ts.createProgram([...scripts, join(root, 'build/libraries.d.ts')], {
  allowJs: true,
  checkJs: true,
  noEmit: true,
  strict: false,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitReturns: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  useUnknownInCatchVariables: false,
  resolveJsonModule: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  paths: {'/lib/*': [join(root, 'build/served.d.ts')]},
});

const found = ts
  .getPreEmitDiagnostics(program)
  .map(({file, start, messageText}) => ({file, start, text: ts.flattenDiagnosticMessageText(messageText, ' ')}));
for (const script of scripts) {
  const file = program.getSourceFile(script);
  rulesOf(ts, relative(root, script), file).forEach(({node, text}) =>
    found.push({file, start: node.getStart(file), text}),
  );
}
for (const {file, start, text} of found) {
  const {line, character} = file ? file.getLineAndCharacterOfPosition(start) : {line: 0, character: 0};
  console.log(`${file ? relative('.', file.fileName) : ''}:${line + 1}:${character + 1}: ${text}`);
}
process.exit(found.length === 0 ? 0 : 1);
