import { Type } from 'typebox';

/** A sheet is named by its round and the body that answers. */
export const SheetKey = {
  id: Type.String({ maxLength: 60 }),
  bodyId: Type.String({ maxLength: 60 }),
};

export const ValueShape = Type.Union([Type.Number(), Type.String(), Type.Null()]);

/** The new version of each cell that was written. */
export const SavedShape = Type.Array(Type.Object({ key: Type.String(), version: Type.Integer() }));

export const ClashShape = Type.Object({
  key: Type.String(),
  version: Type.Integer(),
  value: ValueShape,
  note: Type.String(),
  byName: Type.String(),
  at: Type.String(),
});

export const StateShape = Type.Object({ state: Type.String() });
