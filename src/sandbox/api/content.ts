import { checkMessageBlocks, textLengthOf } from '../blocks/surface.ts';
import { isRec, type Rec, recsOf } from '../json.ts';
import { limits } from '../limits.ts';
import type { Metadata } from '../model.ts';
import type { Args } from './args.ts';
import { refuse, SlackError } from './errors.ts';

export type Content = { text: string; blocks: Rec[] };

const loneSurrogate = /\p{Surrogate}/u;

/** A message's text and blocks, refused as Slack refuses them. `maxText` in characters. */
export const readContent = (args: Args, maxText: number): Content => {
  const text = args.text('text') ?? '';
  const blocks = args.json('blocks', 'invalid_blocks_format');
  if (args.json('attachments', 'invalid_attachments') !== undefined)
    throw new SlackError('invalid_attachments', {
      response_metadata: { messages: ['[ERROR] this workspace takes blocks, not attachments'] },
    });
  if (blocks !== undefined && !Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  if (text.length > maxText) throw new SlackError('msg_too_long');
  if (loneSurrogate.test(text))
    refuse('invalid_arguments', [{ at: '/text', what: 'must be valid unicode text' }]);
  if (blocks !== undefined) {
    refuse('invalid_blocks', checkMessageBlocks(blocks));
    if (textLengthOf(blocks) > limits.message.textInBlocks) throw new SlackError('msg_blocks_too_long');
  }
  if (text.trim() === '' && (blocks === undefined || blocks.length === 0)) throw new SlackError('no_text');
  return { text, blocks: recsOf(blocks) };
};

/** What Slack lets pass, though people with screen readers, or the author, will regret it. */
export const contentWarnings = (raw: Rec): string[] => {
  const warnings: string[] = [];
  if (raw.blocks !== undefined && (raw.text === undefined || raw.text === ''))
    warnings.push('blocks without text: notifications and screen readers have nothing to say');
  if (typeof raw.text === 'string' && raw.text.includes('\uFFFD'))
    warnings.push('text holds U+FFFD: a character was cut in two');
  return warnings;
};

const scalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value) || value === null;

export const readMetadata = (args: Args): Metadata | undefined => {
  const metadata = args.json('metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!isRec(metadata) || typeof metadata.event_type !== 'string' || metadata.event_type === '')
    throw new SlackError('invalid_metadata_format');
  if (!isRec(metadata.event_payload)) throw new SlackError('invalid_metadata_format');
  const { event_type, event_payload, ...rest } = metadata;
  const flat = Object.values(event_payload).every(
    (value) =>
      scalar(value) ||
      isRec(value) ||
      (Array.isArray(value) && value.every((item) => scalar(item) || isRec(item))),
  );
  if (!flat || Object.keys(rest).some((key) => key !== 'entities'))
    throw new SlackError('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(metadata)) > limits.message.metadataBytes)
    throw new SlackError('metadata_too_large');
  return { event_type, event_payload };
};
