import { render } from 'preact';
import { startRouter } from '../app/router.ts';
import '../ui/base.css';
import { Desk } from './desk.tsx';
import './desk.css';
import './desk-words.ts';
import { listenToKeys } from './use-keys.ts';

startRouter((path) => /^\/(ban-lam-viec|dieu-hanh|so-lieu|bao-cao|quan-tri)(\/|$)/.test(path));
listenToKeys();

const room = document.getElementById('room');
if (room !== null) render(<Desk />, room);
