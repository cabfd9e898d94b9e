export { importCatalogue as importCatalogueAct } from './acts/import-catalogue.ts';
export { importResolutions } from './acts/import-resolutions.ts';
export { saveFeeArea } from './acts/save-fee-area.ts';
export { saveResolution } from './acts/save-resolution.ts';
export * from './catalogue.ts';
export * from './fee.ts';
export * from './form.ts';
export { type Guided, guided } from './guidance.ts';
export { type ImportedCatalogue, importCatalogue, importShippedCatalogue } from './import.ts';
export * from './procedure.ts';
export * from './process.ts';
export {
  faultsOfResolution,
  holdsOn,
  nameOfResolution,
  type Resolution,
  ruledOn,
} from './resolution.ts';
export { groupsByResidence, inheritFeeAreas, withResolutions } from './resolution-store.ts';
export { routes } from './routes.ts';
export { GROUPS, ProcedureCode, ProcedureShape } from './shape.ts';
export { shippedGround, shippedProcedures } from './shipped.ts';
export {
  contentHash,
  findSector,
  findVersion,
  getVersion,
  getVersions,
  kindsInForce,
  loadSectors,
  lockCatalogue,
  type ProcedureKind,
  publishVersion,
  type StoredVersion,
  versionInForce,
  versionsInForce,
  versionsOf,
} from './store.ts';
export { computeFeeView, listSectors, listVersions, searchProcedures, seeProcedure } from './views.ts';
export { readCatalogueFile, templateWorkbook } from './workbook.ts';
