export { importDefinitions } from './acts/import-definitions.ts';
export { foldCells } from './cells.ts';
export { type Definitions, indicatorsOn } from './definitions.ts';
export { definitionsOf } from './definitions-store.ts';
export { type FiguresAsked, type FiguresFound, figuresFor } from './figures-for.ts';
export * from './form.ts';
export { withValues } from './form-paper.ts';
export { type Indicator, percentOf } from './indicator.ts';
export { foldFigures } from './jobs.ts';
export * from './period.ts';
export { type Recount, recount } from './recount.ts';
export { routes } from './routes.ts';
export { shippedDefinitions, shippedIndicators } from './shipped.ts';
export type { Source, SourceItem, SourceQuestion } from './sources.ts';
export { type Counting, daysWithDossiers, type Figures, type Grouping } from './store.ts';
export {
  type FilledForm,
  type FilledGrid,
  type FilledIndex,
  type FilledItem,
  type FilledList,
  filledForm,
  fillForm,
} from './views.ts';
