import type { Core } from './core.ts';
import { valuesOf } from './field-values.ts';
import { type Rec, recsOf, strOf } from './json.ts';
import { withIds } from './messages.ts';
import type { StoredView } from './model.ts';

const hashOf = (core: Core) => `${Math.floor(core.clock.now().getTime() / 1000)}.${core.ids.secret(4)}`;

export const stackOf = (core: Core, userId: string): StoredView[] =>
  (core.stacks.get(userId) ?? []).flatMap((id) => core.views.get(id) ?? []);

export const topView = (core: Core, userId: string): StoredView | undefined => stackOf(core, userId).at(-1);

export const isOpen = (core: Core, view: StoredView): boolean =>
  view.type === 'home'
    ? core.homes.get(view.userId) === view.id
    : (core.stacks.get(view.userId) ?? []).includes(view.id);

const createView = (core: Core, userId: string, body: Rec, previous: StoredView | undefined): StoredView => {
  const id = core.ids.next('V');
  const blocks = withIds(core, recsOf(body.blocks));
  const view: StoredView = {
    id,
    userId,
    type: body.type === 'home' ? 'home' : 'modal',
    body,
    blocks,
    hash: hashOf(core),
    rootViewId: previous?.rootViewId ?? id,
    previousViewId: previous?.id ?? null,
    values: valuesOf(blocks, {}),
    errors: {},
    trouble: undefined,
  };
  core.views.set(id, view);
  return view;
};

/** A new modal takes the place of whatever was open. */
export const openView = (core: Core, userId: string, body: Rec): StoredView => {
  const view = createView(core, userId, body, undefined);
  core.stacks.set(userId, [view.id]);
  core.emit({ type: 'view', what: 'opened', view });
  return view;
};

export const pushView = (core: Core, userId: string, body: Rec): StoredView => {
  const view = createView(core, userId, body, topView(core, userId));
  core.stacks.set(userId, [...(core.stacks.get(userId) ?? []), view.id]);
  core.emit({ type: 'view', what: 'pushed', view });
  return view;
};

export const updateView = (core: Core, view: StoredView, body: Rec): void => {
  view.body = body;
  view.blocks = withIds(core, recsOf(body.blocks));
  view.values = valuesOf(view.blocks, view.values);
  view.hash = hashOf(core);
  view.errors = {};
  view.trouble = undefined;
  core.emit({ type: 'view', what: 'updated', view });
};

export const publishHome = (core: Core, userId: string, body: Rec): StoredView => {
  const view = core.views.get(core.homes.get(userId) ?? '');
  if (view) {
    updateView(core, view, body);
    return view;
  }
  const home = createView(core, userId, body, undefined);
  core.homes.set(userId, home.id);
  core.emit({ type: 'view', what: 'opened', view: home });
  return home;
};

/** Takes views off the person's screen: the topmost, or with `all` the whole stack. */
export const closeViews = (core: Core, userId: string, all: boolean): StoredView[] => {
  const stack = stackOf(core, userId);
  const closing = all ? stack : stack.slice(-1);
  core.stacks.set(
    userId,
    stack.slice(0, stack.length - closing.length).map((view) => view.id),
  );
  for (const view of closing.toReversed()) core.emit({ type: 'view', what: 'closed', view });
  return closing;
};

/** The view as Slack's JSON shows it to apps. */
export const viewJson = (core: Core, view: StoredView): Rec => ({
  id: view.id,
  team_id: core.team.id,
  type: view.type,
  blocks: structuredClone(view.blocks),
  private_metadata: strOf(view.body.private_metadata) ?? '',
  callback_id: strOf(view.body.callback_id) ?? '',
  state: { values: structuredClone(view.values) },
  hash: view.hash,
  title: view.body.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
  clear_on_close: view.body.clear_on_close === true,
  notify_on_close: view.body.notify_on_close === true,
  close: view.body.close ?? null,
  submit: view.body.submit ?? null,
  previous_view_id: view.previousViewId,
  root_view_id: view.rootViewId,
  app_id: core.app.id,
  external_id: strOf(view.body.external_id) ?? '',
  app_installed_team_id: core.team.id,
  bot_id: core.app.botId,
});
