import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { importCatalogue as load } from '../import.ts';
import { readCatalogueFile } from '../workbook.ts';

/** A province loads its own procedures, or its fees and terms upon the shipped ones. All of the file or nothing. */
export const importCatalogue = act({
  name: 'procedures.import-catalogue',
  summary:
    'Load procedures from a JSON file or an Excel workbook; every fault is named, nothing is half loaded',
  input: Type.Object(
    {
      /** The name of the file; it is kept as the origin of what it brings. */
      name: Type.String({ minLength: 1, maxLength: 200 }),
      /** The bytes in base64. */
      content: Type.String({ maxLength: 40_000_000, contentEncoding: 'base64' }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ loaded: Type.Integer(), closed: Type.Integer(), unchanged: Type.Integer() }),
  target: nowhere,
  async run(tx, _actor, { name, content }, _target, { at, record }) {
    const file = await readCatalogueFile(name, Buffer.from(content, 'base64'));
    return load(tx, file, { at, record, sameDay: 'refuse' });
  },
});
