import type { ComponentChildren } from 'preact';

const PATHS = {
  search: <path d="M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4" />,
  check: <path d="m4 10.5 4 4 8-9" />,
  cross: <path d="m5 5 10 10M15 5 5 15" />,
  back: <path d="m12 4-6 6 6 6" />,
  forward: <path d="m8 4 6 6-6 6" />,
  down: <path d="m4 7 6 6 6-6" />,
  paper: <path d="M5 2.5h7l4 4v11H5zM12 2.5v4h4" />,
  upload: <path d="M10 13V4m0 0L6.5 7.5M10 4l3.5 3.5M3.5 13v3.5h13V13" />,
  download: <path d="M10 4v9m0 0 3.5-3.5M10 13 6.5 9.5M3.5 13v3.5h13V13" />,
  camera: <path d="M3 6.5h3l1.5-2h5l1.5 2h3v9H3zM10 13.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z" />,
  print: <path d="M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z" />,
  warn: <path d="M10 3 18 17H2zM10 8.5v4M10 14.5v.5" />,
  info: <path d="M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 9v5M10 6v.5" />,
  bell: <path d="M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3M10 2.5V4" />,
  clock: <path d="M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 5.5V10l3 2" />,
  person: <path d="M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 17.5c0-3.5 3-5.5 6.5-5.5s6.5 2 6.5 5.5" />,
  place: <path d="M10 18s6-5.2 6-10A6 6 0 0 0 4 8c0 4.8 6 10 6 10zM10 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z" />,
  phone: (
    <path d="M5 2.5h3l1.5 4-2 1.5a9 9 0 0 0 4.5 4.5l1.5-2 4 1.5v3c0 1-.8 2-2 2C9 17 3 11 3 4.5c0-1.2 1-2 2-2z" />
  ),
  more: <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" />,
} satisfies Record<string, ComponentChildren>;

export type IconName = keyof typeof PATHS;

/** A line drawing beside a word; it never stands alone, so it is silent to who listens. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {PATHS[name]}
    </svg>
  );
}
