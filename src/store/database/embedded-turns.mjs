// @ts-check

/** Messages of PostgreSQL's extended protocol that begin or continue a sequence, which Sync ends. */
const SEQUENCE = new Set([...'PBDECH'].map((letter) => letter.charCodeAt(0)));
const [QUERY, SYNC] = [...'QS'].map((letter) => letter.charCodeAt(0));
const SYNC_MESSAGE = Uint8Array.of(0x53, 0, 0, 0, 4);

/**
 * Lets the clients of a pglite-socket server take turns by whole queries. All of them share PGlite's one
 * session, and the server lets them alternate message by message unless a transaction block is open: one
 * client's Bind would then meet the statement that another has just parsed. Saying "in a transaction" during
 * such a sequence keeps the turn with the client that began it.
 *
 * @param {import('@electric-sql/pglite').PGlite} db
 */
export function keepTurns(db) {
  const { isInTransaction, execProtocolRawStream, exec } = db;
  let inSequence = false;

  db.isInTransaction = () => inSequence || isInTransaction.call(db);

  db.execProtocolRawStream = async (message, options) => {
    const [type = 0] = message;
    await execProtocolRawStream.call(db, message, options);
    if (SEQUENCE.has(type)) inSequence = true;
    if (type === SYNC || type === QUERY) inSequence = false;
  };

  // The server calls this with ROLLBACK for a client that went away in its turn. After an error in a sequence
  // PostgreSQL ignores everything up to the Sync, which that client can't send any more.
  db.exec = async (query, options) => {
    if (inSequence) await db.execProtocolRaw(SYNC_MESSAGE);
    inSequence = false;
    return await exec.call(db, query, options);
  };
}
