import { rm } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/store/database/connect.ts';
import { startCrashes } from '../support/crashes.ts';
import { copyEmbeddedTemplate } from '../support/database.ts';
import { testLog } from '../support/log.ts';
import { isDead, long, openDesk, opensOn, patience } from './desk-beside-crashes.ts';
import { expectEachOnce } from './each-once.ts';

test(
  'on the embedded database each notice stands exactly once as well',
  async () => {
    const dataDir = copyEmbeddedTemplate();
    const crashes = await startCrashes({ DATA_DIR: dataDir }, 'dist-test-embedded-crashes');
    try {
      const before = await openDatabase({ dataDir, log: testLog });
      const desk = await openDesk(crashes, before);
      const tickets = [await opensOn(desk, crashes, 'It does not work.'), await opensOn(desk, crashes, long)];
      await before.close();
      const [card, pieces] = tickets.map((number) => `T-${number}`);
      for (const dieAt of [
        { point: 'answered', kind: 'card', stream: card, after: 0 },
        { point: 'posting', kind: 'description', stream: card, after: 0 },
        { point: 'answered', kind: 'description', stream: pieces, after: 1 },
      ] as const) {
        await isDead(crashes.live({ ...dieAt, stream: dieAt.stream ?? '' }), dieAt.point);
        crashes.leaseRunsOut();
      }
      const life = crashes.live(null);
      const metrics = `http://127.0.0.1:${await life.ready}/metrics`;
      await vi.waitFor(
        async () =>
          expect(await (await fetch(metrics)).text()).not.toMatch(
            /outbox_notices\{state="(pending|sending)"\} [1-9]/,
          ),
        { timeout: patience, interval: 100 },
      );
      life.kill();
      await isDead(life, 'at last');
      const after = await openDatabase({ dataDir, log: testLog });
      await expectEachOnce(crashes.workspace, after.prisma);
      await after.close();
    } finally {
      await crashes.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
  10 * patience,
);
