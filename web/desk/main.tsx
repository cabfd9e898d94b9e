import { render } from 'preact';
import '../ui/base.css';

const room = document.getElementById('room');
if (room !== null) render(<main id="main" />, room);
