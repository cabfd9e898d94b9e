import { Readable } from 'node:stream';
import { crc32, deflateSync } from 'node:zlib';
import { type TakenFile, takeUpload } from '../../capabilities/papers/index.ts';
import type { FileStore } from '../../outside/files.ts';
import { renderPdf } from '../../outside/pdf/pdf.ts';

/** A few papers stand for all: the bytes are kept once under their hash, whoever hands them in. */
const KINDS = {
  'giay-chung-sinh': 'Giấy chứng sinh',
  'giay-bao-tu': 'Giấy báo tử',
  'to-khai': 'Tờ khai đã ký',
  'giay-to-nha-dat': 'Giấy tờ về nhà, đất',
  'giay-to-cho-o': 'Giấy tờ chứng minh chỗ ở hợp pháp',
  'van-ban-uy-quyen': 'Văn bản uỷ quyền',
  'giay-chung-nhan': 'Bản sao giấy chứng nhận',
  'du-thao-giao-dich': 'Dự thảo hợp đồng, giao dịch',
  'bien-ban-hop': 'Biên bản họp',
  'giay-to-kem-theo': 'Giấy tờ kèm theo',
  'ket-qua': 'Kết quả giải quyết (bản điện tử)',
} as const;
export type PaperKind = keyof typeof KINDS | 'anh-chup-giay-to';

/** The kind of paper that a component of this name asks for. */
export function kindFor(componentName: string): PaperKind {
  const meanings: [RegExp, PaperKind][] = [
    [/chứng sinh/iu, 'giay-chung-sinh'],
    [/báo tử/iu, 'giay-bao-tu'],
    [/tờ khai|đơn |giấy đề nghị|phiếu/iu, 'to-khai'],
    [/chỗ ở|cư trú/iu, 'giay-to-cho-o'],
    [/đất|nhà ở/iu, 'giay-to-nha-dat'],
    [/ủy quyền|uỷ quyền/iu, 'van-ban-uy-quyen'],
    [/giấy chứng nhận/iu, 'giay-chung-nhan'],
    [/dự thảo|hợp đồng|giao dịch/iu, 'du-thao-giao-dich'],
    [/biên bản/iu, 'bien-ban-hop'],
    [/ảnh|bản chụp/iu, 'anh-chup-giay-to'],
  ];
  return meanings.find(([meaning]) => meaning.test(componentName))?.[1] ?? 'giay-to-kem-theo';
}

/** Puts the papers of the demonstration into the store, as if each had been uploaded. */
export async function storeSamplePapers(files: FileStore): Promise<Map<PaperKind, TakenFile>> {
  const taken = new Map<PaperKind, TakenFile>();
  const take = async (kind: PaperKind, extension: string, bytes: Uint8Array) => {
    const upload = { stream: Readable.from([Buffer.from(bytes)]), name: `${kind}.${extension}` };
    taken.set(kind, await takeUpload(files, upload));
  };
  for (const [kind, title] of Object.entries(KINDS)) {
    const lines = ['Họ và tên: ………………………………', 'Nơi cư trú: ………………………………', 'Nội dung: ………………………………'];
    await take(
      kind as PaperKind,
      'pdf',
      await renderPdf('sample-paper', { title, lines }, new Date('2026-01-01T00:00:00Z')),
    );
  }
  await take('anh-chup-giay-to', 'png', greyPng(360, 240));
  return taken;
}

/** A photograph of nothing: a light sheet with darker lines on it. */
function greyPng(width: number, height: number): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const pixels = Buffer.alloc((width + 1) * height, 236);
  for (let row = 0; row < height; row++) {
    pixels[row * (width + 1)] = 0;
    if (row > 40 && row % 24 < 3) pixels.fill(150, row * (width + 1) + 30, row * (width + 1) + width - 30);
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', new Uint8Array()),
  ]);
}
