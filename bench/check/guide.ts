import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { KINDS } from '../../src/capabilities/checking/index.ts';

const GUIDE = new URL('../../docs/huong-dan/soat-so-lieu.md', import.meta.url);

/** One kind of finding as the users' guide shows it: a text that has it and one that has not, written by hand. */
export interface GuideExample {
  kind: keyof typeof KINDS;
  title: string;
  wrong: string;
  right: string;
}

/** The guide's examples; a slash between blanks stands for a new line. A kind without its two examples is an error. */
export function guideExamples(): GuideExample[] {
  const guide = readFileSync(GUIDE, 'utf8');
  return Object.entries(KINDS).map(([kind, { title }]) => {
    const section = guide.split(/^### /m).find((part) => part.startsWith(`${title}\n`));
    assert.ok(section, `the guide has no section “${title}”`);
    const one = (word: string) => {
      const found = section.match(new RegExp(`^> \\*\\*${word}:\\*\\* (.+)$`, 'm'))?.[1];
      assert.ok(found, `“${title}” has no example “${word}”`);
      return found.replaceAll(' / ', '\n\n');
    };
    return { kind: kind as keyof typeof KINDS, title, wrong: one('Sai'), right: one('Đúng') };
  });
}
