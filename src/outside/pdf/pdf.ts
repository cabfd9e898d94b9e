import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import { toString as qrToString } from 'qrcode';

const TEMPLATES = fileURLToPath(new URL('./templates/', import.meta.url));
const FONTS = [
  '400Regular/Tinos_400Regular.ttf',
  '400Regular_Italic/Tinos_400Regular_Italic.ttf',
  '700Bold/Tinos_700Bold.ttf',
  '700Bold_Italic/Tinos_700Bold_Italic.ttf',
];

let compiler: NodeCompiler | undefined;

/** The compiler sees the folder of templates and the fonts, and nothing else of the machine. */
function theCompiler(): NodeCompiler {
  if (!compiler) {
    const { resolve } = createRequire(import.meta.url);
    const fontBlobs = FONTS.map((font) => readFileSync(resolve(`@expo-google-fonts/tinos/${font}`)));
    compiler = NodeCompiler.create({ workspace: TEMPLATES, fontArgs: [{ fontBlobs }] });
  }
  return compiler;
}

/** What a template is given: plain JSON. Text in it is shown as it is, never read as Typst. */
export type PaperData = Record<string, unknown>;

/** A tagged PDF (PDF/UA-1) in Vietnamese, as of `at`: the same data and time make the same bytes. */
export async function renderPdf(template: string, data: PaperData, at: Date): Promise<Uint8Array> {
  return withDocument(template, data, (typst, document) =>
    // Copied out of the compiler's Buffer: readers of PDF insist on a plain Uint8Array.
    Uint8Array.from(
      typst.pdf(document, { pdfStandard: 'ua-1', creationTimestamp: Math.floor(at.getTime() / 1000) }),
    ),
  );
}

/** The same paper as one SVG of all its pages: what it looks like, for tests and previews. */
export async function renderSvg(template: string, data: PaperData): Promise<string> {
  return withDocument(template, data, (typst, document) => typst.plainSvg(document));
}

/** A QR code as SVG, of medium error correction: a cheap phone reads it from a worn print. */
export async function qrSvg(text: string): Promise<string> {
  return qrToString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 0 });
}

async function withDocument<R>(
  template: string,
  data: PaperData,
  use: (typst: NodeCompiler, document: NodeTypstDocument) => R,
): Promise<R> {
  if (!/^[a-z-]+$/.test(template)) throw new RangeError(`not a template: ${template}`);
  const typst = theCompiler();
  const inputs = { data: JSON.stringify(printable(data)) };
  try {
    const compiled = typst.compile({ mainFilePath: `${TEMPLATES}${template}.typ`, inputs });
    const document = compiled.result;
    if (!document) {
      const error = compiled.takeDiagnostics();
      const details = error ? JSON.stringify(typst.fetchDiagnostics(error)) : 'no diagnostics';
      throw new Error(`template ${template} does not compile: ${details}`);
    }
    return use(typst, document);
  } finally {
    // Without this the memory of a server that prints all day grows tenfold.
    typst.evictCache(10);
  }
}

/** Letters in a row after which a line may break although there is no space. */
const LONGEST_WORD = 28;

/**
 * Text as it may stand on paper: composed letters, no control characters, nothing that turns the direction of
 * reading around (an id printed backwards), and words so long that they would leave the page made breakable.
 */
export function printable(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .normalize('NFC')
      .replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, ' ')
      .replace(new RegExp(`\\S{${LONGEST_WORD + 1},}`, 'gu'), (word) =>
        [...word].map((letter, i) => (i > 0 && i % LONGEST_WORD === 0 ? `\u200B${letter}` : letter)).join(''),
      );
  }
  if (Array.isArray(value)) return value.map(printable);
  if (value !== null && typeof value === 'object') {
    // An SVG is a picture and not text.
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === 'qrSvg' ? inner : printable(inner)]),
    );
  }
  return value;
}
