import type { Core } from '../core.ts';
import type { Rec } from '../json.ts';
import { limits } from '../limits.ts';
import { isOpen, openView, publishHome, pushView, stackOf, updateView, viewJson } from '../views.ts';
import { type Args, missing } from './args.ts';
import { SlackError } from './errors.ts';
import { checkViewBody } from './view-body.ts';

const readView = (args: Args): unknown => {
  const view = args.json('view', 'invalid_arguments');
  if (view === undefined) throw new SlackError('invalid_arguments', missing('view'));
  return view;
};

/** Whose trigger it is. Slack looks at the trigger before it looks at the view. */
const triggered = (args: Args, core: Core): { id: string; userId: string } => {
  const id = args.text('trigger_id') ?? args.text('interactivity_pointer');
  if (id === undefined) throw new SlackError('invalid_arguments', missing('trigger_id'));
  const found = core.triggers.look(id);
  if ('error' in found) throw new SlackError(found.error);
  return { id, userId: found.userId };
};

const targetOfUpdate = (args: Args, core: Core) => {
  const id = args.text('view_id');
  const externalId = args.text('external_id');
  if (id === undefined && externalId === undefined)
    throw new SlackError('invalid_arguments', missing('view_id'));
  const view = [...core.views.values()].find(
    (candidate) =>
      isOpen(core, candidate) &&
      (id === undefined ? candidate.body.external_id === externalId : candidate.id === id),
  );
  if (!view) throw new SlackError('not_found');
  return view;
};

const checkHash = (given: string | undefined, current: string | undefined) => {
  if (given !== undefined && given !== current) throw new SlackError('hash_conflict');
};

export const views: Record<string, (args: Args, core: Core) => Rec> = {
  'views.open': (args, core) => {
    const { id, userId } = triggered(args, core);
    const body = checkViewBody(core, readView(args), 'modal', undefined);
    core.triggers.use(id);
    return { view: viewJson(core, openView(core, userId, body)) };
  },

  'views.push': (args, core) => {
    const { id, userId } = triggered(args, core);
    const stack = stackOf(core, userId);
    if (stack.length === 0) throw new SlackError('not_found');
    if (stack.length >= limits.view.stack) throw new SlackError('push_limit_reached');
    const body = checkViewBody(core, readView(args), 'modal', undefined);
    core.triggers.use(id);
    return { view: viewJson(core, pushView(core, userId, body)) };
  },

  'views.update': (args, core) => {
    const body = readView(args);
    const view = targetOfUpdate(args, core);
    checkHash(args.text('hash'), view.hash);
    updateView(core, view, checkViewBody(core, body, view.type, view));
    return { view: viewJson(core, view) };
  },

  'views.publish': (args, core) => {
    const userId = args.needed('user_id');
    const user = core.users.get(userId);
    if (!user || user.kind === 'bot') throw new SlackError('invalid_arguments', missing('user_id'));
    const current = core.views.get(core.homes.get(userId) ?? '');
    const body = checkViewBody(core, readView(args), 'home', current);
    checkHash(args.text('hash'), current?.hash);
    return { view: viewJson(core, publishHome(core, userId, body)) };
  },
};
