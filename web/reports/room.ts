import './reports.css';

export { ReportsPage } from './list-page.tsx';
