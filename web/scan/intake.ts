import { useEffect, useRef, useState } from 'preact/hooks';

/** A folder handle as browsers have it that let a page read a folder; others have no `showDirectoryPicker`. */
interface FolderHandle {
  name: string;
  values(): AsyncIterable<{ kind: 'file' | 'directory'; name: string; getFile(): Promise<File> }>;
}
const picker = (): ((options: { id: string }) => Promise<FolderHandle>) | undefined =>
  (window as { showDirectoryPicker?: (options: { id: string }) => Promise<FolderHandle> })
    .showDirectoryPicker;

export const mayWatchFolder = (): boolean => typeof picker() === 'function';

const EVERY = 1500;
const TAKEN = /\.(jpe?g|png|webp|pdf)$/i;

/**
 * Watches the folder into which a scanner writes: what comes in after watching began is handed on, once, when it is
 * whole. What lay there before is somebody else's.
 */
export function useScannerFolder(onFile: (file: File) => void) {
  const [folder, setFolder] = useState<FolderHandle | null>(null);
  const onFileNow = useRef(onFile);
  onFileNow.current = onFile;
  useEffect(() => {
    if (folder === null) return;
    let wanted = true;
    const known = new Set<string>();
    const growing = new Map<string, number>();
    let first = true;
    const look = async () => {
      for await (const entry of folder.values()) {
        if (entry.kind !== 'file' || !TAKEN.test(entry.name) || known.has(entry.name)) continue;
        if (first) {
          known.add(entry.name);
          continue;
        }
        const file = await entry.getFile();
        // The scanner still writes while it grows.
        if (file.size === 0 || growing.get(entry.name) !== file.size) {
          growing.set(entry.name, file.size);
          continue;
        }
        known.add(entry.name);
        if (wanted) onFileNow.current(file);
      }
      first = false;
    };
    const again = () => {
      look()
        .catch(() => setFolder(null))
        .finally(() => {
          if (wanted) timer = setTimeout(again, EVERY);
        });
    };
    let timer = setTimeout(again, 0);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [folder]);
  return {
    watching: folder?.name ?? null,
    async watch() {
      try {
        setFolder((await picker()?.({ id: 'may-quet' })) ?? null);
      } catch {
        // Whoever closes the browser's question has chosen no folder.
      }
    },
    rest: () => setFolder(null),
  };
}

export type CameraState = 'off' | 'opening' | 'on' | 'refused' | 'none';

/** A camera of the machine: a document camera stands among them like any other. */
export function useCamera() {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream | null>(null);
  const [state, setState] = useState<CameraState>('off');
  const [devices, setDevices] = useState<{ id: string; name: string }[]>([]);
  const [device, setDevice] = useState('');
  const close = () => {
    for (const track of stream.current?.getTracks() ?? []) track.stop();
    stream.current = null;
    setState('off');
  };
  useEffect(() => close, []);

  const open = async (id = device) => {
    close();
    // Without https a browser gives no camera, except on this very machine.
    if (navigator.mediaDevices === undefined) {
      setState('none');
      return;
    }
    setState('opening');
    try {
      const opened = await navigator.mediaDevices.getUserMedia({
        video: {
          width: { ideal: 3840 },
          height: { ideal: 2160 },
          ...(id === '' ? { facingMode: 'environment' } : { deviceId: { exact: id } }),
        },
      });
      stream.current = opened;
      setDevice(id);
      setState('on');
      const all = await navigator.mediaDevices.enumerateDevices();
      setDevices(
        all
          .filter((one) => one.kind === 'videoinput')
          .map((one, place) => ({ id: one.deviceId, name: one.label || `Máy ảnh ${place + 1}` })),
      );
    } catch (error) {
      setState(error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'none');
    }
  };
  // The picture is there only once the camera is: then it gets what the camera sees.
  useEffect(() => {
    if (state !== 'on' || video.current === null) return;
    video.current.srcObject = stream.current;
    void video.current.play().catch(() => {});
  }, [state]);

  const shoot = async (name: string): Promise<File | null> => {
    const seen = video.current;
    if (seen === null || seen.videoWidth === 0) return null;
    const canvas = document.createElement('canvas');
    canvas.width = seen.videoWidth;
    canvas.height = seen.videoHeight;
    canvas.getContext('2d')?.drawImage(seen, 0, 0);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.92));
    return blob && new File([blob], name, { type: 'image/jpeg' });
  };
  return { video, state, devices, device, open, close, shoot };
}
