import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { getDocumentProxy } from 'unpdf';
import {
  type Letterhead,
  longDate,
  moment,
  type Party,
  paperData,
  type ReceiptSlip,
  renderApologyLetter,
  renderControlSlip,
  renderDossierBook,
  renderErrorLetter,
  renderReceiptSlip,
  renderRefusalSlip,
  renderResultPaper,
  renderStopNotice,
  renderSupplementSlip,
  type Signer,
} from './papers.ts';
import { printable, renderPdf, renderSvg } from './pdf.ts';

const at = (text: string) => new Date(`2026-${text.replace(' ', 'T')}:00+07:00`);
const head: Letterhead = {
  above: 'Ủy ban nhân dân xã Bình Lục',
  issuer: 'Trung tâm Phục vụ hành chính công xã Bình Lục',
  number: '0125/TTPVHCC',
  place: 'Bình Lục',
  issuedAt: at('11-20 10:30'),
  demo: true,
};
const applicant: Party = {
  name: 'Nguyễn Thị Ngọc Quỳnh Trang',
  personalId: '035198004321',
  address: 'Thôn Cầu Đá, xã Bình Lục, tỉnh Ninh Bình',
  phone: '0900 000 111',
  email: 'quynhtrang@thu.example',
};
const receptionist: Signer = {
  authority: null,
  title: 'Người tiếp nhận hồ sơ',
  name: 'Trần Thị Thu Hường',
  signed: null,
};
const slip: ReceiptSlip = {
  ...head,
  dossierCode: 'H42.13504.04-261120-0125',
  applicant,
  representative: null,
  request: 'Đăng ký khai sinh (1.001193)',
  components: [{ name: 'Giấy chứng sinh', quantity: '01 bản chính' }],
  sets: 1,
  term: 'Trong ngày',
  receivedAt: at('11-20 10:30'),
  dueAt: at('11-20 17:00'),
  resultAt: 'Trung tâm Phục vụ hành chính công xã Bình Lục',
  fees: ['Lệ phí: miễn'],
  bookNumber: '125',
  reissued: null,
  submitter: applicant.name,
  receptionist,
  tracking: { url: 'https://dichvucong.example/theo-doi/7K2M-93QF-XB4D', code: '7K2M-93QF-XB4D' },
};
const named = (name: string): ReceiptSlip => ({ ...slip, applicant: { ...applicant, name } });

/** Pages of a PDF with the place of every run of text, in points from the left and from below. */
async function pagesOf(bytes: Uint8Array) {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const [, , width = 0, height = 0] = page.view;
    const { items } = await page.getTextContent();
    const runs = items.flatMap((item) =>
      'str' in item && item.str.trim() !== ''
        ? [{ text: item.str, x: Number(item.transform[4]), y: Number(item.transform[5]), width: item.width }]
        : [],
    );
    pages.push({ width, height, runs });
  }
  return pages;
}

const textOf = async (bytes: Uint8Array) =>
  (await pagesOf(bytes))
    .flatMap((page) => page.runs.map((run) => run.text))
    .join(' ')
    .replace(/\s+/g, ' ');

/** Nothing is cut: every run of text lies within the page, a finger's breadth from its edge. */
async function assertWithinPage(bytes: Uint8Array) {
  for (const page of await pagesOf(bytes)) {
    for (const { text, x, y, width } of page.runs) {
      assert.ok(x >= 25 && x + width <= page.width - 25, `"${text}" leaves the page sideways`);
      assert.ok(y >= 15 && y <= page.height - 15, `"${text}" leaves the page`);
    }
  }
}

/** The outlines that are drawn, as their paths: what the eye sees, whatever a text layer claims. */
const outlines = (svg: string) =>
  new Set([...svg.matchAll(/<symbol[^>]*>\s*<path[^>]*\bd="([^"]+)"/g)].map((match) => match[1]));

describe('the receipt slip', () => {
  test('is one A5 page that names who, what, when and the code to follow it by', async () => {
    const bytes = await renderReceiptSlip(slip);
    const pages = await pagesOf(bytes);
    assert.equal(pages.length, 1);
    assert.deepEqual([Math.round(pages[0]?.width ?? 0), Math.round(pages[0]?.height ?? 0)], [420, 595]);
    const text = await textOf(bytes);
    for (const words of [
      'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
      'H42.13504.04-261120-0125',
      '035198004321',
      '10 giờ 30 phút, ngày 20 tháng 11 năm 2026',
      '17 giờ 00 phút, ngày 20 tháng 11 năm 2026',
      '7K2M-93QF-XB4D',
      'Dữ liệu minh hoạ',
    ]) {
      assert.ok(text.includes(words), words);
    }
    await assertWithinPage(bytes);
  });

  test('is tagged, in Vietnamese, with its fonts inside', async () => {
    const pdf = await getDocumentProxy(await renderReceiptSlip(slip));
    const { info } = await pdf.getMetadata();
    assert.equal((info as { Language?: string }).Language, 'vi');
    assert.equal((await pdf.getMarkInfo())?.Marked, true);
    assert.match((info as { Title?: string }).Title ?? '', /^Giấy tiếp nhận hồ sơ/);
  });

  test('the same slip has the same bytes', async () => {
    assert.deepEqual(await renderReceiptSlip(slip), await renderReceiptSlip(slip));
  });

  test('every Vietnamese letter is drawn, each with an outline of its own', async () => {
    const letters = [
      ...'aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ',
    ].flatMap((letter) => [letter, letter.toUpperCase()]);
    const svg = async (name: string) =>
      renderSvg('receipt-slip', await paperData(named(name), { received: '', due: '' }));
    const before = outlines(await svg(''));
    const drawn = outlines(await svg(letters.join(' ')));
    const bold = [...drawn].filter((path) => !before.has(path));
    // Some bold letters stand elsewhere on the slip already; those are the ones that may be missing here.
    const already = before.size;
    assert.ok(
      bold.length + already >= letters.length,
      `${bold.length} new outlines for ${letters.length} letters`,
    );
    assert.ok(bold.length > letters.length / 2);
    const marks = async (name: string) => outlines(await svg(name)).size;
    assert.equal(await marks('ẳ ẵ ặ'), (await marks('')) + 3);
  });

  test('text that looks like Typst, HTML or a command is only text', async () => {
    const hostile = `#eval("1+1") #read("/etc/hostname") $x^2$ *a* _b_ @ref <label> \`raw\` // c /* d */ = e <b onclick="f">g</b> &amp; [h] {i} "j" 'k' --- ~ \\u{41}`;
    const bytes = await renderReceiptSlip({ ...named(hostile), request: hostile, resultAt: hostile });
    const text = await textOf(bytes);
    const tight = (words: string) => words.replace(/\s/g, '');
    assert.equal(tight(text).split(tight(hostile)).length - 1, 3, text);
    await assertWithinPage(bytes);
  });

  test('a name of 2,000 characters, with spaces or without, is printed whole within the page', async () => {
    for (const name of ['Nguyễn '.repeat(286).trim(), 'Ngô'.repeat(667)]) {
      const bytes = await renderReceiptSlip({ ...named(name), submitter: null });
      await assertWithinPage(bytes);
      const body = (await textOf(bytes))
        .replace(/[\s\u200B]/g, '')
        .replace(/Dữliệuminhhoạ,khôngcógiátrịpháplý(Trang\d\/\d)?/g, '');
      assert.ok(body.includes(name.replaceAll(' ', '')));
    }
  });

  test('thirty papers go over to a numbered second page', async () => {
    const components = Array.from({ length: 30 }, (_, i) => ({
      name: `Giấy tờ số ${i + 1}`,
      quantity: '01 bản sao',
    }));
    const bytes = await renderReceiptSlip({ ...slip, components });
    assert.equal((await pagesOf(bytes)).length, 2);
    assert.match(await textOf(bytes), /Trang 2\/2/);
    await assertWithinPage(bytes);
  });

  test('looks different where, and only where, the name differs by a mark', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'haicap-pdf-'));
    const picture = async (name: string) => {
      writeFileSync(join(folder, 'slip.pdf'), await renderReceiptSlip({ ...named(name), submitter: null }));
      execFileSync('pdftoppm', ['-r', '72', '-gray', join(folder, 'slip.pdf'), join(folder, 'page')]);
      return readFileSync(join(folder, 'page-1.pgm'));
    };
    try {
      const one = await picture('Lê Thị Hoa');
      const other = await picture('Lê Thị Hoà');
      assert.equal(one.length, other.length);
      const rows = new Set<number>();
      for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) rows.add(Math.floor(i / 420));
      assert.ok(rows.size > 0 && rows.size < 20, `${rows.size} rows of pixels differ`);
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') t.skip('pdftoppm is not on this machine');
      else throw error;
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the other papers', () => {
  const leader: Signer = {
    authority: 'TM. Ủy ban nhân dân',
    title: 'Chủ tịch',
    name: 'Phạm Văn Đường',
    signed: null,
  };
  const common = {
    ...head,
    dossierCode: slip.dossierCode,
    applicant,
    request: slip.request,
    signer: receptionist,
  };
  const papers: [name: string, bytes: () => Promise<Uint8Array>, words: string[]][] = [
    [
      'the request for a supplement lists what is wanted and whom to ask',
      () =>
        renderSupplementSlip({
          ...common,
          items: ['Bản chính Giấy chứng sinh', 'Giấy xác nhận nơi cư trú'],
          reason: 'Thành phần hồ sơ chưa đủ',
          completeBy: at('12-14 17:00'),
          contact: { name: 'Trần Thị Thu Hường', phone: '0229 0135044' },
          tracking: slip.tracking,
        }),
      ['PHIẾU YÊU CẦU BỔ SUNG', 'Bản chính Giấy chứng sinh', '0229 0135044', 'ngày 14 tháng 12 năm 2026'],
    ],
    [
      'the refusal gives its reason',
      () =>
        renderRefusalSlip({
          ...common,
          dossierCode: null,
          reason: 'Không thuộc thẩm quyền.',
          submitter: null,
        }),
      ['PHIẾU TỪ CHỐI TIẾP NHẬN', 'Không thuộc thẩm quyền.'],
    ],
    [
      'the apology names the promised and the new date',
      () =>
        renderApologyLetter({
          ...common,
          addressee: applicant.name,
          personalId: null,
          receivedAt: at('11-20 10:30'),
          promisedAt: at('11-25 10:30'),
          reason: 'chưa có kết quả xác minh.',
          newDueAt: at('11-30 10:30'),
          recipients: ['Như trên;', 'Lưu: VT.'],
          signer: leader,
        }),
      [
        'Kính gửi: Nguyễn Thị Ngọc Quỳnh Trang',
        'ngày 25 tháng 11',
        'ngày 30 tháng 11',
        'TM. ỦY BAN NHÂN DÂN',
      ],
    ],
    [
      'the notice of stopping names the request it answers',
      () =>
        renderStopNotice({
          ...common,
          receivedAt: at('11-20 10:30'),
          requestedAt: at('11-20 14:05'),
          ground: 'Theo đề nghị của ông/bà lúc 14 giờ 05 phút',
          outlook: 'Bản chính giấy tờ đã nộp được trả lại.',
          reason: null,
        }),
      ['THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ', '14 giờ 05 phút', 'được trả lại'],
    ],
    [
      'the control slip repeats its table head on each page',
      () =>
        renderControlSlip({
          ...head,
          dossierCode: slip.dossierCode,
          request: slip.request,
          applicantName: applicant.name,
          handlingAgency: 'Ủy ban nhân dân xã Bình Lục',
          cooperatingAgencies: ['Công an xã Bình Lục'],
          receivedAt: at('11-20 10:30'),
          dueAt: null,
          handovers: Array.from({ length: 40 }, () => ({
            handedBy: 'Trần Thị Thu Hường',
            takenBy: 'Lê Quang Vịnh, Phòng Văn hoá - Xã hội',
            at: at('11-20 11:00'),
            result: 'đúng hạn' as const,
            note: null,
          })),
        }),
      ['PHIẾU KIỂM SOÁT', 'Công an xã Bình Lục', 'đúng hạn'],
    ],
    [
      'the letter for an error of the office says what happened, and that it costs the applicant nothing',
      () =>
        renderErrorLetter({
          ...common,
          addressee: applicant.name,
          personalId: null,
          receivedAt: at('11-20 10:30'),
          error: 'Ghi sai năm sinh trên giấy chứng nhận.',
          apology: 'Chúng tôi đã nhắc nhở người làm sai.',
          mended: 'Cấp lại giấy chứng nhận',
          recipients: ['Lưu: VT.'],
          signer: leader,
        }),
      ['sai sót của cơ quan', 'Ghi sai năm sinh', 'không phải trả thêm', 'CHỦ TỊCH'],
    ],
    [
      'the book of dossiers lists what was received, and why a number counts for nothing',
      () =>
        renderDossierBook({
          ...head,
          period: 'Ngày 20/11/2026',
          sector: null,
          signer: leader,
          rows: Array.from({ length: 30 }, (_, place) => ({
            code: `H42.13504-261120-${String(place + 1).padStart(4, '0')}`,
            procedure: slip.request,
            applicant: applicant.name,
            contact: 'Xóm 4, xã Bình Lục, 0912 345 679',
            agency: 'Ủy ban nhân dân xã Bình Lục',
            received: '10:30 20/11/2026',
            due: '10:30 26/11/2026',
            returned: '',
            how: 'Tại quầy',
            signed: '',
            voided: place === 3 ? 'Số đã huỷ lúc 11:00 20/11/2026: nhập nhầm người' : null,
          })),
        }),
      ['SỔ THEO DÕI HỒ SƠ', 'nhập nhầm người', 'H42.13504-261120-0030'],
    ],
    [
      'the result has the layout of Decree 30',
      () =>
        renderResultPaper({
          ...head,
          type: 'Quyết định',
          subject: 'Về việc trợ cấp xã hội hằng tháng',
          basis: ['Căn cứ hồ sơ đề nghị;'],
          paragraphs: ['Điều 1. Trợ cấp hằng tháng cho người sau đây:'],
          facts: [['Họ và tên', applicant.name]],
          recipients: ['Người đề nghị;', 'Lưu: VT.'],
          signer: leader,
          dossierCode: slip.dossierCode,
          tracking: null,
        }),
      [
        'QUYẾT ĐỊNH',
        'Về việc trợ cấp',
        'Căn cứ hồ sơ',
        'CHỦ TỊCH',
        'Nơi nhận:',
        'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      ],
    ],
  ];
  for (const [name, render, words] of papers) {
    test(name, async () => {
      const bytes = await render();
      const text = await textOf(bytes);
      for (const word of words) assert.ok(text.includes(word), `${word} is not in: ${text}`);
      await assertWithinPage(bytes);
    });
  }

  test('the head of the control slip stands on each of its pages', async () => {
    const pages = await pagesOf(await (papers[4]?.[1] ?? (() => Promise.resolve(new Uint8Array())))());
    assert.ok(pages.length > 1);
    for (const page of pages) assert.ok(page.runs.some((run) => run.text.includes('Bên giao')));
  });
});

describe('what is printed', () => {
  test('dates have zeros where Decree 30 wants them', () => {
    assert.equal(longDate(at('02-05 09:00')), 'ngày 05 tháng 02 năm 2026');
    assert.equal(longDate(at('03-05 09:00')), 'ngày 05 tháng 3 năm 2026');
    assert.equal(moment(new Date('2026-11-20T17:30:00Z')), '00 giờ 30 phút, ngày 21 tháng 11 năm 2026');
  });

  test('letters are composed, and nothing unseen turns the reading around', () => {
    assert.equal(printable('Hoa\u0300 \u202E123\u202C'), 'Hoà  123 ');
    assert.deepEqual(printable({ a: ['e\u0301'] }), { a: ['é'] });
  });

  test('a template that does not exist is a fault, and none lies outside the folder', async () => {
    await assert.rejects(renderPdf('no-such-paper', {}, at('11-20 10:30')), /does not compile/);
    await assert.rejects(renderPdf('../pdf', {}, at('11-20 10:30')), RangeError);
  });
});
