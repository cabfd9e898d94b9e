/**
 * How much a document may ask of the machine. An official's longest yearly report with its annexes stays far below
 * every one of these; a file made to do harm meets one of them before it costs memory or time.
 */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
/** Parts of one office file, as the directory of the archive lists them. */
export const MAX_ARCHIVE_ENTRIES = 10_000;
/** All parts of one office file together, unpacked. */
export const MAX_UNPACKED_BYTES = 300 * 1024 * 1024;
/** One XML part, unpacked. */
export const MAX_XML_BYTES = 80 * 1024 * 1024;
/** Elements within elements. Word itself writes fewer than 100, even for a table in a table in a table. */
export const MAX_XML_DEPTH = 256;
/** Characters of text in one document: about 3,000 full pages. */
export const MAX_TEXT_LENGTH = 10_000_000;
/** Paragraphs and cells of one document. */
export const MAX_BLOCKS = 300_000;
export const MAX_PDF_PAGES = 3_000;
/** Rows and columns a spreadsheet's sheet is read to; officials' tables end long before. */
export const MAX_SHEET_ROWS = 20_000;
export const MAX_SHEET_COLUMNS = 256;
