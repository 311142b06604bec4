import { describe } from '../blocks/check.ts';
import { checkView } from '../blocks/surface.ts';
import type { Core } from '../core.ts';
import { isRec, type Rec, strOf } from '../json.ts';
import { limits } from '../limits.ts';
import type { StoredView } from '../model.ts';
import { isOpen } from '../views.ts';
import { SlackError } from './errors.ts';

/** Throws what Slack would answer to this view; `replaced` is the one it takes the place of. */
export const checkViewBody = (
  core: Core,
  body: unknown,
  type: 'modal' | 'home',
  replaced: StoredView | undefined,
): Rec => {
  const problems = checkView(body, type);
  if (problems.length > 0 || !isRec(body))
    throw new SlackError('invalid_arguments', { response_metadata: { messages: problems.map(describe) } });
  if (Buffer.byteLength(JSON.stringify(body)) > limits.view.bytes) throw new SlackError('view_too_large');
  const externalId = strOf(body.external_id);
  if (externalId)
    for (const view of core.views.values())
      if (view !== replaced && view.body.external_id === externalId && isOpen(core, view))
        throw new SlackError('duplicate_external_id');
  return body;
};
