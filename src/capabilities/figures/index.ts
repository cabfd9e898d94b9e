export { type FiguresAsked, type FiguresFound, figuresFor } from './figures-for.ts';
export { withValues } from './form-paper.ts';
export type { Indicator } from './indicator.ts';
export { percentOf } from './indicator.ts';
export * from './period.ts';
export { type Recount, recount } from './recount.ts';
export { routes } from './routes.ts';
export { formOn, shippedForms, shippedIndicators } from './shipped.ts';
export type { Source, SourceItem, SourceQuestion } from './sources.ts';
export {
  brokenEquations,
  type FormColumn,
  type FormRow,
  rowOf,
  type StatisticsForm,
} from './statistics-form.ts';
export { type Counting, daysWithDossiers, type Figures, type Grouping } from './store.ts';
export { type FilledForm, fillForm } from './views.ts';
