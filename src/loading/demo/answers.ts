import { addDays } from '../../capabilities/calendar/index.ts';
import {
  type Answers,
  type FormSchema,
  isRequired,
  isShown,
  type Question,
} from '../../capabilities/procedures/index.ts';
import type { Unit } from '../../capabilities/units/index.ts';
import type { Dice } from './dice.ts';
import {
  birthDateFor,
  type Invented,
  inventedName,
  inventedPersonalId,
  inventedPhone,
  inventedPlace,
  inventedTaxCode,
} from './invented.ts';

export interface Asked {
  applicant: Invented;
  /** The commune in which it all happens. */
  unit: Unit;
  /** What the procedure is called: the request of a general form. */
  procedureName: string;
  /** The legal day on which it is filled in. */
  on: string;
}

/** The people a form speaks of, by the beginnings of its questions' keys, and how old they are. */
const PEOPLE: Record<string, { sex?: 'male' | 'female'; age: [number, number] }> = {
  mother: { sex: 'female', age: [20, 38] },
  father: { sex: 'male', age: [22, 42] },
  man: { sex: 'male', age: [21, 35] },
  woman: { sex: 'female', age: [19, 33] },
  deceased: { age: [66, 95] },
  child: { age: [1, 14] },
  ward: { age: [3, 16] },
  guardian: { age: [35, 65] },
  parent: { age: [24, 45] },
};
const FACT = /(Name|PersonalId|BirthDate|Sex|Ethnicity|Nationality|Residence)$/;

/** What is said where a text is asked for by a key of this meaning; the first that fits. */
const TEXTS: [RegExp, readonly string[]][] = [
  [
    /businessName|newName/,
    ['Tạp hoá Bình An', 'Quán ăn Hương Quê', 'Cơ khí Thành Công', 'May mặc Thảo Nguyên'],
  ],
  [
    /mainLine|newLine|otherLines/,
    ['Bán lẻ hàng tạp hoá', 'Dịch vụ ăn uống', 'Gia công cơ khí', 'May trang phục'],
  ],
  [/ethnicity/i, ['Kinh']],
  [/nationality/i, ['Việt Nam']],
  [/facility|treatment/i, ['Trung tâm Y tế khu vực', 'Bệnh viện Đa khoa tỉnh']],
  [/bankName/, ['Ngân hàng Nông nghiệp và Phát triển nông thôn', 'Ngân hàng Chính sách xã hội']],
  [/cause/i, ['Tuổi già', 'Bệnh lý']],
  [
    /paperName/,
    ['Bằng tốt nghiệp trung học phổ thông', 'Giấy khai sinh', 'Giấy uỷ quyền', 'Sơ yếu lý lịch', 'Học bạ'],
  ],
  [/issuer|noticeBy/, ['Trường THPT Bình An', 'Ủy ban nhân dân xã', 'Trạm Y tế xã']],
  [/parcelNo|mapNo/, ['12', '45', '108', '231']],
  [
    /certificateNo|contractNo|birthCertificateNo|noticeNo|disabilityNo|oldNo|oldPaperNo|bookNo|No$/,
    ['15/2024', '027/2025', '108/2026'],
  ],
  [/relation|headRelation|guardianRelation/i, ['Con', 'Vợ', 'Bà nội', 'Anh ruột']],
  [/houseKind/, ['Nhà ở riêng lẻ 2 tầng', 'Nhà cấp 4']],
  [/before/, ['Chữ đệm: Thị']],
  [/after/, ['Chữ đệm: Ngọc']],
  [/origin/, ['Đất của cha mẹ để lại, gia đình sử dụng ổn định, không tranh chấp']],
  [/livesWith/, ['Vợ và con', 'Con trai', 'Sống một mình']],
  [
    /circumstances|description/,
    ['Sức khoẻ yếu, thu nhập thấp, cần được trợ giúp', 'Đi lại khó khăn, cần người giúp trong sinh hoạt'],
  ],
  [/since/, ['Từ năm 2019', 'Từ nhỏ']],
  [/fiance/, ['Phạm Thị Hoa Mai, sinh năm 1998, đăng ký tại Ủy ban nhân dân xã']],
  [/purpose/i, ['Nộp hồ sơ xin việc', 'Bổ sung hồ sơ của con đi học', 'Làm thủ tục vay vốn']],
  [/reason/i, ['Để thống nhất với giấy tờ tuỳ thân', 'Chuyển nơi làm việc', 'Thay đổi hoàn cảnh gia đình']],
  [/proof|papers?$|paper$|relatedPaper/i, ['Giấy tờ kèm theo hồ sơ']],
  [/asset|property/i, ['Xe máy đã qua sử dụng, có giấy đăng ký', 'Thửa đất ở 120 m² có giấy chứng nhận']],
  [/content/, ['Uỷ quyền cho người thân nhận hồ sơ, giấy tờ', 'Sơ yếu lý lịch tự thuật']],
  [/subject|object/, ['Hộ gia đình tại địa phương']],
];

/** Asked of few, and odd when answered beside ordinary answers. */
const SELDOM = /website|lateReason|otherSigners|^note$|Spouse|stoppedDecision|otherKinds|debt$/;

/** A form filled in as somebody might: every question that must be answered, and about half of the others. */
export function answersTo(form: FormSchema, asked: Asked, dice: Dice): Answers {
  const answers: Answers = {};
  const people = new Map<
    string,
    { fullName: string; sex: 'male' | 'female'; birthDate: string; personalId: string }
  >();

  const person = (prefix: string) => {
    const known = people.get(prefix);
    if (known !== undefined) return known;
    const { applicant } = asked;
    const own =
      applicant.kind === 'citizen' &&
      ((prefix === 'subject' && answers.forSelf !== false) ||
        prefix === 'a' ||
        (prefix === 'account' && true) ||
        answers.relation === prefix);
    if (own && applicant.sex !== null && applicant.birthDate !== null && applicant.personalId !== null) {
      const self = {
        fullName: applicant.fullName,
        sex: applicant.sex,
        birthDate: applicant.birthDate,
        personalId: applicant.personalId,
      };
      people.set(prefix, self);
      return self;
    }
    const kind = PEOPLE[prefix] ?? { age: [22, 70] as [number, number] };
    const sex = kind.sex ?? (dice.chance(0.5) ? 'male' : 'female');
    const birthDate = birthDateFor(dice, dice.int(...kind.age), asked.on);
    const surname = ['father', 'child', 'deceased', 'head'].includes(prefix)
      ? asked.applicant.fullName.split(' ')[0]
      : undefined;
    const made = {
      fullName: inventedName(dice, sex, asked.applicant.kind === 'citizen' ? surname : undefined),
      sex,
      birthDate,
      personalId: inventedPersonalId(dice, sex, birthDate),
    };
    people.set(prefix, made);
    return made;
  };

  const answer = (key: string, question: Question): unknown => {
    const fact = FACT.exec(key);
    const kind = question['x-kind'];
    if (fact !== null && key !== fact[0] && !/^(business|paper|new|bank)Name$/.test(key)) {
      const who = person(key.slice(0, fact.index));
      if (kind === 'text' && fact[1] === 'Name') return who.fullName;
      if (kind === 'personal-id') return who.personalId;
      if (kind === 'past-date') return who.birthDate;
      if (kind === 'choice' && fact[1] === 'Sex') return who.sex;
    }
    switch (kind) {
      case 'text':
      case 'long-text':
        return textFor(key, question, asked, dice, person);
      case 'choice':
        return choiceFor(key, question, asked, dice);
      case 'yes-no':
        return /promise|forSelf|Self$|Known|consent|agrees|whole|legalised/i.test(key)
          ? !/forSelf|headSelf|fatherKnown/.test(key) || dice.chance(0.8)
          : !/dispute|debt|mortgage|foreign|kinship|lost|other|atHome|age9/i.test(key) && dice.chance(0.35);
      case 'date':
        return addDays(asked.on, /^to/i.test(key) ? dice.int(120, 360) : dice.int(0, 10));
      case 'past-date':
        return /^birthDate$/.test(key)
          ? addDays(asked.on, -dice.int(3, 55))
          : /death|funeral|notice/.test(key)
            ? addDays(asked.on, -dice.int(1, 5))
            : addDays(asked.on, -dice.int(/^to/i.test(key) ? 1 : 60, /^to/i.test(key) ? 30 : 2400));
      case 'number':
        return numberFor(key, question, dice);
      case 'money':
        return clamp(dice.int(4, 60) * 10_000_000, question);
      case 'personal-id':
        return person(key).personalId;
      case 'tax-code':
        return asked.applicant.taxCode ?? inventedTaxCode(dice);
      case 'phone':
        return asked.applicant.phone ?? inventedPhone(dice);
      case 'email':
        return asked.applicant.email ?? 'lien.he@thu.example';
      case 'unit-address':
        return {
          unitCode: asked.unit.code,
          unitName: asked.unit.fullName,
          detail: inventedPlace(dice, asked.unit),
        };
    }
  };

  // Twice: an answer may make an earlier question appear, or make it one that must be answered.
  for (const pass of [1, 2])
    for (const [key, question] of Object.entries(form.properties)) {
      if (answers[key] !== undefined || !isShown(question, answers)) continue;
      const wanted = isRequired(form, key, answers) || (pass === 1 && !SELDOM.test(key) && dice.chance(0.5));
      if (wanted) answers[key] = answer(key, question);
    }
  return answers;
}

function textFor(
  key: string,
  question: Question,
  asked: Asked,
  dice: Dice,
  person: (prefix: string) => { fullName: string },
): string {
  if (question.pattern !== undefined) {
    if (/time/i.test(key))
      return `${String(dice.int(0, 23)).padStart(2, '0')}:${dice.pick(['05', '20', '35', '50'])}`;
    if (/area/i.test(key)) return `${dice.int(60, 480)},${dice.int(1, 9)}`;
    return /lineCode/.test(key)
      ? dice.pick(['4711', '5610', '1410'])
      : `9${dice.int(100_000_000, 999_999_999)}`;
  }
  if (key === 'requestText')
    return `${asked.procedureName}, theo hồ sơ kèm theo.`.slice(0, question.maxLength ?? 2000);
  const text = /^accountOwner$/.test(key)
    ? person('account').fullName
    : /witness|organiser|owner$|coUsers|members|others?$|otherSide|signers/i.test(key)
      ? inventedName(dice, dice.chance(0.5) ? 'male' : 'female')
      : dice.pick(
          TEXTS.find(([meaning]) => meaning.test(key))?.[1] ?? [
            question['x-example'] ?? 'Theo giấy tờ kèm theo',
          ],
        );
  return text.slice(0, question.maxLength ?? 200);
}

function choiceFor(key: string, question: Question, asked: Asked, dice: Dice): string {
  const values = question.enum ?? [];
  if (key === 'sex') return dice.pick(values);
  if (key === 'relation' && values.includes('father') && asked.applicant.kind === 'citizen')
    return asked.applicant.sex === 'female' ? 'mother' : 'father';
  // What comes first in a form is what most people choose.
  return dice.weighed(values.map((value, place) => [value, place === 0 ? 6 : place < 3 ? 2 : 1] as const));
}

function numberFor(key: string, question: Question, dice: Dice): number {
  const value = /since/i.test(key)
    ? dice.int(1980, 2012)
    : /year/i.test(key)
      ? dice.int(2005, 2023)
      : /pages/.test(key)
        ? dice.int(1, 8)
        : /copies/.test(key)
          ? dice.int(1, 5)
          : /workers/.test(key)
            ? dice.int(1, 6)
            : 1;
  return clamp(value, question);
}

function clamp(value: number, question: Question): number {
  return Math.max(question.minimum ?? value, Math.min(question.maximum ?? value, value));
}
