import { useEffect, useState } from 'preact/hooks';

/** A QR that a cheap phone reads: drawn as one path, black on white, with its quiet border. */
export function Qr({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<{ size: number; path: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    import('qrcode').then(({ create }) => {
      if (!wanted) return;
      const { modules } = create(text, { errorCorrectionLevel: 'M' });
      let path = '';
      for (let y = 0; y < modules.size; y += 1) {
        for (let x = 0; x < modules.size; x += 1) {
          if (modules.get(y, x)) path += `M${x + 4} ${y + 4}h1v1h-1z`;
        }
      }
      setDrawn({ size: modules.size + 8, path });
    });
    return () => {
      wanted = false;
    };
  }, [text]);
  if (drawn === null) return null;
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${drawn.size} ${drawn.size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path d={drawn.path} fill="#000" />
    </svg>
  );
}
