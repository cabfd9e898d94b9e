import { Refusal } from '../../../kernel/refusal.ts';
import type { TextBlock } from '../text.ts';
import { MAX_BLOCKS, MAX_TEXT_LENGTH } from './bounds.ts';

/** The blocks of one document as they are read, within bounds, each with the origins of its characters. */
export class BlockList {
  readonly blocks: TextBlock[] = [];
  readonly origins: Int32Array[] = [];
  private length = 0;

  /** Adds a block; one without text is left out. Answers its index, or -1. */
  add(block: TextBlock, origins: Int32Array): number {
    if (block.text === '') return -1;
    this.length += block.text.length;
    if (this.length > MAX_TEXT_LENGTH)
      throw new Refusal('too-large', 'document.too-large', { limit: MAX_TEXT_LENGTH, what: 'text' });
    if (this.blocks.length >= MAX_BLOCKS)
      throw new Refusal('too-large', 'document.too-large', { limit: MAX_BLOCKS, what: 'blocks' });
    this.blocks.push(block);
    this.origins.push(origins);
    return this.blocks.length - 1;
  }
}
